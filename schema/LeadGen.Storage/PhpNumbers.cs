using System.Globalization;
using System.Text.RegularExpressions;

namespace LeadGen.Storage;

/// <summary>Parses numbers as PHP does: the longest number at the start of a text, or 0 if there is none.</summary>
internal static class PhpNumbers
{
    public static string Format(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Gets the result of PHP's <c>(int)$text</c> as text: truncated to an integer and limited to 64 bits.</summary>
    public static string ToInteger(string text)
    {
        string number = Regex.Match(text, @"^\s*([+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?)").Groups[1].Value;
        if (long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole))
        {
            return whole.ToString(CultureInfo.InvariantCulture);
        }

        double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value);
        long cut = value >= long.MaxValue ? long.MaxValue : value <= long.MinValue ? long.MinValue : (long)value;
        return cut.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Determines whether PHP's <c>is_numeric</c> accepts the text.</summary>
    public static bool IsNumeric(string text) =>
        double.TryParse(text, NumberStyles.Float & ~NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out _)
        && text.IndexOfAny(['n', 'N', 'i', 'I', '∞']) < 0;
}
