using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using LeadGen.Schema;
using LeadGen.Schema.Kinds;

namespace LeadGen.Generator.Usage.Judging;

/// <summary>Checks a constant against the limits in a field's settings on the portal.</summary>
internal static class FieldLimits
{
    // Patterns come from the portal. One that takes too long must not block the editor.
    private static readonly TimeSpan s_matchTimeout = TimeSpan.FromMilliseconds(50);
    private static readonly Regex s_matchAll = new("", RegexOptions.CultureInvariant);
    private static readonly ConditionalWeakTable<FieldSettings, StrongBox<Regex?>> s_patterns = new();

    /// <summary>Determines whether the portal's settings limit the values of a field.</summary>
    public static bool HasLimits(FieldSchema field) =>
        field.Settings is not { MinValue: null, MaxValue: null, MinLength: null, MaxLength: null, Pattern: null };

    /// <summary>Gets the problem with a value and the requirement; <see langword="null"/> if the value is within the limits.</summary>
    public static (string Problem, string Demand)? Check(FieldSchema field, string text)
    {
        FieldSettings limits = field.Settings;
        ValueLimits known = FieldKinds.Of(field).Limits;
        // PHP counts code points: an emoji is one character to the portal and two to .NET.
        int length = text.Count(static c => !char.IsLowSurrogate(c));
        if (text.Length == 0)
        {
            return null;
        }

        if (known.HasFlag(ValueLimits.Range) && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number))
        {
            return number < limits.MinValue ? Problem($"is {text}", $"at least {limits.MinValue}")
                : number > limits.MaxValue ? Problem($"is {text}", $"at most {limits.MaxValue}")
                : null;
        }

        if (!known.HasFlag(ValueLimits.Text))
        {
            return null;
        }

        return length > limits.MaxLength ? Problem($"has {length} characters", $"at most {limits.MaxLength}")
            : length < limits.MinLength ? Problem($"has {length} characters", $"at least {limits.MinLength}")
            : limits.Pattern is { } pattern && !Matches(PatternOf(limits), text) ? Problem($"does not match", $"text that matches {OneLine.Of(pattern)}")
            : null;

        static (string, string) Problem(FormattableString problem, FormattableString demand) =>
            (problem.ToString(CultureInfo.InvariantCulture), demand.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Determines whether the field has a pattern that is not a valid .NET regular expression.</summary>
    public static bool HasUnsupportedPattern(FieldSchema field) =>
        FieldKinds.Of(field).Limits.HasFlag(ValueLimits.Text) && field.Settings is { Pattern: not null } limits && PatternOf(limits).Value is null;

    // If the result is not known, nothing is reported, to avoid false positives.
    private static bool Matches(StrongBox<Regex?> pattern, string text)
    {
        try
        {
            return pattern.Value?.IsMatch(text) ?? true;
        }
        catch (RegexMatchTimeoutException)
        {
            // Each further text could take as long.
            pattern.Value = s_matchAll;
            return true;
        }
    }

    private static StrongBox<Regex?> PatternOf(FieldSettings limits) =>
        s_patterns.GetValue(limits, static l => new StrongBox<Regex?>(Read(l.Pattern!)));

    // A pattern in PHP has a delimiter at both ends, followed by modifiers.
    private static Regex? Read(string pattern)
    {
        string trimmed = pattern.Trim();
        if (trimmed.Length < 2 || char.IsLetterOrDigit(trimmed[0]) || trimmed[0] == '\\')
        {
            return null;
        }

        char close = trimmed[0] switch
        {
            '(' => ')',
            '[' => ']',
            '{' => '}',
            '<' => '>',
            char same => same,
        };
        int end = trimmed.LastIndexOf(close);
        var options = RegexOptions.CultureInvariant;
        foreach (char modifier in trimmed.Substring(Math.Max(end, 0) + 1))
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

        try
        {
            return end <= 0 ? null : new Regex(trimmed.Substring(1, end - 1), options, s_matchTimeout);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
