using System.Text.Json;
using System.Text.Json.Nodes;

namespace LeadGen.Wire;

/// <summary>JSON as it is, of fields whose type nobody knows.</summary>
internal sealed class RawFormat : WireFormat<JsonNode>
{
    internal override void Write(WireWriter writer, JsonNode value) => WriteNode(writer, value);

    /// <summary>What can't be sent shows only when a node is looked into: two members of one name, half a surrogate pair, a number that is none.</summary>
    internal override string? Objection(JsonNode value)
    {
        try
        {
            return ObjectionTo(value);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or JsonException or NotSupportedException)
        {
            return $"it is no JSON that can be sent: {e.Message.TrimEnd('.')}";
        }
    }

    internal override bool TryRead(ref Utf8JsonReader reader, out JsonNode value)
    {
        value = JsonNode.Parse(ref reader)!;
        return value is not null && (Objection(value) is null ? !(value is JsonValue text && text.TryGetValue(out string? content) && content.Length == 0)
            : throw new FormatException("JSON with two members of one name, or with a text that is no Unicode,"));
    }

    internal override bool Same(JsonNode left, JsonNode right) => JsonNode.DeepEquals(left, right);

    private static string? ObjectionTo(JsonNode? node) => node switch
    {
        JsonObject map => map.Select(static m => TextFormat.TextObjection(m.Key) ?? ObjectionTo(m.Value)).FirstOrDefault(static o => o is not null),
        JsonArray list => list.Select(ObjectionTo).FirstOrDefault(static o => o is not null),
        JsonValue value => value.GetValueKind() == JsonValueKind.String ? TextFormat.TextObjection(TextOf(value)) : Parsed(value) is null ? "it is null" : null,
        _ => null,
    };

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
