using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace LeadGen.Access;

/// <summary>
/// Validates addresses that secrets are sent to, and converts their hosts to ASCII (<c>xn--…</c>), so that a Cyrillic letter that
/// looks like a Latin one is noticed in messages.
/// </summary>
internal static class WebAddress
{
    // A DNS name has at most 253 characters. It is followed by a colon and a port of at most five digits.
    private const int MaxAuthorityLength = 253 + 6;

    private const string Quotes = "\"'`<>«»‹›“”„‟‘’‚‛";

    /// <summary>Removes the white space and quotes around a pasted text.</summary>
    public static string Unquote(string text)
    {
        ReadOnlySpan<char> rest = text;
        while (rest.Length > 0 && IsAround(rest[0]))
        {
            rest = rest[1..];
        }

        while (rest.Length > 0 && IsAround(rest[^1]))
        {
            rest = rest[..^1];
        }

        return rest.ToString();

        static bool IsAround(char c) => IsInvisible(c) || Quotes.Contains(c, StringComparison.Ordinal);
    }

    /// <summary>Parses an address that secrets may be sent to.</summary>
    /// <param name="text">The text, without leading and trailing white space.</param>
    /// <param name="address">The address with its host in ASCII; <see langword="null"/> if the text is invalid.</param>
    /// <returns>The error as the end of a sentence, without the text itself; <see langword="null"/> if the text is valid.</returns>
    public static string? Parse(string? text, out Uri? address)
    {
        address = null;
        if (text is null)
        {
            return "is not a valid URL";
        }

        if (text.Any(static c => IsInvisible(c) || c == '\\'))
        {
            return "contains white space, a control character or a backslash";
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? parsed) || parsed.Scheme is not ("https" or "http")
            || parsed.HostNameType is not (UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6)
            || ToAscii(parsed) is not { } ascii)
        {
            return "is not a valid URL";
        }

        // In "https://acme.example@evil.example/" the host is the last part.
        if (HasUserInfo(text))
        {
            return "contains a user name before the host (“@”)";
        }

        if (ascii.Fragment.Length > 0 || text.Contains('#', StringComparison.Ordinal))
        {
            return "contains a fragment (“#”)";
        }

        if (ascii.Scheme == Uri.UriSchemeHttp && !ascii.IsLoopback)
        {
            return "uses http, which sends the secret unencrypted; use https";
        }

        address = ascii;
        return null;
    }

    /// <summary>Validates an address that is already parsed.</summary>
    /// <param name="given">The address.</param>
    /// <param name="address">The address with its host in ASCII.</param>
    public static bool TryNormalize(Uri? given, [NotNullWhen(true)] out Uri? address)
    {
        address = null;
        return given is { IsAbsoluteUri: true } && Parse(given.OriginalString, out address) is null && address is not null;
    }

    /// <summary>Parses <c>host</c> or <c>host:port</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="authority">The host and port in ASCII, without the default port of https.</param>
    public static bool TryParseHost(string? text, [NotNullWhen(true)] out string? authority)
    {
        bool isHost = Parse($"https://{text}/", out Uri? address) is null && text!.AsSpan().IndexOfAny("/?") < 0;
        authority = isHost ? address!.Authority : null;
        return isHost;
    }

    /// <summary>Gets the host and port of an untrusted address in ASCII, for a message.</summary>
    public static string Authority(Uri address) => ToAscii(address)?.Authority is { Length: <= MaxAuthorityLength } authority ? authority : "an invalid host";

    private static bool IsInvisible(char c) => char.IsControl(c) || char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format;

    private static bool HasUserInfo(string text)
    {
        int begin = text.IndexOf("//", StringComparison.Ordinal) + 2;
        int length = text.AsSpan(begin).IndexOfAny('/', '?', '#');
        return text.AsSpan(begin, length < 0 ? text.Length - begin : length).Contains('@');
    }

    private static Uri? ToAscii(Uri address)
    {
        try
        {
            string host = address.IdnHost;
            return !host.All(char.IsAscii) ? null : address.HostNameType == UriHostNameType.Dns && host != address.Host
                ? new UriBuilder(address) { Host = host }.Uri
                : address;
        }
        catch (UriFormatException)
        {
            return null;
        }
    }
}
