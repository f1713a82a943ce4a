using System.Net;
using System.Text;

namespace LeadGen.Tests.Client;

/// <summary>Answers every request alike, and remembers what was asked.</summary>
internal sealed class StubPortal(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
{
    public const string Secret = "s3cr3tw0rdofthehook";

    public const string Webhook = "https://acme.example/rest/7/" + Secret + "/";

    public List<(HttpRequestMessage Request, string Body)> Requests { get; } = [];

    public static StubPortal Answering(string body, HttpStatusCode status = HttpStatusCode.OK, string mediaType = "application/json") =>
        new((_, _) => Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, mediaType) }));

    /// <summary>Options of a client that makes one attempt, at once.</summary>
    public static LeadClientOptions OneAttempt(string webhook = Webhook) =>
        new() { Webhook = webhook, Limits = PortalLimits.None, Retries = { MaxRetries = 0 } };

    public LeadClient Client() => Client(OneAttempt());

    public LeadClient Client(LeadClientOptions options) =>
        new(options, new HttpClient(this, disposeHandler: false) { Timeout = TimeSpan.FromSeconds(30) });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        lock (Requests)
        {
            Requests.Add((request, body));
        }

        HttpResponseMessage response = await answer(request, cancellationToken);
        response.RequestMessage ??= request;
        return response;
    }
}
