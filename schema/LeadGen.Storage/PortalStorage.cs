using System.Globalization;
using LeadGen.Schema;
using LeadGen.Schema.Kinds;

namespace LeadGen.Storage;

/// <summary>Simulates how a portal stores a value of each type. Most of this behavior is observed, not documented.</summary>
internal static class PortalStorage
{
    private const string DateFormat = "yyyy-MM-dd";
    private const string TimeFormat = "yyyy-MM-ddTHH:mm:ss";

    public static Stored Text(FieldSchema field, PhpValue sent, PortalClock clock)
    {
        if (sent.Text is null)
        {
            return sent.IsNull
                ? Stored.Change(PhpValue.EmptyText, "null is cast to an empty text")
                : Stored.Change(PhpValue.EmptyText, "a list sent to a single text field is cast to an empty text");
        }

        string text = EntitySchema.Lead.IsHtml(field) ? SanitizedHtml.Apply(sent.Text) : sent.Text;
        return EntitySchema.Lead.IgnoresBlank(field.Code) && PhpText.IsBlank(text) ? Stored.Drop("an empty value keeps the old value")
            : EntitySchema.GetCapacity(field) is { } capacity && capacity.GetError(text) is { } error
                ? !capacity.IsZeroDropped || text != "0" ? Stored.Change(PhpValue.Scalar(capacity.Store(text)), error)
                    : clock.HasValue ? Stored.Keep(sent)
                    : Stored.Drop(error)
            : EntitySchema.Lead.IsHtml(field) && SanitizedHtml.Deletes(sent.Text)
                ? Stored.Change(PhpValue.Scalar(text), "the field holds HTML and BBCode: the text after a '<' or '&lt;' without a space, and words in […], are deleted")
            : Stored.Keep(PhpValue.Scalar(text));
    }

    public static Stored Integer(FieldSchema field, PhpValue sent, PortalClock clock)
    {
        if (sent.Text is null)
        {
            return Stored.Change(PhpValue.Scalar(sent.IsNull ? "0" : "1"), sent.IsNull ? "null is cast to 0" : "a list sent to a single number is cast to 1");
        }

        if (sent.Text.Length == 0 && field.IsDynamic)
        {
            return Stored.Keep(PhpValue.EmptyText);
        }

        string number = FieldCapacity.Store(long.Parse(PhpNumbers.ToInteger(sent.Text), CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture);
        return number == sent.Text
            ? Stored.Keep(sent)
            : Stored.Change(PhpValue.Scalar(number), $"'{sent.Text}' is cast to {number}, a 32-bit integer");
    }

    public static Stored Number(FieldSchema field, PhpValue sent, PortalClock clock)
    {
        if (sent.Text is not { Length: > 0 } text || !PhpNumbers.IsNumeric(text))
        {
            Stored integer = Integer(field, sent, clock);
            return sent.Text is { Length: > 0 } other && integer is { Value: { } kept, Remark: not null }
                ? Stored.Change(kept, $"'{other}' is not a number and is read as {kept.Text}; write a number such as 1200.50")
                : integer;
        }

        int? places = EntitySchema.GetCapacity(field)?.MaxPlaces;
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) && FieldCapacity.GetError(number, places) is { } error
            ? Stored.Change(PhpValue.Scalar(FieldCapacity.Store(number, places).ToString(CultureInfo.InvariantCulture)), error)
            : Stored.Keep(sent);
    }

    public static Stored YesNo(FieldSchema field, PhpValue sent, PortalClock clock) => sent.Text switch
    {
        "Y" or "N" => Stored.Keep(sent),
        _ => Stored.Change(PhpValue.Scalar("N"), $"any value except Y is read as N, and the portal receives {sent}"),
    };

    public static Stored Boolean(FieldSchema field, PhpValue sent, PortalClock clock) => sent.Text switch
    {
        "1" or "Y" or "true" => Stored.Keep(PhpValue.Scalar("1")),
        "0" => Stored.Keep(sent),
        _ => Stored.Change(PhpValue.Scalar("0"), $"any value except 1, Y and true is read as no, and the portal receives {sent}"),
    };

    public static Stored Date(FieldSchema field, PhpValue sent, PortalClock clock)
    {
        if (sent.Text is null)
        {
            return Stored.Drop(sent.IsNull ? "null does not change a date; \"\" clears it" : "a list is not a date");
        }

        if (sent.Text.Length == 0)
        {
            return Stored.Keep(sent);
        }

        if (TryParseDate(sent.Text, DateFormat, out DateTime day) || TryParseDate(sent.Text, "dd.MM.yyyy", out day))
        {
            return ApplyPhpYear(day, DateFormat);
        }

        if (!TryReadTime(sent.Text, clock, out DateTimeOffset time, out _) || !IsInCalendar(time.UtcTicks + clock.Zone.GetUtcOffset(time).Ticks))
        {
            return Stored.Drop($"'{sent.Text}' is not a date");
        }

        string kept = ApplyPhpYear(TimeZoneInfo.ConvertTime(time, clock.Zone).DateTime, DateFormat).Value!.Text!;
        return Stored.Change(PhpValue.Scalar(kept), $"'{sent.Text}' is read in the server's zone as {kept}");
    }

    // PHP reads the years 1 to 100 as years from 1970 to 2069.
    private static Stored ApplyPhpYear(DateTime time, string format)
    {
        int year = PhpYears.Read(time.Year);
        PhpValue kept = PhpValue.Scalar(time.AddYears(year - time.Year).ToString(format, CultureInfo.InvariantCulture));
        return year == time.Year ? Stored.Keep(kept) : Stored.Change(kept, PhpYears.Error);
    }

    // A portal adds its current UTC offset to the local midnight of the date. The result is midnight UTC only if the date has the same offset as today.
    public static PhpValue FormatDate(PhpValue kept, PortalClock clock)
    {
        DateTime day = DateTime.ParseExact(kept.Text!, DateFormat, CultureInfo.InvariantCulture);
        return PhpValue.Scalar(FormatLocal(day.Ticks + (clock.Offset - clock.Zone.GetUtcOffset(day)).Ticks, clock.Zone));
    }

    public static Stored Time(FieldSchema field, PhpValue sent, PortalClock clock)
    {
        if (sent.Text is null)
        {
            return Stored.Drop(sent.IsNull ? "null does not change a time; \"\" clears it" : "a list is not a time");
        }

        if (sent.Text.Length == 0)
        {
            return Stored.Keep(sent);
        }

        if (!TryReadTime(sent.Text, clock, out DateTimeOffset time, out bool hasOffset))
        {
            return Stored.Drop($"'{sent.Text}' is not a time");
        }

        Stored stored = ApplyPhpYear(time.UtcDateTime, TimeFormat);
        PhpValue kept = stored.Value!;
        return hasOffset || stored.Remark is not null ? stored : Stored.Change(kept, $"'{sent.Text}' has no offset and is read in the server's zone");
    }

    public static PhpValue FormatTime(PhpValue kept, PortalClock clock)
    {
        DateTime utc = DateTime.ParseExact(kept.Text!, TimeFormat, CultureInfo.InvariantCulture);
        return PhpValue.Scalar(FormatLocal(utc.Ticks, clock.Zone));
    }

    public static Stored Status(FieldSchema field, PhpValue sent, PortalClock clock)
    {
        Stored text = Text(field, sent, clock);
        return text is { Remark: null, Value.Text: { Length: > 0 } code }
            && clock.Schema?.FindDictionary(field.StatusType) is { } dictionary
            && !dictionary.Values.Any(v => v.Code == code)
            ? EntitySchema.Lead.IgnoresUnknownCodes(field.Code)
                ? Stored.Drop($"'{code}' is not a code of dictionary {dictionary.Id}")
                : Stored.Change(text.Value, $"'{code}' is not a code of dictionary {dictionary.Id}, but is stored anyway")
            : text;
    }

    public static Stored Enumeration(FieldSchema field, PhpValue sent, PortalClock clock)
    {
        if (sent.Text is null)
        {
            return sent.IsNull ? Stored.Keep(PhpValue.EmptyText) : Stored.Drop("a list sent to a single list field is ignored");
        }

        return sent.Text is "" or "0" || field.Items.Any(i => i.Id.ToString(CultureInfo.InvariantCulture) == sent.Text)
            ? Stored.Keep(sent)
            : Stored.Drop($"'{sent.Text}' is not the ID of an item");
    }

    public static Stored Money(FieldSchema field, PhpValue sent, PortalClock clock)
    {
        Stored text = Text(field, sent, clock);
        return text.Value?.Text is not { Length: > 0 } kept ? text
            : kept.IndexOf('|') is var bar && bar < 0 ? Stored.Change(text.Value, $"'{kept}' has no currency and is stored as text")
            : kept.Length != bar + 4 || kept.Skip(bar + 1).Any(static c => c is < 'A' or > 'Z')
                ? Stored.Change(PhpValue.EmptyText, $"the currency of '{kept}' is not a code of three capital letters, so the field is emptied")
            : text;
    }

    public static Stored MapAddress(FieldSchema field, PhpValue sent, PortalClock clock)
    {
        Stored text = Text(field, sent, clock);
        return text.Value?.Text is not { Length: > 0 } kept ? text
            : kept == "0" ? Stored.Change(PhpValue.EmptyText, "the text 0 counts as empty")
            : kept.EndsWith("_del", StringComparison.Ordinal) ? Stored.Change(PhpValue.EmptyText, "a text that ends with _del is a command that deletes the location")
            : kept.Split('|') is [var address, var place, { Length: > 0 }]
                ? Stored.Change(PhpValue.Scalar(place.Length == 0 ? address : $"{address}|{place}"), "the ID of the location is dropped")
            : text;
    }

    public static Stored Raw(FieldSchema field, PhpValue sent, PortalClock clock) =>
        sent.Text == "0" && !clock.HasValue ? Stored.Drop(FieldCapacity.ZeroError) : Stored.Keep(sent);

    public static Stored File(FieldSchema field, PhpValue sent, PortalClock clock)
    {
        if (sent.Find("remove")?.Text == "Y" && sent.Find("id") is not null)
        {
            return Stored.Keep(PhpValue.EmptyText);
        }

        return sent.Find("fileData") is { IsList: true, Entries: [{ Value.Text: { Length: > 0 } name }, { Value.Text: { Length: > 0 } }] }
            ? Stored.Keep(PhpValue.Map(
            [
                new("id", PhpValue.Scalar("1")),
                new("showUrl", PhpValue.Scalar($"/bitrix/components/bitrix/{EntitySchema.Lead.Method("show")}/show_file.php?fileName={Uri.EscapeDataString(name)}")),
                new("downloadUrl", PhpValue.Scalar($"/bitrix/components/bitrix/{EntitySchema.Lead.Method("show")}/show_file.php?auth=emulated")),
            ]))
            : Stored.Drop("a file must be {\"fileData\": [name, base64]}; anything else is ignored");
    }

    private static bool TryParseDate(string text, string format, out DateTime day) =>
        DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    private static bool IsInCalendar(long ticks) => ticks >= 0 && ticks <= DateTime.MaxValue.Ticks;

    // PHP's strtotime supports more formats. Only the formats that clients are known to send are simulated.
    private static bool TryReadTime(string text, PortalClock clock, out DateTimeOffset time, out bool hasOffset)
    {
        hasOffset = false;
        DateTimeOffset now = TimeZoneInfo.ConvertTime(clock.Now, clock.Zone);
        DateTimeOffset today = new(now.Date, now.Offset);
        switch (text.Trim().ToLowerInvariant())
        {
            case "now":
                time = clock.Now;
                return true;
            case "today":
                time = today;
                return true;
            case "tomorrow":
                time = today.AddDays(1);
                return true;
            case "yesterday":
                time = today.AddDays(-1);
                return true;
        }

        // AdjustToUniversal, because other styles depend on the time zone of the machine.
        if (DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out DateTime moment))
        {
            hasOffset = moment.Kind == DateTimeKind.Utc;
            long ticks = hasOffset ? moment.Ticks : moment.Ticks - clock.Zone.GetUtcOffset(moment).Ticks;
            if (IsInCalendar(ticks))
            {
                time = new DateTimeOffset(ticks, TimeSpan.Zero);
                return true;
            }
        }

        time = default;
        return false;
    }

    // The first and last days of .NET's calendar can overflow in the server's time zone. PHP supports year 0.
    private static string FormatLocal(long utcTicks, TimeZoneInfo zone)
    {
        const long FourYears = 1461 * TimeSpan.TicksPerDay;
        var utc = new DateTime(Math.Min(Math.Max(utcTicks, 0), DateTime.MaxValue.Ticks), DateTimeKind.Utc);
        TimeSpan offset = zone.GetUtcOffset(utc);
        long ticks = utcTicks + offset.Ticks;
        string sign = new DateTimeOffset(2000, 1, 1, 0, 0, 0, offset).ToString("zzz", CultureInfo.InvariantCulture);
        if (IsInCalendar(ticks))
        {
            return new DateTime(ticks).ToString(TimeFormat, CultureInfo.InvariantCulture) + sign;
        }

        var inRange = new DateTime(ticks < 0 ? ticks + FourYears : ticks - FourYears);
        return (ticks < 0 ? "0000" : "10000") + inRange.ToString(TimeFormat.Substring(4), CultureInfo.InvariantCulture) + sign;
    }
}
