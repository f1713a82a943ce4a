using System.Globalization;
using System.Text.RegularExpressions;

namespace LeadGen.Schema.Kinds;

/// <summary>Represents a regular expression of PHP, as a portal applies it to the text of a custom field.</summary>
/// <remarks>
/// If .NET and PHP could have different results, the text counts as matching, so that no value is rejected that a portal accepts: for a
/// pattern that .NET does not support or reads differently, for a text with characters that only one of them counts as letters, and
/// for a match that takes too long.
/// </remarks>
internal sealed class PhpPattern(string text)
{
    // Patterns come from the portal. The compiler must not block the editor. A program may wait longer once, because the first match
    // also compiles the engine.
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

    /// <summary>Determines whether a text matches; <see langword="true"/> if this is not known.</summary>
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

    // PHP reads code points, and .NET reads UTF-16. They differ in which marks and numbers are parts of words, and in the letters that
    // are equal without case, except for Russian ones. A pattern can ignore the case by a modifier or by (?i).
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

    /// <summary>Determines whether a pattern contains syntax that is valid in PHP and in .NET, but has another meaning.</summary>
    private static bool IsAmbiguous(string body, bool hasNames)
    {
        bool isInClass = false;
        for (int i = 0; i < body.Length; i++)
        {
            char next = i + 1 < body.Length ? body[i + 1] : '\0';
            switch (body[i])
            {
                // A class of characters in PHP.
                case '\\' when next == 'v':
                // Named groups have other numbers.
                case '\\' when !isInClass && next is >= '1' and <= '9' && hasNames:
                // [[:alpha:]], and the subtraction [a-z-[aeiou]] of .NET.
                case '[' when isInClass && (next is ':' or '.' or '=' || body[i - 1] == '-'):
                // The versions of PHP differ.
                case '{' when !isInClass && next == ',':
                    return true;
                case '\\':
                    i++;
                    break;
                case '[' when !isInClass:
                    isInClass = true;
                    i += next == '^' ? 1 : 0;
                    // The first bracket of a class is a literal.
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
