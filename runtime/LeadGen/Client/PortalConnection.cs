using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using LeadGen.Wire;

namespace LeadGen.Client;

/// <summary>Posts calls to one portal through an incoming webhook, and turns whatever is no answer into a typed exception without the secret in it.</summary>
internal sealed class PortalConnection : IDisposable
{
    private static readonly ProductInfoHeaderValue s_userAgent = new(
        "LeadGen", typeof(PortalConnection).Assembly.GetName().Version!.ToString(3));

    private static readonly MediaTypeWithQualityHeaderValue s_json = new("application/json");

    private readonly Webhook _webhook;
    private readonly HttpClient _http;
    private readonly bool _ownsHttp;

    /// <param name="webhook">The portal's address, which is its secret.</param>
    /// <param name="httpClient">The caller's client, who keeps it; without one the connection makes its own.</param>
    public PortalConnection(Webhook webhook, HttpClient? httpClient = null)
    {
        _webhook = webhook;
        _http = httpClient ?? CreateHttpClient();
        _ownsHttp = httpClient is null;
    }

    /// <summary>The portal; never the secret.</summary>
    public string Portal => _webhook.Portal;

    public void Dispose()
    {
        if (_ownsHttp)
        {
            _http.Dispose();
        }
    }

    /// <summary>A client that neither follows redirects nor keeps cookies.</summary>
    public static HttpClient CreateHttpClient() => new(new SocketsHttpHandler
    {
        // HttpClient repeats a redirected POST as a GET without its body, and hands the secret in the path to any host.
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,
    });

    /// <summary>Posts a call and returns the body of a successful answer; the caller gives it back.</summary>
    public async Task<PooledBuffer> CallAsync<TCall>(
        string method, TCall call, Action<WireWriter, TCall> write, CancellationToken cancellationToken)
    {
        using var body = new PooledBuffer();
        using (var writer = new JsonWireWriter(body))
        {
            write(writer, call);
            writer.Flush();
        }

        Uri address = _webhook.MethodAddress(method);
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new ReadOnlyMemoryContent(body.WrittenMemory) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } },
        };
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue(s_userAgent.Product!));
        request.Headers.Accept.Add(s_json);

        // HttpClient's own time limit ends with the headers; a body that trickles must not be waited for without end.
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(_http.Timeout);
        var reply = new PooledBuffer(4096);
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token).ConfigureAwait(false);
            CheckRoute(method, address, response);
            await response.Content.CopyToAsync(new BufferStream(reply), deadline.Token).ConfigureAwait(false);
            ThrowOnError(method, response.StatusCode, reply);
            return reply;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException
            && !cancellationToken.IsCancellationRequested)
        {
            reply.Dispose();
            string reason = e is OperationCanceledException ? "no answer came in time" : Reason(e);
            bool wasConnected = e is not HttpRequestException
            {
                HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
                    or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
            };
            throw new Bitrix24TransportException(
                $"{_webhook.Portal} did not answer {method}: {_webhook.Redact(reason)}.{(wasConnected ? Doubt(method) : " Nothing was sent.")}",
                new CallFailure(method),
                wasConnected);
        }
        catch
        {
            reply.Dispose();
            throw;
        }
    }

    // The exception itself is not passed on: what it holds, the address among it, is not ours to vouch for.
    private static string Reason(Exception e) => e is HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } http
        ? $"{http.HttpRequestError}, {e.Message.TrimEnd('.')}"
        : (e.InnerException ?? e).Message.TrimEnd('.');

    private void CheckRoute(string method, Uri address, HttpResponseMessage response)
    {
        bool wasFollowed = response.RequestMessage is { } sent && (sent.Method != HttpMethod.Post || sent.RequestUri != address);
        if (wasFollowed || (int)response.StatusCode is >= 300 and < 400)
        {
            string target = (wasFollowed ? response.RequestMessage!.RequestUri : response.Headers.Location) is { IsAbsoluteUri: true } uri
                ? $" to {_webhook.Redact(uri.Authority)}"
                : "";
            throw new Bitrix24ReplyException(
                $"{_webhook.Portal} redirects {method}{target}. The portal was renamed, or the address is not its own: use a webhook of the new address.",
                new CallFailure(method, response.StatusCode));
        }
    }

    private void ThrowOnError(string method, HttpStatusCode status, PooledBuffer body)
    {
        try
        {
            PortalReply reply = PortalReply.Parse(body.Written);
            if (reply.Error is not null || reply.Result.IsEmpty)
            {
                string? code = reply.Error is null ? null : _webhook.Redact(reply.Error);
                string? description = reply.ErrorDescription is null ? null : _webhook.Redact(reply.ErrorDescription);
                throw reply.Error is null && status == HttpStatusCode.OK
                    ? Unreadable(method, status, "neither a result nor an error")
                    : PortalErrors.ToException(new CallFailure(method, status, code, description), _webhook.Portal);
            }
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw status >= HttpStatusCode.BadRequest
                ? PortalErrors.ToException(new CallFailure(method, status), _webhook.Portal)
                : Unreadable(method, status, body.Length == 0 ? "nothing" : body.Written.TrimStart(" \r\n\t"u8) is [(byte)'<', ..] ? "a web page" : "a text that is no whole JSON answer");
        }
    }

    public TAnswer ReadAnswer<TAnswer>(string method, PooledBuffer body, ResultReader<TAnswer> read)
    {
        try
        {
            PortalReply reply = PortalReply.Parse(body.Written);
            return read(reply.Result, reply.Time);
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw Unreadable(method, HttpStatusCode.OK, "a result of another shape");
        }
    }

    public Bitrix24ReplyException Unreadable(string method, HttpStatusCode? status, string what) =>
        new($"{_webhook.Portal} answered {method} with {what}.{Doubt(method)}", new CallFailure(method, status));

    private static string Doubt(string method) => LeadCalls.Changes(method) ? " The portal may have carried the call out." : "";

    public delegate TAnswer ResultReader<out TAnswer>(ReadOnlySpan<byte> result, PortalTime? time);
}
