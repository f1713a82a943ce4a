namespace LeadGen;

/// <summary>Conditions on fields whose values are codes of a dictionary: a portal compares them as a whole only.</summary>
/// <remarks>A code that is blank is a <see cref="LeadValueException"/>.</remarks>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/leads/crm-lead-list.html"/>
public static class LeadCodeFilters
{
    /// <summary>The field has this code.</summary>
    public static LeadFilter Is<TCode>(this LeadField<TCode> field, TCode value)
        where TCode : struct, ICode<TCode> => LeadFilter.Of(field, "=", value);

    /// <summary>The field has another code.</summary>
    public static LeadFilter IsNot<TCode>(this LeadField<TCode> field, TCode value)
        where TCode : struct, ICode<TCode> => LeadFilter.Of(field, "!=", value);

    /// <summary>The field has one of these codes.</summary>
    public static LeadFilter IsAnyOf<TCode>(this LeadField<TCode> field, params TCode[] values)
        where TCode : struct, ICode<TCode> => LeadFilter.OfAny(field, "@", values);

    /// <inheritdoc cref="IsAnyOf{TCode}(LeadField{TCode}, TCode[])"/>
    public static LeadFilter IsAnyOf<TCode>(this LeadField<TCode> field, IEnumerable<TCode> values)
        where TCode : struct, ICode<TCode> => LeadFilter.OfAny(field, "@", values);

    /// <summary>The field has none of these codes.</summary>
    public static LeadFilter IsNoneOf<TCode>(this LeadField<TCode> field, params TCode[] values)
        where TCode : struct, ICode<TCode> => LeadFilter.OfAny(field, "!@", values);

    /// <inheritdoc cref="IsNoneOf{TCode}(LeadField{TCode}, TCode[])"/>
    public static LeadFilter IsNoneOf<TCode>(this LeadField<TCode> field, IEnumerable<TCode> values)
        where TCode : struct, ICode<TCode> => LeadFilter.OfAny(field, "!@", values);

    /// <summary>The list holds this code, perhaps among others.</summary>
    public static LeadFilter Has<TCode>(this LeadField<IReadOnlyList<TCode>> field, TCode item)
        where TCode : struct, ICode<TCode> => LeadFilter.OfItem(field, item);

    /// <summary>The list holds one of these codes at least.</summary>
    public static LeadFilter HasAnyOf<TCode>(this LeadField<IReadOnlyList<TCode>> field, params TCode[] items)
        where TCode : struct, ICode<TCode> => LeadFilter.OfAnyItem(field, items);

    /// <inheritdoc cref="HasAnyOf{TCode}(LeadField{IReadOnlyList{TCode}}, TCode[])"/>
    public static LeadFilter HasAnyOf<TCode>(this LeadField<IReadOnlyList<TCode>> field, IEnumerable<TCode> items)
        where TCode : struct, ICode<TCode> => LeadFilter.OfAnyItem(field, items);
}
