namespace LeadGen.Authentication;

/// <summary>What became of the wish for new tokens, for all who wait for them.</summary>
/// <param name="Pair">The new pair; <see langword="null"/> where there is none.</param>
/// <param name="Failure">
/// Makes the exception for one who waits: each has its own, as each call adds to it what became of its other attempts. Beside a
/// pair it says what is wrong with the rest of the answer.
/// </param>
/// <param name="IsRefused">Whether asking again with the same pair is no use for now.</param>
/// <param name="IsSpent">Whether asking again with the same refresh token is no use for ever.</param>
internal sealed record TokenAnswer(OAuthToken? Pair, Func<Bitrix24Exception>? Failure = null, bool IsRefused = false, bool IsSpent = false)
{
    /// <summary>The pair with its version, once a store has it.</summary>
    public StoredOAuthToken? Stored { get; init; }

    /// <summary>When the server answered, as a timestamp.</summary>
    public long AnsweredAt { get; init; }
}
