using LeadGen.Schema;
using LeadGen.Schema.Kinds;
using LeadGen.Storage;

namespace LeadGen.Generator.Tests.Schemas.Kinds;

/// <summary>Tests whether a portal stores a value as intended, changes it or drops it.</summary>
public class StorageTests
{
    private const string Null = "<null>";
    private const string List = "<list>";
    private const string Dropped = "<dropped>";

    // The server's time zone is UTC+3. In this zone and in UTC, it is the evening of 20 March.
    private static readonly PortalClock s_moscow = new(TimeSpan.FromHours(3), new DateTimeOffset(2026, 3, 20, 18, 30, 0, TimeSpan.Zero));

    private static Stored Store(string code, string type, string sent, PortalClock? clock = null)
    {
        var field = new FieldSchema
        {
            Code = code,
            Type = new(type),
            IsDynamic = code.StartsWith("UF_", StringComparison.Ordinal),
            StatusType = "S",
            Items = new[] { new EnumerationItem(5, "Курьер", "courier"), new EnumerationItem(61, "Почта", null) }.ToEquatableArray(),
        };
        PhpValue value = sent switch
        {
            Null => PhpValue.Null,
            List => PhpValue.List([PhpValue.Scalar("7"), PhpValue.Scalar("8")]),
            _ => PhpValue.Scalar(sent),
        };
        return StorageRules.Get(field).Store(field, value, clock ?? s_moscow);
    }

    private static string Text(Stored stored) => stored.Value is null ? Dropped : stored.Value.IsNull ? Null : stored.Value.IsArray ? List : stored.Value.Text!;

    // Code, type, sent value, stored value, and whether the value is stored as intended.
    public static TheoryData<string, string, string, string, bool> Values => new()
    {
        { "COMMENTS", "string", "Привет", "Привет", true },
        { "COMMENTS", "string", "", "", true },
        { "COMMENTS", "string", "a < <b>1</b>", "a &lt; [b]1[/b]", true },
        { "COMMENTS", "string", "a <1", "a ", false },
        { "COMMENTS", "string", Null, "", false },
        { "COMMENTS", "string", List, "", false },
        { "TITLE", "string", "ИП Титов", "ИП Титов", true },
        { "TITLE", "string", "", Dropped, false },
        { "TITLE", "string", " \t", Dropped, false },
        { "TITLE", "string", "\0\v", Dropped, false },
        { "TITLE", "string", "\u00A0", "\u00A0", true },
        { "UF_CRM_1", "url", "example.com", "example.com", true },
        { "UF_CRM_1", "address", "Ленина, 1|55.75;37.61|", "Ленина, 1|55.75;37.61|", true },
        { "UF_CRM_1", "address", "Ленина, 1|55.75;37.61|21", "Ленина, 1|55.75;37.61", false },
        { "UF_CRM_1", "address", "Ленина, 1||21", "Ленина, 1", false },
        { "UF_CRM_1", "address", "21_del", "", false },
        { "UF_CRM_1", "address", "0", "", false },
        { "UF_CRM_1", "crm", "D_12", "D_12", true },
        { "CURRENCY_ID", "crm_currency", "RUB", "RUB", true },

        { "STATUS_ID", "crm_status", "IN_PROCESS", "IN_PROCESS", true },
        { "STATUS_ID", "crm_status", "", Dropped, false },
        { "SOURCE_ID", "crm_status", "", "", true },
        { "SOURCE_ID", "crm_status", "Звонок", "Звонок", true },
        { "SOURCE_ID", "crm_status", Null, "", false },

        { "X", "integer", "42", "42", true },
        { "X", "integer", "-42", "-42", true },
        { "X", "integer", Null, "0", false },
        { "X", "integer", List, "1", false },
        { "X", "integer", "", "0", false },
        { "X", "integer", "12 шт", "12", false },
        { "X", "integer", "много", "0", false },
        { "X", "integer", "4.7", "4", false },
        { "X", "integer", "79991234567", "2147483647", false },
        { "X", "integer", "-2147483649", "-2147483648", false },
        { "UF_CRM_1", "employee", "79991234567890123456", "2147483647", false },
        { "OPPORTUNITY", "double", "12.345", "12.35", false },
        { "OPPORTUNITY", "double", "-12.345", "-12.35", false },
        { "UF_CRM_1", "double", "55.751244", "55.751244", true },
        { "UF_CRM_1", "double", "123456789012345.67", "123456789012350", false },
        { "UF_CRM_1", "url", " example.com\n", "example.com", false },
        { "UTM_SOURCE", "string", "0", "", false },
        { "SOURCE_DESCRIPTION", "string", "0", Dropped, false },
        { "COMMENTS", "string", "0", "0", true },
        { "NAME", "string", "0", "0", true },
        { "UF_CRM_1", "string", "0", "0", true },
        { "UF_CRM_1", "url", "0", Dropped, false },
        { "UF_CRM_1", "rest_7_widget", "0", Dropped, false },
        { "UF_CRM_1", "hlblock", "0", Dropped, false },
        { "UF_CRM_1", "crm_status", "0", Dropped, false },
        { "NAME", "string", "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀", "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀", true },
        { "NAME", "string", "1234567890123456789012345678901234567890123456789😀x", "1234567890123456789012345678901234567890123456789😀", false },
        { "UF_CRM_1", "integer", "", "", true },
        { "UF_CRM_1", "integer", Null, "0", false },
        { "UF_CRM_1", "employee", "", "", true },
        { "ASSIGNED_BY_ID", "user", "7", "7", true },
        { "ASSIGNED_BY_ID", "user", Null, "0", false },
        { "COMPANY_ID", "crm_company", "0", "0", true },
        { "COMPANY_ID", "crm_company", List, "1", false },

        { "OPPORTUNITY", "double", "12500.50", "12500.50", true },
        { "OPPORTUNITY", "double", "-1e3", "-1e3", true },
        { "OPPORTUNITY", "double", "12500,50", "12500", false },
        { "OPPORTUNITY", "double", "", "0", false },
        { "OPPORTUNITY", "double", Null, "0", false },
        { "OPPORTUNITY", "double", List, "1", false },
        { "OPPORTUNITY", "double", "NaN", "0", false },
        { "OPPORTUNITY", "double", "Infinity", "0", false },
        { "UF_CRM_1", "double", "", "", true },

        { "OPENED", "char", "Y", "Y", true },
        { "OPENED", "char", "N", "N", true },
        { "OPENED", "char", "1", "N", false },
        { "OPENED", "char", "y", "N", false },
        { "OPENED", "char", "", "N", false },
        { "OPENED", "char", Null, "N", false },
        { "UF_CRM_1", "boolean", "1", "1", true },
        { "UF_CRM_1", "boolean", "Y", "1", true },
        { "UF_CRM_1", "boolean", "0", "0", true },
        { "UF_CRM_1", "boolean", "", "0", false },
        { "UF_CRM_1", "boolean", "да", "0", false },
        { "UF_CRM_1", "boolean", List, "0", false },

        { "UF_CRM_1", "enumeration", "5", "5", true },
        { "UF_CRM_1", "enumeration", "", "", true },
        { "UF_CRM_1", "enumeration", "0", "0", true },
        { "UF_CRM_1", "enumeration", "6", Dropped, false },
        { "UF_CRM_1", "enumeration", "Курьер", Dropped, false },
        { "UF_CRM_1", "enumeration", "courier", Dropped, false },
        { "UF_CRM_1", "enumeration", List, Dropped, false },

        { "UF_CRM_1", "money", "300.50|RUB", "300.50|RUB", true },
        { "UF_CRM_1", "money", "", "", true },
        { "UF_CRM_1", "money", "300", "300", false },
        { "UF_CRM_1", "money", "300|rub", "", false },
        { "UF_CRM_1", "money", "300|RUBL", "", false },

        { "BIRTHDATE", "date", "1980-01-31", "1980-01-31", true },
        { "BIRTHDATE", "date", "31.01.1980", "1980-01-31", true },
        { "BIRTHDATE", "date", "", "", true },
        { "BIRTHDATE", "date", Null, Dropped, false },
        { "BIRTHDATE", "date", List, Dropped, false },
        { "BIRTHDATE", "date", "весной", Dropped, false },
        { "BIRTHDATE", "date", "1980-02-31", Dropped, false },
        { "BIRTHDATE", "date", "1980-01-31T22:00:00+00:00", "1980-02-01", false },
        { "BIRTHDATE", "date", "1980-01-31T00:00:00+05:00", "1980-01-30", false },
        { "BIRTHDATE", "date", "1980-01-31T22:00:00", "1980-01-31", false },
        { "BIRTHDATE", "date", "tomorrow", "2026-03-21", false },
        { "BIRTHDATE", "date", "Yesterday", "2026-03-19", false },
        { "BIRTHDATE", "date", " now ", "2026-03-20", false },

        { "UF_CRM_1", "datetime", "2026-03-20T18:00:00+03:00", "2026-03-20T15:00:00", true },
        { "UF_CRM_1", "datetime", "2026-03-20T18:00:00Z", "2026-03-20T18:00:00", true },
        { "UF_CRM_1", "datetime", "2026-03-20T18:00:00", "2026-03-20T15:00:00", false },
        { "UF_CRM_1", "datetime", "2026-03-20", "2026-03-19T21:00:00", false },
        { "UF_CRM_1", "datetime", "tomorrow", "2026-03-20T21:00:00", false },
        { "UF_CRM_1", "datetime", "2026-03-20T18:00:00.999+03:00", "2026-03-20T15:00:00", true },
        { "UF_CRM_1", "datetime", "", "", true },
        { "UF_CRM_1", "datetime", Null, Dropped, false },
        { "UF_CRM_1", "datetime", List, Dropped, false },
        { "UF_CRM_1", "datetime", "скоро", Dropped, false },
        { "UF_CRM_1", "datetime", "2026-03-20T25:00:00+03:00", Dropped, false },

        { "UF_CRM_1", "rest_7_widget", "14219", "14219", true },
        { "UF_CRM_1", "rest_7_widget", "", "", true },
        { "UF_CRM_1", "rest_7_widget", Null, "", false },
        { "UF_CRM_1", "rest_7_widget", List, "", false },
        { "UF_CRM_1", "hlblock", "как есть", "как есть", true },
        { "UF_CRM_1", "hlblock", List, List, true },
        { "UF_CRM_1", "hlblock", Null, Null, true },
        { "UF_CRM_1", "resourcebooking", "7", Dropped, false },
        { "PHONE", "crm_multifield", List, List, true },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_is_kept_changed_or_dropped(string code, string type, string sent, string kept, bool isAsIntended)
    {
        Stored stored = Store(code, type, sent);

        Assert.Equal(kept, Text(stored));
        Assert.Equal(isAsIntended, stored.Remark is null);
        Assert.NotEqual("", stored.Remark);
    }

    [Theory]
    [InlineData(3, "2026-03-21")]
    [InlineData(0, "2026-03-20")]
    [InlineData(-5, "2026-03-20")]
    public void A_time_becomes_the_date_in_the_servers_time_zone(int offset, string day) => Assert.Equal(
        day, Text(Store("BIRTHDATE", "date", "2026-03-20T22:00:00Z", s_moscow with { Zone = PortalClock.FixedZone(TimeSpan.FromHours(offset)) })));

    [Theory]
    [InlineData(3, "tomorrow", "2026-03-22")]
    [InlineData(-5, "tomorrow", "2026-03-21")]
    [InlineData(3, "today", "2026-03-21")]
    public void A_relative_date_is_in_the_servers_time_zone(int offset, string word, string day) => Assert.Equal(
        day, Text(Store("BIRTHDATE", "date", word, new PortalClock(TimeSpan.FromHours(offset), new DateTimeOffset(2026, 3, 20, 22, 0, 0, TimeSpan.Zero)))));

    [Theory]
    [InlineData("date", "0001-01-01T00:00:00Z", -5)]
    [InlineData("date", "9999-12-31T23:59:59Z", 3)]
    [InlineData("date", "0001-01-01T00:00:00", 3)]
    [InlineData("date", "9999-12-31T23:59:59", -5)]
    [InlineData("datetime", "0001-01-01T00:00:00", 3)]
    [InlineData("datetime", "9999-12-31T23:59:59", -5)]
    public void A_time_that_overflows_the_calendar_is_dropped(string type, string sent, int offset) =>
        Assert.Equal(Dropped, Text(Store("UF_CRM_1", type, sent, s_moscow with { Zone = PortalClock.FixedZone(TimeSpan.FromHours(offset)) })));

    [Theory]
    [InlineData("0101-01-02T00:00:00+00:00", "0101-01-02T00:00:00")]
    [InlineData("9999-12-31T23:59:59+00:00", "9999-12-31T23:59:59")]
    public void A_time_at_the_end_of_the_calendar_is_kept_if_it_has_an_offset(string sent, string kept) =>
        Assert.Equal(kept, Text(Store("UF_CRM_1", "datetime", sent)));

    [Theory]
    [InlineData("date", "0001-01-01", "2001-01-01")]
    [InlineData("date", "31.12.0069", "2069-12-31")]
    [InlineData("date", "0070-01-01", "1970-01-01")]
    [InlineData("date", "0100-12-31", "2000-12-31")]
    [InlineData("date", "0101-01-01", "0101-01-01")]
    [InlineData("date", "0001-06-01T12:00:00Z", "2001-06-01")]
    [InlineData("datetime", "0001-01-01T00:00:00+00:00", "2001-01-01T00:00:00")]
    [InlineData("datetime", "0004-02-29T12:00:00Z", "2004-02-29T12:00:00")]
    [InlineData("datetime", "0099-06-01T12:00:00", "1999-06-01T09:00:00")]
    public void A_year_up_to_100_becomes_one_of_1970_to_2069(string type, string sent, string kept) => Assert.Equal(kept, Text(Store("UF_CRM_1", type, sent)));

    public static TheoryData<int, string, string> ReturnedDates => new()
    {
        { 3, "2026-03-20", "2026-03-20T03:00:00+03:00" },
        { -5, "2026-03-20", "2026-03-19T19:00:00-05:00" },
        { 0, "2026-03-20", "2026-03-20T00:00:00+00:00" },
        { 3, "0001-01-01", "0001-01-01T03:00:00+03:00" },
        { -5, "0001-01-01", "0000-12-31T19:00:00-05:00" },
        { 3, "9999-12-31", "9999-12-31T03:00:00+03:00" },
        { -5, "9999-12-31", "9999-12-30T19:00:00-05:00" },
        { 2, "2024-02-29", "2024-02-29T02:00:00+02:00" },
    };

    [Theory]
    [MemberData(nameof(ReturnedDates))]
    public void A_date_is_returned_as_midnight_UTC_in_the_servers_time_zone(int offset, string kept, string given) => Assert.Equal(
        PhpValue.Scalar(given), StorageRules.Get(new FieldType("date")).Read(PhpValue.Scalar(kept), s_moscow with { Zone = PortalClock.FixedZone(TimeSpan.FromHours(offset)) }));

    [Theory]
    [InlineData(3, "2026-03-20T22:30:00", "2026-03-21T01:30:00+03:00")]
    [InlineData(-5, "2026-03-20T02:30:00", "2026-03-19T21:30:00-05:00")]
    [InlineData(0, "2026-03-20T02:30:00", "2026-03-20T02:30:00+00:00")]
    [InlineData(-5, "0001-01-01T00:00:00", "0000-12-31T19:00:00-05:00")]
    [InlineData(3, "9999-12-31T23:00:00", "10000-01-01T02:00:00+03:00")]
    public void A_time_is_returned_in_the_servers_time_zone(int offset, string kept, string given) => Assert.Equal(
        PhpValue.Scalar(given), StorageRules.Get(new FieldType("datetime")).Read(PhpValue.Scalar(kept), s_moscow with { Zone = PortalClock.FixedZone(TimeSpan.FromHours(offset)) }));

    [Theory]
    [InlineData("string")]
    [InlineData("integer")]
    [InlineData("enumeration")]
    [InlineData("money")]
    public void Other_values_are_returned_as_stored(string type) =>
        Assert.Equal(PhpValue.Scalar("7"), StorageRules.Get(new FieldType(type)).Read(PhpValue.Scalar("7"), s_moscow));

    [Theory]
    [InlineData("date", true)]
    [InlineData("datetime", true)]
    [InlineData("string", false)]
    [InlineData("integer", false)]
    public void An_empty_date_is_an_empty_text_and_anything_else_is_null(string type, bool isEmptyText) =>
        Assert.Equal(isEmptyText ? PhpValue.EmptyText : PhpValue.Null, StorageRules.Get(new FieldType(type)).Empty);

    [Fact]
    public void A_file_is_stored_in_the_only_supported_form_and_removed_by_its_ID()
    {
        PhpValue name = PhpValue.Scalar("счёт.pdf"), content = PhpValue.Scalar("JVBERi0="), yes = PhpValue.Scalar("Y"), id = PhpValue.Scalar("9");
        Stored kept = File(("fileData", PhpValue.List([name, content])));

        Assert.Null(kept.Remark);
        Assert.Equal(["id", "showUrl", "downloadUrl"], kept.Value!.Entries.Select(e => e.Key));
        Assert.DoesNotContain("счёт", kept.Value.Find("showUrl")!.Text!, StringComparison.Ordinal);
        Assert.Equal(Stored.Keep(PhpValue.EmptyText), File(("id", id), ("remove", yes)));
        Assert.Equal(kept, File(("id", id), ("fileData", PhpValue.List([name, content]))));
    }

    public static TheoryData<string> WrongFiles => new() { "scalar", "pair", "noContent", "emptyName", "map", "noId", "three", "null" };

    [Theory]
    [MemberData(nameof(WrongFiles))]
    public void A_file_in_another_form_is_dropped(string shape)
    {
        PhpValue a = PhpValue.Scalar("a.txt"), b = PhpValue.Scalar("YQ=="), none = PhpValue.EmptyText;
        Stored stored = shape switch
        {
            "scalar" => GetFile(b),
            "pair" => GetFile(PhpValue.List([a, b])),
            "noContent" => File(("fileData", PhpValue.List([a]))),
            "emptyName" => File(("fileData", PhpValue.List([none, b]))),
            "map" => File(("fileData", PhpValue.Map([new("name", a), new("content", b)]))),
            "noId" => File(("remove", PhpValue.Scalar("Y"))),
            "three" => File(("fileData", PhpValue.List([a, b, b]))),
            _ => GetFile(PhpValue.Null),
        };

        Assert.Null(stored.Value);
        Assert.NotNull(stored.Remark);
    }

    private static Stored File(params (string Key, PhpValue Value)[] entries) =>
        GetFile(PhpValue.Map(entries.Select(e => new KeyValuePair<string, PhpValue>(e.Key, e.Value))));

    private static Stored GetFile(PhpValue value) =>
        StorageRules.Get(new FieldType("file")).Store(new FieldSchema { Code = "UF_CRM_1", Type = new("file") }, value, s_moscow);
}
