using LeadGen.Client;

namespace LeadGen.Authentication;

/// <summary>Lets calls in by an application's tokens, and exchanges those for new ones once for all callers that need it.</summary>
/// <remarks>Tokens are exchanged when a portal refuses one, not by the clock: see https://apidocs.bitrix24.com/settings/oauth/index.html.</remarks>
internal sealed class OAuthAccess : PortalAccess
{
    // Two of each pair. An answer that was long under way may repeat a token of some pairs ago.
    private const int MaxSecrets = 16;

    private readonly IOAuthTokenStore _store;
    private readonly string _clientSecret;
    private readonly string _serverHost;
    private readonly AuthorizationServer _server;
    private readonly LeadClientEvents? _events;
    private readonly object _gate = new();
    private volatile string[] _secrets = [];
    private volatile OAuthToken? _token;
    private volatile Exchange? _exchange;
    private Task<TokenAnswer>? _renewal;

    public OAuthAccess(OAuthApplication application, HttpClient http, LeadClientOptions options)
    {
        _store = application.TokenStore!;
        _clientSecret = application.ClientSecret;
        _serverHost = application.TokenEndpoint.Authority;
        _server = new AuthorizationServer(application, http, options, Redact);
        _events = options.Events;
    }

    /// <summary>Whether secrets may be sent to an address: by https, or within this machine.</summary>
    public static bool IsSecure(Uri? address) => address is { IsAbsoluteUri: true }
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));

    public override string Portal => _token?.ClientEndpoint.Authority ?? _serverHost;

    public override async ValueTask<PortalKey> GetKeyAsync(CancellationToken cancellationToken)
    {
        OAuthToken? token = _token;
        if (token is null)
        {
            OAuthToken read = await ReadAsync(cancellationToken).ConfigureAwait(false);

            // Others may have read it sooner, and have exchanged it since.
            token = Interlocked.CompareExchange(ref _token, read, null) ?? read;
        }

        // The portal has refused its access token, or nobody would have asked for another; but it may have been installed anew.
        return KeyOf(RefusalOf(token) is null ? token : await RenewAsync(token.AccessToken, cancellationToken).ConfigureAwait(false));
    }

    public override async ValueTask<PortalKey?> RenewAsync(PortalKey refused, CancellationToken cancellationToken) =>
        KeyOf(await RenewAsync(refused.AccessToken!, cancellationToken).ConfigureAwait(false));

    public override string Redact(string text)
    {
        // The longest first: of one that begins with another, the rest would be left.
        string redacted = text;
        foreach (string secret in _secrets.Append(_clientSecret).OrderByDescending(static s => s.Length))
        {
            redacted = Redact(redacted, secret);
        }

        return redacted;
    }

    private PortalKey KeyOf(OAuthToken token) => new(WithSlash(token.ClientEndpoint), token.AccessToken)
    {
        IsBought = _exchange is { Answer: { IsCompletedSuccessfully: true, Result.Pair: { } pair } } && pair.AccessToken == token.AccessToken,
    };

    private static Uri WithSlash(Uri address) => address.AbsoluteUri.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");

    private async Task<OAuthToken> ReadAsync(CancellationToken cancellationToken)
    {
        OAuthToken? read;
        try
        {
            read = await _store.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw StoreFailure(e).Failure!();
        }

        TokenAnswer answer = read is null ? Unusable("it is not installed on the portal, or the store is another one") : Examine(read);
        return answer.Pair ?? throw answer.Failure!();
    }

    private async Task<OAuthToken> RenewAsync(string refused, CancellationToken cancellationToken)
    {
        Task<TokenAnswer> renewal;
        lock (_gate)
        {
            OAuthToken current = _token!;
            if (current.AccessToken != refused)
            {
                return current;
            }

            // Not ended with the caller that began it: once the server was asked, the old tokens are worthless.
            renewal = _renewal ??= Task.Run(() => RenewAsync(current), CancellationToken.None);
        }

        TokenAnswer answer = await renewal.WaitAsync(cancellationToken).ConfigureAwait(false);
        return answer.Failure is { } failure ? throw failure() : answer.Pair!;
    }

    private async Task<TokenAnswer> RenewAsync(OAuthToken expired)
    {
        TokenAnswer? answer = null;
        try
        {
            answer = await FindNextAsync(expired).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                _token = answer?.Pair ?? _token;
                _renewal = null;
            }
        }

        if (answer.Pair is { } next)
        {
            _events?.OnTokenRefresh(next.ClientEndpoint.Authority, next.ExpiresAt);
        }

        return answer;
    }

    private async Task<TokenAnswer> FindNextAsync(OAuthToken expired)
    {
        TokenAnswer? asked = RefusalOf(expired);
        if (asked is null)
        {
            try
            {
                OAuthToken? next = await _store.RefreshAsync(
                    expired,
                    async (current, _) =>
                    {
                        asked = await AskAsync(current).ConfigureAwait(false);
                        return asked.Pair ?? throw asked.Failure!();
                    },
                    CancellationToken.None).ConfigureAwait(false);
                return next is null ? StoreFailure(new InvalidOperationException("It gave no pair.")) : next == asked?.Pair ? asked : Examine(next);
            }
            catch (Exception e) when (asked?.Pair is not null || asked is null)
            {
                return StoreFailure(e);
            }
            catch (Exception)
            {
                // What the server said, in whatever wrapping of the store's.
            }
        }

        return asked!.IsRefused ? await FindSavedAsync(expired, asked).ConfigureAwait(false) : asked;
    }

    // Where a store knows no lock, another process may have used the old token in the meantime, and saved the new one.
    private async Task<TokenAnswer> FindSavedAsync(OAuthToken expired, TokenAnswer refusal)
    {
        try
        {
            OAuthToken? saved = await _store.ReadAsync(CancellationToken.None).ConfigureAwait(false);
            return saved is null || saved.AccessToken == expired.AccessToken ? refusal : Examine(saved);
        }
        catch (Exception e)
        {
            return StoreFailure(e);
        }
    }

    // A refresh token buys one pair, once. That pair is given again as long as the store could not save it; the store has the
    // last word, since another process may have saved a later one.
    private Task<TokenAnswer> AskAsync(OAuthToken current)
    {
        Know(current);
        lock (_gate)
        {
            if (_exchange is not { } last || last.RefreshToken != current.RefreshToken || last.IsToBeRepeated)
            {
                _exchange = last = new Exchange(current.RefreshToken, Task.Run(async () =>
                {
                    TokenAnswer answer = await _server.AskAsync(current).ConfigureAwait(false);
                    Know(answer.Pair);
                    return answer;
                }));
            }

            return last.Answer;
        }
    }

    /// <summary>What the server has said of a pair that buys no other any more; <see langword="null"/> where it has not.</summary>
    private TokenAnswer? RefusalOf(OAuthToken token) => _exchange is { } last && last.RefreshToken == token.RefreshToken ? last.Refusal : null;

    private TokenAnswer Examine(OAuthToken token)
    {
        Know(token);
        return string.IsNullOrEmpty(token.AccessToken) || string.IsNullOrEmpty(token.RefreshToken) ? Unusable("one of the two that it has is empty")
            : !IsSecure(token.ClientEndpoint) ? Unusable("the address beside them is no https address")
            : new TokenAnswer(token);
    }

    private static TokenAnswer Unusable(string reason) => new(null, () => new Bitrix24AuthenticationException(
        $"The token store has no tokens of the application: {reason}.", new CallFailure(AuthorizationServer.Exchange)));

    private TokenAnswer StoreFailure(Exception e)
    {
        // What a store throws is somebody else's, and may repeat what was to be stored.
        string text = e.ToString();
        Exception? cause = Redact(text) == text ? e : null;
        string message = $"The token store failed: {e.GetType().Name}, {Redact(e.Message.TrimEnd('.'))}. The call that needed the tokens was not carried out.";
        return new TokenAnswer(null, () => new Bitrix24TokenStoreException(message, new CallFailure(AuthorizationServer.Exchange), cause));
    }

    private void Know(OAuthToken? token)
    {
        string[] secrets = [.. new[] { token?.AccessToken, token?.RefreshToken }.OfType<string>().Where(static s => s.Length > 0)];
        lock (_gate)
        {
            _secrets = [.. secrets.Concat(_secrets).Distinct().Take(MaxSecrets)];
        }
    }

    /// <summary>The last refresh token that the server was asked with, and what it said.</summary>
    private sealed record Exchange(string RefreshToken, Task<TokenAnswer> Answer)
    {
        public TokenAnswer? Refusal => Answer is { IsCompletedSuccessfully: true, Result: { IsSpent: true } refusal } ? refusal : null;

        public bool IsToBeRepeated => Answer.IsCompleted && Answer is not { IsCompletedSuccessfully: true, Result: { Pair: not null } or { IsSpent: true } };
    }
}
