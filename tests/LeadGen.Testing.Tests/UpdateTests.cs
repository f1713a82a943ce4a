using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace LeadGen.Testing.Tests;

/// <summary>Tests which values an update keeps, changes and drops, and how they are returned.</summary>
public sealed class UpdateTests(PortalFixture fixture) : IClassFixture<PortalFixture>
{
    public static TheoryData<string, string, FieldOutcome, string?> Values => new()
    {
        { "NAME", "\"Анна\"", FieldOutcome.Kept, "Анна" },
        { "NAME", "null", FieldOutcome.Changed, "" },
        { "NAME", "[\"a\"]", FieldOutcome.Changed, "" },
        { "COMPANY_ID", "\"12\"", FieldOutcome.Kept, "12" },
        { "COMPANY_ID", "null", FieldOutcome.Changed, "0" },
        { "COMPANY_ID", "[5]", FieldOutcome.Changed, "1" },
        { "OPENED", "\"Y\"", FieldOutcome.Kept, "Y" },
        { "OPENED", "true", FieldOutcome.Changed, "N" },
        { "BIRTHDATE", "\"2026-03-20\"", FieldOutcome.Kept, "2026-03-20" },
        { "BIRTHDATE", "\"20.03.2026\"", FieldOutcome.Kept, "2026-03-20" },
        { "BIRTHDATE", "null", FieldOutcome.Dropped, null },
        { "BIRTHDATE", "\"завтра\"", FieldOutcome.Dropped, null },
        { "BIRTHDATE", "\"2026-03-20T23:00:00+00:00\"", FieldOutcome.Changed, "2026-03-21" },
        { "UF_CRM_1712000003", "\"21\"", FieldOutcome.Kept, "21" },
        { "UF_CRM_1712000003", "22", FieldOutcome.Kept, "22" },
        { "UF_CRM_1712000003", "\"Синий\"", FieldOutcome.Dropped, null },
        { "UF_CRM_1712000001", "[1, \"2\"]", FieldOutcome.Kept, "[\"1\",\"2\"]" },
        { "UF_CRM_1712000001", "5", FieldOutcome.Dropped, null },
        { "UF_CRM_1712000001", "\"\"", FieldOutcome.Kept, "[]" },
        { "UF_CRM_1712000002", "[]", FieldOutcome.Dropped, null },
        { "UF_CRM_1712000002", "[\"\"]", FieldOutcome.Dropped, null },
        { "UF_CRM_1712000002", "\"\"", FieldOutcome.Kept, "[]" },
        { "UF_CRM_1712000002", "[\"2026-03-20\", \"ой\"]", FieldOutcome.Changed, "[\"2026-03-20\"]" },
        { "UF_CRM_1712000004", "\"hello.txt\"", FieldOutcome.Dropped, null },
        { "UF_CRM_1712000004", "[\"hello.txt\", \"aGk=\"]", FieldOutcome.Dropped, null },
        { "UF_CRM_1712000006", "[\"\"]", FieldOutcome.Kept, "[]" },
        { "UF_CRM_1712000006", "[\"a\", \"\", \"b\"]", FieldOutcome.Kept, "[\"a\",\"b\"]" },
        { "UF_CRM_1712000006", "[]", FieldOutcome.Kept, "[]" },
        { "UF_CRM_1712000006", "null", FieldOutcome.Dropped, null },
        { "UF_CRM_1712000007", "\"\"", FieldOutcome.Kept, "" },
        { "UF_CRM_1712000008", "\"Y\"", FieldOutcome.Kept, "1" },
        { "UF_CRM_1712000008", "true", FieldOutcome.Kept, "1" },
        { "UF_CRM_1712000008", "\"да\"", FieldOutcome.Changed, "0" },
        { "UF_CRM_1712000009", "\"300.50|RUB\"", FieldOutcome.Kept, "300.50|RUB" },
        { "UF_CRM_1712000009", "\"300.50\"", FieldOutcome.Changed, "300.50" },
        { "UF_CRM_1712000010", "[7]", FieldOutcome.Dropped, null },
        { "CONTACT_IDS", "[]", FieldOutcome.Dropped, null },
        { "CONTACT_IDS", "\"\"", FieldOutcome.Dropped, null },
        { "CONTACT_IDS", "[\"\"]", FieldOutcome.Dropped, null },
        { "CONTACT_IDS", "[8, 9]", FieldOutcome.Kept, "[\"8\",\"9\"]" },
        { "TITLE", "\" \"", FieldOutcome.Dropped, null },
        { "ORIGIN_ID", "\"17\"", FieldOutcome.Dropped, null },
        { "PHONE", "\"+7\"", FieldOutcome.Dropped, null },
        { "PHONE", "[\"+7\"]", FieldOutcome.Dropped, null },
        { "ufCrm1712000007", "1", FieldOutcome.Dropped, null },
        { "DATE_CREATE", "\"2020-01-01T00:00:00+00:00\"", FieldOutcome.Dropped, "unchanged" },
        { "ID", "5", FieldOutcome.Dropped, null },
        { "UF_CRM_404", "1", FieldOutcome.Dropped, null },
        { "name", "\"x\"", FieldOutcome.Dropped, null },
        { "STATUS_ID", "\"В работе\"", FieldOutcome.Dropped, null },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public async Task A_value_is_kept_changed_or_dropped(string code, string json, FieldOutcome outcome, string? kept)
    {
        long id = fixture.AddLead();
        string? before = fixture.Portal.GetStoredValue(id, code);
        FieldResult result = Assert.Single(await fixture.UpdateAsync(id, $$"""{"{{code}}": {{json}}}"""));

        Assert.Equal((code, outcome), (result.Code, result.Outcome));
        Assert.Equal(outcome == FieldOutcome.Kept, result.Reason is null);
        Assert.Equal(outcome == FieldOutcome.Dropped ? before : kept, fixture.Portal.GetStoredValue(id, code));
    }

    [Fact]
    public async Task Values_are_returned_in_the_portals_formats()
    {
        long id = fixture.AddLead();
        await fixture.UpdateAsync(id, """
            {"BIRTHDATE": "2026-03-20", "UF_CRM_1712000005": "2026-03-20T12:00:00+09:00", "OPPORTUNITY": 12.5,
             "UF_CRM_1712000002": ["1999-12-31"], "UF_CRM_1712000004": {"fileData": ["a b.txt", "aGk="]}}
            """);
        JsonElement lead = await fixture.LeadAsync(id);

        Assert.Equal("2026-03-20T03:00:00+03:00", lead.GetProperty("BIRTHDATE").GetString());
        Assert.Equal("2026-03-20T06:00:00+03:00", lead.GetProperty("UF_CRM_1712000005").GetString());
        Assert.Equal("1999-12-31T03:00:00+03:00", lead.GetProperty("UF_CRM_1712000002")[0].GetString());
        Assert.Equal("12.5", lead.GetProperty("OPPORTUNITY").GetString());
        Assert.Equal(lead.GetProperty("ID").GetString(), id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(["id", "showUrl", "downloadUrl"], lead.GetProperty("UF_CRM_1712000004").EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public async Task Empty_values_are_returned_in_the_portals_formats()
    {
        JsonElement lead = await fixture.LeadAsync(fixture.AddLead());

        Assert.Equal(JsonValueKind.Null, lead.GetProperty("NAME").ValueKind);
        Assert.Equal("", lead.GetProperty("BIRTHDATE").GetString());
        Assert.Equal(JsonValueKind.False, lead.GetProperty("UF_CRM_1712000001").ValueKind);
        Assert.Equal("[]", lead.GetProperty("UF_CRM_1712000002").GetRawText());
        Assert.All(new[] { "PHONE", "UF_CRM_1712000004", "CONTACT_IDS" }, code => Assert.False(lead.TryGetProperty(code, out _)));
    }

    [Theory]
    [InlineData("Europe/Moscow", "2026-03-20", "2026-03-20T03:00:00+03:00")]
    [InlineData("Europe/Moscow", "1988-07-21", "1988-07-21T03:00:00+04:00")]
    [InlineData("America/New_York", "2026-01-20", "2026-01-19T19:00:00-05:00")]
    [InlineData("America/New_York", "2026-07-15", "2026-07-14T19:00:00-04:00")]
    [InlineData("UTC", "2026-03-20", "2026-03-20T00:00:00+00:00")]
    public async Task A_date_is_the_local_midnight_plus_todays_offset(string zone, string day, string expected)
    {
        var options = new PortalEmulatorOptions
        {
            ServerZone = TimeZoneInfo.FindSystemTimeZoneById(zone),
            TimeProvider = new FakeTimeProvider(new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.Zero)),
        };
        await using PortalEmulator portal = await PortalEmulator.StartAsync(PortalFixture.Folder, options);
        long id = portal.AddLead([new("BIRTHDATE", day)]);
        (_, JsonElement answer) = await fixture.GetAsync(new Uri(portal.Webhook, $"crm.lead.get?id={id}"));

        Assert.Equal(expected, answer.GetProperty("result").GetProperty("BIRTHDATE").GetString());
    }

    [Fact]
    public async Task Computed_fields_depend_on_other_fields()
    {
        long id = fixture.AddLead();
        await fixture.UpdateAsync(id, """{"STATUS_ID": "CONVERTED", "PHONE": [{"VALUE": "+7", "VALUE_TYPE": "WORK"}], "CONTACT_IDS": [8, 9]}""");
        JsonElement lead = await fixture.LeadAsync(id);

        Assert.Equal(
            ("S", "Y", "Y", "8"),
            (lead.GetProperty("STATUS_SEMANTIC_ID").GetString(), lead.GetProperty("HAS_PHONE").GetString(), lead.GetProperty("IS_RETURN_CUSTOMER").GetString(), lead.GetProperty("CONTACT_ID").GetString()));
    }

    [Fact]
    public async Task The_reason_for_a_misspelled_code_names_the_field()
    {
        IReadOnlyList<FieldResult> results = await fixture.UpdateAsync(fixture.AddLead(), """{"ufCrm_1712000007": 1, "birthdate": "2026-03-20", "ORIGIN_ID": "17", "ID": 5}""");

        Assert.Contains("UF_CRM_1712000007", results[0].Reason, StringComparison.Ordinal);
        Assert.Contains("BIRTHDATE", results[1].Reason, StringComparison.Ordinal);
        Assert.Contains("immutable", results[2].Reason, StringComparison.Ordinal);
        Assert.Contains("read-only", results[3].Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"ADDRESS_LOC_ADDR_ID": 21}""", "", "")]
    [InlineData("""{"ADDRESS_LOC_ADDR_ID": 21, "ADDRESS": "Садовая, 1"}""", "Садовая, 1", "Псков")]
    [InlineData("""{"ADDRESS_LOC_ADDR_ID": 0}""", "Старая, 5", "Псков")]
    [InlineData("""{"ADDRESS": "Садовая, 1"}""", "Садовая, 1", "Псков")]
    [InlineData("""{"ADDRESS": "", "ADDRESS_CITY": "", "ADDRESS_COUNTRY_CODE": "RU"}""", "Старая, 5", "Псков")]
    [InlineData("""{"ADDRESS": "", "ADDRESS_CITY": "Омск"}""", "", "Омск")]
    public async Task An_address_without_any_part_is_ignored_or_emptied(string fields, string address, string city)
    {
        long id = fixture.AddLead(("ADDRESS", "Старая, 5"), ("ADDRESS_CITY", "Псков"));
        await fixture.UpdateAsync(id, fields);
        Assert.Equal((address, city), (fixture.Portal.GetStoredValue(id, "ADDRESS"), fixture.Portal.GetStoredValue(id, "ADDRESS_CITY")));
    }

    [Fact]
    public async Task A_location_without_parts_is_not_stored()
    {
        long id = fixture.AddLead();
        Assert.Equal(FieldOutcome.Dropped, Assert.Single(await fixture.UpdateAsync(id, """{"ADDRESS_LOC_ADDR_ID": 21}""")).Outcome);
        Assert.Null(fixture.Portal.GetStoredValue(id, "ADDRESS_LOC_ADDR_ID"));
    }

    [Fact]
    public async Task Product_rows_replace_an_amount_that_is_not_manual()
    {
        long id = fixture.AddLead(("OPPORTUNITY", "5.00"));
        fixture.Portal.AddProductRow(id, 1200m);
        fixture.Portal.AddProductRow(id, 34.5m);
        Assert.Equal("1234.50", fixture.Portal.GetStoredValue(id, "OPPORTUNITY"));
        Assert.Equal(FieldOutcome.Changed, Assert.Single(await fixture.UpdateAsync(id, """{"OPPORTUNITY": "7"}""")).Outcome);
        Assert.Equal("1234.50", fixture.Portal.GetStoredValue(id, "OPPORTUNITY"));
        Assert.Throws<ArgumentException>(() => fixture.Portal.AddProductRow(0, 1));
    }

    [Theory]
    [InlineData("""[{"VALUE": "+7", "VALUE_TYPE": "HOME"}]""", FieldOutcome.Kept)]
    [InlineData("""[{"VALUE": "+7"}]""", FieldOutcome.Changed)]
    [InlineData("""[{"ID": "424242", "VALUE": "+7", "VALUE_TYPE": "HOME"}]""", FieldOutcome.Changed)]
    [InlineData("""[{"VALUE": "+7", "VALUE_TYPE": "HOME"}, {"VALUE": ""}]""", FieldOutcome.Changed)]
    [InlineData("""[{"VALUE": ""}]""", FieldOutcome.Dropped)]
    [InlineData("""[{"ID": "424242", "DELETE": "Y"}]""", FieldOutcome.Dropped)]
    [InlineData("""[{"VALUE": "+7", "DELETE": "Y"}]""", FieldOutcome.Dropped)]
    [InlineData("[]", FieldOutcome.Dropped)]
    public async Task The_journal_contains_the_result_of_multi_field_entries(string sent, FieldOutcome outcome) =>
        Assert.Equal(outcome, Assert.Single(await fixture.UpdateAsync(fixture.AddLead(), $$"""{"PHONE": {{sent}}}""")).Outcome);

    [Theory]
    [InlineData("PHONE", "WORK")]
    [InlineData("IM", "TELEGRAM")]
    public async Task An_entry_without_a_type_gets_the_first_type_of_the_field(string code, string type)
    {
        long id = fixture.AddLead();
        await fixture.UpdateAsync(id, $$"""{"{{code}}": [{"VALUE": "+7"}]}""");

        JsonElement entry = Assert.Single((await fixture.LeadAsync(id)).GetProperty(code).EnumerateArray());
        Assert.Equal((type, code), (entry.GetProperty("VALUE_TYPE").GetString(), entry.GetProperty("TYPE_ID").GetString()));
    }

    [Fact]
    public async Task Times_use_the_portals_clock_and_change_with_the_status()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 20, 21, 0, 0, TimeSpan.Zero));
        await using PortalEmulator portal = await PortalEmulator.StartAsync(PortalFixture.Folder, new PortalEmulatorOptions { TimeProvider = clock });
        long id = portal.AddLead([new("TITLE", "Заявка")]);
        clock.Advance(TimeSpan.FromHours(1));
        await Update("NAME", "Анна");
        Assert.Equal(("2026-03-20T21:00:00", "2026-03-20T22:00:00", "2026-03-20T21:00:00"), (Kept("DATE_CREATE"), Kept("DATE_MODIFY"), Kept("MOVED_TIME")));

        clock.Advance(TimeSpan.FromHours(1));
        await Update("STATUS_ID", "JUNK");
        await Update("BIRTHDATE", "tomorrow");
        Assert.Equal(("2026-03-20T23:00:00", "2026-03-20T23:00:00", "2026-03-22"), (Kept("DATE_MODIFY"), Kept("MOVED_TIME"), Kept("BIRTHDATE")));

        (_, JsonElement answer) = await fixture.GetAsync(new Uri(portal.Webhook, $"crm.lead.get?id={id}"));
        Assert.Equal(("2026-03-21T02:00:00+03:00", "F"), (answer.GetProperty("result").GetProperty("MOVED_TIME").GetString(), answer.GetProperty("result").GetProperty("STATUS_SEMANTIC_ID").GetString()));
        Assert.StartsWith("2026-03-21T02:00:00", answer.GetProperty("time").GetProperty("date_start").GetString(), StringComparison.Ordinal);

        string? Kept(string code) => portal.GetStoredValue(id, code);
        Task Update(string code, string value) => fixture.GetAsync(new Uri(portal.Webhook, $"crm.lead.update?id={id}&fields[{code}]={value}"));
    }

    [Theory]
    [InlineData("""[{"VALUE": " +72 ", "VALUE_TYPE": "HOME"}]""", "WORK +71, HOME +72")]
    [InlineData("""{"n0": {"VALUE": "+72", "VALUE_TYPE": "HOME"}}""", "WORK +71, HOME +72")]
    [InlineData("""{"#": {"ID": "#", "VALUE": "+72", "VALUE_TYPE": "HOME"}}""", "HOME +72")]
    [InlineData("""[{"ID": "#", "DELETE": "Y"}, {"VALUE": "+72", "VALUE_TYPE": "HOME"}]""", "HOME +72")]
    [InlineData("""[{"ID": "#", "VALUE": "+73", "VALUE_TYPE": "FAX"}]""", "FAX +73")]
    [InlineData("""[{"ID": "#", "VALUE": "+73"}]""", "WORK +73")]
    [InlineData("""[{"ID": "#", "DELETE": "Y"}]""", "")]
    [InlineData("""[{"ID": "#", "VALUE": ""}]""", "")]
    [InlineData("""[{"ID": "#"}]""", "")]
    [InlineData("""[{"VALUE": "", "VALUE_TYPE": "HOME"}]""", "WORK +71")]
    [InlineData("""[{"ID": "424242", "VALUE": "+74", "VALUE_TYPE": "HOME"}]""", "WORK +71, HOME +74")]
    [InlineData("[]", "WORK +71")]
    [InlineData("\"+75\"", "WORK +71")]
    public async Task Entries_of_a_multi_field_are_merged_by_their_ids(string sent, string expected)
    {
        long id = fixture.AddLead(("PHONE", "+71"));
        string entry = (await fixture.LeadAsync(id)).GetProperty("PHONE")[0].GetProperty("ID").GetString()!;
        await fixture.UpdateAsync(id, $$"""{"PHONE": {{sent.Replace("#", entry, StringComparison.Ordinal)}}}""");
        JsonElement lead = await fixture.LeadAsync(id);

        IEnumerable<string> phones = lead.TryGetProperty("PHONE", out JsonElement list)
            ? list.EnumerateArray().Select(p => $"{p.GetProperty("VALUE_TYPE").GetString()} {p.GetProperty("VALUE").GetString()}")
            : [];
        Assert.Equal(expected, string.Join(", ", phones));
    }

    // The results match the PHP classes of portals, version 26.250.100, except that only older portals add equal new entries.
    [Theory]
    [InlineData("a a", """[{"ID": "#1", "DELETE": "Y"}]""", "#0 a, #1 a")]
    [InlineData("a a", """[{"ID": "#0", "DELETE": "Y"}]""", "#1 a")]
    [InlineData("a a", """[{"ID": "#0", "DELETE": "Y"}, {"ID": "#1", "DELETE": "Y"}]""", "#1 a")]
    [InlineData("a a", """[{"ID": "#0", "VALUE": "c"}]""", "#0 c, #1 a")]
    [InlineData("a a", """[{"ID": "#1", "VALUE": "c"}]""", "#0 a, #1 a, new c")]
    [InlineData("a a", """[{"ID": "#0", "DELETE": "Y"}, {"ID": "#1", "VALUE": "c"}]""", "#1 a, new c")]
    [InlineData("a a", """[{"ID": "#0", "DELETE": "Y"}, {"VALUE": "a"}]""", "#0 a, #1 a")]
    [InlineData("a b", """[{"ID": "#0", "VALUE": "b"}, {"ID": "#1", "VALUE": "a"}]""", "#0 a, #1 b")]
    [InlineData("a b", """[{"ID": "#1", "DELETE": "Y"}, {"ID": "#0", "VALUE": "b"}, {"VALUE": "a"}]""", "#0 a, #1 b")]
    [InlineData("a b c", """[{"ID": "#0", "VALUE": "b"}, {"ID": "#1", "VALUE": "a"}, {"ID": "#2", "VALUE": "d"}]""", "#0 b, #1 a, #2 d")]
    [InlineData("a b", """[{"ID": "#0", "VALUE": "b"}]""", "#0 b")]
    [InlineData("a b", """[{"ID": "#1", "VALUE": "a"}]""", "#0 a")]
    [InlineData("a b a", """[{"ID": "#1", "VALUE": "a"}]""", "#0 a, #2 a")]
    [InlineData("a", """[{"VALUE": "a"}]""", "#0 a, new a")]
    public async Task Equal_entries_of_a_multi_field_are_loaded_once(string phones, string sent, string expected)
    {
        long id = fixture.Portal.AddLead(phones.Split(' ').Select(p => KeyValuePair.Create("PHONE", p)));
        string[] ids = [.. (await fixture.LeadAsync(id)).GetProperty("PHONE").EnumerateArray().Select(p => p.GetProperty("ID").GetString()!)];
        await fixture.UpdateAsync(id, $$"""{"PHONE": {{ids.Select((entry, i) => (entry, i)).Aggregate(sent, (json, e) => json.Replace($"#{e.i}", e.entry, StringComparison.Ordinal))}}}""");

        Assert.Equal(expected, string.Join(", ", (await fixture.LeadAsync(id)).GetProperty("PHONE").EnumerateArray().Select(p =>
            (Array.IndexOf(ids, p.GetProperty("ID").GetString()) is >= 0 and var place ? $"#{place} " : "new ") + p.GetProperty("VALUE").GetString())));
    }

    [Fact]
    public async Task Arguments_that_are_ignored_are_in_the_journal()
    {
        long id = fixture.AddLead();
        await fixture.CallAsync("crm.lead.update", $$"""
            {"id": {{id}}, "fields": {"NAME": "А"}, "options": {"REGISTER_SONET_EVENT": "Y"}, "REGISTER_SONET_EVENT": "Y",
             "params": {"REGISTER_SONET_EVENT": true, "REGISTER_HISTORY_EVENT": "N", "SILENT": "Y"} }
            """);

        Assert.Equal(
            ["REGISTER_SONET_EVENT Changed", "REGISTER_HISTORY_EVENT Kept", "SILENT Dropped", "options Dropped", "REGISTER_SONET_EVENT Dropped"],
            fixture.Portal.Journal.Last(c => c.LeadId == id).Parameters.Select(p => $"{p.Code} {p.Outcome}"));
    }
}
