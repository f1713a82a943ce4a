using System.Globalization;
using System.Text;
using LeadGen.Schema.Kinds;

namespace LeadGen.Wire;

internal sealed class DateFormat : TextualFormat<DateOnly>
{
    internal override void Write(WireWriter writer, DateOnly value)
    {
        Span<char> text = stackalloc char[10];
        value.TryFormat(text, out int length, "O", CultureInfo.InvariantCulture);
        writer.Text(text[..length]);
    }

    // default(DateOnly) is in the year 1.
    internal override string? GetValidationError(DateOnly value) => value.Year < PhpYears.First ? YearError : null;

    internal const string YearError = "it is before the year 101, and " + PhpYears.Error + "; to empty a field, use its Clear method";

    /// <summary>
    /// Portals add today's offset of their server to the local midnight of the day, and write the result with the offset of that
    /// day. If the offset is the same on both days, the result is midnight UTC: 2026-03-20T03:00:00+03:00 is 20 March, and so is
    /// 2026-03-19T19:00:00-05:00. Otherwise, because of daylight saving time or a change of law, the time differs by some hours:
    /// 1988-07-21T03:00:00+04:00 is 21 July, and 2026-07-14T19:00:00-04:00 is 15 July.
    /// </summary>
    protected override bool TryParse(string text, out DateOnly value)
    {
        value = default;
        if (text.Length == 0)
        {
            return false;
        }

        if (DateOnly.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out value))
        {
            return true;
        }

        if (IsoTime.TryParse(text, out long localTicks, out TimeSpan offset) && TryConvert(localTicks, offset, out value))
        {
            return true;
        }

        throw LenientText.CreateFormatException("a date", text);
    }

    protected override bool TryParse(ReadOnlySpan<byte> text, out DateOnly value) =>
        (IsoTime.TryParse(text, out long localTicks, out TimeSpan offset) && TryConvert(localTicks, offset, out value)) || base.TryParse(text, out value);

    // A time at local midnight, or at noon UTC, which is as far from the previous midnight UTC as from the next one, has the local date. Any
    // other time has the date of the nearest midnight UTC.
    private static bool TryConvert(long localTicks, TimeSpan offset, out DateOnly value)
    {
        const long Noon = TimeSpan.TicksPerDay / 2;
        long ticks = localTicks - offset.Ticks + Noon;
        if (localTicks % TimeSpan.TicksPerDay == 0 || ticks % TimeSpan.TicksPerDay == 0)
        {
            ticks = localTicks;
        }

        bool isDate = ticks >= 0 && ticks <= DateTime.MaxValue.Ticks;
        value = isDate ? DateOnly.FromDateTime(new DateTime(ticks)) : default;
        return isDate;
    }
}

internal sealed class DateTimeFormat : TextualFormat<DateTimeOffset>
{
    internal override void Write(WireWriter writer, DateTimeOffset value)
    {
        Span<char> text = stackalloc char[25];
        value.TryFormat(text, out int length, "yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
        writer.Text(text[..length]);
    }

    /// <summary>The first time that is in the year 101 in each time zone that a server can have.</summary>
    internal static readonly DateTimeOffset First = new(PhpYears.First, 1, 2, 0, 0, 0, TimeSpan.Zero);

    internal override string? GetValidationError(DateTimeOffset value) => value < First ? DateFormat.YearError : null;

    protected override bool TryParse(string text, out DateTimeOffset value)
    {
        value = default;
        if (text.Length == 0)
        {
            return false;
        }

        return TryConvert(IsoTime.TryParse(text, out long localTicks, out TimeSpan offset), localTicks, offset, out value)
            ? true
            : throw LenientText.CreateFormatException("a time with its offset, from year 1 to 9999 in UTC,", text);
    }

    protected override bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset value)
    {
        return TryConvert(IsoTime.TryParse(text, out long localTicks, out TimeSpan offset), localTicks, offset, out value) || base.TryParse(text, out value);
    }

    // If the UTC time is outside .NET's calendar, the value can't be represented. If only the local time is outside, the value is returned
    // in UTC.
    private static bool TryConvert(bool isTime, long localTicks, TimeSpan offset, out DateTimeOffset value)
    {
        long utcTicks = localTicks - offset.Ticks;
        bool isKept = isTime && utcTicks >= 0 && utcTicks <= DateTime.MaxValue.Ticks;
        value = !isKept ? default
            : localTicks >= 0 && localTicks <= DateTime.MaxValue.Ticks ? new DateTimeOffset(localTicks, offset)
            : new DateTimeOffset(utcTicks, TimeSpan.Zero);
        return isKept;
    }

    // A portal stores whole seconds, so fractions of a second are ignored.
    internal override bool AreEqual(DateTimeOffset left, DateTimeOffset right) =>
        left.UtcTicks / TimeSpan.TicksPerSecond == right.UtcTicks / TimeSpan.TicksPerSecond;
}

/// <summary>Reads ISO 8601 as PHP writes it, including the years 0 and 10000, which .NET's calendar does not have.</summary>
/// <remarks>
/// Parses the bytes without creating a string. With a string, reading a record of 200 fields takes 1.2 times as long and allocates
/// 1.3 times as much (LeadReadingBenchmarks; the goal is at most 1.2 of handwritten code).
/// </remarks>
internal static class IsoTime
{
    // Ticks of 0000-12-31, the day before .NET's first, and of 10000-01-01, the day after its last.
    private const string YearZero = "0000-12-31T";
    private const string YearTenThousand = "10000-01-01T";

    /// <summary>Reads the most frequent format, 2026-03-08T12:30:00+03:00; <see langword="false"/> for all other formats.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long localTicks, out TimeSpan offset)
    {
        localTicks = 0;
        offset = default;
        if (text is not [_, _, _, _, (byte)'-', _, _, (byte)'-', _, _, (byte)'T', _, _, (byte)':', _, _, (byte)':', _, _, (byte)'+' or (byte)'-', _, _, (byte)':', _, _])
        {
            return false;
        }

        int nonDigits = 0;
        int year = (TwoDigits(text, 0, ref nonDigits) * 100) + TwoDigits(text, 2, ref nonDigits);
        int month = TwoDigits(text, 5, ref nonDigits);
        int day = TwoDigits(text, 8, ref nonDigits);
        int hour = TwoDigits(text, 11, ref nonDigits);
        int minute = TwoDigits(text, 14, ref nonDigits);
        int second = TwoDigits(text, 17, ref nonDigits);
        int zoneMinute = TwoDigits(text, 23, ref nonDigits);
        int zone = (TwoDigits(text, 20, ref nonDigits) * 60) + zoneMinute;
        if (nonDigits != 0 || year == 0 || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59 || zoneMinute > 59 || zone > 14 * 60)
        {
            return false;
        }

        localTicks = new DateTime(year, month, day, hour, minute, second).Ticks;
        offset = TimeSpan.FromTicks((text[19] == '-' ? -zone : zone) * TimeSpan.TicksPerMinute);
        return true;
    }

    // Sets a bit in nonDigits if a character is not a digit.
    private static int TwoDigits(ReadOnlySpan<byte> text, int place, ref int nonDigits)
    {
        int tens = text[place] - '0';
        int ones = text[place + 1] - '0';
        nonDigits |= (uint)tens > 9 || (uint)ones > 9 ? 1 : 0;
        return (tens * 10) + ones;
    }

    /// <summary>Reads a local time and its offset, <c>+03:00</c>, <c>+0300</c> or <c>Z</c>. The ticks can lie a day outside .NET's calendar.</summary>
    public static bool TryParse(string text, out long localTicks, out TimeSpan offset)
    {
        long shift = 0;
        if (text.StartsWith(YearZero, StringComparison.Ordinal))
        {
            shift = -TimeSpan.TicksPerDay;
            text = "0001-01-01T" + text[YearZero.Length..];
        }
        else if (text.StartsWith(YearTenThousand, StringComparison.Ordinal))
        {
            shift = TimeSpan.TicksPerDay;
            text = "9999-12-31T" + text[YearTenThousand.Length..];
        }

        // Characters other than ASCII become question marks, which are not digits. Other formats are not read, because a guess could be another time.
        text = text is [.., 'Z'] ? $"{text[..^1]}+00:00" : text is [.., '+' or '-', _, _, _, _] ? text.Insert(text.Length - 2, ":") : text;
        bool isTime = TryParse(Encoding.ASCII.GetBytes(text), out localTicks, out offset);
        localTicks += shift;
        return isTime;
    }
}
