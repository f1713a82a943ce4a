using System.Globalization;
using System.Net;
using LeadGen.Storage;

namespace LeadGen.Testing.Php;

/// <summary>Parses query strings as PHP's <c>parse_str</c> does: brackets in names create maps and lists.</summary>
internal static class ParseStr
{
    // The default of PHP's max_input_vars: further variables are silently dropped. See
    // https://www.php.net/manual/en/info.configuration.php#ini.max-input-vars.
    private const int MaxVariables = 1000;

    // PHP's max_input_nesting_level: a name with more brackets removes the whole variable.
    private const int MaxBrackets = 64;

    /// <summary>Parses a query string that does not start with a question mark.</summary>
    public static PhpValue Parse(string query) => Combine(Pairs(query));

    /// <summary>Builds the variables from decoded names and values, such as the parts of a multipart form.</summary>
    public static PhpValue Combine(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var root = new Node();
        var path = new List<string?>();
        foreach ((string name, string value) in pairs.Take(MaxVariables))
        {
            // PHP treats the name as a C string, which ends at the first NUL.
            int end = name.IndexOf('\0', StringComparison.Ordinal);
            ReadPath((end < 0 ? name : name[..end]).TrimStart(' '), path);
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
                root.Set(path, 0, value);
            }
        }

        return root.ToValue();
    }

    private static IEnumerable<KeyValuePair<string, string>> Pairs(string query)
    {
        for (int start = 0, end; start < query.Length; start = end + 1)
        {
            end = query.IndexOf('&', start);
            end = end < 0 ? query.Length : end;
            int equals = query.IndexOf('=', start, end - start);
            if (end > start)
            {
                yield return equals < 0
                    ? KeyValuePair.Create(WebUtility.UrlDecode(query[start..end]), "")
                    : KeyValuePair.Create(WebUtility.UrlDecode(query[start..equals]), WebUtility.UrlDecode(query[(equals + 1)..end]));
            }
        }
    }

    // Dots and spaces before the first bracket become underscores. Keys in brackets are unchanged. An empty key is stored as
    // null and gets the next index.
    private static void ReadPath(string name, List<string?> path)
    {
        path.Clear();
        int bracket = name.IndexOf('[', StringComparison.Ordinal);
        path.Add(bracket < 0 ? ReplaceDotsAndSpaces(name) : ReplaceDotsAndSpaces(name[..bracket]));
        while (bracket >= 0 && bracket < name.Length && name[bracket] == '[')
        {
            int start = bracket + 1;
            bool isBlank = start < name.Length && name[start] is ' ' or '\t' or '\n' or '\r' or '\v' or '\f';
            int close = name.IndexOf(']', isBlank ? start + 1 : start);
            if (close < 0)
            {
                // If the first bracket is not closed, it is part of the name. If a later one is not closed, the rest is ignored.
                path[0] = path is [{ Length: > 0 } stem] ? $"{stem}_{ReplaceDotsAndSpaces(name[start..]).Replace('[', '_')}" : path[0];
                return;
            }

            path.Add(close == (isBlank ? start + 1 : start) ? null : name[start..close]);
            bracket = close + 1;
        }
    }

    private static string ReplaceDotsAndSpaces(string name) => name.Replace('.', '_').Replace(' ', '_');

    /// <summary>Represents a value under construction: a text, or entries in the order in which they first occur.</summary>
    private sealed class Node
    {
        // With few entries, a linear search is faster than hashing.
        private const int MaxUnhashed = 8;

        // Null if the node is a text; most nodes are.
        private List<KeyValuePair<string, Node>>? _entries;
        private Dictionary<string, Node>? _byKey;
        private string? _text;
        private long _nextIndex;

        public void Set(List<string?> path, int depth, string text)
        {
            if (depth == path.Count)
            {
                _entries = null;
                _byKey = null;
                _nextIndex = 0;
                _text = text;
                return;
            }

            _text = null;
            string key = path[depth] ?? _nextIndex.ToString(CultureInfo.InvariantCulture);
            Node? node = Find(key);
            if (node is null)
            {
                Add(key, node = new Node());
                // PHP treats only canonical integers as indexes: 05 is a string key.
                if (key is [>= '0' and <= '9', ..] && long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out long index)
                    && index is >= 0 and < long.MaxValue && index.ToString(CultureInfo.InvariantCulture) == key)
                {
                    _nextIndex = Math.Max(_nextIndex, index + 1);
                }
            }

            node.Set(path, depth + 1, text);
        }

        public void Remove(string key)
        {
            _entries?.RemoveAll(e => e.Key == key);
            _byKey?.Remove(key);
        }

        public PhpValue ToValue() => _text is null
            ? PhpValue.Map((_entries ?? []).Select(static e => KeyValuePair.Create(e.Key, e.Value.ToValue())))
            : PhpValue.Scalar(_text);

        private void Add(string key, Node node)
        {
            _entries ??= [];
            _entries.Add(new(key, node));
            if (_byKey is null && _entries.Count > MaxUnhashed)
            {
                _byKey = new Dictionary<string, Node>(_entries, StringComparer.Ordinal);
            }
            else
            {
                _byKey?.Add(key, node);
            }
        }

        private Node? Find(string key)
        {
            if (_byKey is not null)
            {
                return _byKey.GetValueOrDefault(key);
            }

            foreach ((string known, Node node) in _entries ?? [])
            {
                if (known == key)
                {
                    return node;
                }
            }

            return null;
        }
    }
}
