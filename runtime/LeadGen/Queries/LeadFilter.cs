using System.Text.Json.Serialization;
using LeadGen.Schema.Kinds;
using LeadGen.Wire;

namespace LeadGen;

/// <summary>A condition on a field of leads, made by the methods of the field's descriptor: <c>LeadFields.StatusId.Is(LeadStatus.New)</c>.</summary>
/// <remarks>Never changes, so that it can be kept and used by several threads.</remarks>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/leads/crm-lead-list.html"/>
[JsonConverter(typeof(NotSerializableConverter))]
public sealed class LeadFilter
{
    private readonly Action<WireWriter> _writeValue;

    private LeadFilter(LeadField field, string sign, Action<WireWriter> writeValue)
    {
        Field = field;
        Key = sign + field.Code;
        _writeValue = writeValue;
    }

    internal LeadField Field { get; }

    /// <summary>The sign and the field's code: a portal has one condition of each key.</summary>
    internal string Key { get; }

    /// <summary>The comparison and the field's code, such as <c>&gt;=OPPORTUNITY</c>; no value, so that it can be logged.</summary>
    public override string ToString() => Key;

    internal static LeadFilter Of<T>(LeadField<T> field, string sign, T value)
    {
        ArgumentNullException.ThrowIfNull(field);
        return Of(field, sign, field.Format, value);
    }

    internal static LeadFilter OfAny<T>(LeadField<T> field, string sign, IEnumerable<T> values)
    {
        ArgumentNullException.ThrowIfNull(field);
        return OfAny(field, sign, field.Format, values);
    }

    internal static LeadFilter OfItem<T>(LeadField<IReadOnlyList<T>> field, T item)
    {
        ArgumentNullException.ThrowIfNull(field);
        return Of(field, "=", ((ListFormat<T>)field.Format).Item, item);
    }

    internal static LeadFilter OfAnyItem<T>(LeadField<IReadOnlyList<T>> field, IEnumerable<T> items)
    {
        ArgumentNullException.ThrowIfNull(field);
        return OfAny(field, "@", ((ListFormat<T>)field.Format).Item, items);
    }

    internal static LeadFilter Of<T>(LeadField field, string sign, WireFormat<T> format, T value)
    {
        Check(field, format, value);
        return new LeadFilter(field, sign, writer => format.Write(writer, value));
    }

    /// <summary>A comparison with a text that can be empty: that is how leads without one are found.</summary>
    internal static LeadFilter OfText(LeadField<string> field, string sign, string value)
    {
        ArgumentNullException.ThrowIfNull(field);
        if (value is not "")
        {
            Check(field, field.Format, value);
        }

        return new LeadFilter(field, sign, writer => field.Format.Write(writer, value));
    }

    /// <summary>A comparison with a pattern.</summary>
    internal static LeadFilter Like(LeadField<string> field, string sign, string before, string text, string after)
    {
        ArgumentNullException.ThrowIfNull(field);
        Check(field, field.Format, text);
        int wildcard = text.AsSpan().IndexOfAny('%', '_');
        string? objection = field.PortalType == "crm_status" ? "portals compare codes of dictionaries as a whole only; use Is"
            : PhpText.IsBlank(text) ? "it is blank, and every lead would match"
            : wildcard >= 0 ? $"'{text[wildcard]}' stands for {(text[wildcard] == '%' ? "any text" : "any character")} there and can't be escaped; look for another part of the text, or for all of it with Is"
            : null;
        return objection is null
            ? new LeadFilter(field, sign, writer => field.Format.Write(writer, before + text + after))
            : throw new LeadValueException(field, objection);
    }

    internal void Write(WireWriter writer)
    {
        writer.Key(Key);
        _writeValue(writer);
    }

    private static LeadFilter OfAny<T>(LeadField field, string sign, WireFormat<T> format, IEnumerable<T> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        T[] all = [.. values];
        if (all.Length == 0)
        {
            throw new LeadValueException(field, "there is no value to compare with, and a portal would ignore the condition; pass at least one value");
        }

        Array.ForEach(all, value => Check(field, format, value));
        return new LeadFilter(field, sign, writer =>
        {
            writer.StartList();
            Array.ForEach(all, value => format.Write(writer, value));
            writer.EndList();
        });
    }

    private static void Check<T>(LeadField field, WireFormat<T> format, T value)
    {
        string? objection = value is null ? "it is null, and a portal would ignore the condition"
            : format.IsEmpty(value) ? "it is empty, and a portal would ignore the condition"
            : format.Objection(value);
        if (objection is not null)
        {
            throw new LeadValueException(field, objection);
        }
    }
}
