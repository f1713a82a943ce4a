using System.Net;
using System.Text;
using LeadGen.Transport;

namespace LeadGen.TestKit;

/// <summary>Represents a portal that replies to every request with the specified function, and records the requests.</summary>
public sealed class StubPortal(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
{
    public const string Secret = "s3cr3tw0rdofthehook";

    public const string Webhook = "https://acme.example/rest/7/" + Secret + "/";

    /// <summary>Gets or sets the function that creates the replies.</summary>
    public Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Answer { get; set; } = answer;

    public List<(HttpRequestMessage Request, string Body)> Requests { get; } = [];

    public static StubPortal Answering(string body, HttpStatusCode status = HttpStatusCode.OK, string mediaType = "application/json") =>
        new((_, _) => Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, mediaType) }));

    /// <summary>Creates the options of a client that makes one attempt, without delay.</summary>
    public static Bitrix24ClientOptions OneAttempt(string webhook = Webhook) =>
        new() { Webhook = webhook, Limits = PortalLimits.None, Retries = { MaxRetries = 0 } };

    public Bitrix24Client Client() => Client(OneAttempt());

    public Bitrix24Client Client(Bitrix24ClientOptions options) =>
        new(options, new HttpClient(this, disposeHandler: false) { Timeout = TimeSpan.FromSeconds(30) });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        lock (Requests)
        {
            Requests.Add((request, GetBody(request)));
        }

        try
        {
            HttpResponseMessage response = await Answer(request, cancellationToken);
            await SendBodyAsync(request);
            response.RequestMessage ??= request;
            return response;
        }
        catch (Exception e) when (e is not HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError,
        })
        {
            await SendBodyAsync(request);
            throw;
        }
    }

    /// <summary>Returns the body. The content does not record this as a read by a handler.</summary>
    public static string GetBody(HttpRequestMessage request) => request.Content is CallContent content ? Encoding.UTF8.GetString(content.Body.Span) : "";

    // Reads the body, like a handler with a connection.
    private static Task SendBodyAsync(HttpRequestMessage request) => request.Content?.CopyToAsync(Stream.Null) ?? Task.CompletedTask;
}
