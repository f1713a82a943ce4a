using System.Text;
using System.Text.Json.Nodes;
using LeadGen.Schema.Kinds;
using LeadGen.Testing.Php;

namespace LeadGen.Testing.Rest;

/// <summary>
/// What the commands of a batch gave so far, and its replacement for <c>$result[key][field]</c> in every value of a later
/// command. A portal looks at decoded values, so there is no way to escape it.
/// </summary>
/// <remarks>See https://apidocs.bitrix24.com/settings/how-to-call-rest-api/batch.html.</remarks>
internal sealed class BatchResults
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
        : PhpValue.Scalar(Replace(value.Text!));

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

    // By hand, because a regular expression scans from each of many "$result[" to the end of the text.
    private string Replace(string text)
    {
        var replaced = new StringBuilder();
        int copied = 0, at = 0, keyEnd = 0;
        while ((at = text.IndexOf("$result", at, StringComparison.Ordinal)) >= 0)
        {
            string? part = _parts.Keys.FirstOrDefault(name => text.AsSpan(at + 1).StartsWith(name) && text.AsSpan(at + 1 + name.Length).StartsWith("["));
            int end = at + 1 + (part?.Length ?? 0);
            var keys = new List<string>();
            while (part is not null && end < text.Length && text[end] == '[')
            {
                if (keyEnd <= end)
                {
                    keyEnd = EndOfKey(text, end + 1);
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
                at++;
                continue;
            }

            replaced.Append(text, copied, at - copied).Append(Find(part!, keys));
            copied = at = end;
        }

        return replaced.Append(text, copied, text.Length - copied).ToString();
    }

    // A key ends at a bracket. One with a blank is not a key.
    private static int EndOfKey(string text, int from)
    {
        while (from < text.Length && text[from] != ']' && !char.IsWhiteSpace(text[from]))
        {
            from++;
        }

        return from;
    }

    private string Find(string part, List<string> keys)
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

        return PhpJson.TextOf(node);
    }
}
