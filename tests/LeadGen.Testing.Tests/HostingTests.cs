using System.Diagnostics;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Time.Testing;

namespace LeadGen.Testing.Tests;

/// <summary>Tests the start, the stop and the https certificate of the portal.</summary>
public sealed class HostingTests
{
    [Fact]
    public async Task The_certificate_is_valid_regardless_of_the_portals_clock()
    {
        var past = new FakeTimeProvider(new DateTimeOffset(2001, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using PortalEmulator portal = await PortalEmulator.StartAsync(PortalFixture.Folder, new PortalEmulatorOptions { UseHttps = true, TimeProvider = past });
        using X509Certificate2 certificate = X509Certificate2.CreateFromPem(portal.CertificatePem!);
        using var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { certificate },
                    RevocationMode = X509RevocationMode.NoCheck,
                },
            },
        };
        using var http = new HttpClient(handler);

        Assert.Contains("\"NAME\"", await http.GetStringAsync(new Uri(portal.SecureWebhook!, "crm.lead.fields")), StringComparison.Ordinal);
        using var untrusting = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => untrusting.GetAsync(new Uri(portal.SecureWebhook!, "crm.lead.fields")));
        Assert.DoesNotContain("PRIVATE", portal.CertificatePem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_https_there_is_no_certificate()
    {
        await using PortalEmulator portal = await PortalEmulator.StartAsync(PortalFixture.Folder);
        Assert.Null(portal.SecureWebhook);
        Assert.Null(portal.CertificatePem);
        Assert.True(portal.Webhook is { Scheme: "http", Host: "127.0.0.1" });
    }

    [Fact]
    public async Task Portals_are_isolated()
    {
        await using PortalEmulator first = await PortalEmulator.StartAsync(PortalFixture.Folder);
        await using PortalEmulator second = await PortalEmulator.StartAsync(PortalFixture.Folder);
        long id = first.AddLead([new("NAME", "Анна")]);

        Assert.NotEqual(first.Webhook.Port, second.Webhook.Port);
        Assert.NotEqual(first.Webhook.Segments[^1], second.Webhook.Segments[^1]);
        Assert.Null(second.GetStoredValue(id, "NAME"));
    }

    [Fact]
    public async Task A_portal_stops_quickly_and_can_be_disposed_twice()
    {
        PortalEmulator portal = await PortalEmulator.StartAsync(PortalFixture.Folder);
        using var http = new HttpClient();
        await http.GetStringAsync(new Uri(portal.Webhook, "crm.lead.fields"));

        long start = Stopwatch.GetTimestamp();
        await portal.DisposeAsync();
        await portal.DisposeAsync();
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(5));
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(new Uri(portal.Webhook, "crm.lead.fields")));
    }
}
