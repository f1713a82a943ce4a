using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LeadGen.Schema.Kinds;

namespace LeadGen.Testing.Rest;

/// <summary>Puts the results of earlier commands in place of <c>$result[key][field]</c>, in every value, as a portal does.</summary>
internal static partial class BatchResults
{
    public static PhpValue Substitute(PhpValue value, IReadOnlyDictionary<string, JsonNode?> results) => value.IsArray
        ? PhpValue.Map(value.Entries.Select(e => KeyValuePair.Create(e.Key, Substitute(e.Value, results))))
        : value.Text is { } text && text.Contains("$result", StringComparison.Ordinal)
            ? PhpValue.Scalar(Reference().Replace(text, match => Find(match, results)))
            : value;

    private static string Find(Match match, IReadOnlyDictionary<string, JsonNode?> results)
    {
        JsonNode? node = results.GetValueOrDefault(match.Groups["key"].Captures[0].Value);
        foreach (Capture key in match.Groups["key"].Captures.Skip(1))
        {
            node = node switch
            {
                JsonObject map => map[key.Value],
                JsonArray list when int.TryParse(key.Value, out int index) && index < list.Count => list[index],
                _ => null,
            };
        }

        return node is JsonValue ? node.ToString() : "";
    }

    [GeneratedRegex(@"\$result(\[(?<key>[^\]\s]+)\])+")]
    private static partial Regex Reference();
}
