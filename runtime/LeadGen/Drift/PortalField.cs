using System.Text.Json;
using LeadGen.Schema.Kinds;
using LeadGen.Wire;

namespace LeadGen.Drift;

/// <summary>Represents a field as a portal describes it now.</summary>
/// <remarks>
/// LeadGen.Schema reads the same reply, but with the positions that diagnostics need: its parser and reader would add 800 lines to the client, where
/// this file is 160. <c>FieldAgreementTests</c> compares the two.
/// </remarks>
/// <param name="Type">The type.</param>
/// <param name="Flags">The properties of the field; a missing flag is not set.</param>
/// <param name="Label">The label of the field; <see langword="null"/> if the portal returns none.</param>
/// <param name="Items">The texts of a list field's items by ID; <see langword="null"/> if the portal does not return them.</param>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/leads/crm-lead-fields.html"/>
internal sealed record PortalField(FieldType Type, CrmFieldFlags Flags, string? Label, IReadOnlyDictionary<long, string>? Items)
{
    // In the order in which the generator looks for a label.
    private static readonly string[] s_labels = ["formLabel", "listLabel", "filterLabel", "title"];

    /// <summary>Reads the result of <c>crm.lead.fields</c>: fields by code.</summary>
    /// <exception cref="FormatException">The result is not a map of fields.</exception>
    public static Dictionary<string, PortalField> ReadAll(ReadOnlySpan<byte> result)
    {
        var reader = new Utf8JsonReader(result);
        reader.Read();
        var fields = new Dictionary<string, PortalField>(StringComparer.Ordinal);
        if (reader.TokenType == JsonTokenType.StartArray && LenientText.IsEmpty(ref reader))
        {
            return fields;
        }

        Expect(ref reader, JsonTokenType.StartObject);
        int items = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string code = reader.GetString()!;
            reader.Read();
            PortalField field = Read(ref reader, ReplyLimits.Items - items);
            items += field.Items?.Count ?? 0;
            if (!fields.TryAdd(code, field))
            {
                throw new FormatException("two fields with the same code");
            }

            if (fields.Count > ReplyLimits.Fields)
            {
                throw new UnexpectedReplyException($"more than {ReplyLimits.Fields} fields", isOverLimit: true);
            }
        }

        return fields;
    }

    private static PortalField Read(ref Utf8JsonReader reader, int maxItems)
    {
        Expect(ref reader, JsonTokenType.StartObject);
        string type = "";
        CrmFieldFlags flags = CrmFieldFlags.None;
        var labels = new string?[s_labels.Length];
        Dictionary<long, string>? items = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            switch (name)
            {
                case "type" when reader.TokenType == JsonTokenType.String:
                    type = reader.GetString()!;
                    break;
                case "items":
                    items = ReadItems(ref reader, maxItems);
                    break;
                case var _ when GetFlag(name) is not CrmFieldFlags.None and var flag:
                    flags |= WireFormat.Boolean.TryRead(ref reader, out bool isSet) && isSet ? flag : CrmFieldFlags.None;
                    break;
                case var _ when Array.IndexOf(s_labels, name) is >= 0 and var place && reader.TokenType == JsonTokenType.String:
                    labels[place] = reader.GetString();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return type.Length > 0
            ? new PortalField(new FieldType(type), flags, Array.Find(labels, static l => !string.IsNullOrWhiteSpace(l)), items)
            : throw new FormatException("a field without a type");
    }

    private static CrmFieldFlags GetFlag(string name) => name switch
    {
        "isRequired" => CrmFieldFlags.Required,
        "isReadOnly" => CrmFieldFlags.ReadOnly,
        "isImmutable" => CrmFieldFlags.Immutable,
        "isMultiple" => CrmFieldFlags.Multiple,
        "isDeprecated" => CrmFieldFlags.Deprecated,
        _ => CrmFieldFlags.None,
    };

    // PHP writes a list with gaps as a map.
    private static Dictionary<long, string>? ReadItems(ref Utf8JsonReader reader, int maxItems)
    {
        if (reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject))
        {
            return null;
        }

        var items = new Dictionary<long, string>();
        while (reader.Read() && reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject))
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                (long id, string text) = ReadItem(ref reader);
                items[id] = text;
                if (items.Count > maxItems)
                {
                    throw new UnexpectedReplyException($"more than {ReplyLimits.Items} items of list fields", isOverLimit: true);
                }
            }
        }

        return items;
    }

    private static (long Id, string Text) ReadItem(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject);
        long id = 0;
        string text = "";
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("ID"u8))
            {
                reader.Read();
                WireFormat.Id.TryRead(ref reader, out id);
            }
            else if (reader.ValueTextEquals("VALUE"u8))
            {
                reader.Read();
                text = LenientText.Read(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return id != 0 ? (id, text) : throw new FormatException("an item without an ID");
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType start)
    {
        if (reader.TokenType != start)
        {
            throw new FormatException($"{reader.TokenType} instead of {start}");
        }
    }
}
