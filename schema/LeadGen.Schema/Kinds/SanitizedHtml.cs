using System.Text;

namespace LeadGen.Schema.Kinds;

/// <summary>
/// Simulates how portals convert comments: a few HTML tags become BBCode, all other tags are deleted, and a text with
/// <c>&lt;</c> is encoded. Checked against the portal's <c>CommentsHelper</c> (version 26.250.100).
/// </summary>
internal static class SanitizedHtml
{
    // Tags without attributes. A portal deletes them if they have any.
    private static readonly Dictionary<string, string> s_tags = new(StringComparer.OrdinalIgnoreCase)
    {
        ["b"] = "[b]", ["/b"] = "[/b]", ["i"] = "[i]", ["/i"] = "[/i]", ["u"] = "[u]", ["/u"] = "[/u]", ["s"] = "[s]", ["/s"] = "[/s]",
        ["p"] = "[p]", ["/p"] = "[/p]", ["ul"] = "[list]", ["/ul"] = "[/list]", ["ol"] = "[list=1]", ["/ol"] = "[/list]", ["/a"] = "[/url]",
        ["li"] = "[*]", ["/li"] = "", ["br"] = "\n", ["br/"] = "\n", ["br /"] = "\n",
    };

    private static readonly HashSet<string> s_single = new(StringComparer.OrdinalIgnoreCase) { "li", "/li", "br", "br/", "br /", "img" };

    // A portal does not convert these elements inside an element of the same name.
    private static readonly HashSet<string> s_notNested = new(StringComparer.OrdinalIgnoreCase) { "a", "ul", "ol" };

    private static readonly HashSet<string> s_codes = new(StringComparer.OrdinalIgnoreCase) { "b", "i", "img", "list", "p", "s", "u", "url" };

    private static readonly char[] s_special = ['<', '&', '['];

    private static readonly char[] s_bounds = ['<', '>'];

    /// <summary>Returns whether the portal deletes a part of the text.</summary>
    public static bool Deletes(string text)
    {
        Convert(text, out bool deletes);
        return deletes;
    }

    /// <summary>Returns the text that the portal stores.</summary>
    public static string Apply(string text) => Convert(text, out _);

    private static string Convert(string text, out bool deletes)
    {
        deletes = false;
        if (text.IndexOfAny(s_special) < 0)
        {
            return text;
        }

        string codes = ToCodes(text, out bool hasTags);
        string decoded = Decode(codes);
        bool isHtml = hasTags || decoded.Any(static c => c == '<');
        string kept = isHtml ? DeleteTags(decoded, ref deletes) : codes;
        return DeleteCodes(isHtml ? Encode(kept) : kept, ref deletes);
    }

    // Only elements that have both a start tag and an end tag are converted.
    private static string ToCodes(string text, out bool hasTags)
    {
        var tags = new List<(int Start, int End, string Code)>();
        var kept = new HashSet<int>();
        var open = new Stack<(string Name, int Tag)>();
        var openNames = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (int start = text.IndexOf('<', 0); start >= 0; start = text.IndexOf('<', start + 1))
        {
            int end = text.IndexOfAny(s_bounds, start + 1);
            if (end < 0 || text[end] == '<' || ReadTag(text.Substring(start + 1, end - start - 1), out string name) is not { } code)
            {
                continue;
            }

            // A portal removes </li>. Directly after a '<', it does not recognize the tag, and deletes it as text after the '<'.
            if (code.Length == 0 && FollowsLessThan(text, start))
            {
                continue;
            }

            int tag = tags.Count;
            tags.Add((start, end + 1, code));
            if (s_single.Contains(name))
            {
                kept.Add(tag);
            }
            else if (name[0] != '/')
            {
                if (!s_notNested.Contains(name) || openNames.Add(name))
                {
                    open.Push((name, tag));
                }
            }
            else if (open.Count > 0 && string.Equals(open.Peek().Name, name.Substring(1), StringComparison.OrdinalIgnoreCase))
            {
                (string closed, int first) = open.Pop();
                openNames.Remove(closed);
                kept.Add(first);
                kept.Add(tag);
            }
        }

        hasTags = kept.Count > 0;
        var codes = new StringBuilder(text.Length);
        int next = 0;
        for (int i = 0; i < tags.Count; i++)
        {
            if (kept.Contains(i))
            {
                codes.Append(text, next, tags[i].Start - next).Append(tags[i].Code);
                next = tags[i].End;
            }
        }

        return codes.Append(text, next, text.Length - next).ToString();
    }

    private static bool FollowsLessThan(string text, int index) =>
        (index > 0 && text[index - 1] == '<') || (index >= 4 && string.CompareOrdinal(text, index - 4, "&lt;", 0, 4) == 0);

    private static string? ReadTag(string tag, out string name)
    {
        name = tag;
        if (s_tags.TryGetValue(tag, out string? code))
        {
            return code;
        }

        if (ReadAttribute(tag, "a href=", isImage: false) is { } link)
        {
            name = "a";
            return $"[url={link}]";
        }

        if (ReadAttribute(tag.TrimEnd('/').TrimEnd(' '), "img src=", isImage: true) is { } image)
        {
            name = "img";
            return $"[img]{image}[/img]";
        }

        return null;
    }

    // A portal deletes other attributes, including those that contain text, such as title and alt.
    private static string? ReadAttribute(string tag, string start, bool isImage)
    {
        int length = tag.Length - start.Length - 2;
        if (length <= 0 || !tag.StartsWith(start, StringComparison.OrdinalIgnoreCase) || tag[start.Length] is not ('"' or '\'') || tag[start.Length] != tag[tag.Length - 1])
        {
            return null;
        }

        string address = tag.Substring(start.Length + 1, length);
        return address.All(isImage ? IsImageAddressChar : IsLinkChar) && (!isImage || IsImage(address)) ? address : null;
    }

    private static bool IsLinkChar(char c) => !char.IsWhiteSpace(c) && c is not ('"' or '\'' or '[' or ']');

    // A portal truncates the address of an image at any other character.
    private static bool IsImageAddressChar(char c) =>
        c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '_' or '/' or '=' or ':' or '.' or '@' or '{' or '}' or '&' or '?' or '%';

    private static bool IsImage(string address)
    {
        int host = address.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? 8 : address.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? 7 : -1;
        if (host < 0)
        {
            return false;
        }

        int path = address.IndexOf('/', host);
        return path > host && path < address.Length - 1 && address.IndexOfAny(['=', '{', '}', '&', '?', '%'], host, path - host) < 0;
    }

    private static string Decode(string text) => new StringBuilder(text)
        .Replace("&lt;", "<").Replace("&gt;", ">").Replace("&quot;", "\"").Replace("&apos;", "'").Replace("&amp;", "&").ToString();

    private static string Encode(string text) => new StringBuilder(text)
        .Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\"", "&quot;").ToString();

    // PHP's strip_tags. See https://www.php.net/manual/function.strip-tags.php.
    private static string DeleteTags(string text, ref bool deletes)
    {
        var kept = new StringBuilder(text.Length);
        int depth = 0;
        char quote = '\0';
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            switch (c)
            {
                case '<' when quote == '\0' && !HasBlankAfter(text, i):
                    depth++;
                    deletes = true;
                    break;
                case '>' when depth > 0 && (depth > 1 || quote == '\0'):
                    depth--;
                    break;
                case '"' or '\'' when depth > 0 && (quote == '\0' || quote == c):
                    quote = quote == '\0' ? c : '\0';
                    break;
                default:
                    if (depth == 0)
                    {
                        kept.Append(c);
                    }

                    break;
            }
        }

        return kept.ToString();
    }

    // A portal first trims spaces at the end of the text.
    private static bool HasBlankAfter(string text, int index)
    {
        int next = index + 1;
        while (next < text.Length && text[next] == ' ')
        {
            next++;
        }

        return next < text.Length && (next > index + 1 || text[next] is '\t' or '\n' or '\r' or '\v' or '\f');
    }

    // Deletes '[', an optional '/', a word, and everything up to the next ']'.
    private static string DeleteCodes(string text, ref bool deletes)
    {
        var kept = new StringBuilder(text.Length);
        int next = 0;
        int end = 0;
        for (int start = text.IndexOf('[', 0); start >= 0 && end >= 0; start = text.IndexOf('[', Math.Max(start + 1, next)))
        {
            end = end > start ? end : text.IndexOf(']', start);
            int word = start + 1 < text.Length && text[start + 1] == '/' ? start + 2 : start + 1;
            int length = 0;
            while (word + length < text.Length && IsWordChar(text[word + length]))
            {
                length++;
            }

            if (end > 0 && length > 0 && !s_codes.Contains(text.Substring(word, length)))
            {
                kept.Append(text, next, start - next);
                next = end + 1;
                deletes = true;
            }
        }

        return kept.Append(text, next, text.Length - next).ToString();
    }

    private static bool IsWordChar(char c) => char.IsLetter(c) || char.IsNumber(c) || c == '_';
}
