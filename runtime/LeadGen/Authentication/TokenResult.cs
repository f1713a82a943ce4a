namespace LeadGen.Authentication;

/// <summary>Represents the result of a token request, for all calls that wait for it.</summary>
/// <param name="Pair">The new pair; <see langword="null"/> if there is none.</param>
/// <param name="Failure">
/// Creates the exception for a waiting call; <see langword="null"/> if there is no failure. If there is a pair, the exception describes what
/// is wrong with the rest of the reply.
/// </param>
/// <param name="IsRejected">Whether the server rejected the request, and would reject it again for some time.</param>
/// <param name="IsSpent">Whether the refresh token is permanently invalid.</param>
internal sealed record TokenResult(OAuthToken? Pair, Func<Bitrix24Exception>? Failure = null, bool IsRejected = false, bool IsSpent = false)
{
    /// <summary>Gets the pair with its version, after a store has saved it.</summary>
    public StoredOAuthToken? Stored { get; init; }

    /// <summary>Gets the timestamp of the <see cref="TimeProvider"/> at which the server replied.</summary>
    public long AnsweredAt { get; init; }
}
