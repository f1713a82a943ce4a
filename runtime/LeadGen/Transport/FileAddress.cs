using System.Net.Http.Headers;
using LeadGen.Access;

namespace LeadGen.Transport;

/// <summary>Creates the request for a file. Its address contains a token or the secret of the webhook, so it is only sent to the portal itself.</summary>
/// <seealso href="https://apidocs.bitrix24.com/settings/how-to-call-rest-api/general-principles.html"/>
internal static class FileAddress
{
    /// <summary>Gets the address of a file without changes to its path and query, which are signed.</summary>
    /// <param name="address">The address as the portal returned it: absolute with <c>crm.item.*</c>, relative to the site with <c>crm.lead.*</c>.</param>
    /// <param name="current">The current address of the portal.</param>
    /// <param name="original">The address of the portal before it was renamed.</param>
    /// <exception cref="ArgumentException">The address is not one of this portal. The message does not repeat it.</exception>
    public static Uri Resolve(string address, Uri current, Uri original)
    {
        if (address.AsSpan().ContainsAnyExceptInRange('!', '~') || address.AsSpan().ContainsAny('\\', '#'))
        {
            throw Invalid("it contains characters that are not valid in a URL");
        }

        // An address with two slashes has a host.
        string absolute = address.StartsWith('/') && !address.StartsWith("//", StringComparison.Ordinal) ? current.GetLeftPart(UriPartial.Authority) + address : address;
        if (WebAddress.Parse(absolute, out Uri? parsed) is { } error)
        {
            throw Invalid($"it {error}");
        }

        if (!IsSameHost(parsed!, current) && !IsSameHost(parsed!, original))
        {
            throw Invalid($"its host is {WebAddress.Authority(parsed!)}, and the portal is {WebAddress.Authority(current)}");
        }

        return Uri.TryCreate(absolute, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }, out Uri? unchanged)
            ? unchanged
            : throw Invalid("it is not a valid URL");
    }

    /// <summary>Creates the request with the headers that portals require. Without them, a portal can return status 404 and a web page that is declared as the file.</summary>
    public static HttpRequestMessage CreateRequest(Uri address, ProductInfoHeaderValue userAgent)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.UserAgent.Add(userAgent);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("*/*"));
        request.Headers.AcceptLanguage.ParseAdd("ru-RU, ru; q=0.9, en; q=0.8");
        request.Headers.Referrer = new Uri(address.GetLeftPart(UriPartial.Authority) + "/");
        return request;
    }

    private static bool IsSameHost(Uri address, Uri portal) =>
        address.Scheme == portal.Scheme && string.Equals(address.Authority, portal.Authority, StringComparison.OrdinalIgnoreCase);

    private static ArgumentException Invalid(string reason) => new($"The file can't be downloaded from its URL: {reason}. Nothing was sent, because the URL contains a secret. Read the record again with this client.");
}
