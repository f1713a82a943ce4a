using System.Globalization;
using System.Text;

namespace LeadGen.Values;

/// <summary>Reads numbers that a <see cref="decimal"/> represents exactly. A rounded number would change the portal's value when it is sent back, for example as an element of a list.</summary>
internal static class ExactDecimal
{
    // A decimal can hold any number with this many digits, wherever the decimal point is.
    private const int Digits = 28;

    /// <summary>The description of a valid text, for messages.</summary>
    public const string Expected = "a number of at most 28 digits";

    public static bool TryParse(ReadOnlySpan<byte> text, out decimal value) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
        && ((text.Length <= Digits && !text.ContainsAny((byte)'e', (byte)'E')) || IsExact(Encoding.UTF8.GetString(text), value));

    public static bool TryParse(string text, out decimal value) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && IsExact(text, value);

    // Rounding changes the digits from the first to the last nonzero digit.
    private static bool IsExact(string text, decimal value) => SignificantDigits(text) == SignificantDigits(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Gets the digits of a number from the first to the last nonzero digit, without the decimal point and the exponent.</summary>
    public static string SignificantDigits(string number)
    {
        int end = number.IndexOfAny(['e', 'E']);
        return string.Concat((end < 0 ? number : number[..end]).Where(char.IsAsciiDigit)).Trim('0');
    }
}
