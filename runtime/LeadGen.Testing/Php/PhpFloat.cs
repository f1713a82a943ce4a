using System.Globalization;

namespace LeadGen.Testing.Php;

/// <summary>Formats floating-point numbers as PHP 8 does with full precision.</summary>
internal static class PhpFloat
{
    // PHP uses an exponent for more than 17 digits before the decimal point or more than 3 zeros after it.
    private const int MaxWholeDigits = 17;
    private const int MinDecimalPoint = -3;

    public static string Format(double number)
    {
        string sign = double.IsNegative(number) ? "-" : "";
        if (double.IsInfinity(number))
        {
            return sign + "INF";
        }

        (string digits, int point) = Split(Math.Abs(number));
        if (digits.Length == 0)
        {
            return sign + "0";
        }

        if (point < 0 ? point < MinDecimalPoint : point > MaxWholeDigits)
        {
            int exponent = point - 1;
            string fraction = digits.Length > 1 ? digits[1..] : "0";
            return string.Create(CultureInfo.InvariantCulture, $"{sign}{digits[0]}.{fraction}E{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent)}");
        }

        return point <= 0 ? $"{sign}0.{new string('0', -point)}{digits}"
            : point >= digits.Length ? sign + digits.PadRight(point, '0')
            : $"{sign}{digits[..point]}.{digits[point..]}";
    }

    /// <summary>Returns the shortest digits that represent the number, as 0.DIGITS × 10^Point.</summary>
    private static (string Digits, int Point) Split(double number)
    {
        string[] parts = number.ToString("R", CultureInfo.InvariantCulture).Split('E');
        int exponent = parts.Length > 1 ? int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;
        int point = parts[0].IndexOf('.', StringComparison.Ordinal);
        string digits = parts[0].Replace(".", "", StringComparison.Ordinal);
        string significant = digits.TrimStart('0');
        return (significant.TrimEnd('0'), (point < 0 ? digits.Length : point) + exponent - (digits.Length - significant.Length));
    }
}
