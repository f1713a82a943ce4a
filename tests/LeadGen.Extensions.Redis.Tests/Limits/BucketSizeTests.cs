using System.Net;
using System.Text;

namespace LeadGen.Extensions.Redis.Tests.Limits;

public sealed class BucketSizeTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(25, 24)]
    [InlineData(49, 48)]
    [InlineData(50, 48)]
    [InlineData(51, 49)]
    [InlineData(175, 168)]
    [InlineData(250, 240)]
    public async Task Processes_leave_of_a_burst_what_a_client_alone_leaves(int burst, int used)
    {
        var limits = new PortalLimits { CallsPerSecond = 0.001, Burst = burst };
        Assert.Equal(used, BucketSize.Of(limits).Burst);

        using var portal = new Portal();
        using var http = new HttpClient(portal);
        using var client = new LeadClient(
            new LeadClientOptions { Webhook = "https://acme.example/rest/7/s3cr3tw0rdofthehook/", Limits = limits, MaxWait = TimeSpan.Zero }, http);
        for (int i = 0; i < used; i++)
        {
            await client.CreateAsync(new Draft());
        }

        await Assert.ThrowsAsync<Bitrix24LimitException>(() => client.CreateAsync(new Draft()));
    }

    private sealed class Draft : NewLead;

    private sealed class Portal : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(
            new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = request, Content = new StringContent("""{"result": 1}""", Encoding.UTF8, "application/json") });
    }
}
