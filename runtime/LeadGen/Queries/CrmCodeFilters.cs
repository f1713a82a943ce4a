namespace LeadGen;

/// <summary>Creates conditions on fields whose values are codes of a dictionary. A portal compares such codes only as a whole.</summary>
/// <remarks>A blank code throws a <see cref="CrmValueException"/>.</remarks>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/leads/crm-lead-list.html"/>
public static class CrmCodeFilters
{
    /// <summary>Finds records whose field has this code.</summary>
    public static CrmFilter Is<TCode>(this CrmField<TCode> field, TCode value)
        where TCode : struct, ICode<TCode> => CrmFilter.Create(field, "=", value);

    /// <summary>Finds records whose field has another code or no code.</summary>
    public static CrmFilter IsNot<TCode>(this CrmField<TCode> field, TCode value)
        where TCode : struct, ICode<TCode> => CrmFilter.Create(field, "!=", value);

    /// <summary>Finds records whose field has one of these codes.</summary>
    public static CrmFilter IsAnyOf<TCode>(this CrmField<TCode> field, params TCode[] values)
        where TCode : struct, ICode<TCode> => CrmFilter.OfAny(field, "@", values);

    /// <inheritdoc cref="IsAnyOf{TCode}(CrmField{TCode}, TCode[])"/>
    public static CrmFilter IsAnyOf<TCode>(this CrmField<TCode> field, IEnumerable<TCode> values)
        where TCode : struct, ICode<TCode> => CrmFilter.OfAny(field, "@", values);

    /// <summary>Finds records whose field has a code that is not one of these. Records without a code are not found; use <c>IsNot</c> to find them.</summary>
    public static CrmFilter IsNoneOf<TCode>(this CrmField<TCode> field, params TCode[] values)
        where TCode : struct, ICode<TCode> => CrmFilter.OfAny(field, "!@", values);

    /// <inheritdoc cref="IsNoneOf{TCode}(CrmField{TCode}, TCode[])"/>
    public static CrmFilter IsNoneOf<TCode>(this CrmField<TCode> field, IEnumerable<TCode> values)
        where TCode : struct, ICode<TCode> => CrmFilter.OfAny(field, "!@", values);

    /// <summary>Finds records whose list contains this code.</summary>
    public static CrmFilter Has<TCode>(this CrmField<IReadOnlyList<TCode>> field, TCode item)
        where TCode : struct, ICode<TCode> => CrmFilter.OfItem(field, item);

    /// <summary>Finds records whose list contains at least one of these codes.</summary>
    public static CrmFilter HasAnyOf<TCode>(this CrmField<IReadOnlyList<TCode>> field, params TCode[] items)
        where TCode : struct, ICode<TCode> => CrmFilter.OfAnyItem(field, items);

    /// <inheritdoc cref="HasAnyOf{TCode}(CrmField{IReadOnlyList{TCode}}, TCode[])"/>
    public static CrmFilter HasAnyOf<TCode>(this CrmField<IReadOnlyList<TCode>> field, IEnumerable<TCode> items)
        where TCode : struct, ICode<TCode> => CrmFilter.OfAnyItem(field, items);
}
