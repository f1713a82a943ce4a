using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using LeadGen.Storage;
using LeadGen.Testing.OAuth;

namespace LeadGen.Testing.Journal;

/// <summary>Masks the webhook's secret, the client secret and tokens in texts.</summary>
internal sealed class SecretMask(string webhookSecret, string? clientSecret, string? tokenPrefix)
{
    private const string Mask = "***";

    private readonly string[] _secrets = clientSecret is null ? [webhookSecret] : [webhookSecret, .. Encodings(clientSecret)];

    public string Apply(string text)
    {
        foreach (string secret in _secrets)
        {
            text = text.Replace(secret, Mask, StringComparison.Ordinal);
        }

        return tokenPrefix is null ? text : MaskTokens(text, tokenPrefix);
    }

    /// <summary>Formats the arguments of a token request. Every argument that can be a secret is masked, regardless of its encoding.</summary>
    public static string MaskArguments(PhpValue parameters) => string.Join(
        "&", parameters.Entries.Select(static p => $"{p.Key}={(p.Key is "grant_type" or "client_id" or "scope" ? p.Value.Text : Mask)}"));

    // The secret can be any text, and queries, forms and the two JSON encoders encode it differently.
    private static IEnumerable<string> Encodings(string secret) => new[]
    {
        secret, Uri.EscapeDataString(secret), WebUtility.UrlEncode(secret),
        JsonEncodedText.Encode(secret).ToString(), JsonEncodedText.Encode(secret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(),
    }.Distinct();

    private static string MaskTokens(string text, string prefix)
    {
        for (int start = text.IndexOf(prefix, StringComparison.Ordinal); start >= 0; start = text.IndexOf(prefix, start, StringComparison.Ordinal))
        {
            // A truncated response can end in the middle of a token.
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
