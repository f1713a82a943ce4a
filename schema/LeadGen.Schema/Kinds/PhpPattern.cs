using System.Globalization;
using System.Text.RegularExpressions;

namespace LeadGen.Schema.Kinds;

/// <summary>Represents a regular expression of PHP, as a portal applies it to the text of a custom field.</summary>
/// <remarks>
/// If .NET and PHP could have different results, the text counts as matching, so that no value is rejected that a portal accepts: for a
/// pattern that .NET does not support or interprets differently, for a text with characters that only one of them treats as letters, and
/// for a match that takes too long.
/// </remarks>
internal sealed class PhpPattern(string text)
{
    // Patterns come from the portal, so a match has a time limit. It is short in the compiler, which must not block the editor. It is longer in a
    // program, because the first match also includes the JIT compilation of the engine.
#if NET
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(1);
#else
    private static readonly TimeSpan s_timeout = TimeSpan.FromMilliseconds(50);
#endif

    private readonly Lazy<Regex?> _regex = new(() => Read(text.Trim()));
    private volatile bool _isTooSlow;

    /// <summary>Gets the pattern, with its delimiters and modifiers.</summary>
    public string Text => text;

    /// <summary>Gets whether .NET supports the pattern.</summary>
    public bool IsSupported => _regex.Value is not null;

    /// <summary>Determines whether a text matches. Returns <see langword="true"/> if .NET can't determine what PHP would return.</summary>
    public bool Matches(string value)
    {
        if (_isTooSlow || _regex.Value is not { } regex || IsReadDifferently(value, ignoresCase: regex.Options.HasFlag(RegexOptions.IgnoreCase) || text.IndexOf("(?", StringComparison.Ordinal) > 0))
        {
            return true;
        }

        try
        {
            return regex.IsMatch(value);
        }
        catch (RegexMatchTimeoutException)
        {
            // Each further text could take as long.
            _isTooSlow = true;
            return true;
        }
    }

    // PHP matches code points, and .NET matches UTF-16 code units. They differ in which marks and numbers are word characters. If case is
    // ignored, they also differ in which letters are equal, except for Russian letters. The modifier i or (?i) in a pattern ignores case.
    private static bool IsReadDifferently(string value, bool ignoresCase) => value.Any(c => c > '\u007F'
        && ((ignoresCase && c is not (>= '\u0400' and <= '\u045F'))
            || char.IsSurrogate(c)
            || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.ConnectorPunctuation
                or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber or UnicodeCategory.Format));

    // A pattern in PHP has a delimiter at both ends, followed by modifiers. A portal adds the modifier u (Unicode).
    private static Regex? Read(string pattern)
    {
        if (pattern.Length < 2 || char.IsLetterOrDigit(pattern[0]) || pattern[0] == '\\')
        {
            return null;
        }

        char close = pattern[0] switch
        {
            '(' => ')',
            '[' => ']',
            '{' => '}',
            '<' => '>',
            char same => same,
        };
        int end = pattern.LastIndexOf(close);
        var options = RegexOptions.CultureInvariant;
        foreach (char modifier in pattern.Substring(Math.Max(end, 0) + 1))
        {
            switch (modifier)
            {
                case 'i':
                    options |= RegexOptions.IgnoreCase;
                    break;
                case 'm':
                    options |= RegexOptions.Multiline;
                    break;
                case 's':
                    options |= RegexOptions.Singleline;
                    break;
                case 'x':
                    options |= RegexOptions.IgnorePatternWhitespace;
                    break;
                case 'u' or 'D':
                    break;
                default:
                    return null;
            }
        }

        string body = end <= 0 ? "" : pattern.Substring(1, end - 1);
        return end <= 0 || IsAmbiguous(body, hasNames: pattern.IndexOf("(?<", StringComparison.Ordinal) > 0) ? null : Create(body, options);
    }

    private static Regex? Create(string body, RegexOptions options)
    {
        try
        {
#if NET
            try
            {
                return new Regex(body, options | RegexOptions.NonBacktracking, s_timeout);
            }
            catch (NotSupportedException)
            {
                // The pattern needs backtracking, for example because it looks ahead.
            }
#endif
            return new Regex(body, options, s_timeout);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Determines whether a pattern contains syntax that is valid in both PHP and .NET, but has different meanings.</summary>
    private static bool IsAmbiguous(string body, bool hasNames)
    {
        bool isInClass = false;
        for (int i = 0; i < body.Length; i++)
        {
            char next = i + 1 < body.Length ? body[i + 1] : '\0';
            switch (body[i])
            {
                // \v is a class of characters in PHP, and the vertical tab in .NET.
                case '\\' when next == 'v':
                // .NET numbers named groups after all other groups, but PHP does not.
                case '\\' when !isInClass && next is >= '1' and <= '9' && hasNames:
                // A class such as [[:alpha:]] in PHP, and a subtraction such as [a-z-[aeiou]] in .NET.
                case '[' when isInClass && (next is ':' or '.' or '=' || body[i - 1] == '-'):
                // {,n} is a quantifier only in some versions of PHP.
                case '{' when !isInClass && next == ',':
                    return true;
                case '\\':
                    i++;
                    break;
                case '[' when !isInClass:
                    isInClass = true;
                    i += next == '^' ? 1 : 0;
                    // A closing bracket at the start of a class is a literal.
                    i += i + 1 < body.Length && body[i + 1] == ']' ? 1 : 0;
                    break;
                case ']':
                    isInClass = false;
                    break;
            }
        }

        return false;
    }
}
