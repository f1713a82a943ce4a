namespace LeadGen.Authentication;

/// <summary>Exchanges refresh tokens, each of them once, and keeps the last answer of the authorization server.</summary>
/// <param name="server">The authorization server.</param>
/// <param name="onIssued">Called with each new pair, before the answer is available.</param>
/// <param name="time">The clock.</param>
internal sealed class TokenExchange(AuthorizationServer server, Action<OAuthToken?> onIssued, TimeProvider time)
{
    // A refusal that may be lifted is cached for a while, so that not every call asks the authorization server again.
    private static readonly TimeSpan s_keepRefusalFor = TimeSpan.FromSeconds(30);

    private readonly object _gate = new();
    private volatile Exchange? _last;

    // A refresh token can be exchanged once. The pair is returned again as long as the store could not save it; the store has the
    // last word, since another process may have saved a later one.
    public Task<TokenAnswer> AskAsync(OAuthToken current)
    {
        lock (_gate)
        {
            if (_last is not { } last || last.RefreshToken != current.RefreshToken || last.IsToBeRepeated(time))
            {
                _last = last = new Exchange(current.RefreshToken, Task.Run(async () =>
                {
                    TokenAnswer answer = await server.AskAsync(current).ConfigureAwait(false);
                    onIssued(answer.Pair);
                    return answer with { AnsweredAt = time.GetTimestamp() };
                }));
            }

            return last.Answer;
        }
    }

    /// <summary>Gets the answer that the refresh token of a pair can't be exchanged again; <see langword="null"/> if there is none.</summary>
    public TokenAnswer? RefusalOf(OAuthToken token) => _last is { } last && last.RefreshToken == token.RefreshToken ? last.Refusal : null;

    /// <summary>Determines whether the last exchange issued the pair.</summary>
    public bool HasIssued(OAuthToken token) =>
        _last is { Answer: { IsCompletedSuccessfully: true, Result.Pair: { } pair } } && pair.AccessToken == token.AccessToken;

    /// <summary>The last refresh token that was sent, and the result.</summary>
    private sealed record Exchange(string RefreshToken, Task<TokenAnswer> Answer)
    {
        public TokenAnswer? Refusal => Answer is { IsCompletedSuccessfully: true, Result: { IsSpent: true } refusal } ? refusal : null;

        public bool IsToBeRepeated(TimeProvider time) => Answer.IsCompleted
            && Answer is not { IsCompletedSuccessfully: true, Result: { Pair: not null } or { IsSpent: true } }
            && !(Answer is { IsCompletedSuccessfully: true, Result: { IsRefused: true } refusal } && time.GetElapsedTime(refusal.AnsweredAt) < s_keepRefusalFor);
    }
}
