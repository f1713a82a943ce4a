namespace LeadGen;

/// <summary>Represents a pair of tokens as a store keeps it: with the number of its version.</summary>
/// <remarks>
/// Each pair that follows another has a larger number, whichever process saves it. The numbers say which of two pairs is newer;
/// dates can't, as the clocks of processes differ and a date may be missing.
/// </remarks>
/// <param name="Token">The pair.</param>
/// <param name="Version">The number. The first pair of a store has 1.</param>
public sealed record StoredOAuthToken(OAuthToken Token, long Version)
{
    /// <summary>Whether a store's pair replaces one that a client has in memory.</summary>
    /// <remarks>
    /// A different pair with the same number means that the store lost its data and the application was installed again. A
    /// smaller number means that the store was restored from a backup.
    /// </remarks>
    /// <param name="known">The pair in memory.</param>
    public bool IsNewerThan(StoredOAuthToken known)
    {
        ArgumentNullException.ThrowIfNull(known);
        return Version >= known.Version && Token.AccessToken != known.Token.AccessToken;
    }

    /// <summary>Creates the next version: a new pair with a larger number than this pair and another one.</summary>
    /// <param name="token">The new pair.</param>
    /// <param name="other">The other pair, if there is one.</param>
    public StoredOAuthToken Next(OAuthToken token, StoredOAuthToken? other = null) => new(token, Math.Max(Version, other?.Version ?? 0) + 1);

    /// <summary>Gets the portal, the date and the number; never a token.</summary>
    public override string ToString() => $"{Token}, version {Version}";
}
