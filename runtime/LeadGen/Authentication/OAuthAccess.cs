using LeadGen.Access;

namespace LeadGen.Authentication;

/// <summary>Provides the access tokens of an application. New tokens are requested once for all calls that need them.</summary>
/// <remarks>Tokens are refreshed when a portal rejects one, not by the clock. See https://apidocs.bitrix24.com/settings/oauth/index.html.</remarks>
internal sealed class OAuthAccess : PortalAccess
{
    // Two tokens of each pair. A late reply may contain a token of an earlier pair.
    private const int MaxSecrets = 16;

    // Another process may have used the refresh token first, and may still be saving the new pair.
    private static readonly TimeSpan s_otherSaveTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_readInterval = TimeSpan.FromMilliseconds(250);

    private readonly TokenStoreAccess _store;
    private readonly string _clientSecret;
    private readonly string _serverHost;
    private readonly TokenExchange _exchange;
    private readonly Bitrix24ClientEvents? _events;
    private readonly TimeProvider _time;
    private readonly object _gate = new();
    private volatile string[] _secrets = [];
    private volatile StoredOAuthToken? _token;
    private volatile Uri? _redirectedTo;
    private Task<TokenResult>? _refresh;

    public OAuthAccess(OAuthApplication application, HttpClient http, Bitrix24ClientOptions options)
    {
        _store = new TokenStoreAccess(application.TokenStore!, options.Timeout);
        _clientSecret = application.ClientSecret;
        _serverHost = application.TokenEndpoint.Authority;
        _exchange = new TokenExchange(new AuthorizationServer(application, http, options, Redact), AddSecrets, options.TimeProvider);
        _events = options.Events;
        _time = options.TimeProvider;
    }

    public override string Portal => _token?.Token.ClientEndpoint.Authority ?? _serverHost;

    public override async ValueTask<AccessCredentials> GetCredentialsAsync(CancellationToken cancellationToken)
    {
        StoredOAuthToken? token = _token;
        if (token is null)
        {
            StoredOAuthToken read = await ReadAsync(cancellationToken).ConfigureAwait(false);

            // Another call may have read the pair earlier and refreshed it in the meantime.
            token = Interlocked.CompareExchange(ref _token, read, null) ?? read;
        }

        // The portal rejected its access token. But the application may have been installed again.
        return GetCredentials(_exchange.GetRejection(token.Token) is null ? token.Token : await RefreshAsync(token.Token.AccessToken, cancellationToken).ConfigureAwait(false));
    }

    public override async ValueTask<AccessCredentials?> RefreshAsync(AccessCredentials rejected, CancellationToken cancellationToken) =>
        GetCredentials(await RefreshAsync(rejected.AccessToken!, cancellationToken).ConfigureAwait(false));

    public override void OnRedirect(Uri target) => _redirectedTo = target;

    public override string Redact(string text) => Redact(text, _secrets.Append(_clientSecret));

    private AccessCredentials GetCredentials(OAuthToken token) => new(WithSlash(token.ClientEndpoint), token.AccessToken)
    {
        IsNewlyIssued = _exchange.HasIssued(token),
    };

    private static Uri WithSlash(Uri address) => address.AbsoluteUri.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");

    private async Task<StoredOAuthToken> ReadAsync(CancellationToken cancellationToken)
    {
        StoredOAuthToken? read;
        try
        {
            read = await _store.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw StoreFailure(e).Failure!();
        }

        TokenResult answer = read is null ? Unusable("it is not installed on the portal, and an administrator must install it, or OAuth.TokenStore is not the store in which its tokens were saved") : ParseResponse(read);
        return answer.Stored ?? throw answer.Failure!();
    }

    private async Task<OAuthToken> RefreshAsync(string rejected, CancellationToken cancellationToken)
    {
        Task<TokenResult> refresh;
        lock (_gate)
        {
            StoredOAuthToken current = _token!;
            if (current.Token.AccessToken != rejected)
            {
                return current.Token;
            }

            // Not canceled with the call that started it: after the request, the old tokens are invalid.
            refresh = _refresh ??= Task.Run(() => RefreshAsync(current), CancellationToken.None);
        }

        TokenResult answer = await refresh.WaitAsync(cancellationToken).ConfigureAwait(false);
        return answer.Failure is { } failure ? throw failure() : answer.Pair!;
    }

    private async Task<TokenResult> RefreshAsync(StoredOAuthToken expired)
    {
        TokenResult? answer = null;
        try
        {
            answer = await FindNextAsync(expired).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                _token = answer?.Stored ?? _token;
                _refresh = null;
            }
        }

        if (answer.Pair is { } next)
        {
            _events?.OnTokenRefresh(next.ClientEndpoint.Authority, next.ExpiresAt);
        }

        return answer;
    }

    private async Task<TokenResult> FindNextAsync(StoredOAuthToken expired)
    {
        TokenResult? asked = _exchange.GetRejection(expired.Token);
        if (asked is null)
        {
            try
            {
                StoredOAuthToken? next = await _store.RefreshAsync(expired, async current => asked = await RequestTokensAsync(current).ConfigureAwait(false)).ConfigureAwait(false);
                return next?.Token is null ? StoreFailure(new Bitrix24TokenStoreException("It did not return a token pair."))
                    : asked?.Pair is { } issued && next.Token.AccessToken == issued.AccessToken ? asked with { Stored = next with { Token = issued } }
                    : ParseResponse(next);
            }
            catch (Exception e) when (asked?.Pair is not null || asked is null)
            {
                return StoreFailure(e);
            }
            catch (Exception)
            {
                // The failure of the authorization server, which the store may have wrapped.
            }
        }

        return asked!.IsRejected ? await FindSavedAsync(expired, asked).ConfigureAwait(false) : asked;
    }

    // If the store has no lock, another process may have refreshed the tokens and saved the new pair.
    private async Task<TokenResult> FindSavedAsync(StoredOAuthToken expired, TokenResult rejection)
    {
        try
        {
            while (true)
            {
                StoredOAuthToken? saved = await _store.ReadAsync(CancellationToken.None).ConfigureAwait(false);
                if (saved?.Token is not null && saved.Token.AccessToken != expired.Token.AccessToken)
                {
                    return ParseResponse(saved);
                }

                // Counted from the rejection, so that a final rejection takes no extra time.
                if (!rejection.IsSpent || _time.GetElapsedTime(rejection.AnsweredAt) >= s_otherSaveTimeout)
                {
                    return rejection;
                }

                await Task.Delay(s_readInterval, _time, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            return StoreFailure(e);
        }
    }

    private Task<TokenResult> RequestTokensAsync(OAuthToken current)
    {
        AddSecrets(current);
        if (FindPortalMismatch(current) is { } other)
        {
            return Task.FromResult(other);
        }

        return _exchange.RequestTokensAsync(current);
    }

    private TokenResult ParseResponse(StoredOAuthToken stored)
    {
        OAuthToken? token = stored.Token;
        AddSecrets(token);
        if (token is null || string.IsNullOrEmpty(token.AccessToken) || string.IsNullOrEmpty(token.RefreshToken))
        {
            return Unusable("the stored access token or refresh token is empty");
        }

        if (!WebAddress.TryNormalize(token.ClientEndpoint, out Uri? endpoint))
        {
            return Unusable("the client endpoint of the stored tokens is not an https address, or contains a user name");
        }

        token = token with { ClientEndpoint = endpoint };
        if (FindPortalMismatch(token) is { } other)
        {
            return other;
        }

        token = token with { MemberId = string.IsNullOrEmpty(token.MemberId) ? _token?.Token.MemberId : token.MemberId };
        return new TokenResult(token) { Stored = stored with { Token = token } };
    }

    /// <summary>
    /// Gets the failure for a pair of another portal; <see langword="null"/> if the pair belongs to the client's portal. On another
    /// portal, IDs that were read before belong to other records and entries.
    /// </summary>
    private TokenResult? FindPortalMismatch(OAuthToken token) => _token?.Token is not { } own || own.IsOfSamePortal(token, _redirectedTo) ? null : Unusable(
        $"the stored tokens belong to another portal ({token.ClientEndpoint.Authority}) than the client ({own.ClientEndpoint.Authority}). Use a separate store for each portal, and save {nameof(OAuthToken.MemberId)} with the tokens, so that a renamed portal is recognized");

    private static TokenResult Unusable(string reason) => new(null, () => new Bitrix24AuthenticationException(
        $"The token store has no usable tokens of the application: {reason}.", new CallFailure(CallFailure.TokenExchange)));

    private TokenResult StoreFailure(Exception e)
    {
        // The message of a third-party exception may contain the tokens, or a connection string with its password.
        string reason = e is Bitrix24TokenStoreException known ? Redact(known.Message.TrimEnd('.')) : e.GetType().Name;
        string message = $"The token store failed: {reason}. The call that needed the tokens was not processed.";
        return new TokenResult(null, () => new Bitrix24TokenStoreException(message));
    }

    private void AddSecrets(OAuthToken? token)
    {
        string[] secrets = [.. new[] { token?.AccessToken, token?.RefreshToken }.OfType<string>().Where(static s => s.Length > 0)];
        lock (_gate)
        {
            _secrets = [.. secrets.Concat(_secrets).Distinct().Take(MaxSecrets)];
        }
    }
}
