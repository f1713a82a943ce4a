using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LeadGen.Storage;

namespace LeadGen.Testing.Php;

/// <summary>Converts between JSON and PHP values as PHP does.</summary>
internal static class PhpJson
{
    /// <summary>Decodes a JSON value as <c>json_decode</c> does, and converts scalars to text as PHP casts them.</summary>
    public static PhpValue Decode(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => PhpValue.Map(element.EnumerateObject().Select(static p => KeyValuePair.Create(p.Name, Decode(p.Value)))),
        JsonValueKind.Array => PhpValue.List(element.EnumerateArray().Select(Decode)),
        JsonValueKind.String => PhpValue.Scalar(element.GetString()!),
        JsonValueKind.Number => PhpValue.Scalar(Number(element)),
        JsonValueKind.True => PhpValue.Scalar("1"),
        JsonValueKind.False => PhpValue.EmptyText,
        _ => PhpValue.Null,
    };

    /// <summary>Encodes a value as <c>json_encode</c> does: an empty map, or one with the keys 0…n-1, becomes a list.</summary>
    public static JsonNode? Encode(PhpValue value)
    {
        if (!value.IsArray)
        {
            return value.IsNull ? null : JsonValue.Create(value.Text);
        }

        return value.IsList
            ? new JsonArray([.. value.Entries.Select(static e => Encode(e.Value))])
            : new JsonObject(value.Entries.Select(static e => KeyValuePair.Create(e.Key, Encode(e.Value))));
    }

    /// <summary>Converts a scalar to text as PHP casts it. Returns an empty text for any other node.</summary>
    public static string GetText(JsonNode? node) => node is not JsonValue scalar ? "" : scalar.GetValueKind() switch
    {
        JsonValueKind.True => "1",
        JsonValueKind.False => "",
        _ => scalar.ToString(),
    };

    /// <summary>Encodes a map as <c>json_encode</c> does.</summary>
    public static JsonNode Map(IReadOnlyList<KeyValuePair<string, JsonNode?>> entries)
    {
        bool isList = entries.Select(static (e, i) => e.Key == i.ToString(CultureInfo.InvariantCulture)).All(static same => same);
        return isList
            ? new JsonArray([.. entries.Select(static e => e.Value)])
            : new JsonObject(entries);
    }

    // 64-bit integers stay exact. All other numbers become doubles.
    private static string Number(JsonElement element) => element.TryGetInt64(out long whole)
        ? whole.ToString(CultureInfo.InvariantCulture)
        : PhpFloat.Format(element.GetDouble());
}
