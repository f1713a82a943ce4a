using System.Text.Json;

namespace LeadGen.Testing.Tests;

/// <summary>The methods that answer lists.</summary>
public sealed class ListTests(PortalFixture fixture) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task Fields_are_the_folders_own()
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
        Assert.Equal(119, (await Call("filter[!ID]=5")).GetProperty("total").GetInt32());
        Assert.False((await Call("start=2147483647")).TryGetProperty("next", out _));
        Assert.Equal("120", (await Call("order[OPPORTUNITY]=DESC")).GetProperty("result")[0].GetProperty("ID").GetString());
        Assert.Equal(120, (await Call("filter[UF_CRM_404]=1")).GetProperty("total").GetInt32());
        Assert.False((await Call("select[]=*&select[]=UF_*")).GetProperty("result")[0].TryGetProperty("PHONE", out _));
        Assert.True((await Call("select[]=PHONE")).GetProperty("result")[0].TryGetProperty("PHONE", out _));

        async Task<JsonElement> Call(string query) => (await fixture.GetAsync(new Uri(portal.Webhook, "crm.lead.list?" + query))).Answer;
    }
}
