using System.Globalization;
using System.Text.Json;
using LeadGen.Schema.Kinds;
using LeadGen.Values;

namespace LeadGen.Wire;

/// <summary>Unchanged JSON, for fields of a type that LeadGen does not know.</summary>
internal sealed class RawFormat : WireFormat<JsonElement>
{
    // The default limit of JsonDocument, which applies to replies too.
    private const int MaxDepth = 64;

    internal override void Write(WireWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            // PHP does not distinguish an empty map from an empty list. A writer that cannot write one reports it.
            case JsonValueKind.Object when value.EnumerateObject().Any():
                writer.StartMap();
                foreach (JsonProperty member in value.EnumerateObject())
                {
                    writer.Key(member.Name);
                    Write(writer, member.Value);
                }

                writer.EndMap();
                break;
            case JsonValueKind.Object or JsonValueKind.Array:
                writer.StartList();
                if (value.ValueKind == JsonValueKind.Array)
                {
                    foreach (JsonElement item in value.EnumerateArray())
                    {
                        Write(writer, item);
                    }
                }

                writer.EndList();
                break;
            case JsonValueKind.String:
                writer.Text(value.GetString());
                break;
            case JsonValueKind.Number:
                writer.RawNumber(value.GetRawText());
                break;
            case JsonValueKind.True or JsonValueKind.False:
                writer.Boolean(value.ValueKind == JsonValueKind.True);
                break;
            default:
                writer.Null();
                break;
        }
    }

    // crm.item.update ignores an empty list, and PHP reads an empty map as one.
    internal override bool IsItemValue(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.GetArrayLength() > 0,
        JsonValueKind.Object => value.EnumerateObject().Any(),
        _ => true,
    };

    // An element refers to the memory of its document, which can be disposed before the value is sent.
    internal override JsonElement Snapshot(JsonElement value) => value.ValueKind == JsonValueKind.Undefined ? value : value.Clone();

    internal override string? GetValidationError(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined => "it is a default JsonElement, which has no JSON",
        JsonValueKind.Null => "it is null",
        _ => GetValidationError(value, isSent: true),
    };

    // A text or an array that is empty clears the field.
    internal override string? GetCapacityError(JsonElement value, FieldCapacity? capacity) =>
        (value.ValueKind == JsonValueKind.Number && IsDroppedFromList(value)) || (value.ValueKind == JsonValueKind.String && value.ValueEquals("0"))
            ? FieldCapacity.ZeroError
            : null;

    // PHP's empty(). A portal applies it to the elements of an array, too.
    internal override bool IsDroppedFromList(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.False or JsonValueKind.Null => true,
        JsonValueKind.Number => value.TryGetDouble(out double number) && number == 0,
        JsonValueKind.String => value.ValueEquals("") || value.ValueEquals("0"),
        JsonValueKind.Array => value.EnumerateArray().All(IsDroppedFromList),
        JsonValueKind.Object => value.EnumerateObject().All(m => IsDroppedFromList(m.Value)),
        _ => false,
    };

    internal override bool TryRead(ref Utf8JsonReader reader, out JsonElement value)
    {
        CheckCount(reader);
        value = JsonElement.ParseValue(ref reader);
        return value.ValueKind != JsonValueKind.Null
            && (GetValidationError(value, isSent: false) is null
                ? value.ValueKind != JsonValueKind.String || !value.ValueEquals("")
                : throw new FormatException("JSON with two members of the same name, or with a text that is not valid Unicode,"));
    }

    // Two values are equal if the same JSON is sent for both. A value that can't be sent is only equal to the same text.
    internal override bool AreEqual(JsonElement left, JsonElement right) =>
        left.ValueKind != JsonValueKind.Undefined && left.ValueKind == right.ValueKind
        && (left.GetRawText() == right.GetRawText() || (GetValidationError(right) is null && Sent(left).AsSpan().SequenceEqual(Sent(right))));

    // PHP returns a number as text, and true as "1".
    internal override bool IsStoredAs(JsonElement sent, JsonElement stored) => (sent.ValueKind, stored.ValueKind) switch
    {
        (JsonValueKind.Array, JsonValueKind.Array) => sent.GetArrayLength() == stored.GetArrayLength() && sent.EnumerateArray().Zip(stored.EnumerateArray(), IsStoredAs).All(static same => same),
        (JsonValueKind.Object, JsonValueKind.Object) => sent.EnumerateObject().Count() == stored.EnumerateObject().Count()
            && sent.EnumerateObject().All(member => stored.TryGetProperty(member.Name, out JsonElement value) && IsStoredAs(member.Value, value)),
        _ => AreEqual(sent, stored) || (AsText(sent) is { } text && AsText(stored) is { } other && (text == other || AreSameNumbers(text, other))),
    };

    private static bool AreSameNumbers(string sent, string stored) => ExactDecimal.TryParse(sent, out decimal number) && ExactDecimal.TryParse(stored, out decimal other) && number == other;

    private static string? AsText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => TextFormat.Normalize(value.GetString()!),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "1",
        _ => null,
    };

    private byte[] Sent(JsonElement value)
    {
        var bytes = new WireBuffer();
        Write(new JsonWireWriter(bytes), value);
        return bytes.WrittenSpan.ToArray();
    }

    private static string? GetValidationError(JsonElement value, bool isSent)
    {
        try
        {
            return GetError(value, isSent, 0);
        }
        catch (InvalidOperationException e)
        {
            // Half a surrogate pair is only detected when the text is read.
            return $"it is not JSON that can be sent: {e.Message.TrimEnd('.')}";
        }
    }

    // Checked before any object is created.
    private static void CheckCount(Utf8JsonReader reader)
    {
        int depth = reader.CurrentDepth;
        for (int count = 1; reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray || reader.CurrentDepth > depth; count++)
        {
            if (count > ReplyLimits.Values)
            {
                throw new FormatException($"JSON of more than {ReplyLimits.Values} values");
            }

            do
            {
                reader.Read();
            }
            while (reader.TokenType is JsonTokenType.PropertyName);
        }
    }

    private static string? GetError(JsonElement value, bool isSent, int depth) => value.ValueKind switch
    {
        JsonValueKind.Object or JsonValueKind.Array when depth == MaxDepth => $"its JSON has more than {MaxDepth} levels",
        JsonValueKind.Object => GetMapError(value, isSent, depth),
        JsonValueKind.Array => value.EnumerateArray().Select(item => GetError(item, isSent, depth + 1)).FirstOrDefault(static o => o is not null),
        JsonValueKind.String => TextFormat.GetTextError(value.GetString()!),
        JsonValueKind.Number => isSent ? GetNumberError(value.GetRawText()) : null,
        _ => null,
    };

    private static string? GetMapError(JsonElement map, bool isSent, int depth)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        return map.EnumerateObject()
            .Select(m => !names.Add(m.Name) ? "its JSON has two members of the same name" : TextFormat.GetTextError(m.Name) ?? GetError(m.Value, isSent, depth + 1))
            .FirstOrDefault(static o => o is not null);
    }

    // PHP reads 64-bit integers exactly, and any other number as a double, which can be rounded or infinite.
    private static string? GetNumberError(string number)
    {
        if (long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
        {
            return null;
        }

        double read = double.Parse(number, CultureInfo.InvariantCulture);
        return double.IsFinite(read) && ExactDecimal.SignificantDigits(number) == ExactDecimal.SignificantDigits(read.ToString("R", CultureInfo.InvariantCulture))
            ? null
            : $"a portal can't keep the number {OneLine.Format(number, 40)} exactly; send it as text";
    }
}
