using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace LeadGen.Extensions.Tests.HealthChecks;

/// <summary>Represents a portal that returns the response of a test to crm.lead.fields, and counts its calls.</summary>
internal sealed class StubPortal : HttpMessageHandler
{
    public const string Secret = "s3cr3tw0rdofthehook";

    private int _calls;

    /// <summary>Gets or sets the function that creates the response to each call.</summary>
    public Func<CancellationToken, Task<HttpResponseMessage>> Answer { get; set; } = _ => Task.FromResult(Fields("romashka"));

    public int Calls => Volatile.Read(ref _calls);

    /// <summary>Creates a client without limits and retries.</summary>
    public Bitrix24Client Client(string host = "acme.example") => new(
        new Bitrix24ClientOptions { Webhook = $"https://{host}/rest/7/{Secret}/", Limits = PortalLimits.None, Retries = { MaxRetries = 0 } },
        new HttpClient(this, disposeHandler: false));

    /// <summary>Creates a response with the fields that the classes were generated from, after a change.</summary>
    public static HttpResponseMessage Fields(string portal, Action<JsonObject>? change = null)
    {
        JsonNode saved = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "portals", portal, "crm.lead.fields.json")))!;
        JsonObject fields = (saved["result"] ?? saved).AsObject();
        change?.Invoke(fields);
        return Json(new JsonObject { ["result"] = fields.DeepClone() }.ToJsonString());
    }

    public static HttpResponseMessage Json(string body, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        return Answer(cancellationToken);
    }
}
