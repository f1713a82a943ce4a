using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LeadGen.Schema.Kinds;
using LeadGen.Testing.Php;

namespace LeadGen.Testing.Rest;

/// <summary>
/// What the commands of a batch gave so far, and its replacement for <c>$result[key][field]</c> in every value of a later
/// command. A portal looks at decoded values, so there is no way to escape it.
/// </summary>
/// <remarks>See https://apidocs.bitrix24.com/settings/how-to-call-rest-api/batch.html.</remarks>
internal sealed partial class BatchResults
{
    // By the name that a reference calls the part by, and that the answer has it under.
    private readonly Dictionary<string, List<KeyValuePair<string, JsonNode?>>> _parts = new(StringComparer.Ordinal)
    {
        ["result"] = [],
        ["result_error"] = [],
        ["result_total"] = [],
        ["result_next"] = [],
        ["result_time"] = [],
    };

    public void Add(string key, RestAnswer answer)
    {
        _parts["result"].Add(new(key, answer.Result));
        _parts["result_time"].Add(new(key, answer.Time));
        if (answer.Total is { } total)
        {
            _parts["result_total"].Add(new(key, total));
        }

        if (answer.Next is { } next)
        {
            _parts["result_next"].Add(new(key, next));
        }
    }

    public void Add(string key, JsonObject error) => _parts["result_error"].Add(new(key, error));

    /// <summary>The value with its references replaced; the same one where it has none.</summary>
    public PhpValue Substitute(PhpValue value) => !HasReference(value) ? value
        : value.IsArray ? PhpValue.Map(value.Entries.Select(e => KeyValuePair.Create(e.Key, Substitute(e.Value))))
        : PhpValue.Scalar(Reference().Replace(value.Text!, Find));

    public JsonObject ToAnswer() => new(_parts.Select(static part => KeyValuePair.Create<string, JsonNode?>(part.Key, PhpJson.Map(part.Value))));

    private static bool HasReference(PhpValue value)
    {
        for (int i = 0; i < value.Entries.Count; i++)
        {
            if (HasReference(value.Entries[i].Value))
            {
                return true;
            }
        }

        return value.Text?.Contains("$result", StringComparison.Ordinal) == true;
    }

    private string Find(Match match)
    {
        CaptureCollection keys = match.Groups["key"].Captures;
        JsonNode? node = _parts[match.Groups["part"].Value].Find(e => e.Key == keys[0].Value).Value;
        foreach (Capture key in keys.Skip(1))
        {
            node = node switch
            {
                JsonObject map => map[key.Value],
                JsonArray list when int.TryParse(key.Value, out int index) && index < list.Count => list[index],
                _ => null,
            };
        }

        return PhpJson.TextOf(node);
    }

    [GeneratedRegex(@"\$(?<part>result(_error|_total|_next|_time)?)(\[(?<key>[^\]\s]+)\])+")]
    private static partial Regex Reference();
}
