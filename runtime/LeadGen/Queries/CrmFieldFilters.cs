using LeadGen.Schema.Kinds;

namespace LeadGen;

/// <summary>Conditions on fields: those alone that a portal understands for the field's type.</summary>
/// <remarks>
/// Values are checked and written as a portal keeps them; one that it would lose or misread is a
/// <see cref="CrmValueException"/>. Codes of dictionaries have theirs in <see cref="CrmCodeFilters"/>.
/// </remarks>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/leads/crm-lead-list.html"/>
public static class CrmFieldFilters
{
    /// <summary>The field has this value.</summary>
    public static CrmFilter Is<T>(this CrmField<T> field, T value)
        where T : struct, IComparable => CrmFilter.Of(field, "=", value);

    /// <summary>The field has another value.</summary>
    public static CrmFilter IsNot<T>(this CrmField<T> field, T value)
        where T : struct, IComparable => CrmFilter.Of(field, "!=", value);

    /// <summary>The field has one of these values.</summary>
    public static CrmFilter IsAnyOf<T>(this CrmField<T> field, params T[] values)
        where T : struct, IComparable => CrmFilter.OfAny(field, "@", values);

    /// <inheritdoc cref="IsAnyOf{T}(CrmField{T}, T[])"/>
    public static CrmFilter IsAnyOf<T>(this CrmField<T> field, IEnumerable<T> values)
        where T : struct, IComparable => CrmFilter.OfAny(field, "@", values);

    /// <summary>The field has none of these values.</summary>
    public static CrmFilter IsNoneOf<T>(this CrmField<T> field, params T[] values)
        where T : struct, IComparable => CrmFilter.OfAny(field, "!@", values);

    /// <inheritdoc cref="IsNoneOf{T}(CrmField{T}, T[])"/>
    public static CrmFilter IsNoneOf<T>(this CrmField<T> field, IEnumerable<T> values)
        where T : struct, IComparable => CrmFilter.OfAny(field, "!@", values);

    /// <summary>The number, day or moment is beyond this one.</summary>
    public static CrmFilter MoreThan<T>(this CrmField<T> field, T value)
        where T : struct, IComparable<T>, IFormattable => CrmFilter.Of(field, ">", value);

    /// <summary>The number, day or moment is this one or beyond it.</summary>
    public static CrmFilter AtLeast<T>(this CrmField<T> field, T value)
        where T : struct, IComparable<T>, IFormattable => CrmFilter.Of(field, ">=", value);

    /// <summary>The number, day or moment is below this one.</summary>
    public static CrmFilter LessThan<T>(this CrmField<T> field, T value)
        where T : struct, IComparable<T>, IFormattable => CrmFilter.Of(field, "<", value);

    /// <summary>The number, day or moment is this one or below it.</summary>
    public static CrmFilter AtMost<T>(this CrmField<T> field, T value)
        where T : struct, IComparable<T>, IFormattable => CrmFilter.Of(field, "<=", value);

    /// <summary>The text is this one; <c>""</c> finds leads without a text.</summary>
    public static CrmFilter Is(this CrmField<string> field, string value) => CrmFilter.OfText(field, "=", value);

    /// <summary>The text is another one; <c>""</c> finds leads with a text.</summary>
    public static CrmFilter IsNot(this CrmField<string> field, string value) => CrmFilter.OfText(field, "!=", value);

    /// <summary>The text is one of these.</summary>
    public static CrmFilter IsAnyOf(this CrmField<string> field, params string[] values) => CrmFilter.OfAny(field, "@", values);

    /// <inheritdoc cref="IsAnyOf(CrmField{string}, string[])"/>
    public static CrmFilter IsAnyOf(this CrmField<string> field, IEnumerable<string> values) => CrmFilter.OfAny(field, "@", values);

    /// <summary>The text is none of these.</summary>
    public static CrmFilter IsNoneOf(this CrmField<string> field, params string[] values) => CrmFilter.OfAny(field, "!@", values);

    /// <inheritdoc cref="IsNoneOf(CrmField{string}, string[])"/>
    public static CrmFilter IsNoneOf(this CrmField<string> field, IEnumerable<string> values) => CrmFilter.OfAny(field, "!@", values);

    /// <summary>The text has this one somewhere in it.</summary>
    /// <exception cref="CrmValueException">The part is blank, or holds <c>%</c> or <c>_</c>, which stand for any text and any character.</exception>
    public static CrmFilter Contains(this CrmField<string> field, string part) => CrmFilter.Like(field, "%", "", part, "");

    /// <summary>The text has this one nowhere in it.</summary>
    /// <inheritdoc cref="Contains(CrmField{string}, string)" path="/exception"/>
    public static CrmFilter DoesNotContain(this CrmField<string> field, string part) => CrmFilter.Like(field, "!%", "", part, "");

    /// <summary>The text begins with this one.</summary>
    /// <inheritdoc cref="Contains(CrmField{string}, string)" path="/exception"/>
    public static CrmFilter StartsWith(this CrmField<string> field, string start) => CrmFilter.Like(field, "=%", "", start, "%");

    /// <summary>The text ends with this one.</summary>
    /// <inheritdoc cref="Contains(CrmField{string}, string)" path="/exception"/>
    public static CrmFilter EndsWith(this CrmField<string> field, string end) => CrmFilter.Like(field, "=%", "%", end, "");

    /// <summary>The field links to this entity.</summary>
    public static CrmFilter Is(this CrmField<CrmLink> field, CrmLink value) => CrmFilter.Of(field, "=", value);

    /// <summary>The list holds this value, perhaps among others.</summary>
    public static CrmFilter Has<T>(this CrmField<IReadOnlyList<T>> field, T item)
        where T : struct, IComparable => CrmFilter.OfItem(field, item);

    /// <summary>The list holds one of these values at least.</summary>
    public static CrmFilter HasAnyOf<T>(this CrmField<IReadOnlyList<T>> field, params T[] items)
        where T : struct, IComparable => CrmFilter.OfAnyItem(field, items);

    /// <inheritdoc cref="HasAnyOf{T}(CrmField{IReadOnlyList{T}}, T[])"/>
    public static CrmFilter HasAnyOf<T>(this CrmField<IReadOnlyList<T>> field, IEnumerable<T> items)
        where T : struct, IComparable => CrmFilter.OfAnyItem(field, items);

    /// <summary>The list holds this text, perhaps among others.</summary>
    public static CrmFilter Has(this CrmField<IReadOnlyList<string>> field, string item) => CrmFilter.OfItem(field, item);

    /// <summary>The list holds one of these texts at least.</summary>
    public static CrmFilter HasAnyOf(this CrmField<IReadOnlyList<string>> field, params string[] items) => CrmFilter.OfAnyItem(field, items);

    /// <inheritdoc cref="HasAnyOf(CrmField{IReadOnlyList{string}}, string[])"/>
    public static CrmFilter HasAnyOf(this CrmField<IReadOnlyList<string>> field, IEnumerable<string> items) => CrmFilter.OfAnyItem(field, items);

    /// <summary>The list links to this entity, perhaps among others.</summary>
    public static CrmFilter Has(this CrmField<IReadOnlyList<CrmLink>> field, CrmLink item) => CrmFilter.OfItem(field, item);

    /// <summary>One of the phones, addresses, … is this one, exactly as the portal keeps it; portals compare no parts of them.</summary>
    public static CrmFilter Has<TType>(this CrmMultiField<TType> field, string value)
        where TType : struct, ICode<TType>
    {
        ArgumentNullException.ThrowIfNull(field);
        return PhpText.IsBlank(value)
            ? throw new CrmValueException(field, "it is blank, and a portal would ignore the condition")
            : CrmFilter.Of(field, "", WireFormat.Text, value);
    }
}
