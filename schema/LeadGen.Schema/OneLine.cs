using System.Globalization;
using System.Text;

namespace LeadGen;

/// <summary>
/// Makes external text safe to print in one line of a console, a compiler message or a build log. This file is compiled into
/// each assembly that prints such lines.
/// </summary>
internal static class OneLine
{
    /// <summary>The maximum length of a text in a message.</summary>
    public const int MessageLength = 400;

    // Longer than the name of any build agent command. The limit keeps the search linear.
    private const int MaxCommandNameLength = 64;

    /// <summary>
    /// Converts a text to one line and truncates it. Control characters, line separators and marks that change the text direction
    /// become spaces, an unpaired surrogate becomes U+FFFD, and a space is inserted into build agent commands.
    /// </summary>
    /// <remarks>
    /// The space is inserted between the first two characters of a command (<c># #vso[…]</c>, <c>: :error …</c>). An invisible character,
    /// such as a zero-width space, would not be enough, because culture-sensitive comparison ignores it.
    /// </remarks>
    /// <param name="text">The text.</param>
    /// <param name="maxLength">The maximum number of characters. A longer text ends with an ellipsis.</param>
    public static string Format(string text, int maxLength = MessageLength)
    {
        var line = new StringBuilder(Math.Min(text.Length, maxLength) + 1);
        for (int i = 0; i < text.Length; i++)
        {
            if (line.Length >= maxLength)
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

    /// <summary>Determines whether a character controls a terminal, ends a line, or changes the text direction.</summary>
    public static bool IsControl(char c) =>
        char.IsControl(c) || c is '\u061C' or '\u200E' or '\u200F' or (>= '\u2028' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    /// <summary>
    /// Determines whether a build agent command starts at the specified index: <c>##vso[</c> (Azure Pipelines), <c>##[</c> (Azure Pipelines,
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

        for (int end = next + MaxCommandNameLength; next < Math.Min(end, text.Length) && IsLetter(text[next]); next = SkipIgnored(text, next + 1))
        {
        }

        return next < text.Length && text[next] == '[';
    }

    private static bool IsLetter(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');

    // Skips characters that culture-sensitive comparison ignores. For some agents, "#" + soft hyphen + "#vso[" equals "##vso[".
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
