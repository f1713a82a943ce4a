using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeadGen.Generator.Usage.Reading;

/// <summary>Reads queries and forms as PHP does: <c>fields[PHONE][0][VALUE]=…</c> is a nested map.</summary>
internal static class QueryText
{
    private static readonly string[] s_arguments = ["fields", "params", "filter", "select", "order", "options"];

    /// <summary>Determines whether a string is the name of a part of an argument: <c>fields[TITLE]</c>.</summary>
    public static bool IsKey(string text)
    {
        int bracket = text.IndexOf('[');
        return bracket > 0 && text.IndexOf('=') < 0 && text.IndexOf('&') < 0 && IsArgument(text.Substring(0, bracket));
    }

    /// <summary>Determines whether a string contains parts of arguments with their values.</summary>
    public static bool IsQuery(string text)
    {
        foreach (string argument in s_arguments)
        {
            int found = text.IndexOf(argument, StringComparison.OrdinalIgnoreCase);
            if (found >= 0 && found + argument.Length < text.Length
                && (text[found + argument.Length] == '[' || string.Compare(text, found + argument.Length, "%5B", 0, 3, StringComparison.OrdinalIgnoreCase) == 0)
                && text.IndexOf('=', found) > 0 && text.IndexOf(' ', 0, found) < 0 && (found == 0 || text[found - 1] is '&' or '?'))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Parses the arguments in a string, from an offset on.</summary>
    public static MapShape Parse(TextShape text, int offset)
    {
        var entries = new List<MapEntry>();
        string query = text.Text;
        bool isOpen = false;
        int end = query.IndexOf('#', offset);
        end = end < 0 ? query.Length : end;
        for (int start = offset; start < end;)
        {
            int next = query.IndexOf('&', start, end - start);
            next = next < 0 ? end : next;
            int equals = query.IndexOf('=', start, next - start);
            int nameEnd = equals < 0 ? next : equals;
            string written = query.Substring(start, nameEnd - start);
            string name = Decode(written);
            if (name.IndexOf(TextShape.HoleMark) >= 0)
            {
                isOpen = true;
            }
            else if (name.Length > 0)
            {
                int valueStart = Math.Min(nameEnd + 1, next);
                string value = query.Substring(valueStart, next - valueStart);
                SourceSpan valuePlace = text.GetSpan(valueStart, Math.Max(0, next - valueStart));
                // The value may continue in another string.
                Shape shape = value.Length == 0 && next == query.Length ? TypedShape.Unfinished
                    : value.IndexOf(TextShape.HoleMark) >= 0
                    ? Unknown(text, value, valueStart)
                    : new TextShape([new TextPart(Decode(value), text.Parts[0].Source, null)]);
                SourceSpan keyPlace = KeySpan(text, start, written);
                entries.Add(new MapEntry(name, KeyKind.Fixed, keyPlace, shape, IsInSameMember(keyPlace, valuePlace) ? valuePlace : keyPlace));
            }

            start = next + 1;
        }

        return Nest(new MapShape(entries, isOpen));
    }

    /// <summary>Converts a flat form to nested maps. A map without brackets is returned unchanged.</summary>
    public static MapShape Nest(MapShape form)
    {
        bool hasBrackets = false;
        foreach (MapEntry entry in form.Entries)
        {
            hasBrackets |= IsKey(entry.Key);
        }

        if (!hasBrackets)
        {
            return form;
        }

        var root = new Node();
        foreach (MapEntry entry in form.Entries)
        {
            Node node = root;
            foreach (string step in Steps(entry.Key))
            {
                node = node.Child(step.Length == 0 ? node.Next() : step);
                node.Entry ??= entry;
            }

            node.Entry = entry;
            node.IsLeaf = true;
        }

        return (MapShape)root.ToShape(form.IsOpen);
    }

    // The caller of a wrapper chooses the keys and the values that the wrapper appends.
    private static bool IsInSameMember(SourceSpan key, SourceSpan value) => key.Tree == value.Tree
        && value.Tree.GetRoot().FindNode(value.Span).FirstAncestorOrSelf<MemberDeclarationSyntax>()?.Span.Contains(key.Span) != false;

    // Report the innermost brackets: fields[[TITLE]].
    private static SourceSpan KeySpan(TextShape text, int start, string name)
    {
        int open = name.IndexOf('[');
        int close = open < 0 ? -1 : name.IndexOf(']', open);
        return close > open + 1 ? text.GetSpan(start + open + 1, close - open - 1) : text.GetSpan(start, name.Length);
    }

    private static Shape Unknown(TextShape text, string value, int offset) =>
        value.Length == 1 && text.GetHole(offset) is TypedShape { Type.SpecialType: SpecialType.System_Boolean or SpecialType.System_Int32 or SpecialType.System_Int64 } typed
            ? typed
            : new TextShape([new TextPart(null, text.Parts[0].Source, null)]);

    private static IEnumerable<string> Steps(string key)
    {
        int bracket = key.IndexOf('[');
        yield return bracket < 0 ? key : key.Substring(0, bracket);
        while (bracket >= 0)
        {
            int close = key.IndexOf(']', bracket);
            if (close < 0)
            {
                yield break;
            }

            yield return key.Substring(bracket + 1, close - bracket - 1);
            bracket = key.IndexOf('[', close);
        }
    }

    /// <summary>Determines whether a string is the name of an argument that contains a map or a list.</summary>
    public static bool IsArgument(string name)
    {
        foreach (string argument in s_arguments)
        {
            if (string.Equals(name, argument, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static string Decode(string text) => text.IndexOf('%') < 0 && text.IndexOf('+') < 0 ? text : Uri.UnescapeDataString(text.Replace('+', ' '));

    private sealed class Node
    {
        private readonly List<(string Key, Node Node)> _children = [];

        public MapEntry? Entry { get; set; }

        public bool IsLeaf { get; set; }

        public string Next() => _children.Count.ToString(System.Globalization.CultureInfo.InvariantCulture);

        public Node Child(string key)
        {
            Node? found = _children.Find(c => c.Key == key).Node;
            if (found is null)
            {
                _children.Add((key, found = new Node()));
            }

            return found;
        }

        public Shape ToShape(bool isOpen)
        {
            if (IsLeaf && _children.Count == 0)
            {
                return Entry!.Value;
            }

            if (_children.Count > 0 && _children.TrueForAll(static c => c.Key.Length > 0 && c.Key[0] is >= '0' and <= '9'))
            {
                return new ListShape([.. _children.Select(static c => c.Node.ToShape(false))], false) { Places = [.. _children.Select(static c => c.Node.Entry!.KeySpan)] };
            }

            return new MapShape(
                [.. _children.Select(c => new MapEntry(
                    c.Key, KeyKind.Fixed, c.Node.Entry!.KeySpan, c.Node.ToShape(false),
                    c.Node.IsLeaf ? c.Node.Entry!.ValueSpan : c.Node.Entry!.KeySpan))],
                isOpen) { IsQuery = true };
        }
    }
}
