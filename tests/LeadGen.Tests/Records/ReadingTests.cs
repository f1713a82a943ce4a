using System.Globalization;
using System.Text;
using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Records;

/// <summary>Tests reading values in all the forms in which portals return them.</summary>
public sealed class ReadingTests
{
    public static TheoryData<string, string, Func<Lead, object?>, object?> Values => new()
    {
        { "NAME", "\"Анна\"", l => l.Name, "Анна" },
        { "NAME", "12", l => l.Name, "12" },
        { "UF_CRM_1712000005", "\"-15\"", l => l.IntegerOne, -15L },
        { "UF_CRM_1712000005", "\"5.00\"", l => l.IntegerOne, 5L },
        { "UF_CRM_1712000005", "0", l => l.IntegerOne, 0L },
        { "OPPORTUNITY", "\"15000.00\"", l => l.Opportunity, 15000m },
        { "OPPORTUNITY", "1.0E+3", l => l.Opportunity, 1000m },
        { "OPENED", "\"N\"", l => l.Opened, false },
        { "OPENED", "true", l => l.Opened, true },
        { "UF_CRM_1712000033", "\"1\"", l => l.BooleanOne, true },
        { "UF_CRM_1712000033", "0", l => l.BooleanOne, false },
        { "UF_CRM_1712000033", "\"Y\"", l => l.BooleanOne, true },
        { "UF_CRM_1712000033", "true", l => l.BooleanOne, true },
        { "UF_CRM_1712000033", "false", l => l.BooleanOne, false },
        { "OPENED", "false", l => l.Opened, false },
        { "UF_CRM_1712000005", "false", l => l.IntegerOne, null },
        { "NAME", "false", l => l.Name, null },
        { "BIRTHDATE", "\"2026-03-20T03:00:00+03:00\"", l => l.Birthdate, new DateOnly(2026, 3, 20) },
        { "BIRTHDATE", "\"2026-03-19T19:00:00-05:00\"", l => l.Birthdate, new DateOnly(2026, 3, 20) },
        { "BIRTHDATE", "\"2026-03-20T00:00:00+00:00\"", l => l.Birthdate, new DateOnly(2026, 3, 20) },
        { "BIRTHDATE", "\"2026-03-20\"", l => l.Birthdate, new DateOnly(2026, 3, 20) },
        { "BIRTHDATE", "\"2026-03-20T00:00:00+03:00\"", l => l.Birthdate, new DateOnly(2026, 3, 20) },
        { "BIRTHDATE", "\"1880-05-05T02:30:17+02:30\"", l => l.Birthdate, new DateOnly(1880, 5, 5) },
        { "BIRTHDATE", "\"1880-05-04T19:03:58-04:56\"", l => l.Birthdate, new DateOnly(1880, 5, 5) },
        { "BIRTHDATE", "\"0000-12-31T19:00:00-05:00\"", l => l.Birthdate, DateOnly.MinValue },
        { "BIRTHDATE", "\"9999-12-31T14:00:00+14:00\"", l => l.Birthdate, DateOnly.MaxValue },
        { "BIRTHDATE", "\"1985-01-14T21:00:00-02:00\"", l => l.Birthdate, new DateOnly(1985, 1, 15) },
        { "BIRTHDATE", "\"1988-07-21T03:00:00+04:00\"", l => l.Birthdate, new DateOnly(1988, 7, 21) },
        { "BIRTHDATE", "\"2026-07-14T19:00:00-04:00\"", l => l.Birthdate, new DateOnly(2026, 7, 15) },
        { "BIRTHDATE", "\"2026-01-14T20:00:00-05:00\"", l => l.Birthdate, new DateOnly(2026, 1, 15) },
        { "BIRTHDATE", "\"2026-01-14T20:00:00-0500\"", l => l.Birthdate, new DateOnly(2026, 1, 15) },
        { "BIRTHDATE", "\"2026-03-20T00:00:00+14:00\"", l => l.Birthdate, new DateOnly(2026, 3, 20) },
        { "BIRTHDATE", "\"2026-03-20T00:00:00-12:00\"", l => l.Birthdate, new DateOnly(2026, 3, 20) },
        { "BIRTHDATE", "\"2026-03-20T15:00:00+03:00\"", l => l.Birthdate, new DateOnly(2026, 3, 20) },
        { "BIRTHDATE", "\"2026-03-20T07:00:00-05:00\"", l => l.Birthdate, new DateOnly(2026, 3, 20) },
        { "BIRTHDATE", "\"1880-05-05T02:30:17+02:00\"", l => l.Birthdate, new DateOnly(1880, 5, 5) },
        { "BIRTHDATE", "\"0000-12-31T21:00:00-02:00\"", l => l.Birthdate, DateOnly.MinValue },
        { "BIRTHDATE", "\"9999-12-30T20:00:00-05:00\"", l => l.Birthdate, DateOnly.MaxValue },
        { "BIRTHDATE", "\"9999-12-31T14:00:00+13:00\"", l => l.Birthdate, DateOnly.MaxValue },
        { "UF_CRM_1712000010", "[\"1988-07-21T03:00:00+04:00\", \"2026-07-14T19:00:00-04:00\"]", l => string.Join(',', l.DateMany.Select(static d => d.ToString("O", CultureInfo.InvariantCulture))), "1988-07-21,2026-07-15" },
        { "DATE_CREATE", "\"2026-03-20T18:18:25+02:00\"", l => l.DateCreate, new DateTimeOffset(2026, 3, 20, 16, 18, 25, TimeSpan.Zero) },
        { "DATE_CREATE", "\"10000-01-01T01:00:00+03:00\"", l => l.DateCreate, new DateTimeOffset(9999, 12, 31, 22, 0, 0, TimeSpan.Zero) },
        { "STATUS_ID", "\"UC_NEW\"", l => l.StatusId, new LeadStatus("UC_NEW") },
        { "UF_CRM_1712000021", "\"12\"", l => l.EnumerationOne, EnumerationOne.Vtoroy },
        { "UF_CRM_1712000021", "99", l => l.EnumerationOne, (EnumerationOne)99 },
        { "UF_CRM_1712000023", "\"300.5|RUB\"", l => l.MoneyOne, new Money(300.5m, "RUB") },
        { "UF_CRM_1712000023", "\"300\"", l => l.MoneyOne, new Money(300m, "") },
        { "UF_CRM_1712000025", "\"Дом\"", l => l.AddressOne, new MapAddress("Дом") },
        { "UF_CRM_1712000025", "\"Дом|55.7;37.6|21\"", l => l.AddressOne, new MapAddress("Дом", 55.7m, 37.6m, 21) },
        { "UF_CRM_1712000025", "\"Дом||21\"", l => l.AddressOne, new MapAddress("Дом", LocationId: 21) },
        { "UF_CRM_1712000025", "\"Дом|;|\"", l => l.AddressOne, new MapAddress("Дом") },
        { "UF_CRM_1712000025", "\"Дом|;|0\"", l => l.AddressOne, new MapAddress("Дом") },
        { "UF_CRM_1712000025", "\"Дом|корпус 2\"", l => l.AddressOne, new MapAddress("Дом|корпус 2") },
        { "UF_CRM_1712000025", "\"Дом|55.7;|21\"", l => l.AddressOne, new MapAddress("Дом|55.7;|21") },
        { "UF_CRM_1712000025", "\"Дом|55.7;37.6|двор\"", l => l.AddressOne, new MapAddress("Дом|55.7;37.6|двор") },
        { "UF_CRM_1712000031", "[1E+500]", l => l.HlblockOne?.GetRawText(), "[1E+500]" },
        { "UF_CRM_1712000027", "\"T94_5\"", l => l.CrmOne, new CrmLink(CrmEntityType.SmartProcess(148), 5) },
        { "UF_CRM_1712000027", "12", l => l.CrmOne, new CrmLink(CrmEntityType.WithoutPrefix, 12) },
        { "UF_CRM_1712000006", "[\"1\", 2, null, \"\"]", l => string.Join(',', l.IntegerMany), "1,2" },
        { "UF_CRM_1712000006", "{\"0\": \"1\", \"5\": \"2\"}", l => string.Join(',', l.IntegerMany), "1,2" },
        { "UF_CRM_1712000006", "\"7\"", l => string.Join(',', l.IntegerMany), "7" },
        { "UF_CRM_1712000029", "{\"id\": \"5\", \"downloadUrl\": \"/x?auth=t\", \"new\": [1]}", l => (l.FileOne!.Id, l.FileOne.DownloadUrl, l.FileOne.ToString()), (5L, "/x?auth=t", "file 5") },
        { "PHONE", "[{\"ID\": \"11\", \"VALUE_TYPE\": \"WORK\", \"VALUE\": \"+7\", \"TYPE_ID\": \"PHONE\"}]", l => (l.Phone[0].Id, l.Phone[0].Type, l.Phone[0].Value), ((long?)11, PhoneType.Work, "+7") },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_is_read_in_each_of_its_forms(string code, string json, Func<Lead, object?> read, object? expected) =>
        Assert.Equal(expected, read(Given.Lead($$"""{"{{code}}": {{json}}}""")));

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("false")]
    [InlineData("[]")]
    public void An_empty_value_is_read_in_each_of_its_forms(string nothing)
    {
        Lead lead = Given.Lead("{" + string.Join(",", LeadFields.All.Select(f => $"\"{f.Code}\": {nothing}")) + "}");
        foreach (System.Reflection.PropertyInfo property in typeof(Lead).GetProperties().Where(p => LeadFields.All.Any(f => typeof(LeadFields).GetProperty(p.Name)?.GetValue(null) == f)))
        {
            object? value = property.GetValue(lead);
            bool isNothing = value is null || value is System.Collections.ICollection { Count: 0 }
                || value is System.Text.Json.JsonElement || (property.PropertyType == typeof(bool?) && nothing == "false" && value is false);
            Assert.True(isNothing, $"{property.Name} is {value} for {nothing}");
        }

        Assert.All(new object?[] { Given.Lead("{}").Name, Given.Lead("{}").Opportunity, Given.Lead("{\"COMPANY_ID\": \"0\"}").CompanyId, Given.Lead("{\"UF_CRM_1712000021\": 0}").EnumerationOne }, Assert.Null);
    }

    [Fact]
    public void An_invalid_value_affects_only_its_field_and_the_message_says_what_to_do()
    {
        Lead lead = Given.Lead("""{"OPPORTUNITY": {"amount": 5}, "NAME": "Анна", "BIRTHDATE": "скоро"}""");

        Assert.Equal("Анна", lead.Name);
        CrmFieldFormatException shape = Assert.Throws<CrmFieldFormatException>(() => lead.Opportunity);
        CrmFieldFormatException text = Assert.Throws<CrmFieldFormatException>(() => lead.Birthdate);
        Assert.Equal("OPPORTUNITY", shape.Code);
        Assert.Contains("an object", shape.Message, StringComparison.Ordinal);
        Assert.Contains("BIRTHDATE (Родился)", text.Message, StringComparison.Ordinal);
        Assert.Contains("a value of 5 characters that is not a date", text.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("скоро", text.Message, StringComparison.Ordinal);
        Assert.Contains("Refresh the schema snapshot", text.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fields_that_the_schema_does_not_have_are_kept_by_code()
    {
        Lead lead = Given.Lead("""{"UF_CRM_NEW_ONE": [1, "два"], "N\u0041ME": "Анна"}""");

        Assert.Equal("""[1, "два"]""", lead["UF_CRM_NEW_ONE"]!.Value.GetRawText());
        Assert.Equal("Анна", lead.Name);
        Assert.Null(lead["TITLE"]);
        Assert.Equal(["NAME", "UF_CRM_NEW_ONE"], lead.Codes);
        Assert.True(lead.Contains(LeadFields.Name));
        Assert.True(lead.Contains(LeadFields.Title));
        Assert.False(lead.Contains(LeadFields.ContactIds));
    }

    [Fact]
    public void Fields_are_found_in_any_formatting_of_the_JSON()
    {
        Lead lead = Given.Lead("""
            {
              "odd" : [ "]}", { "a\"}" : "\\" , "b": [ ] } ] ,
              "NAM\u0045"	: "Анна \"я\" \\",
              "UF_CRM_1712000002":["]","\\\""],"OPENED":"Y"  , "UF_CRM_1712000005" : -15 }
            """);
        Assert.Equal("Анна \"я\" \\", lead.Name);
        Assert.Equal(["]", "\\\""], lead.StringMany);
        Assert.True(lead.Opened);
        Assert.Equal(-15, lead.IntegerOne);
        Assert.Equal("\\", lead["odd"]!.Value[1].GetProperty("a\"}").GetString());
        Assert.Equal(["NAME", "OPENED", "UF_CRM_1712000002", "UF_CRM_1712000005", "odd"], lead.Codes.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("2026-13-20T03:00:00+03:00")]
    [InlineData("2026-02-30T03:00:00+03:00")]
    [InlineData("2026-03-20T25:00:00+03:00")]
    [InlineData("2026-03-2:T03:00:00+03:00")]
    [InlineData("2026-03-20T03:00:00+15:00")]
    [InlineData("2026-03-20T03:00:00")]
    [InlineData("2026-03-20T03:00:00+03:60")]
    [InlineData("08.03.2026 12:30:00+03:00")]
    [InlineData("03/08/2026 12:30:00+03:00")]
    [InlineData("         12:30:00.0000000+03:00")]
    [InlineData("2026-03-08T12:30:00+01:00+03:00")]
    [InlineData("2026-03-08 12:30:00+03:00")]
    [InlineData("2026-03-08T12:30:00.5+03:00")]
    [InlineData("Sun, 08 Mar 2026 12:30:00+03:00")]
    public void An_invalid_time_is_rejected(string text)
    {
        Lead lead = Given.Lead($"{{\"DATE_CREATE\": \"{text}\", \"BIRTHDATE\": \"{text}\"}}");
        Assert.Throws<CrmFieldFormatException>(() => lead.DateCreate);
        Assert.Throws<CrmFieldFormatException>(() => lead.Birthdate);
    }

    [Theory]
    [InlineData("Europe/Moscow")]
    [InlineData("Europe/London")]
    [InlineData("Asia/Yekaterinburg")]
    [InlineData("Asia/Kolkata")]
    [InlineData("America/New_York")]
    [InlineData("America/Sao_Paulo")]
    [InlineData("Atlantic/Azores")]
    [InlineData("Pacific/Auckland")]
    public void Every_day_is_read_in_zones_with_a_different_current_offset(string name)
    {
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(name);
        foreach (int month in new[] { 1, 7 })
        {
            TimeSpan today = zone.GetUtcOffset(new DateTime(2026, month, 15));
            for (var day = new DateOnly(1950, 1, 1); day.Year < 2040; day = day.AddDays(1))
            {
                var midnight = new DateTimeOffset(day.ToDateTime(default), zone.GetUtcOffset(day.ToDateTime(default)));
                string answer = TimeZoneInfo.ConvertTime(midnight + today, zone).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
                Assert.True(WireFormat.Date.TryRead(Encoding.UTF8.GetBytes($"\"{answer}\""), out DateOnly read) && read == day, $"{answer} is read as {read:O}, not {day:O}");
            }
        }
    }

    [Theory]
    [InlineData("0000-12-31T00:00:00+00:00")]
    [InlineData("0000-12-31T10:00:00+00:00")]
    [InlineData("10000-01-01T00:00:00+14:00")]
    [InlineData("9999-12-31T23:00:00-04:00")]
    public void A_date_outside_the_calendar_of_NET_is_rejected(string text) =>
        Assert.Throws<CrmFieldFormatException>(() => Given.Lead($$"""{"BIRTHDATE": "{{text}}"}""").Birthdate);

    [Fact]
    public void Changing_a_copy_does_not_change_the_original()
    {
        Lead before = Given.Lead("""{"NAME": "Анна"}""");
        Lead after = before.Copy();
        after.Name = "Ольга";
        after.Copy().Name = null;

        Assert.Equal(("Анна", "Ольга"), (before.Name, after.Name));
        Assert.Equal(5m, new Lead { Opportunity = 5m }.Opportunity);
    }
}
