using System.Text.Json;
using LeadGen.Schema.Kinds;

namespace LeadGen.Wire;

/// <summary>Reads a file. New files are written by <see cref="FileContentWriter"/>, because <c>crm.lead.update</c> ignores most forms of a file.</summary>
internal sealed class FileFormat : WireFormat<CrmFile>
{
    internal override void Write(WireWriter writer, CrmFile value) => throw new NotSupportedException("An update can't write files.");

    internal override bool TryRead(ref Utf8JsonReader reader, out CrmFile value)
    {
        value = null!;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            // The message does not quote the text, because the address of a file contains a token.
            return LenientText.Read(ref reader) is "" or "0" ? false : throw new FormatException("a text instead of a file");
        }

        int read = 0;
        long id = 0;
        string? showUrl = null, downloadUrl = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = LenientText.Text(ref reader);
            reader.Read();
            switch (name)
            {
                case "id" or "ID":
                    LenientText.MarkRead(ref read, 1);
                    WireFormat.Id.TryRead(ref reader, out id);
                    break;
                case "showUrl" or "url":
                    LenientText.MarkRead(ref read, 2);
                    showUrl = LenientText.Read(ref reader);
                    break;
                case "downloadUrl" or "urlMachine":
                    LenientText.MarkRead(ref read, 4);
                    downloadUrl = LenientText.Read(ref reader);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        value = new CrmFile(id, showUrl, downloadUrl);
        return true;
    }
}

/// <summary>Reads and writes an entry of a multi-value field: <c>{ID, VALUE_TYPE, VALUE, TYPE_ID}</c>.</summary>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/auxiliary/multifield/index.html"/>
internal sealed class MultiFieldFormat<TType> : WireFormat<MultiFieldEntry<TType>>
    where TType : MultiFieldType<TType>, new()
{
    public static readonly MultiFieldFormat<TType> Instance = new();

    // VALUE_TYPE is always sent, because a portal uses the field's first type if it is missing.
    internal override void Write(WireWriter writer, MultiFieldEntry<TType> value)
    {
        writer.StartMap();
        WriteId(writer, value.Id);
        writer.Key("VALUE");
        writer.Text(value.Value);
        writer.Key("VALUE_TYPE");
        writer.Text(value.Type.Code);
        writer.EndMap();
    }

    /// <summary>Writes an entry as the value of <c>fm</c>, in which each entry contains the code of its field.</summary>
    /// <remarks>See https://apidocs.bitrix24.com/api-reference/crm/universal/crm-item-update.html.</remarks>
    public static void WriteItemEntry(WireWriter writer, string code, MultiFieldEntry<TType> value)
    {
        writer.StartMap();
        writer.Key("typeId");
        writer.Text(code);
        writer.Key("valueType");
        writer.Text(value.Type.Code);
        writer.Key("value");
        writer.Text(value.Value);
        writer.EndMap();
    }

    /// <summary>Writes the removal of an entry as the value of <c>fm</c>.</summary>
    public static void WriteItemRemoval(WireWriter writer, string code)
    {
        writer.StartMap();
        writer.Key("typeId");
        writer.Text(code);
        writer.Key("value");
        writer.Text("");
        writer.EndMap();
    }

    public static void WriteRemoval(WireWriter writer, long id)
    {
        writer.StartMap();
        WriteId(writer, id);
        writer.Key("DELETE");
        writer.Text("Y");
        writer.EndMap();
    }

    // A portal deletes the entry with the ID if the value is blank, and ignores a new entry without a value.
    internal override string? GetValidationError(MultiFieldEntry<TType> value) =>
        PhpText.IsBlank(value.Value) ? "its value is blank; a portal would delete the entry"
        : PhpText.Trim(value.Value) == "0" ? "its value is 0, which is empty to a portal"
        : value.Type is not { Code: var type } || PhpText.IsBlank(type) ? "it has no type"
        : type.Length > FieldCapacity.EntryTypeLength ? $"its type has more than {FieldCapacity.EntryTypeLength} characters, and a portal silently truncates it; shorten it"
        : TextFormat.GetTextError(value.Value) ?? TextFormat.GetTextError(type);

    internal override bool IsStoredAs(MultiFieldEntry<TType> sent, MultiFieldEntry<TType> stored) =>
        sent.Type.Code == stored.Type.Code
        && (TextFormat.Normalize(sent.Value) == TextFormat.Normalize(stored.Value) || (sent.Type is PhoneType && GetNumber(sent.Value) is { } number && number == GetNumber(stored.Value)));

    // A portal may format a phone number. A Russian number that starts with 8 and has no + is the same as one with +7. Null for a text that is not only a number.
    private static string? GetNumber(string phone)
    {
        const int RussianLength = 11;
        string digits = string.Concat(phone.Where(char.IsAsciiDigit));
        return digits.Length == 0 || phone.Any(static c => !char.IsAsciiDigit(c) && !char.IsWhiteSpace(c) && c is not ('+' or '-' or '(' or ')' or '.')) ? null
            : digits[0] == '8' && digits.Length == RussianLength && !phone.Contains('+', StringComparison.Ordinal) ? "7" + digits[1..]
            : digits;
    }

    internal override bool TryRead(ref Utf8JsonReader reader, out MultiFieldEntry<TType> value)
    {
        value = default;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            string text = LenientText.Read(ref reader);
            return text.Length == 0 ? false : throw LenientText.CreateFormatException("an entry of a multi-value field", text);
        }

        int read = 0;
        long id = 0;
        string type = "", content = "";
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = LenientText.Text(ref reader);
            reader.Read();
            switch (name)
            {
                case "ID":
                    LenientText.MarkRead(ref read, 1);
                    if (!LenientText.TryReadId(ref reader, out id) && LenientText.Read(ref reader).Length > 0)
                    {
                        throw new FormatException("an entry whose ID is not an integer");
                    }

                    break;
                case "VALUE":
                    LenientText.MarkRead(ref read, 2);
                    content = LenientText.Read(ref reader);
                    break;
                case "VALUE_TYPE":
                    LenientText.MarkRead(ref read, 4);
                    type = LenientText.Read(ref reader);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        value = new MultiFieldEntry<TType>(content, new TType { Code = type }) { Id = id == 0 ? null : id };
        return true;
    }

    private static void WriteId(WireWriter writer, long? id)
    {
        if (id is { } known)
        {
            writer.Key("ID");
            writer.Number(known);
        }
    }
}
