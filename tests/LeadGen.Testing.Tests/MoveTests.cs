using System.Net;
using System.Text;
using System.Text.Json;

namespace LeadGen.Testing.Tests;

/// <summary>Tests moving the portal to a new address.</summary>
public sealed class MoveTests : IDisposable
{
    private readonly HttpClient _http = new(new HttpClientHandler { AllowAutoRedirect = false, ServerCertificateCustomValidationCallback = static (_, _, _, _) => true });

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task The_old_address_redirects_to_the_new_one()
    {
        var limits = new PortalEmulatorLimits { CallsPerSecond = 0, Burst = 2 };
        await using PortalEmulator portal = await PortalEmulator.StartAsync(PortalFixture.Folder, new PortalEmulatorOptions { Limits = limits });
        long id = portal.AddLead([new("NAME", "Анна")]);
        Uri old = portal.Webhook;
        await portal.RenameAsync();
        portal.InjectFault(PortalFault.WebPage());

        const string Query = "crm.lead.update?x=%D0%90+%26&y=//z";
        (HttpStatusCode status, Uri? location, string body) = await PostAsync(new Uri(old, Query), $$"""{"id": {{id}}, "fields": {"NAME": "Ольга"} }""");
        Assert.Equal((HttpStatusCode.Found, new Uri(portal.Webhook, Query).AbsoluteUri, ""), (status, location?.AbsoluteUri, body));
        Assert.NotEqual(old.Port, portal.Webhook.Port);
        Assert.Equal(old.AbsolutePath, portal.Webhook.AbsolutePath);
        Assert.Equal("Анна", portal.GetStoredValue(id, "NAME"));
        PortalCall call = Assert.Single(portal.Journal);
        Assert.Equal(("crm.lead.update", 302, null, null), (call.Method, call.Status, call.Fault, call.LeadId));
        Assert.Contains("Ольга", call.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(portal.Webhook.Segments[^1].Trim('/'), JsonSerializer.Serialize(portal.Journal), StringComparison.Ordinal);
        Assert.Equal(0, portal.LimitStatistics.Requests);

        portal.ClearFaults();
        (status, _, _) = await PostAsync(location!, $$"""{"id": {{id}}, "fields": {"NAME": "Ольга"} }""");
        Assert.Equal((HttpStatusCode.OK, "Ольга"), (status, portal.GetStoredValue(id, "NAME")));
    }

    [Fact]
    public async Task Https_addresses_redirect_to_the_newest_https_address()
    {
        await using PortalEmulator portal = await PortalEmulator.StartAsync(PortalFixture.Folder, new PortalEmulatorOptions { UseHttps = true });
        var addresses = new List<Uri> { portal.SecureWebhook! };
        for (int i = 0; i < 2; i++)
        {
            await portal.RenameAsync();
            addresses.Add(portal.SecureWebhook!);
        }

        Assert.Distinct(addresses);
        Assert.All(addresses, static a => Assert.Equal(("https", "localhost"), (a.Scheme, a.Host)));
        foreach (Uri old in addresses.Take(2))
        {
            Assert.Equal(new Uri(portal.SecureWebhook!, "profile"), (await PostAsync(new Uri(old, "profile"), "{}")).Location);
        }

        Assert.Equal(HttpStatusCode.OK, (await PostAsync(new Uri(portal.SecureWebhook!, "profile"), "{}")).Status);
    }

    [Fact]
    public async Task Tokens_stay_valid_and_the_token_endpoint_does_not_move()
    {
        await using PortalEmulator portal = await PortalEmulator.StartAsync(
            PortalFixture.Folder, new PortalEmulatorOptions { OAuth = new PortalEmulatorOAuth { ClientId = "app", ClientSecret = "key" } });
        PortalToken before = portal.IssueToken();
        Uri server = portal.OAuthEndpoint!;
        await portal.RenameAsync();

        string auth = $$"""{"auth": "{{before.AccessToken}}"}""";
        (HttpStatusCode status, Uri? location, _) = await PostAsync(new Uri(before.ClientEndpoint, "profile"), auth);
        Assert.Equal((HttpStatusCode.Found, new Uri(portal.IssueToken().ClientEndpoint, "profile")), (status, location));
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(location!, auth)).Status);

        Assert.Equal(server, portal.OAuthEndpoint);
        using JsonDocument refreshed = JsonDocument.Parse(await _http.GetStringAsync(
            new Uri(server, $"?grant_type=refresh_token&client_id=app&client_secret=key&refresh_token={before.RefreshToken}")));
        Assert.Equal(portal.IssueToken().ClientEndpoint.ToString(), refreshed.RootElement.GetProperty("client_endpoint").GetString());
        Assert.Equal(server.Authority, refreshed.RootElement.GetProperty("domain").GetString());
    }

    private async Task<(HttpStatusCode Status, Uri? Location, string Body)> PostAsync(Uri address, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await _http.PostAsync(address, content);
        return (response.StatusCode, response.Headers.Location, await response.Content.ReadAsStringAsync());
    }
}
