using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LeadGen.Client;

namespace LeadGen.Wire;

/// <summary>JSON as it is, of fields whose type nobody knows.</summary>
internal sealed class RawFormat : WireFormat<JsonNode>
{
    internal override void Write(WireWriter writer, JsonNode value) => WriteNode(writer, value);

    internal override JsonNode Snapshot(JsonNode value) => value.DeepClone();

    /// <summary>What can't be sent shows only when a node is looked into: two members of one name, half a surrogate pair, a number that is none.</summary>
    internal override string? Objection(JsonNode value) => Objection(value, isSent: true);

    private static string? Objection(JsonNode value, bool isSent)
    {
        try
        {
            return ObjectionTo(value, isSent);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or JsonException or NotSupportedException)
        {
            return $"it is no JSON that can be sent: {e.Message.TrimEnd('.')}";
        }
    }

    internal override bool TryRead(ref Utf8JsonReader reader, out JsonNode value)
    {
        CheckCount(reader);
        value = JsonNode.Parse(ref reader)!;
        return value is not null && (Objection(value, isSent: false) is null ? !(value is JsonValue text && text.TryGetValue(out string? content) && content.Length == 0)
            : throw new FormatException("JSON with two members of one name, or with a text that is no Unicode,"));
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

    internal override bool Same(JsonNode left, JsonNode right) => JsonNode.DeepEquals(left, right);

    private static string? ObjectionTo(JsonNode? node, bool isSent) => node switch
    {
        JsonObject map => map.Select(m => TextFormat.TextObjection(m.Key) ?? ObjectionTo(m.Value, isSent)).FirstOrDefault(static o => o is not null),
        JsonArray list => list.Select(item => ObjectionTo(item, isSent)).FirstOrDefault(static o => o is not null),
        JsonValue value => value.GetValueKind() switch
        {
            JsonValueKind.String => TextFormat.TextObjection(TextOf(value)),
            JsonValueKind.Number => isSent ? NumberObjection(value.ToJsonString()) : null,
            _ => Parsed(value) is null ? "it is null" : null,
        },
        _ => null,
    };

    // PHP reads an integer beyond 64 bits as a rounded number, and a number beyond a double as infinite.
    private static string? NumberObjection(string number) =>
        long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
            || (number.AsSpan().IndexOfAny('.', 'e', 'E') >= 0 && double.IsFinite(double.Parse(number, CultureInfo.InvariantCulture)))
            ? null
            : $"the number {OneLine.Of(number, 40)} is too large for a portal; send it as text";

    private static void WriteNode(WireWriter writer, JsonNode? node)
    {
        switch (node)
        {
            case null:
                writer.Null();
                break;
            case JsonObject { Count: 0 }:
                // To PHP it is an empty list, and where there is no such thing the writer says so.
                writer.StartList();
                writer.EndList();
                break;
            case JsonObject map:
                writer.StartMap();
                foreach ((string name, JsonNode? member) in map)
                {
                    writer.Key(name);
                    WriteNode(writer, member);
                }

                writer.EndMap();
                break;
            case JsonArray list:
                writer.StartList();
                foreach (JsonNode? item in list)
                {
                    WriteNode(writer, item);
                }

                writer.EndList();
                break;
            default:
                WriteValue(writer, node.AsValue());
                break;
        }
    }

    private static void WriteValue(WireWriter writer, JsonValue value)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.String:
                writer.Text(TextOf(value));
                break;
            case JsonValueKind.Number:
                writer.RawNumber(value.ToJsonString());
                break;
            case JsonValueKind.True or JsonValueKind.False:
                writer.Truth(value.GetValueKind() == JsonValueKind.True);
                break;
            default:
                WriteNode(writer, Parsed(value));
                break;
        }
    }

    // A date or a Guid is a text too, and not a string that could be asked for.
    private static string TextOf(JsonValue value) => value.TryGetValue(out string? text) ? text : Parsed(value)!.GetValue<string>();

    // A value may be made of an object of .NET, whose JSON is not known before it is written.
    private static JsonNode? Parsed(JsonValue value) => JsonNode.Parse(value.ToJsonString());
}
