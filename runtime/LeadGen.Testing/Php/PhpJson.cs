using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LeadGen.Schema.Kinds;

namespace LeadGen.Testing.Php;

/// <summary>JSON as PHP reads and writes it.</summary>
internal static class PhpJson
{
    /// <summary>What <c>json_decode</c> makes of a value, with scalars as PHP casts them to text.</summary>
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

    /// <summary>What <c>json_encode</c> makes of a value: a map whose keys are 0…n-1 is a list, and so is an empty one.</summary>
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

    /// <summary>A scalar of an answer as PHP casts it to text; empty for anything else.</summary>
    public static string TextOf(JsonNode? node) => node is not JsonValue scalar ? "" : scalar.GetValueKind() switch
    {
        JsonValueKind.True => "1",
        JsonValueKind.False => "",
        _ => scalar.ToString(),
    };

    /// <summary>A map as <c>json_encode</c> writes it.</summary>
    public static JsonNode Map(IReadOnlyList<KeyValuePair<string, JsonNode?>> entries)
    {
        bool isList = entries.Select(static (e, i) => e.Key == i.ToString(CultureInfo.InvariantCulture)).All(static same => same);
        return isList
            ? new JsonArray([.. entries.Select(static e => e.Value)])
            : new JsonObject(entries);
    }

    // Whole numbers of 64 bits stay exact; of every other number a double is left.
    private static string Number(JsonElement element) => element.TryGetInt64(out long whole)
        ? whole.ToString(CultureInfo.InvariantCulture)
        : PhpFloat.Format(element.GetDouble());
}
