namespace LeadGen;

/// <summary>Represents a stored pair of tokens and its version number.</summary>
/// <remarks>
/// Each successor of a pair has a larger version number. The newer of two pairs is determined by the version numbers and not by
/// dates, because the clocks of processes differ and a date may be missing.
/// </remarks>
/// <param name="Token">The pair.</param>
/// <param name="Version">The version number. The first pair of a store has version 1.</param>
public sealed record StoredOAuthToken(OAuthToken Token, long Version)
{
    /// <summary>Determines whether this pair, which was read from a store, replaces a pair that the client has in memory.</summary>
    /// <remarks>
    /// A different pair with the same version number means that the store lost its data and the application was installed again. A
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

    /// <summary>Returns the portal, the expiration time and the version number, but no token.</summary>
    public override string ToString() => $"{Token}, version {Version}";
}
