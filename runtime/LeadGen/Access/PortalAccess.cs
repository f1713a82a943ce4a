using System.Text;

namespace LeadGen.Access;

/// <summary>Provides the credentials of a client: a webhook, or the tokens of an application.</summary>
internal abstract class PortalAccess
{
    protected const string Mask = "***";

    /// <summary>Gets the portal's host. It contains no secret.</summary>
    public abstract string Portal { get; }

    /// <summary>Gets the current address and access token for calls.</summary>
    /// <exception cref="Bitrix24AuthenticationException">There are no credentials that the portal would accept.</exception>
    public abstract ValueTask<AccessCredentials> GetCredentialsAsync(CancellationToken cancellationToken);

    /// <summary>Refreshes credentials that the portal rejected as expired. Returns <see langword="null"/> if they can't be refreshed.</summary>
    public abstract ValueTask<AccessCredentials?> RefreshAsync(AccessCredentials rejected, CancellationToken cancellationToken);

    /// <summary>Records that the portal redirected a call, because it was renamed.</summary>
    public virtual void OnRedirect(Uri target)
    {
    }

    /// <summary>Removes secrets from an untrusted text.</summary>
    public abstract string Redact(string text);

    /// <summary>Returns a text and the result of each repeated percent-decoding, because a secret may have been encoded several times.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isComplete">Whether the last result is fully decoded. The number of results is limited, because of hostile texts.</param>
    internal static List<string> Decode(string text, out bool isComplete)
    {
        const int MaxDecodings = 8;
        List<string> forms = [text];
        while (true)
        {
            string decoded = Uri.UnescapeDataString(forms[^1]);
            isComplete = decoded == forms[^1];
            if (isComplete || forms.Count > MaxDecodings)
            {
                return forms;
            }

            forms.Add(decoded);
        }
    }

    /// <summary>Removes secrets from a text.</summary>
    /// <remarks>The longest is removed first: if one secret starts with another, the end of the longer one would remain.</remarks>
    internal static string Redact(string text, IEnumerable<string> secrets) =>
        secrets.OrderByDescending(static s => s.Length).Aggregate(text, Redact);

    /// <summary>Removes a secret from a text, even if it is percent-encoded or interrupted by characters other than letters and digits.</summary>
    protected static string Redact(string text, string secret)
    {
        string redacted = MaskIn(text, secret);

        // The position of an encoded secret in the text is unknown, so the whole text is masked.
        return Decode(redacted, out bool isComplete).Exists(form => MaskIn(form, secret) != form) || !isComplete ? Mask : redacted;
    }

    // A secret may be split over the labels of a host, or over the code and the description of an error.
    private static string MaskIn(string text, string secret)
    {
        // A shorter sequence of letters and digits could occur in any text.
        const int MinSplitLength = 8;
        string letters = string.Concat(secret.Where(char.IsLetterOrDigit));
        if (letters.Length < MinSplitLength)
        {
            return text.Replace(secret, Mask, StringComparison.OrdinalIgnoreCase);
        }

        int[] places = [.. Enumerable.Range(0, text.Length).Where(i => char.IsLetterOrDigit(text[i]))];
        string joined = string.Concat(places.Select(i => text[i]));
        var masked = new StringBuilder(text.Length);
        int copied = 0;
        for (int at = 0; (at = joined.IndexOf(letters, at, StringComparison.OrdinalIgnoreCase)) >= 0; at += letters.Length)
        {
            masked.Append(text, copied, places[at] - copied).Append(Mask);
            copied = places[at + letters.Length - 1] + 1;
        }

        return masked.Append(text, copied, text.Length - copied).ToString();
    }
}

/// <summary>Represents the credentials of a call.</summary>
/// <param name="Address">The address before the method's name, with a trailing slash. The address of a webhook is a secret.</param>
/// <param name="AccessToken">The token that the call contains in its body; <see langword="null"/> with a webhook.</param>
internal sealed record AccessCredentials(Uri Address, string? AccessToken)
{
    /// <summary>Gets whether the authorization server issued the token to this client, so that it is not an older one from the store.</summary>
    public bool IsNewlyIssued { get; init; }

    /// <summary>
    /// Determines whether the tokens of a rejected call may be refreshed again: once, or twice if the first refresh found tokens of another process, which may have expired too.
    /// </summary>
    /// <param name="refreshes">The number of refreshes for the call so far.</param>
    public bool CanRefreshAfter(int refreshes) => refreshes == 0 || (refreshes == 1 && !IsNewlyIssued);

    public override string ToString() => Address.Authority;
}
