using System.Globalization;

namespace LeadGen.Schema.Kinds;

/// <summary>Numbers as PHP reads them out of text: the longest number at the start, 0 where there is none.</summary>
internal static class PhpNumbers
{
    public static string Format(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary><c>(int)$text</c>, as text.</summary>
    public static string ToInteger(string text)
    {
        string trimmed = text.TrimStart();
        int length = trimmed.Length > 0 && trimmed[0] is '-' or '+' ? 1 : 0;
        while (length < trimmed.Length && trimmed[length] is >= '0' and <= '9')
        {
            length++;
        }

        return long.TryParse(trimmed.Substring(0, length), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            ? number.ToString(CultureInfo.InvariantCulture)
            : "0";
    }

    /// <summary>Whether PHP's <c>is_numeric</c> accepts the text.</summary>
    public static bool IsNumeric(string text) =>
        double.TryParse(text, NumberStyles.Float & ~NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out _)
        && text.IndexOfAny(['n', 'N', 'i', 'I', '∞']) < 0;
}
