namespace LeadGen.Authentication;

/// <summary>Represents the result of a token request, for all calls that wait for it.</summary>
/// <param name="Pair">The new pair; <see langword="null"/> if there is none.</param>
/// <param name="Failure">
/// Creates the exception for a waiting call. With
/// a pair, it describes what is wrong with the rest of the reply.
/// </param>
/// <param name="IsRefused">Whether another request with the same pair is useless for now.</param>
/// <param name="IsSpent">Whether another request with the same refresh token is useless for good.</param>
internal sealed record TokenResult(OAuthToken? Pair, Func<Bitrix24Exception>? Failure = null, bool IsRefused = false, bool IsSpent = false)
{
    /// <summary>Gets the pair with its version, after a store has saved it.</summary>
    public StoredOAuthToken? Stored { get; init; }

    /// <summary>Gets when the server replied, as a timestamp.</summary>
    public long AnsweredAt { get; init; }
}
