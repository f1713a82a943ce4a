using System.Text;

namespace LeadGen.Access;

/// <summary>By what a client gets into a portal: a webhook, or an application's tokens.</summary>
internal abstract class PortalAccess
{
    protected const string Mask = "***";

    /// <summary>The portal's host; never a secret.</summary>
    public abstract string Portal { get; }

    /// <summary>Where calls go now, and what they carry.</summary>
    /// <exception cref="Bitrix24AuthenticationException">There is nothing that the portal would accept.</exception>
    public abstract ValueTask<AccessCredentials> GetKeyAsync(CancellationToken cancellationToken);

    /// <summary>The key that follows one that the portal has refused as expired; <see langword="null"/> where none can.</summary>
    public abstract ValueTask<AccessCredentials?> RenewAsync(AccessCredentials refused, CancellationToken cancellationToken);

    /// <summary>Records that the portal redirected a call, because it was renamed.</summary>
    public virtual void OnRedirect(Uri target)
    {
    }

    /// <summary>A text from outside, without a secret.</summary>
    public abstract string Redact(string text);

    /// <summary>A text as it is, and as it is after each percent-decoding: a secret may have been encoded several times.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isComplete">Whether the last one has nothing left to decode; a hostile text could be encoded any number of times.</param>
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

    /// <summary>A text without the secret, also where it is percent-encoded, or interrupted by characters other than letters and digits.</summary>
    protected static string Redact(string text, string secret)
    {
        string redacted = MaskIn(text, secret);

        // Encoded letter by letter it could be anywhere in the text.
        return Decode(redacted, out bool isComplete).Exists(form => MaskIn(form, secret) != form) || !isComplete ? Mask : redacted;
    }

    // A secret may be split over the labels of a host, or over the code and the description of an error.
    private static string MaskIn(string text, string secret)
    {
        // Fewer letters and digits in a row could occur in any text.
        const int ShortestSplit = 8;
        string letters = string.Concat(secret.Where(char.IsLetterOrDigit));
        if (letters.Length < ShortestSplit)
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

/// <summary>What one call needs to be let in.</summary>
/// <param name="Address">The address before the method's name, with a slash at its end. With a webhook, it is the secret.</param>
/// <param name="AccessToken">What the call carries in its body; <see langword="null"/> with a webhook.</param>
internal sealed record AccessCredentials(Uri Address, string? AccessToken)
{
    /// <summary>Whether the client itself has bought the token, so that it is no older than the client knows.</summary>
    public bool IsNewlyIssued { get; init; }

    public override string ToString() => Address.Authority;
}
