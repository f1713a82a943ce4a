using System.Globalization;

namespace LeadGen.Wire;

internal sealed class DateFormat : TextualFormat<DateOnly>
{
    internal override void Write(WireWriter writer, DateOnly value)
    {
        Span<char> text = stackalloc char[10];
        value.TryFormat(text, out int length, "O", CultureInfo.InvariantCulture);
        writer.Text(text[..length]);
    }

    /// <summary>
    /// Portals answer the day as midnight UTC in the server's zone: 2026-03-20T03:00:00+03:00 is 20 March, and so is
    /// 2026-03-19T19:00:00-05:00. Taking the local date would lose a day west of Greenwich.
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

        if (IsoTime.TryParse(text, out long localTicks, out TimeSpan offset))
        {
            long utcTicks = localTicks - offset.Ticks;
            // Offsets of old dates have seconds that ISO 8601 cuts off; a minute around midnight is still midnight.
            long midnight = (utcTicks + TimeSpan.TicksPerMinute) / TimeSpan.TicksPerDay * TimeSpan.TicksPerDay;
            long day = Math.Abs(utcTicks - midnight) < TimeSpan.TicksPerMinute ? midnight : localTicks;
            if (day >= 0 && day <= DateTime.MaxValue.Ticks)
            {
                value = DateOnly.FromDateTime(new DateTime(day));
                return true;
            }
        }

        throw LooseText.NotA("a date", text);
    }
}

internal sealed class DateTimeFormat : TextualFormat<DateTimeOffset>
{
    internal override void Write(WireWriter writer, DateTimeOffset value)
    {
        Span<char> text = stackalloc char[25];
        value.TryFormat(text, out int length, "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
        writer.Text(text[..length]);
    }

    protected override bool TryParse(string text, out DateTimeOffset value)
    {
        value = default;
        if (text.Length == 0)
        {
            return false;
        }

        if (!IsoTime.TryParse(text, out long localTicks, out TimeSpan offset) || localTicks - offset.Ticks is not (>= 0 and var utcTicks))
        {
            throw LooseText.NotA("a time with its offset", text);
        }

        value = localTicks >= 0 && localTicks <= DateTime.MaxValue.Ticks && utcTicks <= DateTime.MaxValue.Ticks
            ? new DateTimeOffset(localTicks, offset)
            : new DateTimeOffset(Math.Min(utcTicks, DateTime.MaxValue.Ticks), TimeSpan.Zero);
        return true;
    }

    // A portal keeps seconds; a fraction that is cut is no change.
    internal override bool Same(DateTimeOffset left, DateTimeOffset right) =>
        left.UtcTicks / TimeSpan.TicksPerSecond == right.UtcTicks / TimeSpan.TicksPerSecond;
}

/// <summary>ISO 8601 as PHP writes it, with the years 0 and 10000, which it has and .NET's calendar has not.</summary>
internal static class IsoTime
{
    // Ticks of 0000-12-31, the day before .NET's first, and of 10000-01-01, the day after its last.
    private const string YearZero = "0000-12-31T";
    private const string YearTenThousand = "10000-01-01T";

    /// <summary>Reads a local time and its offset. The ticks can lie a day outside .NET's calendar.</summary>
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

        localTicks = 0;
        offset = default;
        int zone = text.LastIndexOfAny(['+', '-', 'Z']);
        if (zone < 19
            || !DateTime.TryParse(text.AsSpan(0, zone), CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime local))
        {
            return false;
        }

        if (text[zone] != 'Z')
        {
            if (!TimeSpan.TryParseExact(text.AsSpan(zone + 1), [@"hh\:mm", @"hhmm", @"hh"], CultureInfo.InvariantCulture, out offset)
                || offset > TimeSpan.FromHours(14))
            {
                return false;
            }

            offset = text[zone] == '-' ? -offset : offset;
        }

        localTicks = local.Ticks + shift;
        return true;
    }
}
