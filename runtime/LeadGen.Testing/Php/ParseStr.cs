using System.Globalization;
using System.Net;
using LeadGen.Schema.Kinds;

namespace LeadGen.Testing.Php;

/// <summary>PHP's <c>parse_str</c>: brackets in the names of a query make maps and lists.</summary>
internal static class ParseStr
{
    // PHP's max_input_nesting_level: a name with more brackets takes the whole variable with it.
    private const int MaxBrackets = 64;

    /// <summary>The variables of a query, which has no question mark at its start.</summary>
    public static PhpValue Parse(string query) => Combine(query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(static pair =>
    {
        int equals = pair.IndexOf('=', StringComparison.Ordinal);
        return equals < 0
            ? KeyValuePair.Create(WebUtility.UrlDecode(pair), "")
            : KeyValuePair.Create(WebUtility.UrlDecode(pair[..equals]), WebUtility.UrlDecode(pair[(equals + 1)..]));
    }));

    /// <summary>The variables of names and values that are decoded already, as the parts of a multipart form are.</summary>
    public static PhpValue Combine(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var root = new Node();
        foreach ((string name, string value) in pairs)
        {
            // To PHP a name is a C string: it ends at a NUL.
            List<string?> path = Path(name.Split('\0')[0].TrimStart(' '));
            if (path[0]!.Length == 0)
            {
                continue;
            }

            if (path.Count > MaxBrackets + 1)
            {
                root.Remove(path[0]!);
            }
            else
            {
                root.Put(path, 0, value);
            }
        }

        return root.ToValue();
    }

    // Dots and spaces of a name become underscores up to its first bracket; the keys in brackets stay as they are, and
    // an empty one (null here) takes the next number.
    private static List<string?> Path(string name)
    {
        int bracket = name.IndexOf('[', StringComparison.Ordinal);
        var path = new List<string?> { bracket < 0 ? Plain(name) : Plain(name[..bracket]) };
        while (bracket >= 0 && bracket < name.Length && name[bracket] == '[')
        {
            int start = bracket + 1;
            bool isBlank = start < name.Length && name[start] is ' ' or '\t' or '\n' or '\r' or '\v' or '\f';
            int close = name.IndexOf(']', isBlank ? start + 1 : start);
            if (close < 0)
            {
                // The first bracket is part of the name if none closes it; a later one is cut off with what follows.
                return path is [{ Length: > 0 } stem] ? [$"{stem}_{Plain(name[start..]).Replace('[', '_')}"] : path;
            }

            path.Add(close == (isBlank ? start + 1 : start) ? null : name[start..close]);
            bracket = close + 1;
        }

        return path;
    }

    private static string Plain(string name) => name.Replace('.', '_').Replace(' ', '_');

    /// <summary>A value under construction: a text, or entries in the order of their first use.</summary>
    private sealed class Node
    {
        private readonly List<string> _order = [];
        private readonly Dictionary<string, Node> _entries = new(StringComparer.Ordinal);
        private string? _text;
        private long _nextIndex;

        public void Put(List<string?> path, int depth, string text)
        {
            if (depth == path.Count)
            {
                _order.Clear();
                _entries.Clear();
                _nextIndex = 0;
                _text = text;
                return;
            }

            _text = null;
            string key = path[depth] ?? _nextIndex.ToString(CultureInfo.InvariantCulture);
            if (!_entries.TryGetValue(key, out Node? node))
            {
                _entries.Add(key, node = new Node());
                _order.Add(key);
                // Only a number in its plain form is a number to PHP: 05 is a text.
                if (long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out long index)
                    && index is >= 0 and < long.MaxValue && index.ToString(CultureInfo.InvariantCulture) == key)
                {
                    _nextIndex = Math.Max(_nextIndex, index + 1);
                }
            }

            node.Put(path, depth + 1, text);
        }

        public void Remove(string key)
        {
            _entries.Remove(key);
            _order.Remove(key);
        }

        public PhpValue ToValue() => _text is null
            ? PhpValue.Map(_order.Select(key => KeyValuePair.Create(key, _entries[key].ToValue())))
            : PhpValue.Scalar(_text);
    }
}
