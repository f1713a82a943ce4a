using System.Text;

namespace LeadGen.Schema.Kinds;

/// <summary>The conversion that portals apply to comments: they delete HTML tags and BBCode tags that they do not permit, and encode a text that contains <c>&lt;</c>.</summary>
internal static class SanitizedHtml
{
    private static readonly HashSet<string> s_permitted = new(StringComparer.OrdinalIgnoreCase)
    {
        "a", "b", "big", "blockquote", "br", "caption", "code", "color", "dd", "del", "dt", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img",
        "ins", "li", "ol", "p", "pre", "s", "small", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul",
    };

    private static readonly HashSet<string> s_permittedCodes = new(StringComparer.OrdinalIgnoreCase) { "*", "b", "i", "img", "list", "p", "s", "u", "url" };

    private static readonly char[] s_endOfName = [' ', '\t', '\r', '\n', '/', '='];

    /// <summary>Returns whether the portal deletes a part of the text.</summary>
    public static bool Deletes(string text)
    {
        for (int start = 0; FindTag(text, start, out int end) is int tag and >= 0; start = end)
        {
            if (!IsPermitted(text, tag, end))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Returns the text that the portal stores. Attributes are not checked.</summary>
    public static string Apply(string text)
    {
        bool isEncoded = text.Any(static c => c == '<');
        var stored = new StringBuilder(text.Length);
        int start = 0;
        for (; FindTag(text, start, out int end) is int tag and >= 0; start = end)
        {
            Append(stored, text, start, tag, isEncoded);
            if (IsPermitted(text, tag, end))
            {
                stored.Append(text, tag, end - tag);
            }
        }

        Append(stored, text, start, text.Length, isEncoded);
        return stored.ToString();
    }

    // '<', at least one character that is neither '<' nor '>', and '>'. The same with '[', a word, and ']'.
    private static int FindTag(string text, int start, out int end)
    {
        int html = -1;
        int code = -1;
        for (int i = start; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '<':
                    html = i;
                    break;
                case '[':
                    code = i;
                    break;
                case '>' when html >= 0 && i - html > 1:
                    end = i + 1;
                    return html;
                case ']' when code >= 0 && IsCode(text.Substring(code + 1, i - code - 1)):
                    end = i + 1;
                    return code;
                case '>':
                    html = -1;
                    break;
                case ']':
                    code = -1;
                    break;
            }
        }

        end = text.Length;
        return -1;
    }

    private static bool IsCode(string tag) => tag.TrimStart('/') is { Length: > 0 } name && (char.IsLetterOrDigit(name[0]) || name[0] is '_' or '*');

    private static bool IsPermitted(string text, int start, int end)
    {
        string[] words = text.Substring(start + 1, end - start - 2).TrimStart('/', ' ').Split(s_endOfName, 2);
        return (text[start] == '<' ? s_permitted : s_permittedCodes).Contains(words[0]);
    }

    private static void Append(StringBuilder stored, string text, int start, int end, bool isEncoded)
    {
        if (!isEncoded)
        {
            stored.Append(text, start, end - start);
            return;
        }

        for (int i = start; i < end; i++)
        {
            _ = text[i] switch
            {
                '<' => stored.Append("&lt;"),
                '>' => stored.Append("&gt;"),
                '&' => stored.Append("&amp;"),
                '"' => stored.Append("&quot;"),
                '\'' => stored.Append("&#039;"),
                char other => stored.Append(other),
            };
        }
    }
}
