using System.Runtime.Serialization;
using System.Text.Json.Serialization;
using LeadGen.Schema.Kinds;
using LeadGen.Wire;

namespace LeadGen;

/// <summary>A condition on a field of leads, made by the methods of the field's descriptor: <c>LeadFields.StatusId.Is(LeadStatus.New)</c>.</summary>
/// <remarks>Never changes, so that it can be kept and used by several threads.</remarks>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/leads/crm-lead-list.html"/>
[JsonConverter(typeof(NotSerializableConverter))]
public sealed class CrmFilter
{
    private readonly Action<WireWriter> _writeValue;

    private CrmFilter(CrmField field, string sign, Action<WireWriter> writeValue)
    {
        Field = field;
        Key = sign + field.Code;
        _writeValue = writeValue;
    }

    internal CrmField Field { get; }

    /// <summary>The sign and the field's code: a portal has one condition of each key.</summary>
    internal string Key { get; }

    /// <summary>The comparison and the field's code, such as <c>&gt;=OPPORTUNITY</c>; no value, so that it can be logged.</summary>
    public override string ToString() => Key;

    internal static CrmFilter Of<T>(CrmField<T> field, string sign, T value)
    {
        ArgumentNullException.ThrowIfNull(field);
        return Of(field, sign, field.Format, value);
    }

    internal static CrmFilter OfAny<T>(CrmField<T> field, string sign, IEnumerable<T> values)
    {
        ArgumentNullException.ThrowIfNull(field);
        return OfAny(field, sign, field.Format, values);
    }

    internal static CrmFilter OfItem<T>(CrmField<IReadOnlyList<T>> field, T item)
    {
        ArgumentNullException.ThrowIfNull(field);
        return Of(field, "=", ((ListFormat<T>)field.Format).Item, item);
    }

    internal static CrmFilter OfAnyItem<T>(CrmField<IReadOnlyList<T>> field, IEnumerable<T> items)
    {
        ArgumentNullException.ThrowIfNull(field);
        return OfAny(field, "@", ((ListFormat<T>)field.Format).Item, items);
    }

    internal static CrmFilter Of<T>(CrmField field, string sign, WireFormat<T> format, T value)
    {
        Check(field, format, value);
        return new CrmFilter(field, sign, writer => format.Write(writer, value));
    }

    /// <summary>A comparison with a text that can be empty: that is how leads without one are found.</summary>
    internal static CrmFilter OfText(CrmField<string> field, string sign, string value)
    {
        ArgumentNullException.ThrowIfNull(field);
        if (value is not "")
        {
            Check(field, field.Format, value);
        }

        return new CrmFilter(field, sign, writer => field.Format.Write(writer, value));
    }

    /// <summary>A comparison with a pattern.</summary>
    internal static CrmFilter Like(CrmField<string> field, string sign, string before, string text, string after)
    {
        ArgumentNullException.ThrowIfNull(field);
        Check(field, field.Format, text);
        int wildcard = text.AsSpan().IndexOfAny('%', '_');
        string? validationError = field.PortalType == "crm_status" ? "portals compare codes of dictionaries as a whole only; use Is"
            : PhpText.IsBlank(text) ? "it is blank, and every lead would match"
            : wildcard >= 0 ? $"'{text[wildcard]}' stands for {(text[wildcard] == '%' ? "any text" : "any character")} there and can't be escaped; look for another part of the text, or for all of it with Is"
            : null;
        return validationError is null
            ? new CrmFilter(field, sign, writer => field.Format.Write(writer, before + text + after))
            : throw new CrmValueException(field, validationError);
    }

    internal void Write(WireWriter writer)
    {
        writer.Key(Key);
        _writeValue(writer);
    }

    private static CrmFilter OfAny<T>(CrmField field, string sign, WireFormat<T> format, IEnumerable<T> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        T[] all = [.. values];
        if (all.Length == 0)
        {
            throw new CrmValueException(field, "there is no value to compare with, and a portal would ignore the condition; pass at least one value");
        }

        Array.ForEach(all, value => Check(field, format, value));
        return new CrmFilter(field, sign, writer =>
        {
            writer.StartList();
            Array.ForEach(all, value => format.Write(writer, value));
            writer.EndList();
        });
    }

    private static void Check<T>(CrmField field, WireFormat<T> format, T value)
    {
        string? validationError = value is null ? "it is null, and a portal would ignore the condition"
            : format.IsEmpty(value) ? "it is empty, and a portal would ignore the condition"
            : format.GetValidationError(value);
        if (validationError is not null)
        {
            throw new CrmValueException(field, validationError);
        }
    }

    // Called by serializers other than System.Text.Json, such as Newtonsoft.Json.
    [OnSerializing]
    private void RejectSerialization(StreamingContext context) => throw NotSerializableConverter.Rejection(GetType());

    [OnDeserializing]
    private void RejectDeserialization(StreamingContext context) => throw NotSerializableConverter.Rejection(GetType());
}
