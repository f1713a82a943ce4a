using LeadGen.Schema.Kinds;

namespace LeadGen;

/// <summary>Conditions on fields: those alone that a portal understands for the field's type.</summary>
/// <remarks>
/// Values are checked and written as a portal keeps them; one that it would lose or misread is a
/// <see cref="LeadValueException"/>. Codes of dictionaries have theirs in <see cref="LeadCodeFilters"/>.
/// </remarks>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/leads/crm-lead-list.html"/>
public static class LeadFieldFilters
{
    /// <summary>The field has this value.</summary>
    public static LeadFilter Is<T>(this LeadField<T> field, T value)
        where T : struct, IComparable => LeadFilter.Of(field, "=", value);

    /// <summary>The field has another value.</summary>
    public static LeadFilter IsNot<T>(this LeadField<T> field, T value)
        where T : struct, IComparable => LeadFilter.Of(field, "!=", value);

    /// <summary>The field has one of these values.</summary>
    public static LeadFilter IsAnyOf<T>(this LeadField<T> field, params T[] values)
        where T : struct, IComparable => LeadFilter.OfAny(field, "@", values);

    /// <inheritdoc cref="IsAnyOf{T}(LeadField{T}, T[])"/>
    public static LeadFilter IsAnyOf<T>(this LeadField<T> field, IEnumerable<T> values)
        where T : struct, IComparable => LeadFilter.OfAny(field, "@", values);

    /// <summary>The field has none of these values.</summary>
    public static LeadFilter IsNoneOf<T>(this LeadField<T> field, params T[] values)
        where T : struct, IComparable => LeadFilter.OfAny(field, "!@", values);

    /// <inheritdoc cref="IsNoneOf{T}(LeadField{T}, T[])"/>
    public static LeadFilter IsNoneOf<T>(this LeadField<T> field, IEnumerable<T> values)
        where T : struct, IComparable => LeadFilter.OfAny(field, "!@", values);

    /// <summary>The number, day or moment is beyond this one.</summary>
    public static LeadFilter MoreThan<T>(this LeadField<T> field, T value)
        where T : struct, IComparable<T>, IFormattable => LeadFilter.Of(field, ">", value);

    /// <summary>The number, day or moment is this one or beyond it.</summary>
    public static LeadFilter AtLeast<T>(this LeadField<T> field, T value)
        where T : struct, IComparable<T>, IFormattable => LeadFilter.Of(field, ">=", value);

    /// <summary>The number, day or moment is below this one.</summary>
    public static LeadFilter LessThan<T>(this LeadField<T> field, T value)
        where T : struct, IComparable<T>, IFormattable => LeadFilter.Of(field, "<", value);

    /// <summary>The number, day or moment is this one or below it.</summary>
    public static LeadFilter AtMost<T>(this LeadField<T> field, T value)
        where T : struct, IComparable<T>, IFormattable => LeadFilter.Of(field, "<=", value);

    /// <summary>The text is this one; <c>""</c> finds leads without a text.</summary>
    public static LeadFilter Is(this LeadField<string> field, string value) => LeadFilter.OfText(field, "=", value);

    /// <summary>The text is another one; <c>""</c> finds leads with a text.</summary>
    public static LeadFilter IsNot(this LeadField<string> field, string value) => LeadFilter.OfText(field, "!=", value);

    /// <summary>The text is one of these.</summary>
    public static LeadFilter IsAnyOf(this LeadField<string> field, params string[] values) => LeadFilter.OfAny(field, "@", values);

    /// <inheritdoc cref="IsAnyOf(LeadField{string}, string[])"/>
    public static LeadFilter IsAnyOf(this LeadField<string> field, IEnumerable<string> values) => LeadFilter.OfAny(field, "@", values);

    /// <summary>The text is none of these.</summary>
    public static LeadFilter IsNoneOf(this LeadField<string> field, params string[] values) => LeadFilter.OfAny(field, "!@", values);

    /// <inheritdoc cref="IsNoneOf(LeadField{string}, string[])"/>
    public static LeadFilter IsNoneOf(this LeadField<string> field, IEnumerable<string> values) => LeadFilter.OfAny(field, "!@", values);

    /// <summary>The text has this one somewhere in it.</summary>
    /// <exception cref="LeadValueException">The part is blank, or holds <c>%</c> or <c>_</c>, which stand for any text and any character.</exception>
    public static LeadFilter Contains(this LeadField<string> field, string part) => LeadFilter.Like(field, "%", "", part, "");

    /// <summary>The text has this one nowhere in it.</summary>
    /// <inheritdoc cref="Contains(LeadField{string}, string)" path="/exception"/>
    public static LeadFilter DoesNotContain(this LeadField<string> field, string part) => LeadFilter.Like(field, "!%", "", part, "");

    /// <summary>The text begins with this one.</summary>
    /// <inheritdoc cref="Contains(LeadField{string}, string)" path="/exception"/>
    public static LeadFilter StartsWith(this LeadField<string> field, string start) => LeadFilter.Like(field, "=%", "", start, "%");

    /// <summary>The text ends with this one.</summary>
    /// <inheritdoc cref="Contains(LeadField{string}, string)" path="/exception"/>
    public static LeadFilter EndsWith(this LeadField<string> field, string end) => LeadFilter.Like(field, "=%", "%", end, "");

    /// <summary>The field links to this entity.</summary>
    public static LeadFilter Is(this LeadField<CrmLink> field, CrmLink value) => LeadFilter.Of(field, "=", value);

    /// <summary>The list holds this value, perhaps among others.</summary>
    public static LeadFilter Has<T>(this LeadField<IReadOnlyList<T>> field, T item)
        where T : struct, IComparable => LeadFilter.OfItem(field, item);

    /// <summary>The list holds one of these values at least.</summary>
    public static LeadFilter HasAnyOf<T>(this LeadField<IReadOnlyList<T>> field, params T[] items)
        where T : struct, IComparable => LeadFilter.OfAnyItem(field, items);

    /// <inheritdoc cref="HasAnyOf{T}(LeadField{IReadOnlyList{T}}, T[])"/>
    public static LeadFilter HasAnyOf<T>(this LeadField<IReadOnlyList<T>> field, IEnumerable<T> items)
        where T : struct, IComparable => LeadFilter.OfAnyItem(field, items);

    /// <summary>The list holds this text, perhaps among others.</summary>
    public static LeadFilter Has(this LeadField<IReadOnlyList<string>> field, string item) => LeadFilter.OfItem(field, item);

    /// <summary>The list holds one of these texts at least.</summary>
    public static LeadFilter HasAnyOf(this LeadField<IReadOnlyList<string>> field, params string[] items) => LeadFilter.OfAnyItem(field, items);

    /// <inheritdoc cref="HasAnyOf(LeadField{IReadOnlyList{string}}, string[])"/>
    public static LeadFilter HasAnyOf(this LeadField<IReadOnlyList<string>> field, IEnumerable<string> items) => LeadFilter.OfAnyItem(field, items);

    /// <summary>The list links to this entity, perhaps among others.</summary>
    public static LeadFilter Has(this LeadField<IReadOnlyList<CrmLink>> field, CrmLink item) => LeadFilter.OfItem(field, item);

    /// <summary>One of the phones, addresses, … is this one, exactly as the portal keeps it; portals compare no parts of them.</summary>
    public static LeadFilter Has<TType>(this LeadMultiField<TType> field, string value)
        where TType : struct, ICode<TType>
    {
        ArgumentNullException.ThrowIfNull(field);
        return PhpText.IsBlank(value)
            ? throw new LeadValueException(field, "it is blank, and a portal would ignore the condition")
            : LeadFilter.Of(field, "", WireFormat.Text, value);
    }
}
