using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using LeadGen.Client;
using LeadGen.Wire;

namespace LeadGen;

/// <summary>Reads and updates the leads of one portal through an incoming webhook. Safe for use by several threads.</summary>
/// <remarks>Calls are JSON POSTs. Failures are <see cref="Bitrix24Exception"/>s; none of their texts holds the webhook's secret.</remarks>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/leads/index.html"/>
public sealed class LeadClient : IDisposable
{
    private static readonly ProductInfoHeaderValue s_userAgent = new(
        "LeadGen", typeof(LeadClient).Assembly.GetName().Version!.ToString(3));

    private static readonly MediaTypeWithQualityHeaderValue s_json = new("application/json");

    private readonly Webhook _webhook;
    private readonly HttpClient _http;
    private readonly bool _ownsHttp;

    /// <summary>A client with connections of its own.</summary>
    /// <param name="webhook">The address that the portal shows: <c>https://acme.bitrix24.ru/rest/1/…/</c>. It is a secret: take it from the configuration. Plain http is allowed to this machine only.</param>
    /// <exception cref="ArgumentException">The text is no webhook; the message does not repeat it.</exception>
    public LeadClient(string webhook)
        : this(webhook, CreateHttpClient(), ownsHttp: true)
    {
    }

    /// <summary>A client with an <see cref="HttpClient"/> of the caller's, who keeps it.</summary>
    /// <param name="webhook">The address that the portal shows; a secret.</param>
    /// <param name="httpClient">Should not follow redirects: followed, a POST loses its body, and the secret goes to another host.</param>
    /// <exception cref="ArgumentException">The text is no webhook; the message does not repeat it.</exception>
    public LeadClient(string webhook, HttpClient httpClient)
        : this(webhook, httpClient, ownsHttp: false)
    {
    }

    private LeadClient(string webhook, HttpClient httpClient, bool ownsHttp)
    {
        ArgumentNullException.ThrowIfNull(httpClient);
        _webhook = Webhook.Parse(webhook);
        _http = httpClient;
        _ownsHttp = ownsHttp;
    }

    /// <summary>Sends an update. An update that changes nothing is not sent.</summary>
    /// <param name="update">What changes.</param>
    /// <param name="options">What the portal does beside it.</param>
    /// <param name="cancellationToken">Ends the waiting; the portal may carry the update out all the same.</param>
    /// <exception cref="LeadNotFoundException">The portal has no such lead.</exception>
    /// <exception cref="Bitrix24Exception">The portal did not carry the update out, or nobody knows (<see cref="Bitrix24Exception.IsOutcomeUnknown"/>).</exception>
    public async Task<LeadReply> UpdateAsync(LeadChanges update, LeadUpdateOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        if (update.IsEmpty)
        {
            return new LeadReply(WasSent: false, Time: null);
        }

        using PooledBuffer reply = await CallAsync(
            LeadCalls.Update, (update, options), static (writer, call) => LeadCalls.WriteUpdate(writer, call.update, call.options), cancellationToken)
            .ConfigureAwait(false);
        (bool isUpdated, PortalTime? time) = ReadAnswer(LeadCalls.Update, reply, static (result, time) => (result.SequenceEqual("true"u8), time));
        return isUpdated ? new LeadReply(WasSent: true, time) : throw Unreadable(LeadCalls.Update, null, "a result that is not true");
    }

    /// <inheritdoc cref="UpdateAsync(LeadChanges, LeadUpdateOptions?, CancellationToken)"/>
    public Task<LeadReply> UpdateAsync(LeadChanges update, CancellationToken cancellationToken) => UpdateAsync(update, null, cancellationToken);

    /// <summary>Reads a lead with all its fields; <see langword="null"/> where the portal has none of that id.</summary>
    /// <typeparam name="TLead">The generated read model.</typeparam>
    /// <exception cref="ArgumentOutOfRangeException">The id is not positive.</exception>
    /// <exception cref="Bitrix24Exception">The portal did not answer with a lead.</exception>
    public async Task<TLead?> GetAsync<TLead>(long id, CancellationToken cancellationToken = default)
        where TLead : LeadRecord, ILeadRecord<TLead>
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(id);
        try
        {
            using PooledBuffer reply = await CallAsync(LeadCalls.Get, id, LeadCalls.WriteGet, cancellationToken).ConfigureAwait(false);
            return ReadAnswer(LeadCalls.Get, reply, static (result, time) => result is [(byte)'{' or (byte)'[', ..]
                ? TLead.Create(LeadPayload.Parse(result.ToArray(), TLead.Fields, isComplete: true, time))
                : throw new FormatException("the result is no lead"));
        }
        catch (LeadNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Closes the client's own connections.</summary>
    public void Dispose()
    {
        if (_ownsHttp)
        {
            _http.Dispose();
        }
    }

    /// <summary>The portal; never the secret.</summary>
    public override string ToString() => $"{nameof(LeadClient)} of {_webhook.Portal}";

    private static HttpClient CreateHttpClient() => new(new SocketsHttpHandler
    {
        // HttpClient repeats a redirected POST as a GET without its body, and hands the secret in the path to any host.
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,
    });

    /// <summary>Posts a call and returns the body of a successful answer; the caller gives it back.</summary>
    private async Task<PooledBuffer> CallAsync<TCall>(
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
                $"{_webhook.Portal} did not answer {method}: {_webhook.Redact(reason)}. {(wasConnected ? "The portal may have carried the call out" : "Nothing was sent")}.",
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

    private TAnswer ReadAnswer<TAnswer>(string method, PooledBuffer body, ResultReader<TAnswer> read)
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

    private Bitrix24ReplyException Unreadable(string method, HttpStatusCode? status, string what) =>
        new($"{_webhook.Portal} answered {method} with {what}. The portal may have carried the call out.", new CallFailure(method, status));

    private delegate TAnswer ResultReader<out TAnswer>(ReadOnlySpan<byte> result, PortalTime? time);
}
