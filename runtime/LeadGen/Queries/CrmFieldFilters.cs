namespace LeadGen;

/// <summary>Creates conditions on fields for <see cref="CrmQuery.Where"/>. Each method exists only for field types for which portals support the comparison.</summary>
/// <remarks>
/// A value that a portal would ignore or misread throws a <see cref="CrmValueException"/>, and a field by which portals do not
/// filter throws an <see cref="ArgumentException"/>, and so does a list of values for a custom field of type <c>date</c>,
/// <c>datetime</c> or <c>double</c>. A query also requests the custom fields of its conditions, to find out whether the portal still
/// has them (<see cref="Bitrix24FieldNotFoundException"/>). Conditions on dictionary codes are in <see cref="CrmCodeFilters"/>.
/// <para>
/// A portal compares a custom field of type <c>datetime</c> in the time zone of its server, but stores it in the time zone of the user. So the
/// client requests a range that is 26 hours wider, reads the field in addition to the selected ones, and leaves out records that do not meet the
/// condition. <c>Is</c>, <c>IsNot</c> and <c>Has</c> throw an <see cref="ArgumentException"/> for these fields.
/// </para>
/// </remarks>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/leads/crm-lead-list.html"/>
public static class CrmFieldFilters
{
    /// <summary>Finds records whose field has this value.</summary>
    public static CrmFilter Is<T>(this CrmField<T> field, T value)
        where T : struct, IComparable => CrmFilter.Create(field, "=", value);

    /// <summary>Finds records whose field has another value or no value.</summary>
    /// <exception cref="ArgumentException">
    /// The field is a custom number, date, employee, list, yes-or-no field or link to an information block. There a portal leaves out records
    /// without a value. Use <c>IsNoneOf</c>, or <c>LessThan</c> and <c>MoreThan</c>.
    /// </exception>
    public static CrmFilter IsNot<T>(this CrmField<T> field, T value)
        where T : struct, IComparable => CrmFilter.Create(field, "!=", value);

    /// <summary>Finds records whose field has one of these values.</summary>
    public static CrmFilter IsAnyOf<T>(this CrmField<T> field, params T[] values)
        where T : struct, IComparable => CrmFilter.OfAny(field, "@", values);

    /// <inheritdoc cref="IsAnyOf{T}(CrmField{T}, T[])"/>
    public static CrmFilter IsAnyOf<T>(this CrmField<T> field, IEnumerable<T> values)
        where T : struct, IComparable => CrmFilter.OfAny(field, "@", values);

    /// <summary>Finds records whose field has a value that is not one of these. Records without a value are not found. For standard fields, <c>IsNot</c> finds them.</summary>
    public static CrmFilter IsNoneOf<T>(this CrmField<T> field, params T[] values)
        where T : struct, IComparable => CrmFilter.OfAny(field, "!@", values);

    /// <inheritdoc cref="IsNoneOf{T}(CrmField{T}, T[])"/>
    public static CrmFilter IsNoneOf<T>(this CrmField<T> field, IEnumerable<T> values)
        where T : struct, IComparable => CrmFilter.OfAny(field, "!@", values);

    /// <summary>Finds records with a greater number or a later time.</summary>
    public static CrmFilter MoreThan<T>(this CrmField<T> field, T value)
        where T : struct, IComparable<T>, IFormattable => CrmFilter.Create(field, ">", value);

    /// <summary>Finds records with this number or time, or a greater or later one.</summary>
    public static CrmFilter AtLeast<T>(this CrmField<T> field, T value)
        where T : struct, IComparable<T>, IFormattable => CrmFilter.Create(field, ">=", value);

    /// <summary>Finds records with a smaller number or an earlier time.</summary>
    public static CrmFilter LessThan<T>(this CrmField<T> field, T value)
        where T : struct, IComparable<T>, IFormattable => CrmFilter.Create(field, "<", value);

    /// <summary>Finds records with this number or time, or a smaller or earlier one.</summary>
    public static CrmFilter AtMost<T>(this CrmField<T> field, T value)
        where T : struct, IComparable<T>, IFormattable => CrmFilter.Create(field, "<=", value);

    /// <summary>Finds records with this text; <c>""</c> finds records without a text.</summary>
    public static CrmFilter Is(this CrmField<string> field, string value) => CrmFilter.OfText(field, "=", value);

    /// <summary>Finds records with another text or no text; <c>""</c> finds records with a text.</summary>
    public static CrmFilter IsNot(this CrmField<string> field, string value) => CrmFilter.OfText(field, "!=", value);

    /// <summary>Finds records with one of these texts.</summary>
    public static CrmFilter IsAnyOf(this CrmField<string> field, params string[] values) => CrmFilter.OfAny(field, "@", values);

    /// <inheritdoc cref="IsAnyOf(CrmField{string}, string[])"/>
    public static CrmFilter IsAnyOf(this CrmField<string> field, IEnumerable<string> values) => CrmFilter.OfAny(field, "@", values);

    /// <summary>Finds records with a text that is not one of these. Records without a text are not found; use <c>IsNot</c> to find them.</summary>
    public static CrmFilter IsNoneOf(this CrmField<string> field, params string[] values) => CrmFilter.OfAny(field, "!@", values);

    /// <inheritdoc cref="IsNoneOf(CrmField{string}, string[])"/>
    public static CrmFilter IsNoneOf(this CrmField<string> field, IEnumerable<string> values) => CrmFilter.OfAny(field, "!@", values);

    /// <summary>Finds records whose text contains this text.</summary>
    /// <exception cref="CrmValueException">The part is blank or contains <c>%</c> or <c>_</c>, which a portal treats as wildcards.</exception>
    public static CrmFilter Contains(this CrmField<string> field, string part) => CrmFilter.Like(field, "%", "", part, "");

    /// <summary>Finds records whose custom field does not contain this text.</summary>
    /// <exception cref="ArgumentException">The field is a standard field. A portal ignores the negation there and finds the records that contain the text.</exception>
    /// <inheritdoc cref="Contains(CrmField{string}, string)" path="/exception"/>
    public static CrmFilter DoesNotContain(this CrmField<string> field, string part)
    {
        ArgumentNullException.ThrowIfNull(field);
        return (field.Flags & CrmFieldFlags.Custom) != 0
            ? CrmFilter.Like(field, "!%", "", part, "")
            : throw new ArgumentException($"A query can't exclude records by a part of {CrmValueException.Describe(field)}: for standard fields a portal finds the records that contain the text. Check the records that you have read.", nameof(field));
    }

    /// <summary>Finds records whose text starts with this text.</summary>
    /// <exception cref="CrmValueException">The part is blank or contains <c>%</c> or <c>_</c>, which a portal treats as wildcards, or <c>\</c>, which it removes.</exception>
    public static CrmFilter StartsWith(this CrmField<string> field, string start) => CrmFilter.Like(field, "=%", "", start, "%");

    /// <summary>Finds records whose text ends with this text.</summary>
    /// <inheritdoc cref="StartsWith(CrmField{string}, string)" path="/exception"/>
    public static CrmFilter EndsWith(this CrmField<string> field, string end) => CrmFilter.Like(field, "=%", "%", end, "");

    /// <summary>Finds records whose field links to this entity.</summary>
    public static CrmFilter Is(this CrmField<CrmLink> field, CrmLink value) => CrmFilter.Create(field, "=", value);

    /// <summary>Finds records whose list contains this value.</summary>
    public static CrmFilter Has<T>(this CrmField<IReadOnlyList<T>> field, T item)
        where T : struct, IComparable => CrmFilter.OfItem(field, item);

    /// <summary>Finds records whose list contains at least one of these values.</summary>
    public static CrmFilter HasAnyOf<T>(this CrmField<IReadOnlyList<T>> field, params T[] items)
        where T : struct, IComparable => CrmFilter.OfAnyItem(field, items);

    /// <inheritdoc cref="HasAnyOf{T}(CrmField{IReadOnlyList{T}}, T[])"/>
    public static CrmFilter HasAnyOf<T>(this CrmField<IReadOnlyList<T>> field, IEnumerable<T> items)
        where T : struct, IComparable => CrmFilter.OfAnyItem(field, items);

    /// <summary>Finds records whose list contains this text.</summary>
    public static CrmFilter Has(this CrmField<IReadOnlyList<string>> field, string item) => CrmFilter.OfItem(field, item);

    /// <summary>Finds records whose list contains at least one of these texts.</summary>
    public static CrmFilter HasAnyOf(this CrmField<IReadOnlyList<string>> field, params string[] items) => CrmFilter.OfAnyItem(field, items);

    /// <inheritdoc cref="HasAnyOf(CrmField{IReadOnlyList{string}}, string[])"/>
    public static CrmFilter HasAnyOf(this CrmField<IReadOnlyList<string>> field, IEnumerable<string> items) => CrmFilter.OfAnyItem(field, items);

    /// <summary>Finds records whose list contains a link to this entity.</summary>
    public static CrmFilter Has(this CrmField<IReadOnlyList<CrmLink>> field, CrmLink item) => CrmFilter.OfItem(field, item);

    /// <summary>Finds records with an entry that has this value, as the portal stores it: <c>+7 999 123-45-67</c> does not find <c>79991234567</c>.</summary>
    /// <remarks>
    /// A portal also finds records with an entry that only starts with the value, and treats <c>_</c> as any character. The client
    /// requests the field in addition to the selected ones and leaves out records without an equal entry. Case does not matter.
    /// </remarks>
    /// <exception cref="CrmValueException">The value is blank or contains <c>%</c>.</exception>
    public static CrmFilter Has<TType>(this CrmMultiField<TType> field, string value)
        where TType : MultiFieldType<TType>, new() => CrmFilter.OfEntry(field, value);
}
