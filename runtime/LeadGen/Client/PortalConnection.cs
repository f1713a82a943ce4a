using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using LeadGen.Limits;
using LeadGen.Wire;

namespace LeadGen.Client;

/// <summary>Posts calls to one portal, one attempt each, and turns whatever is no answer into a typed exception without a secret in it.</summary>
internal sealed class PortalConnection : IDisposable
{
    private static readonly ProductInfoHeaderValue s_userAgent = new(
        "LeadGen", typeof(PortalConnection).Assembly.GetName().Version!.ToString(3));

    private static readonly MediaTypeWithQualityHeaderValue s_json = new("application/json");

    private readonly PortalAccess _access;
    private readonly HttpClient _http;
    private readonly LeadClientOptions _options;
    private readonly TimeSpan _timeout;
    private Move? _move;

    /// <param name="access">What lets calls into the portal.</param>
    /// <param name="httpClient">The caller's client, who keeps it.</param>
    /// <param name="options">How patient the connection is, and where it may be led.</param>
    public PortalConnection(PortalAccess access, HttpClient httpClient, LeadClientOptions? options = null)
    {
        _access = access;
        _http = httpClient;
        _options = options ?? new LeadClientOptions { Limits = PortalLimits.None };
        Throttle = new PortalThrottle(_options, () => Portal);
        bool isOwnSooner = options is not null && (_http.Timeout == System.Threading.Timeout.InfiniteTimeSpan || options.Timeout < _http.Timeout);
        _timeout = isOwnSooner ? options!.Timeout : _http.Timeout;
    }

    /// <summary>The portal; never the secret.</summary>
    public string Portal => Volatile.Read(ref _move) is { } move && move.From == _access.Portal ? move.To.Authority : _access.Portal;

    /// <summary>What holds calls back.</summary>
    public PortalThrottle Throttle { get; }

    public void Dispose() => Throttle.Dispose();

    /// <summary>A client that neither follows redirects nor keeps cookies, and whose time limit is the connection's.</summary>
    public static HttpClient CreateHttpClient() => new(new SocketsHttpHandler
    {
        // HttpClient repeats a redirected POST as a GET without its body, and hands the secret in the path to any host.
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,

        // Without it there is no activity of HttpClient's, which has the whole address among its tags: a webhook's is a secret.
        ActivityHeadersPropagator = null,
    })
    {
        Timeout = System.Threading.Timeout.InfiniteTimeSpan,
    };

    /// <summary>The body of a call; the caller gives it back.</summary>
    public static PooledBuffer WriteBody<TCall>(TCall call, Action<WireWriter, TCall> write)
    {
        var body = new PooledBuffer();
        write(new JsonWireWriter(body), call);
        return body;
    }

    /// <summary>Posts a call once and returns a successful answer; the caller gives it back.</summary>
    public async Task<PortalReply> CallAsync<TCall>(string method, TCall call, Action<WireWriter, TCall> write, CancellationToken cancellationToken)
    {
        using PooledBuffer body = WriteBody(call, write);
        return await PostAsync(new CallTraits(method), body, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Posts a body once, and again with new tokens where the portal says that they are too old.</summary>
    public async Task<PortalReply> PostAsync(CallTraits call, PooledBuffer body, CancellationToken cancellationToken)
    {
        PortalKey key = await UnsentAsync(_access.GetKeyAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        for (int renewals = 0; ; renewals++)
        {
            try
            {
                return await PostAsync(call, body, key, cancellationToken).ConfigureAwait(false);
            }
            catch (Bitrix24AuthenticationException e) when (e.ErrorCode?.ToUpperInvariant() is "EXPIRED_TOKEN" or "INVALID_TOKEN"
                && (renewals == 0 || (renewals == 1 && !key.IsBought)))
            {
                // What the portal refused for its token it did not carry out. Tokens that another process has left may be too old as well.
                PortalKey? renewed = await UnsentAsync(_access.RenewAsync(key, cancellationToken), cancellationToken).ConfigureAwait(false);
                if (renewed is null)
                {
                    throw;
                }

                key = renewed;
            }
        }
    }

    public TAnswer ReadAnswer<TAnswer>(string method, PortalReply reply, Func<PortalReply, TAnswer> read)
    {
        try
        {
            return read(reply);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            throw Unreadable(method, HttpStatusCode.OK, "a result of another shape");
        }
    }

    public Bitrix24ReplyException Unreadable(string method, HttpStatusCode? status, string what) =>
        new($"{Portal} answered {method} with {what}.{Doubt(method)}", new CallFailure(method, status));

    /// <summary>The exception for the error that a portal answered to a command of a batch.</summary>
    public Bitrix24Exception Refusal(string method, string? code, string? description) =>
        PortalErrors.ToException(new CallFailure(method, null, Redact(code) ?? "", Redact(description)), Portal);

    // Follows a renamed portal, once: a second redirect would be no rename.
    private async Task<PortalReply> PostAsync(CallTraits call, PooledBuffer body, PortalKey key, CancellationToken cancellationToken)
    {
        var address = new Uri(key.Address, call.Method + ".json");
        address = Volatile.Read(ref _move) is { } move && move.From == address.Authority ? PortalMove.Rebase(address, move.To) : address;
        Sending sending = await SendAsync(call, body, key, address, cancellationToken).ConfigureAwait(false);
        if (sending.Reply is null)
        {
            Uri next = Follow(call.Method, address, sending);
            string portal = Portal;
            sending = await SendAsync(call, body, key, next, cancellationToken).ConfigureAwait(false);
            if (sending.Reply is null)
            {
                throw Redirected(call.Method, sending.Location, sending.Status, "it had led there from another address already");
            }

            // Calls that were under way together all find the portal gone.
            if (Interlocked.Exchange(ref _move, new Move(key.Address.Authority, next))?.To.Authority != next.Authority)
            {
                _options.Events?.OnMove(portal, next.Authority);
            }
        }

        return sending.Reply;
    }

    private Uri Follow(string method, Uri address, Sending sending)
    {
        string? objection = sending.Location is not { IsAbsoluteUri: true } target ? "it does not say where to"
            : sending.Status == HttpStatusCode.SeeOther || sending.WasFollowed ? "that would lose the call's body"
            : PortalMove.Objection(address, target, _options.AllowedHosts);
        return objection is null ? PortalMove.Rebase(address, sending.Location!) : throw Redirected(method, sending.Location, sending.Status, objection);
    }

    private Bitrix24ReplyException Redirected(string method, Uri? location, HttpStatusCode status, string objection)
    {
        string target = location is { IsAbsoluteUri: true } ? $" to {_access.Redact(location.Authority)}" : "";
        return new Bitrix24ReplyException(
            $"{Portal} redirects {method}{target}, and the client does not follow: {objection}. The portal was renamed, or the address is not its own: use its new address.",
            new CallFailure(method, status),
            isRedirect: true);
    }

    private async Task<Sending> SendAsync(CallTraits call, PooledBuffer body, PortalKey key, Uri address, CancellationToken cancellationToken)
    {
        using Admission admission = await UnsentAsync(Throttle.AdmitAsync(call, cancellationToken), cancellationToken).ConfigureAwait(false);
        using PooledBuffer? signed = key.AccessToken is { } token ? Sign(body, token) : null;
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new ReadOnlyMemoryContent((signed ?? body).WrittenMemory) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } },
        };
        request.Headers.UserAgent.Add(s_userAgent);
        request.Headers.Accept.Add(s_json);

        // HttpClient's own time limit ends with the headers; a body that trickles must not be waited for without end.
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(_timeout);
        long begun = Stopwatch.GetTimestamp();
        Bitrix24Exception? failure = null;
        var received = new PooledBuffer(4096);
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token).ConfigureAwait(false);
            bool wasFollowed = response.RequestMessage is { } sent && (sent.Method != HttpMethod.Post || sent.RequestUri != address);
            if (wasFollowed || (int)response.StatusCode is >= 300 and < 400)
            {
                received.Dispose();
                Uri? location = wasFollowed ? response.RequestMessage!.RequestUri : response.Headers.Location;
                return new Sending(null, response.StatusCode, location, wasFollowed);
            }

            await response.Content.CopyToAsync(new BufferStream(received), deadline.Token).ConfigureAwait(false);
            return new Sending(Examine(call, response, received), response.StatusCode, null, false);
        }
        catch (Exception e) when (e is not Bitrix24Exception and not ObjectDisposedException && !cancellationToken.IsCancellationRequested)
        {
            // Of whatever type: a handler of the caller's HttpClient throws what it likes.
            received.Dispose();
            failure = Unanswered(call, e);
            admission.MayHaveWorked = failure.IsOutcomeUnknown;
            throw failure;
        }
        catch (Exception e)
        {
            received.Dispose();
            failure = e as Bitrix24Exception;
            admission.MayHaveWorked = failure is null or { IsOutcomeUnknown: true };
            if (e is not Bitrix24Exception)
            {
                // A connection may break because the call is cancelled, or just then; what it says is not ours to vouch for.
                cancellationToken.ThrowIfCancellationRequested();
            }

            throw;
        }
        finally
        {
            Telemetry.Sent(Stopwatch.GetElapsedTime(begun), call.Method, Portal, failure);
        }
    }

    // Of what comes before the sending: a cancellation there leaves no doubt.
    private static async ValueTask<T> UnsentAsync<T>(ValueTask<T> waiting, CancellationToken cancellationToken)
    {
        try
        {
            return await waiting.ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (cancellationToken.IsCancellationRequested)
        {
            throw new CanceledUnsentException(e);
        }
    }

    // The body is an object; the token is its last member.
    private static PooledBuffer Sign(PooledBuffer body, string accessToken)
    {
        JsonEncodedText token = JsonEncodedText.Encode(accessToken);
        var signed = new PooledBuffer(body.Length + token.EncodedUtf8Bytes.Length + 16);
        ReadOnlySpan<byte> open = body.Written[..^1];
        signed.Write(open);
        signed.Write(open.Length > 1 ? ",\"auth\":\""u8 : "\"auth\":\""u8);
        signed.Write(token.EncodedUtf8Bytes);
        signed.Write("\"}"u8);
        return signed;
    }

    private Bitrix24TransportException Unanswered(CallTraits call, Exception e)
    {
        string reason = e is OperationCanceledException ? "no answer came in time" : Reason(e);
        bool wasConnected = e is not HttpRequestException
        {
            HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
                or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
        };
        return new Bitrix24TransportException(
            $"{Portal} did not answer {call.Method}: {_access.Redact(reason)}.{(wasConnected ? Doubt(call.WorkingMethod) : " Nothing was sent.")}",
            new CallFailure(call.Method),
            wasConnected);
    }

    // The exception itself is not passed on: what it holds, the address among it, is not ours to vouch for.
    private static string Reason(Exception e) => e is HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } http
        ? $"{http.HttpRequestError}, {e.Message.TrimEnd('.')}"
        : (e.InnerException ?? e).Message.TrimEnd('.');

    private PortalReply Examine(CallTraits call, HttpResponseMessage response, PooledBuffer body)
    {
        try
        {
            return ParseSuccess(call, response, body);
        }
        catch (Bitrix24LimitException e)
        {
            Throttle.LearnRefusal(call.WorkingMethod, e);
            throw;
        }
    }

    private PortalReply ParseSuccess(CallTraits call, HttpResponseMessage response, PooledBuffer body)
    {
        HttpStatusCode status = response.StatusCode;
        CallFailure failure = new(call.Method, status, RetryAfter: PortalErrors.RetryAfter(response, _options.TimeProvider));
        try
        {
            PortalReply reply = PortalReply.Parse(body);
            if (reply.Error is not null || reply.Result.IsEmpty)
            {
                throw reply.Error is null && status == HttpStatusCode.OK
                    ? Unreadable(call.Method, status, "neither a result nor an error")
                    : PortalErrors.ToException(failure with { ErrorCode = Redact(reply.Error), ErrorDescription = Redact(reply.ErrorDescription) }, Portal);
            }

            // A batch tells of the time of its commands in its result.
            if (!call.IsBatch)
            {
                Throttle.LearnTaken(call.Method);
                Throttle.Learn(call.Method, reply.Time, reply.Time?.Processing ?? reply.Time?.Duration, 1);
            }

            return reply;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            string came = body.Length == 0 ? "nothing" : body.Written.TrimStart(" \r\n\t"u8) is [(byte)'<', ..] ? "a web page" : "a text that is no whole JSON answer";
            throw status >= HttpStatusCode.BadRequest ? PortalErrors.ToException(failure, Portal, came) : Unreadable(call.Method, status, came);
        }
    }

    private string? Redact(string? text) => text is null ? null : _access.Redact(text);

    private static string Doubt(string method) => LeadCalls.Changes(method) ? " The portal may have carried the call out." : "";

    private sealed record Move(string From, Uri To);

    private readonly record struct Sending(PortalReply? Reply, HttpStatusCode Status, Uri? Location, bool WasFollowed);
}
