using System.Globalization;
using System.Text;

namespace LeadGen;

/// <summary>
/// Makes text from outside safe for one line of a console, a compiler message or a build log. The file is compiled into each
/// assembly that writes such lines, so that all of them use the same rules.
/// </summary>
internal static class OneLine
{
    /// <summary>The maximum length of a text in a message.</summary>
    public const int MessageLength = 400;

    // Longer than any build agent command. The limit keeps the search linear.
    private const int LongestCommandName = 64;

    /// <summary>
    /// The beginning of a text in one line. A control character, a line separator or a mark that changes the direction of
    /// writing becomes a blank, half a surrogate pair becomes U+FFFD, and a blank is inserted into commands of build agents.
    /// </summary>
    /// <remarks>
    /// A blank is inserted (<c># #vso[…]</c>, <c>: :error …</c>) because it is visible, and because culture-sensitive comparison
    /// ignores invisible characters, such as a zero-width space.
    /// </remarks>
    /// <param name="text">The text.</param>
    /// <param name="longest">How many characters are kept; an ellipsis follows where there are more.</param>
    public static string Of(string text, int longest = MessageLength)
    {
        var line = new StringBuilder(Math.Min(text.Length, longest) + 1);
        for (int i = 0; i < text.Length; i++)
        {
            if (line.Length >= longest)
            {
                return line.Append('…').ToString();
            }

            char c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                line.Append(c).Append(text[++i]);
            }
            else
            {
                line.Append(IsControl(c) ? ' ' : char.IsSurrogate(c) ? '\uFFFD' : c);
                if (StartsCommand(text, i))
                {
                    line.Append(' ');
                }
            }
        }

        return line.ToString();
    }

    /// <summary>Whether a character controls a terminal, ends a line, or changes the direction of writing.</summary>
    public static bool IsControl(char c) =>
        char.IsControl(c) || c is '\u061C' or '\u200E' or '\u200F' or (>= '\u2028' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    /// <summary>
    /// Whether a command of a build agent starts at a place of a text: <c>##vso[</c> (Azure Pipelines), <c>##[</c> (Azure Pipelines,
    /// GitHub Actions), <c>##teamcity[</c> (TeamCity), <c>::name</c> (GitHub Actions).
    /// </summary>
    public static bool StartsCommand(string text, int index)
    {
        char mark = text[index];
        if (mark is not ('#' or ':'))
        {
            return false;
        }

        int next = SkipIgnored(text, index + 1);
        if (next == text.Length || text[next] != mark)
        {
            return false;
        }

        next = SkipIgnored(text, next + 1);
        if (mark == ':')
        {
            return next < text.Length && IsLetter(text[next]);
        }

        for (int end = next + LongestCommandName; next < Math.Min(end, text.Length) && IsLetter(text[next]); next = SkipIgnored(text, next + 1))
        {
        }

        return next < text.Length && text[next] == '[';
    }

    private static bool IsLetter(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');

    // Characters that culture-sensitive comparison ignores: "#", a soft hyphen and "#vso[" equal "##vso[" for such agents.
    private static int SkipIgnored(string text, int index)
    {
        while (index < text.Length && IsIgnored(text[index]))
        {
            index++;
        }

        return index;
    }

    private static bool IsIgnored(char c) => !IsControl(c) && c is not (' ' or '#' or ':' or '[') && !IsLetter(c)
        && (c is '\u00AD' or '\u034F' or (>= '\u180B' and <= '\u180F') or (>= '\uFE00' and <= '\uFE0F') or '\uDB40' or (>= '\uDC00' and <= '\uDFFF')
            || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Format);
}
