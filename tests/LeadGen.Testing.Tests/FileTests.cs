using System.Globalization;
using System.Net;
using System.Text.Json;

namespace LeadGen.Testing.Tests;

/// <summary>Tests how the portal stores files and returns them at their URLs.</summary>
public sealed class FileTests(PortalFixture fixture) : IClassFixture<PortalFixture>
{
    private static readonly Uri s_referrer = new("https://acme.example/");

    [Fact]
    public async Task A_multiple_field_stores_a_list_of_files_or_a_single_file()
    {
        await using PortalEmulator portal = await PortalEmulator.StartAsync(PortalFixture.Folder);
        portal.SetField("UF_CRM_SCANS", """{"type": "file", "isMultiple": true, "formLabel": "Сканы"}""");
        string[] forms =
        [
            """{"fileData": ["a.txt", "aGk="]}""",
            """[{"fileData": ["a.txt", "aGk="]}]""",
            """[["a.txt", "aGk="], {"fileData": ["a.txt", "aGk="]}, {"fileData": ["a.txt"]}]""",
        ];
        foreach (string form in forms)
        {
            long id = (await fixture.CallAsync(portal, "crm.lead.add", $$"""{"fields": {"TITLE": "a", "UF_CRM_SCANS": {{form}} } }""")).GetProperty("result").GetInt64();
            JsonElement files = (await ItemAsync(portal, id)).GetProperty("ufCrmScans");
            (HttpStatusCode status, string content, string? name) = await GetAsync(portal, Assert.Single(files.EnumerateArray()).GetProperty("urlMachine").GetString()!);
            Assert.Equal((HttpStatusCode.OK, "hi", "a.txt"), (status, content, name));
        }
    }

    [Fact]
    public async Task A_single_field_does_not_store_a_list()
    {
        long id = (await fixture.CallAsync("crm.lead.add", """{"fields": {"TITLE": "a", "UF_CRM_1712000004": [{"fileData": ["a.txt", "aGk="]}]}}""")).GetProperty("result").GetInt64();
        Assert.False((await fixture.LeadAsync(id)).TryGetProperty("UF_CRM_1712000004", out _));
    }

    [Fact]
    public async Task A_download_requires_headers_and_the_unchanged_address()
    {
        long id = fixture.AddLead(("UF_CRM_1712000004", "a.txt"));
        string address = (await ItemAsync(fixture.Portal, id)).GetProperty("ufCrm_1712000004").GetProperty("urlMachine").GetString()!;
        Assert.StartsWith(fixture.Portal.Webhook + "crm.controller.item.getFile.json?token=crm%7C", address, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, "-", "a.txt"), await GetAsync(fixture.Portal, address));

        // An error of nginx is declared as the file.
        (HttpStatusCode status, string content, string? name) = await GetAsync(fixture.Portal, address, hasHeaders: false);
        Assert.Equal((HttpStatusCode.NotFound, "a.txt"), (status, name));
        Assert.Contains("404 Not Found", content, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(fixture.Portal, address + "0")).Status);
    }

    [Fact]
    public async Task A_file_of_a_lead_has_relative_addresses_and_needs_a_token()
    {
        long id = fixture.AddLead(("UF_CRM_1712000004", "a.txt"));
        string address = (await fixture.LeadAsync(id)).GetProperty("UF_CRM_1712000004").GetProperty("downloadUrl").GetString()!;
        Assert.StartsWith(string.Create(CultureInfo.InvariantCulture, $"/bitrix/components/bitrix/crm.lead.show/show_file.php?auth=&ownerId={id}&"), address, StringComparison.Ordinal);
        Assert.Contains("log in", (await GetAsync(fixture.Portal, new Uri(fixture.Portal.Webhook, address).AbsoluteUri)).Content, StringComparison.Ordinal);

        await using PortalEmulator portal = await PortalEmulator.StartAsync(
            PortalFixture.Folder, new PortalEmulatorOptions { OAuth = new PortalEmulatorOAuth { ClientId = "local.app", ClientSecret = "key" } });
        id = portal.AddLead([new("UF_CRM_1712000004", "a.txt")]);
        PortalToken token = portal.IssueToken();
        using var http = new HttpClient();
        using HttpResponseMessage response = await http.GetAsync(
            new Uri(token.ClientEndpoint, string.Create(CultureInfo.InvariantCulture, $"crm.lead.get?id={id}&auth={token.AccessToken}")));
        using JsonDocument lead = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        address = new Uri(token.ClientEndpoint, lead.RootElement.GetProperty("result").GetProperty("UF_CRM_1712000004").GetProperty("downloadUrl").GetString()).AbsoluteUri;
        Assert.Equal((HttpStatusCode.OK, "-", "a.txt"), await GetAsync(portal, address));
    }

    private async Task<JsonElement> ItemAsync(PortalEmulator portal, long id) =>
        (await fixture.CallAsync(portal, "crm.item.get", $$"""{"entityTypeId": 1, "id": {{id}}}""")).GetProperty("result").GetProperty("item");

    private static async Task<(HttpStatusCode Status, string Content, string? Name)> GetAsync(PortalEmulator portal, string address, bool hasHeaders = true)
    {
        Assert.StartsWith(portal.Webhook.GetLeftPart(UriPartial.Authority), address, StringComparison.Ordinal);
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("User-Agent", "test/1.0");
        request.Headers.Add("Accept", "*/*");
        if (hasHeaders)
        {
            request.Headers.Add("Accept-Language", "ru");
            request.Headers.Referrer = s_referrer;
        }

        using HttpResponseMessage response = await http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(), response.Content.Headers.ContentDisposition?.FileName?.Trim('"'));
    }
}
