using System.Globalization;
using System.Text;

namespace LeadGen.Generator.Emit;

/// <summary>Converts external text to C#. Labels can contain quotes, line breaks, tags and unpaired surrogates.</summary>
internal static class Text
{
    /// <summary>Gets a string literal.</summary>
    public static string Literal(string content)
    {
        var literal = new StringBuilder(content.Length + 2).Append('"');
        for (int i = 0; i < content.Length; i++)
        {
            char c = content[i];
            if (c is '"' or '\\')
            {
                literal.Append('\\').Append(c);
            }
            else if (char.IsSurrogatePair(content, i))
            {
                literal.Append(c).Append(content[++i]);
            }
            else if (IsPlain(c))
            {
                literal.Append(c);
            }
            else
            {
                literal.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            }
        }

        return literal.Append('"').ToString();
    }

    /// <summary>Gets a JSON string. The escapes are those of C#, but JSON has no unpaired surrogates.</summary>
    public static string Json(string content)
    {
        string literal = Literal(content);
        for (int i = 0; i < content.Length; i++)
        {
            if (char.IsSurrogatePair(content, i))
            {
                i++;
            }
            else if (char.IsSurrogate(content[i]))
            {
                return Literal(WithoutUnpairedSurrogates(content));
            }
        }

        return literal;
    }

    /// <summary>Gets documentation text on one line: after a line break, the rest of a label would be compiled as code.</summary>
    public static string Xml(string content)
    {
        if (content.All(static c => c is not ('&' or '<' or '>') && (c == ' ' || (IsPlain(c) && !char.IsWhiteSpace(c)))))
        {
            return content.Trim();
        }

        var xml = new StringBuilder(content.Length);
        for (int i = 0; i < content.Length; i++)
        {
            char c = content[i];
            if (char.IsSurrogatePair(content, i))
            {
                xml.Append(c).Append(content[++i]);
                continue;
            }

            switch (c)
            {
                case '&':
                    xml.Append("&amp;");
                    break;
                case '<':
                    xml.Append("&lt;");
                    break;
                case '>':
                    xml.Append("&gt;");
                    break;
                default:
                    bool isBreak = char.IsWhiteSpace(c) || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Control;
                    xml.Append(isBreak ? ' ' : IsPlain(c) ? c : '\uFFFD');
                    break;
            }
        }

        return xml.ToString().Trim();
    }

    private static string WithoutUnpairedSurrogates(string content) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(content));

    private static bool IsPlain(char c) => CharUnicodeInfo.GetUnicodeCategory(c) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse);
}
