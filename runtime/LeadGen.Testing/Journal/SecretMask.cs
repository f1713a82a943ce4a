using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using LeadGen.Schema.Kinds;
using LeadGen.Testing.OAuth;

namespace LeadGen.Testing.Journal;

/// <summary>Takes the secrets out of what is shown: the webhook's, the application's key, and tokens.</summary>
internal sealed class SecretMask(string webhookSecret, string? clientSecret, string? tokenPrefix)
{
    private const string Mask = "***";

    private readonly string[] _secrets = clientSecret is null ? [webhookSecret] : [webhookSecret, .. Spellings(clientSecret)];

    public string Apply(string text)
    {
        foreach (string secret in _secrets)
        {
            text = text.Replace(secret, Mask, StringComparison.Ordinal);
        }

        return tokenPrefix is null ? text : WithoutTokens(text, tokenPrefix);
    }

    /// <summary>The arguments of a call for tokens: all but a few are secrets, in whatever encoding they came.</summary>
    public static string Arguments(PhpValue parameters) => string.Join(
        "&", parameters.Entries.Select(static p => $"{p.Key}={(p.Key is "grant_type" or "client_id" or "scope" ? p.Value.Text : Mask)}"));

    // The key is any text, and looks otherwise in a query, in a form, and in JSON of either kind.
    private static IEnumerable<string> Spellings(string key) => new[]
    {
        key, Uri.EscapeDataString(key), WebUtility.UrlEncode(key),
        JsonEncodedText.Encode(key).ToString(), JsonEncodedText.Encode(key, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(),
    }.Distinct();

    private static string WithoutTokens(string text, string prefix)
    {
        for (int start = text.IndexOf(prefix, StringComparison.Ordinal); start >= 0; start = text.IndexOf(prefix, start, StringComparison.Ordinal))
        {
            // A token may be cut short where an answer is.
            int end = start + prefix.Length;
            while (end < text.Length && end - start < prefix.Length + TokenRegistry.SecretLength && char.IsAsciiHexDigit(text[end]))
            {
                end++;
            }

            text = string.Concat(text.AsSpan(0, start), Mask, text.AsSpan(end));
        }

        return text;
    }
}
