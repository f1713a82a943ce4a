using System.Net;
using LeadGen.Schema.Kinds;

namespace LeadGen.Testing.Php;

/// <summary>PHP's <c>parse_str</c>: brackets in the names of a query make maps and lists.</summary>
internal static class ParseStr
{
    // PHP stops at max_input_vars; a portal that got more would lose them, and so would a test that sends more.
    private const int MaxDepth = 64;

    public static PhpValue Parse(string query)
    {
        var root = new Node();
        foreach (string pair in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            string name = WebUtility.UrlDecode(equals < 0 ? pair : pair[..equals]);
            string value = equals < 0 ? "" : WebUtility.UrlDecode(pair[(equals + 1)..]);
            string[] path = Path(name.TrimStart(' '));
            if (path[0].Length > 0 && path.Length <= MaxDepth)
            {
                root.Put(path, value);
            }
        }

        return root.ToValue();
    }

    // A name up to its first bracket loses its dots and spaces to underscores; keys in brackets stay as they are.
    private static string[] Path(string name)
    {
        int bracket = name.IndexOf('[', StringComparison.Ordinal);
        var path = new List<string> { (bracket < 0 ? name : name[..bracket]).Replace('.', '_').Replace(' ', '_') };
        while (bracket >= 0 && bracket < name.Length && name[bracket] == '[')
        {
            int close = name.IndexOf(']', bracket);
            if (close < 0)
            {
                break;
            }

            path.Add(name[(bracket + 1)..close]);
            bracket = close + 1;
        }

        return [.. path];
    }

    /// <summary>A value under construction: a text, or entries in the order of their first use.</summary>
    private sealed class Node
    {
        private readonly List<KeyValuePair<string, Node>> _entries = [];
        private string? _text;

        public void Put(ReadOnlySpan<string> path, string text)
        {
            if (path.IsEmpty)
            {
                _entries.Clear();
                _text = text;
                return;
            }

            _text = null;
            string key = path[0].Length > 0 ? path[0] : NextIndex();
            Node? node = _entries.Find(e => e.Key == key).Value;
            if (node is null)
            {
                _entries.Add(new(key, node = new Node()));
            }

            node.Put(path[1..], text);
        }

        public PhpValue ToValue() => _text is null
            ? PhpValue.Map(_entries.Select(static e => KeyValuePair.Create(e.Key, e.Value.ToValue())))
            : PhpValue.Scalar(_text);

        private string NextIndex()
        {
            long next = 0;
            foreach ((string key, _) in _entries)
            {
                if (long.TryParse(key, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out long index))
                {
                    next = Math.Max(next, index + 1);
                }
            }

            return next.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
    }
}
