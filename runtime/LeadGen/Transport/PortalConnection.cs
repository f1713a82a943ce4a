using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using LeadGen.Access;
using LeadGen.Limits;
using LeadGen.Wire;

namespace LeadGen.Transport;

/// <summary>Posts calls to one portal, one attempt each.</summary>
internal sealed class PortalConnection : IDisposable
{
    private static readonly ProductInfoHeaderValue s_userAgent = new(
        "LeadGen", typeof(PortalConnection).Assembly.GetName().Version!.ToString(3));

    private static readonly MediaTypeWithQualityHeaderValue s_json = new("application/json");

    private readonly PortalAccess _access;
    private readonly HttpClient _http;
    private readonly Bitrix24ClientOptions _options;
    private readonly TimeSpan _timeout;
    private Move? _move;
    private string? _origin;
    private readonly CancellationTokenSource _disposal = new();
    private volatile string? _expiredToken;

    /// <param name="access">The credentials.</param>
    /// <param name="httpClient">The HTTP client, which is not disposed.</param>
    /// <param name="options">The time limits and the permitted hosts.</param>
    public PortalConnection(PortalAccess access, HttpClient httpClient, Bitrix24ClientOptions? options = null)
    {
        _access = access;
        _http = httpClient;
        _options = options ?? new Bitrix24ClientOptions { Limits = PortalLimits.None };
        Throttle = new PortalThrottle(_options, () => Portal);
        Failures = new PortalFailures(() => Portal, access.Redact);
        Responses = new ResponseParser(Failures, Throttle, _options.TimeProvider);
        bool isOwnSooner = options is not null && (_http.Timeout == System.Threading.Timeout.InfiniteTimeSpan || options.Timeout < _http.Timeout);
        _timeout = isOwnSooner ? options!.Timeout : _http.Timeout;
    }

    /// <summary>Gets the name of the portal, without the secret.</summary>
    public string Portal => Volatile.Read(ref _move) is { } move && move.From == _access.Portal ? move.To.Authority : _access.Portal;

    /// <summary>
    /// Gets the name of the portal that data is marked with. It does not change if the portal moves, so that all data of the client
    /// has the same one.
    /// </summary>
    public string Origin => Volatile.Read(ref _origin) ?? Interlocked.CompareExchange(ref _origin, _access.Portal, null) ?? _origin;

    /// <summary>Gets the maximum length of a reply in bytes, after decompression.</summary>
    public int MaxReplyLength { get; init; } = ReplyLimits.BodyLength;

    /// <summary>Gets the records that the client has read.</summary>
    public RecordTracker Records { get; } = new();

    /// <summary>Gets the throttle, which delays calls for the limits.</summary>
    public PortalThrottle Throttle { get; }

    /// <summary>Creates the exceptions of failed calls.</summary>
    public PortalFailures Failures { get; }

    /// <summary>Reads the portal's responses.</summary>
    public ResponseParser Responses { get; }

    /// <summary>Gets the token that is canceled when the client is disposed.</summary>
    public CancellationToken Disposal => _disposal.Token;

    public void Dispose()
    {
        // Waiting calls continue on other threads, so that Dispose does not run code of their callers.
        _ = _disposal.CancelAsync();
        Throttle.Dispose();
    }

    /// <summary>Creates a client with a configured handler and without a time limit, because each attempt has its own.</summary>
    public static HttpClient CreateHttpClient()
    {
        var handler = new SocketsHttpHandler();
        ConfigureHandler(handler);
        return new HttpClient(handler) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
    }

    public static void ConfigureHandler(SocketsHttpHandler handler)
    {
        // HttpClient repeats a redirected POST as a GET without its body, and sends the secret in the path to any host.
        handler.AllowAutoRedirect = false;
        handler.AutomaticDecompression = DecompressionMethods.All;
        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5);
        handler.UseCookies = false;

        // Disables the activities of HttpClient. Their tags contain the whole address, and that of a webhook is a secret.
        handler.ActivityHeadersPropagator = null;
    }

    /// <summary>Writes the body of a call.</summary>
    public static ReadOnlyMemory<byte> WriteBody<TCall>(TCall call, Action<WireWriter, TCall> write)
    {
        var body = new WireBuffer();
        write(new JsonWireWriter(body), call);
        return body.WrittenMemory;
    }

    /// <summary>Determines whether data with the specified origin is from this portal: the origin is the first or a current name of the portal.</summary>
    public bool IsOrigin(string portal) => portal == Volatile.Read(ref _origin) || portal == _access.Portal || portal == Portal;

    /// <summary>Reads the tokens if they have not been read yet. Without tokens, the portal of an application's client is unknown.</summary>
    public async Task FindPortalAsync(CallTraits call, CancellationToken cancellationToken) =>
        await WaitForCredentialsAsync(call, _access.GetCredentialsAsync, cancellationToken).ConfigureAwait(false);

    /// <summary>Records that the portal rejected commands because of their access token, so that the next call refreshes the tokens first.</summary>
    /// <returns>Whether there are tokens to refresh; <see langword="false"/> with a webhook.</returns>
    public bool TryExpire(AccessCredentials key)
    {
        _expiredToken = key.AccessToken ?? _expiredToken;
        return key.AccessToken is not null;
    }

    /// <summary>Posts a call once and returns a successful reply, which the caller disposes.</summary>
    public async Task<PortalReply> CallAsync<TCall>(string method, TCall call, Action<WireWriter, TCall> write, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> body = WriteBody(call, write);
        return await PostAsync(new CallTraits(method), body, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Posts a body once, and again with new tokens if the portal rejects the old ones.</summary>
    public async Task<PortalReply> PostAsync(CallTraits call, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        AccessCredentials key = await WaitForCredentialsAsync(call, _access.GetCredentialsAsync, cancellationToken).ConfigureAwait(false);
        int refreshes = 0;
        if (key.AccessToken is { } token && token == _expiredToken)
        {
            key = await WaitForCredentialsAsync(call, ct => _access.RefreshAsync(key, ct), cancellationToken).ConfigureAwait(false) ?? key;
            refreshes++;
        }

        for (; ; refreshes++)
        {
            try
            {
                PortalReply reply = await PostAsync(call, body, key, cancellationToken).ConfigureAwait(false);
                reply.Credentials = key;
                return reply;
            }
            catch (Bitrix24AuthenticationException e) when (PortalErrors.IsTokenRejected(e) && key.CanRefreshAfter(refreshes))
            {
                // A call that was rejected because of its token was not processed.
                AccessCredentials? refreshed = await WaitForCredentialsAsync(call, ct => _access.RefreshAsync(key, ct), cancellationToken).ConfigureAwait(false);
                if (refreshed is null)
                {
                    throw;
                }

                key = refreshed;
            }
        }
    }

    /// <summary>Requests a file once, and returns it when its first bytes have arrived. The caller disposes it.</summary>
    /// <param name="call">The properties of the call.</param>
    /// <param name="address">The URL of the file, as the portal returned it. It is a secret.</param>
    /// <param name="maxLength">The maximum length of the file, in bytes.</param>
    /// <param name="cancellationToken">Cancels the request. It has no effect on the file that is returned.</param>
    /// <exception cref="ArgumentException">The URL is not one of this portal. Nothing was sent.</exception>
    /// <exception cref="Bitrix24Exception">The portal did not return the file.</exception>
    public async Task<CrmFileDownload> DownloadAsync(CallTraits call, string address, long maxLength, CancellationToken cancellationToken)
    {
        AccessCredentials key = await WaitForCredentialsAsync(call, _access.GetCredentialsAsync, cancellationToken).ConfigureAwait(false);
        Uri current = Volatile.Read(ref _move) is { } move && move.From == key.Address.Authority ? PortalMove.Rebase(key.Address, move.To) : key.Address;
        Uri target = FileAddress.Resolve(address, current, key.Address);
        using CallPermit permit = await AcquireAsync(call, wasSent: false, cancellationToken).ConfigureAwait(false);
        ThrowIfDisposed(call, wasSent: false);
        using HttpRequestMessage request = FileAddress.CreateRequest(target, s_userAgent);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(_timeout);
        long startedAt = Stopwatch.GetTimestamp();
        Bitrix24Exception? failure = null;
        HttpResponseMessage? response = null;
        try
        {
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token).ConfigureAwait(false);

            // The target of a redirect would receive the secret.
            bool wasFollowed = response.RequestMessage?.RequestUri is { } answered && answered != target;
            if (wasFollowed || (int)response.StatusCode is >= 300 and < 400)
            {
                throw Failures.Redirected(
                    call, response.StatusCode, wasFollowed ? response.RequestMessage!.RequestUri : response.Headers.Location, "the address of a file contains a secret; read the record again for its current address");
            }

            CrmFileDownload file = await FileResponse.OpenAsync(call, response, maxLength, _timeout, Failures, Responses, deadline.Token).ConfigureAwait(false);
            Throttle.RecordAccepted(call.Method);
            return file;
        }
        catch (Exception e)
        {
            using HttpResponseMessage? unused = response;
            if (e is not Bitrix24Exception && cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException(cancellationToken);
            }

            failure = e as Bitrix24Exception ?? Failures.Unanswered(call, e, wasSent: true);
            if (failure == e)
            {
                throw;
            }

            throw failure;
        }
        finally
        {
            Telemetry.RecordCall(Stopwatch.GetElapsedTime(startedAt), call.Method, Portal, response?.StatusCode, failure);
            call.Progress.LastStatus = response?.StatusCode;
        }
    }

    // Follows one redirect of a renamed portal. A second redirect is not a rename.
    private async Task<PortalReply> PostAsync(CallTraits call, ReadOnlyMemory<byte> body, AccessCredentials key, CancellationToken cancellationToken)
    {
        var address = new Uri(key.Address, call.Method + ".json");
        address = Volatile.Read(ref _move) is { } move && move.From == address.Authority ? PortalMove.Rebase(address, move.To) : address;
        SendResult sending = await SendAsync(call, body, key, address, wasSent: false, cancellationToken).ConfigureAwait(false);
        if (sending.Reply is null)
        {
            Uri next = ResolveRedirect(call, address, sending);
            string portal = Portal;
            _access.OnRedirect(next);
            sending = await SendAsync(call, body, key, next, wasSent: true, cancellationToken).ConfigureAwait(false);
            if (sending.Reply is null)
            {
                throw Failures.Redirected(call, sending.Status, sending.Location, "the portal already redirected this call once");
            }

            // Calls in progress all find that the portal moved. A portal that was renamed back has its first address again.
            Move? moved = next.Authority == key.Address.Authority ? null : new Move(key.Address.Authority, next);
            if (Interlocked.Exchange(ref _move, moved)?.To.Authority != moved?.To.Authority)
            {
                _options.Events?.OnMove(portal, next.Authority);
            }
        }

        return sending.Reply;
    }

    private Uri ResolveRedirect(CallTraits call, Uri address, SendResult sending)
    {
        string? validationError = PortalMove.GetValidationError(address, sending.Location, sending.Status, sending.WasFollowed, _options.AllowedHosts);
        return validationError is null ? PortalMove.Rebase(address, sending.Location!) : throw Failures.Redirected(call, sending.Status, sending.Location, validationError);
    }

    // A redirected call has already been sent, even if the second request fails.
    private async Task<SendResult> SendAsync(CallTraits call, ReadOnlyMemory<byte> body, AccessCredentials key, Uri address, bool wasSent, CancellationToken cancellationToken)
    {
        using CallPermit permit = await AcquireAsync(call, wasSent, cancellationToken).ConfigureAwait(false);

        // A limiter may ignore its cancellation token.
        ThrowIfDisposed(call, wasSent);
        if (cancellationToken.IsCancellationRequested)
        {
            throw Canceled(wasSent, cancellationToken);
        }

        var content = new CallContent(key.AccessToken is { } token ? AddAccessToken(body.Span, token) : body);
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
        request.Headers.UserAgent.Add(s_userAgent);
        request.Headers.Accept.Add(s_json);

        // The time limit of HttpClient does not include the body, which may arrive slowly.
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(_timeout);
        long startedAt = Stopwatch.GetTimestamp();
        Bitrix24Exception? failure = null;
        HttpStatusCode? status = null;
        RecordRead? read = call.ChangesRecord ? null : Records.BeginRead();
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token).ConfigureAwait(false);
            status = response.StatusCode;
            bool wasFollowed = response.RequestMessage is { } answered && (answered.Method != HttpMethod.Post || answered.RequestUri != address);
            if (wasFollowed || (int)response.StatusCode is >= 300 and < 400)
            {
                Uri? location = wasFollowed ? response.RequestMessage!.RequestUri : response.Headers.Location;
                return new SendResult(null, response.StatusCode, location, wasFollowed);
            }

            ReadOnlyMemory<byte> received;
            try
            {
                received = await ResponseBody.ReadAsync(response.Content, MaxReplyLength, deadline.Token).ConfigureAwait(false);
            }
            catch (UnexpectedReplyException e)
            {
                throw Failures.Unreadable(call, response.StatusCode, e);
            }

            PortalReply reply = Responses.Parse(call, response, received);
            (reply.Read, read) = (read, null);
            return new SendResult(reply, response.StatusCode, null, false);
        }
        catch (Exception e) when (e is not Bitrix24Exception && !cancellationToken.IsCancellationRequested)
        {
            // Of any type: a handler of the caller's HttpClient may throw any exception.
            failure = Failures.Unanswered(call, e, wasSent || content.IsRead);
            permit.MayHaveUsedTime = failure.IsOutcomeUnknown;
            throw failure;
        }
        catch (Exception e)
        {
            failure = e as Bitrix24Exception;
            permit.MayHaveUsedTime = failure is null ? wasSent || content.IsRead : failure.IsOutcomeUnknown;
            if (failure is null)
            {
                // A cancellation can appear as any exception, whose message may contain secrets.
                throw Canceled(wasSent || content.IsRead, cancellationToken);
            }

            throw;
        }
        finally
        {
            read?.Dispose();
            Telemetry.RecordCall(Stopwatch.GetElapsedTime(startedAt), call.Method, Portal, status, failure);
            call.Progress.LastStatus = status;
        }
    }

    // Disposing the client ends the wait. It may make the client's own limiter throw as well.
    private async ValueTask<CallPermit> AcquireAsync(CallTraits call, bool wasSent, CancellationToken cancellationToken)
    {
        ThrowIfDisposed(call, wasSent);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Disposal);
        try
        {
            CallPermit permit = await BeforeSendAsync(Throttle.AcquireAsync(call, either.Token), cancellationToken, wasSent).ConfigureAwait(false);
            Telemetry.RecordDelay(permit.WaitDuration, call.Method, Portal);
            return permit;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            ThrowIfDisposed(call, wasSent);
            throw;
        }
    }

    private static OperationCanceledException Canceled(bool wasSent, CancellationToken cancellationToken) =>
        wasSent ? new OperationCanceledException(cancellationToken) : new CanceledBeforeSendException(cancellationToken);

    // Runs before sending, so after a failure here the portal did not receive the call.
    private static async ValueTask<T> BeforeSendAsync<T>(ValueTask<T> waiting, CancellationToken cancellationToken, bool wasSent = false)
    {
        try
        {
            return await waiting.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw Canceled(wasSent, cancellationToken);
        }
        catch (Bitrix24Exception e)
        {
            throw e.With(e.Failure with { IsUnsent = !wasSent, IsOutcomeUnknown = wasSent });
        }
    }

    // A token store may hang, and Dispose does not wait for it. A token request in progress continues, so that its tokens are saved.
    private async ValueTask<T> WaitForCredentialsAsync<T>(CallTraits call, Func<CancellationToken, ValueTask<T>> start, CancellationToken cancellationToken)
    {
        ThrowIfDisposed(call, wasSent: false);
        ValueTask<T> waiting = start(cancellationToken);
        if (waiting.IsCompleted)
        {
            return await BeforeSendAsync(waiting, cancellationToken).ConfigureAwait(false);
        }

        Task<T> access = waiting.AsTask();
        try
        {
            return await BeforeSendAsync(new ValueTask<T>(access.WaitAsync(_disposal.Token)), cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_disposal.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            _ = access.ContinueWith(
                static t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            throw Failures.Unanswered(call, new ObjectDisposedException(nameof(Bitrix24Client)), wasSent: false);
        }
    }

    private void ThrowIfDisposed(CallTraits call, bool wasSent)
    {
        if (_disposal.IsCancellationRequested)
        {
            throw Failures.Unanswered(call, new ObjectDisposedException(nameof(Bitrix24Client)), wasSent);
        }
    }

    // The body is an object; the token is its last member.
    private static byte[] AddAccessToken(ReadOnlySpan<byte> body, string accessToken)
    {
        ReadOnlySpan<byte> open = body[..^1];
        return [.. open, .. open.Length > 1 ? ",\"auth\":\""u8 : "\"auth\":\""u8, .. JsonEncodedText.Encode(accessToken).EncodedUtf8Bytes, .. "\"}"u8];
    }

    private sealed record Move(string From, Uri To);

    private readonly record struct SendResult(PortalReply? Reply, HttpStatusCode Status, Uri? Location, bool WasFollowed);
}
