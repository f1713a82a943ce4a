using System.Globalization;
using System.Text;

namespace LeadGen.Values;

/// <summary>Reads numbers that a <see cref="decimal"/> represents exactly. A rounded number would change the portal's value when it is sent back, for example as an element of a list.</summary>
internal static class ExactDecimal
{
    // The number of digits that always fit, with any position of the decimal point.
    private const int Digits = 28;

    /// <summary>The description of a valid text, for messages.</summary>
    public const string Expected = "a number of at most 28 digits";

    public static bool TryParse(ReadOnlySpan<byte> text, out decimal value) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
        && ((text.Length <= Digits && !text.ContainsAny((byte)'e', (byte)'E')) || IsExact(Encoding.UTF8.GetString(text), value));

    public static bool TryParse(string text, out decimal value) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && IsExact(text, value);

    // Rounding changes the digits between the first and the last that are not zero.
    private static bool IsExact(string text, decimal value) => SignificantDigits(text) == SignificantDigits(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Gets the digits between the first and the last that are not zero.</summary>
    public static string SignificantDigits(string number)
    {
        int end = number.IndexOfAny(['e', 'E']);
        return string.Concat((end < 0 ? number : number[..end]).Where(char.IsAsciiDigit)).Trim('0');
    }
}
