namespace LeadGen.Authentication;

/// <summary>Exchanges refresh tokens, each of them once, and keeps the last answer of the authorization server.</summary>
/// <param name="server">The authorization server.</param>
/// <param name="onIssued">Called with each new pair, before the answer is available.</param>
/// <param name="time">The clock.</param>
internal sealed class TokenExchange(AuthorizationServer server, Action<OAuthToken?> onIssued, TimeProvider time)
{
    // A rejection that may be temporary is cached, so that not every call sends another request to the authorization server.
    private static readonly TimeSpan s_rejectionCacheDuration = TimeSpan.FromSeconds(30);

    private readonly object _gate = new();
    private volatile Exchange? _last;

    // A refresh token can be exchanged once. The pair is returned again until the store has saved it. The store decides,
    // because another process may have saved a later pair.
    public Task<TokenResult> RequestTokensAsync(OAuthToken current)
    {
        lock (_gate)
        {
            if (_last is not { } last || last.RefreshToken != current.RefreshToken || last.ShouldRepeat(time))
            {
                _last = last = new Exchange(current.RefreshToken, Task.Run(async () =>
                {
                    TokenResult answer = await server.RefreshAsync(current).ConfigureAwait(false);
                    onIssued(answer.Pair);
                    return answer with { AnsweredAt = time.GetTimestamp() };
                }));
            }

            return last.Answer;
        }
    }

    /// <summary>Gets the answer that the refresh token of a pair can't be exchanged again; <see langword="null"/> if there is none.</summary>
    public TokenResult? GetRejection(OAuthToken token) => _last is { } last && last.RefreshToken == token.RefreshToken ? last.Rejection : null;

    /// <summary>Determines whether the last exchange issued the pair.</summary>
    public bool HasIssued(OAuthToken token) =>
        _last is { Answer: { IsCompletedSuccessfully: true, Result.Pair: { } pair } } && pair.AccessToken == token.AccessToken;

    /// <summary>The last refresh token that was sent, and the result.</summary>
    private sealed record Exchange(string RefreshToken, Task<TokenResult> Answer)
    {
        public TokenResult? Rejection => Answer is { IsCompletedSuccessfully: true, Result: { IsSpent: true } rejection } ? rejection : null;

        public bool ShouldRepeat(TimeProvider time) => Answer.IsCompleted
            && Answer is not { IsCompletedSuccessfully: true, Result: { Pair: not null } or { IsSpent: true } }
            && !(Answer is { IsCompletedSuccessfully: true, Result: { IsRejected: true } rejection } && time.GetElapsedTime(rejection.AnsweredAt) < s_rejectionCacheDuration);
    }
}
