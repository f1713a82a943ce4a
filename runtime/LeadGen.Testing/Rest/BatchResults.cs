using System.Text;
using System.Text.Json.Nodes;
using LeadGen.Storage;
using LeadGen.Testing.Php;

namespace LeadGen.Testing.Rest;

/// <summary>
/// Collects the results of the commands of a batch, and replaces references such as <c>$result[key][field]</c> in the
/// values of later commands. A portal replaces them in decoded values, so they cannot be escaped.
/// </summary>
/// <remarks>See https://apidocs.bitrix24.com/settings/how-to-call-rest-api/batch.html.</remarks>
internal sealed class BatchResults
{
    // The keys are used in references and in the response.
    private readonly Dictionary<string, List<KeyValuePair<string, JsonNode?>>> _parts = new(StringComparer.Ordinal)
    {
        ["result"] = [],
        ["result_error"] = [],
        ["result_total"] = [],
        ["result_next"] = [],
        ["result_time"] = [],
    };

    private static readonly (string Reference, string Part)[] s_references =
    [
        ("result", "result"), ("result_error", "result_error"), ("result_total", "result_total"), ("result_next", "result_next"), ("result_time", "result_time"),
        ("error", "result_error"), ("total", "result_total"), ("next", "result_next"), ("time", "result_time"),
    ];

    public void Add(string key, MethodResult result)
    {
        _parts["result"].Add(new(key, result.Result));
        _parts["result_time"].Add(new(key, result.Time));
        if (result.Total is { } total)
        {
            _parts["result_total"].Add(new(key, total));
        }

        if (result.Next is { } next)
        {
            _parts["result_next"].Add(new(key, next));
        }
    }

    public void Add(string key, JsonObject error) => _parts["result_error"].Add(new(key, error));

    /// <summary>Replaces the references in a value. Returns the same instance if there are none.</summary>
    public PhpValue Substitute(PhpValue value) => !HasReference(value) ? value
        : value.IsArray ? PhpValue.Map(value.Entries.Select(e => KeyValuePair.Create(e.Key, Substitute(e.Value))))
        : PhpValue.Scalar(Replace(value.Text!));

    public JsonObject ToJson() => new(_parts.Select(static part => KeyValuePair.Create<string, JsonNode?>(part.Key, PhpJson.Map(part.Value))));

    private static bool HasReference(PhpValue value)
    {
        for (int i = 0; i < value.Entries.Count; i++)
        {
            if (HasReference(value.Entries[i].Value))
            {
                return true;
            }
        }

        return value.Text?.Contains('$', StringComparison.Ordinal) == true;
    }

    // Not a regular expression: it would scan from each "$result[" to the end of the text, which is quadratic.
    private string Replace(string text)
    {
        var replaced = new StringBuilder();
        int copied = 0, start = 0, keyEnd = 0;
        while ((start = text.IndexOf('$', start)) >= 0)
        {
            (string? reference, string? part) = s_references.FirstOrDefault(r =>
                text.AsSpan(start + 1).StartsWith(r.Reference, StringComparison.OrdinalIgnoreCase) && text.AsSpan(start + 1 + r.Reference.Length).StartsWith("["));
            int end = start + 1 + (reference?.Length ?? 0);
            var keys = new List<string>();
            while (part is not null && end < text.Length && text[end] == '[')
            {
                if (keyEnd <= end)
                {
                    keyEnd = FindKeyEnd(text, end + 1);
                }

                if (keyEnd == text.Length || text[keyEnd] != ']' || keyEnd == end + 1)
                {
                    break;
                }

                keys.Add(text[(end + 1)..keyEnd]);
                end = keyEnd + 1;
            }

            if (keys.Count == 0)
            {
                start++;
                continue;
            }

            replaced.Append(text, copied, start - copied).Append(GetText(part!, keys));
            copied = start = end;
        }

        return replaced.Append(text, copied, text.Length - copied).ToString();
    }

    // A key ends at a closing bracket and contains no white space.
    private static int FindKeyEnd(string text, int index)
    {
        while (index < text.Length && text[index] != ']' && !char.IsWhiteSpace(text[index]))
        {
            index++;
        }

        return index;
    }

    private string GetText(string part, List<string> keys)
    {
        JsonNode? node = _parts[part].Find(e => e.Key == keys[0]).Value;
        foreach (string key in keys.Skip(1))
        {
            node = node switch
            {
                JsonObject map => map[key],
                JsonArray list when int.TryParse(key, out int index) && index < list.Count => list[index],
                _ => null,
            };
        }

        return PhpJson.GetText(node);
    }
}
