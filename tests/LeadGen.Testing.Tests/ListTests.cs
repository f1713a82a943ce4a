using System.Text.Json;

namespace LeadGen.Testing.Tests;

/// <summary>Tests the methods that return lists.</summary>
public sealed class ListTests(PortalFixture fixture) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task Fields_are_read_from_the_portal_folder()
    {
        using JsonDocument file = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(PortalFixture.Folder, "crm.lead.fields.json")));
        JsonElement answer = await fixture.CallAsync("crm.lead.fields");
        Assert.True(JsonElement.DeepEquals(file.RootElement.GetProperty("result"), answer.GetProperty("result")));
    }

    [Theory]
    [InlineData("{}", 5)]
    [InlineData("""{"filter": {"ENTITY_ID": "SOURCE"}}""", 1)]
    [InlineData("""{"filter": {"ENTITY_ID": "NONE"}}""", 0)]
    [InlineData("""{"filter": {"ENTITY_ID": "STATUS", "STATUS_ID": "JUNK"}}""", 1)]
    [InlineData("""{"filter": {"ENTITY_ID": ["STATUS", "SOURCE"]}}""", 5)]
    [InlineData("""{"filter": {"LANG": "ru"}}""", 5)]
    public async Task Statuses_are_filtered_by_dictionary(string json, int count)
    {
        JsonElement answer = await fixture.CallAsync("crm.status.list", json);
        Assert.Equal((count, count), (answer.GetProperty("result").GetArrayLength(), answer.GetProperty("total").GetInt32()));
    }

    [Fact]
    public async Task User_fields_are_listed()
    {
        JsonElement answer = await fixture.CallAsync("crm.lead.userfield.list", """{"filter": {"FIELD_NAME": "UF_CRM_1712000003"}}""");
        Assert.Equal("enumeration", answer.GetProperty("result")[0].GetProperty("USER_TYPE_ID").GetString());
    }

    [Fact]
    public async Task Leads_are_selected_filtered_sorted_and_paged()
    {
        await using PortalEmulator portal = await PortalEmulator.StartAsync(PortalFixture.Folder);
        for (int i = 1; i <= 120; i++)
        {
            portal.AddLead([new("NAME", i % 2 == 0 ? "чёт" : "нечет"), new("OPPORTUNITY", $"{i}.00"), new("PHONE", "+7")]);
        }

        JsonElement page = await Call("order[ID]=DESC&start=50&filter[NAME]=%D1%87%D1%91%D1%82&select[]=ID&select[]=NAME");
        Assert.Equal((60, 10), (page.GetProperty("total").GetInt32(), page.GetProperty("result").GetArrayLength()));
        Assert.Equal("20", page.GetProperty("result")[0].GetProperty("ID").GetString());
        Assert.Equal(["ID", "NAME"], page.GetProperty("result")[0].EnumerateObject().Select(p => p.Name));

        Assert.Equal(50, (await Call("")).GetProperty("next").GetInt32());
        Assert.Equal(20, (await Call("filter[>OPPORTUNITY]=100")).GetProperty("total").GetInt32());
        Assert.Equal(2, (await Call("filter[@ID][]=1&filter[@ID][]=2")).GetProperty("total").GetInt32());
        Assert.Equal(120, (await Call("filter[PHONE]=%2B7")).GetProperty("total").GetInt32());
        Assert.Equal(0, (await Call("filter[!PHONE]=%2B7")).GetProperty("total").GetInt32());
        Assert.Equal(120, (await Call("filter[PHONE]=%25")).GetProperty("total").GetInt32());
        Assert.Equal(120, (await Call("filter[PHONE]=_")).GetProperty("total").GetInt32());
        Assert.Equal(0, (await Call("filter[PHONE]=7")).GetProperty("total").GetInt32());
        Assert.Equal(120, (await Call("filter[LINK]=x&filter[CONTACT_IDS]=1&filter[ADDRESS_LOC_ADDR_ID]=1")).GetProperty("total").GetInt32());
        Assert.Equal(119, (await Call("filter[!ID]=5")).GetProperty("total").GetInt32());

        // If the position is after the last lead, the portal returns the first page.
        foreach (string start in new[] { "start=150", "start=2147483647" })
        {
            JsonElement first = await Call(start);
            Assert.Equal(("1", 50), (first.GetProperty("result")[0].GetProperty("ID").GetString(), first.GetProperty("next").GetInt32()));
        }

        Assert.False((await Call("start=150&filter[<ID]=40")).TryGetProperty("next", out _));
        Assert.Equal("120", (await Call("order[OPPORTUNITY]=DESC")).GetProperty("result")[0].GetProperty("ID").GetString());
        Assert.Equal(120, (await Call("filter[UF_CRM_404]=1")).GetProperty("total").GetInt32());
        Assert.False((await Call("select[]=*&select[]=UF_*")).GetProperty("result")[0].TryGetProperty("PHONE", out _));
        Assert.True((await Call("select[]=PHONE")).GetProperty("result")[0].TryGetProperty("PHONE", out _));

        async Task<JsonElement> Call(string query) => (await fixture.GetAsync(new Uri(portal.Webhook, "crm.lead.list?" + query))).Answer;
    }

    [Theory]
    [InlineData("select[]=ID", 50, "50")]
    [InlineData("select[]=PARENT_ID_128", 50, "49")]
    [InlineData("select[]=PARENT_ID_128&select[]=COMMENTS", 49, "49")]
    [InlineData("select[]=PARENT_ID_128&select[]=PHONE", 49, "49")]
    [InlineData("select[]=*", 49, "49")]
    [InlineData("", 49, "49")]
    public async Task The_rows_of_a_lead_with_two_parents_are_merged_after_the_page_was_cut(string selection, int count, string last)
    {
        await using PortalEmulator portal = await StartWithLeadsAsync(60);
        portal.AddSecondParent(7);
        (_, JsonElement answer) = await fixture.GetAsync(new Uri(portal.Webhook, "crm.lead.list?start=-1&" + selection));
        Assert.Equal((count, last), (Ids(answer).Count(), Ids(answer).Last()));
        Assert.Throws<ArgumentException>(() => portal.AddSecondParent(61));
    }

    // There are 151 rows of 150 leads. With a condition on the address, or for a user who is not an administrator, the portal joins a table and counts leads instead of rows.
    [Theory]
    [InlineData("", true, 151, true)]
    [InlineData("&filter[ADDRESS_CITY]=", true, 150, false)]
    [InlineData("", false, 150, false)]
    public async Task A_count_with_a_join_does_not_include_the_second_rows_of_leads(string condition, bool isAdministrator, int total, bool hasLast)
    {
        await using PortalEmulator portal = await PortalEmulator.StartAsync(PortalFixture.Folder, new PortalEmulatorOptions { IsAdministrator = isAdministrator });
        for (int i = 1; i <= 150; i++)
        {
            portal.AddLead([new("NAME", "Анна")]);
        }

        portal.AddSecondParent(7);
        (_, JsonElement answer) = await fixture.GetAsync(new Uri(portal.Webhook, "crm.lead.list?start=100&order[NAME]=ASC" + condition));
        Assert.Equal((total, hasLast), (answer.GetProperty("total").GetInt32(), answer.TryGetProperty("next", out _)));
        Assert.Equal("149", Ids(answer).Last());
    }

    [Fact]
    public async Task Without_a_count_there_is_neither_a_total_nor_a_next_page()
    {
        await using PortalEmulator portal = await StartWithLeadsAsync(120);
        foreach (string query in new[] { "start=-1", "start=-1&filter[NAME]=Анна", "start=-1&order[NAME]=ASC" })
        {
            (_, JsonElement answer) = await fixture.GetAsync(new Uri(portal.Webhook, "crm.lead.list?" + query));
            Assert.Equal(["result", "time"], answer.EnumerateObject().Select(static p => p.Name));
            Assert.Equal(Enumerable.Range(1, 50).Select(static i => $"{i}"), Ids(answer));
        }
    }

    public static TheoryData<string, string> Filters => new()
    {
        { """{"NAME": "Анна"}""", "1" },
        { """{"=NAME": ["Анна", "Иван"]}""", "1 3" },
        { """{"@NAME": ["Анна", "Иван"]}""", "1 3" },
        { """{"!NAME": "Анна"}""", "2 3 4" },
        { """{"!=NAME": ["Анна", "Иван"]}""", "2 4" },
        { """{"!@NAME": ["Анна", "Иван"]}""", "2" },
        { """{"%NAME": "ан"}""", "1 2 3" },

        // For standard fields, a portal ignores the negation of a search by a part of the text.
        { """{"!%NAME": "ан"}""", "1 2 3" },
        { """{"=%NAME": "ан%"}""", "1" },
        { """{"%=NAME": "%Ан"}""", "2 3" },
        { """{"=%NAME": "%ан%"}""", "1 2 3" },
        { """{"=%NAME": "б%да%"}""", "2" },
        { """{"=%NAME": "бог%огдан"}""", "" },
        { """{"=%NAME": "анна"}""", "1" },
        { """{"!=%NAME": "ан%"}""", "1" },
        { """{"!%=NAME": "%ан"}""", "2 3" },
        { """{"NAME": ""}""", "4" },
        { """{"!NAME": ""}""", "1 2 3" },
        { """{"OPPORTUNITY": "10"}""", "2" },
        { """{">OPPORTUNITY": 9}""", "2 3" },
        { """{">=OPPORTUNITY": 9, "<OPPORTUNITY": 100}""", "1 2" },
        { """{"<=OPPORTUNITY": "10.0"}""", "1 2 4" },
        { """{"UF_CRM_1712000001": 4}""", "2" },
        { """{">UF_CRM_1712000001": 3}""", "2" },
        { """{"PHONE": "+71"}""", "1" },
        { """{"IS_RETURN_CUSTOMER": "Y"}""", "3" },
        { """{"BIRTHDATE": "2000-01-31"}""", "1" },
        { """{"BIRTHDATE": "31.01.2000"}""", "1" },
        { """{">=BIRTHDATE": "2000-01-31T05:00:00+03:00", "<BIRTHDATE": "2001-01-01"}""", "1" },
        { """{"<BIRTHDATE": "2100-01-01"}""", "1 2" },
        { """{"BIRTHDATE": ""}""", "3 4" },
        { """{"BIRTHDATE": "когда-то"}""", "" },
        { """{">BIRTHDATE": "когда-то"}""", "" },
        { """{"!BIRTHDATE": "когда-то"}""", "1 2 3 4" },
        { """{"UF_CRM_1712000005": "2026-03-08T12:00:00+05:00"}""", "1" },
        { """{"UF_CRM_1712000005": "2026-03-08T10:00:00"}""", "1" },
        { """{">UF_CRM_1712000005": "2026-03-08T09:00:00+00:00"}""", "2" },
        { """{">UF_CRM_1712000005": "2026-03-08T06:59:59Z", "<=UF_CRM_1712000005": "2026-03-08T07:00:00Z"}""", "1" },
        { """{"ID": 3}""", "3" },
        { """{"@ID": [1, "4", 9]}""", "1 4" },
        { """{"!ID": 3}""", "1 2 4" },
        { """{">ID": 1, "<=ID": "3"}""", "2 3" },
        { """{">=ID": 3, "<ID": 3}""", "" },
        { """{">ID": 3, "<ID": 2}""", "" },
        { """{">ID": [1, 2]}""", "3 4" },
        { """{">ID": 9223372036854775807}""", "" },
        { """{"<=ID": 9223372036854775807, "ID": 0}""", "" },
        { """{">ID": 1, "NAME": ["Анна", "Иван"]}""", "3" },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task Filters_find_the_leads_that_match_their_operators(string filter, string found)
    {
        await using PortalEmulator portal = await StartWithFourLeadsAsync();
        JsonElement answer = await fixture.CallAsync(portal, "crm.lead.list", $$"""{"filter": {{filter}}, "select": ["ID"]}""");
        Assert.Equal(found, string.Join(" ", Ids(answer)));
        Assert.Equal(answer.GetProperty("result").GetArrayLength(), answer.GetProperty("total").GetInt32());
        JsonElement uncounted = await fixture.CallAsync(portal, "crm.lead.list", $$"""{"filter": {{filter}}, "start": -1}""");
        Assert.Equal(found, string.Join(" ", Ids(uncounted)));
    }

    [Theory]
    [InlineData("""{"OPPORTUNITY": "ASC"}""", "4 1 2 3")]
    [InlineData("""{"OPPORTUNITY": "desc"}""", "3 2 1 4")]
    [InlineData("""{"STATUS_ID": "ASC", "OPPORTUNITY": "DESC"}""", "3 2 1 4")]
    [InlineData("""{"STATUS_ID": "DESC", "ID": "DESC"}""", "4 3 2 1")]
    [InlineData("""{"UF_CRM_404": "ASC", "ID": "DESC"}""", "4 3 2 1")]
    [InlineData("""{"BIRTHDATE": "DESC"}""", "2 1 3 4")]
    [InlineData("{}", "1 2 3 4")]
    public async Task Leads_are_sorted_by_several_fields(string order, string sorted)
    {
        await using PortalEmulator portal = await StartWithFourLeadsAsync();
        Assert.Equal(sorted, string.Join(" ", Ids(await fixture.CallAsync(portal, "crm.lead.list", $$"""{"order": {{order}} }"""))));
    }

    [Fact]
    public async Task Many_leads_are_paged_by_id_in_both_directions()
    {
        const int Count = 20_000;
        await using PortalEmulator portal = await StartWithLeadsAsync(Count);
        foreach ((string sign, string order, long from) in new[] { (">", "ASC", 0L), ("<", "DESC", Count + 1L) })
        {
            var read = new List<string>();
            for (string last = $"{from}"; ; last = read[^1])
            {
                string[] page = [.. Ids(await fixture.CallAsync(
                    portal, "crm.lead.list", $$"""{"order": {"ID": "{{order}}"}, "filter": {"{{sign}}ID": {{last}} }, "select": ["ID", "NAME"], "start": -1}"""))];
                read.AddRange(page);
                if (page.Length < 50)
                {
                    break;
                }
            }

            Assert.Equal(Count, read.Count);
            Assert.Equal(order == "ASC" ? ("1", $"{Count}") : ($"{Count}", "1"), (read[0], read[^1]));
            Assert.Distinct(read);
        }
    }

    [Fact]
    public async Task Leads_are_sorted_by_id_regardless_of_insertion_order()
    {
        await using PortalEmulator portal = await PortalEmulator.StartAsync(PortalFixture.Folder, new PortalEmulatorOptions { DeniedLeads = [7] });
        foreach (int id in new[] { 5, 9, 2, 7, 1 })
        {
            portal.AddLead([new("ID", $"{id}")]);
        }

        JsonElement answer = await fixture.CallAsync(portal, "crm.lead.list", """{"filter": {">ID": 1}}""");
        Assert.Equal(["2", "5", "9"], Ids(answer));
        Assert.Equal(3, answer.GetProperty("total").GetInt32());
    }

    private static async Task<PortalEmulator> StartWithFourLeadsAsync()
    {
        PortalEmulator portal = await PortalEmulator.StartAsync(PortalFixture.Folder);
        portal.AddLead(
        [
            new("NAME", "Анна"), new("OPPORTUNITY", "9.00"), new("STATUS_ID", "NEW"), new("BIRTHDATE", "2000-01-31"), new("PHONE", "+71"),
            new("UF_CRM_1712000005", "2026-03-08T10:00:00+03:00"),
        ]);
        portal.AddLead(
        [
            new("NAME", "Богдан"), new("OPPORTUNITY", "10.00"), new("STATUS_ID", "NEW"), new("BIRTHDATE", "2002-01-31"), new("PHONE", "71"),
            new("UF_CRM_1712000005", "2026-03-08T12:30:00+03:00"), new("UF_CRM_1712000001", "3"), new("UF_CRM_1712000001", "4"),
        ]);
        portal.AddLead([new("NAME", "Иван"), new("OPPORTUNITY", "100.00"), new("STATUS_ID", "JUNK"), new("COMPANY_ID", "12"), new("UF_CRM_1712000001", "3")]);
        portal.AddLead([new("STATUS_ID", "JUNK")]);
        return portal;
    }

    private static async Task<PortalEmulator> StartWithLeadsAsync(int count)
    {
        PortalEmulator portal = await PortalEmulator.StartAsync(PortalFixture.Folder);
        for (int i = 0; i < count; i++)
        {
            portal.AddLead([new("NAME", "Анна")]);
        }

        return portal;
    }

    private static IEnumerable<string> Ids(JsonElement answer) => answer.GetProperty("result").EnumerateArray().Select(static l => l.GetProperty("ID").GetString()!);
}
