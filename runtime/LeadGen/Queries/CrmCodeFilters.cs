namespace LeadGen;

/// <summary>Conditions on fields whose values are codes of a dictionary: a portal compares them as a whole only.</summary>
/// <remarks>A code that is blank is a <see cref="CrmValueException"/>.</remarks>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/leads/crm-lead-list.html"/>
public static class CrmCodeFilters
{
    /// <summary>The field has this code.</summary>
    public static CrmFilter Is<TCode>(this CrmField<TCode> field, TCode value)
        where TCode : struct, ICode<TCode> => CrmFilter.Of(field, "=", value);

    /// <summary>The field has another code.</summary>
    public static CrmFilter IsNot<TCode>(this CrmField<TCode> field, TCode value)
        where TCode : struct, ICode<TCode> => CrmFilter.Of(field, "!=", value);

    /// <summary>The field has one of these codes.</summary>
    public static CrmFilter IsAnyOf<TCode>(this CrmField<TCode> field, params TCode[] values)
        where TCode : struct, ICode<TCode> => CrmFilter.OfAny(field, "@", values);

    /// <inheritdoc cref="IsAnyOf{TCode}(CrmField{TCode}, TCode[])"/>
    public static CrmFilter IsAnyOf<TCode>(this CrmField<TCode> field, IEnumerable<TCode> values)
        where TCode : struct, ICode<TCode> => CrmFilter.OfAny(field, "@", values);

    /// <summary>The field has none of these codes.</summary>
    public static CrmFilter IsNoneOf<TCode>(this CrmField<TCode> field, params TCode[] values)
        where TCode : struct, ICode<TCode> => CrmFilter.OfAny(field, "!@", values);

    /// <inheritdoc cref="IsNoneOf{TCode}(CrmField{TCode}, TCode[])"/>
    public static CrmFilter IsNoneOf<TCode>(this CrmField<TCode> field, IEnumerable<TCode> values)
        where TCode : struct, ICode<TCode> => CrmFilter.OfAny(field, "!@", values);

    /// <summary>The list holds this code, perhaps among others.</summary>
    public static CrmFilter Has<TCode>(this CrmField<IReadOnlyList<TCode>> field, TCode item)
        where TCode : struct, ICode<TCode> => CrmFilter.OfItem(field, item);

    /// <summary>The list holds one of these codes at least.</summary>
    public static CrmFilter HasAnyOf<TCode>(this CrmField<IReadOnlyList<TCode>> field, params TCode[] items)
        where TCode : struct, ICode<TCode> => CrmFilter.OfAnyItem(field, items);

    /// <inheritdoc cref="HasAnyOf{TCode}(CrmField{IReadOnlyList{TCode}}, TCode[])"/>
    public static CrmFilter HasAnyOf<TCode>(this CrmField<IReadOnlyList<TCode>> field, IEnumerable<TCode> items)
        where TCode : struct, ICode<TCode> => CrmFilter.OfAnyItem(field, items);
}
