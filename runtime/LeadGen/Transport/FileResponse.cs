using System.Net;
using System.Net.Http.Headers;
using LeadGen.Limits;
using LeadGen.Wire;

namespace LeadGen.Transport;

/// <summary>Determines whether a response is a file. A portal or a proxy also returns errors as JSON or as web pages, some with the headers and the status of a file.</summary>
/// <seealso href="https://apidocs.bitrix24.com/settings/how-to-call-rest-api/general-principles.html"/>
internal static class FileResponse
{
    private const int HeadLength = 1024;

    /// <summary>Reads the beginning of a response, and returns the file.</summary>
    /// <exception cref="Bitrix24Exception">The response is not a file, or the file is too long.</exception>
    public static async Task<CrmFileDownload> OpenAsync(
        CallTraits call, HttpResponseMessage response, long maxLength, TimeSpan timeout, PortalFailures failures, ResponseParser responses, CancellationToken cancellationToken)
    {
        Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        byte[] head = new byte[HeadLength];
        int length = await body.ReadAtLeastAsync(head, HeadLength, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        string? name = GetFileName(response.Content.Headers.ContentDisposition);
        if (response.StatusCode != HttpStatusCode.OK || IsError(head.AsSpan(0, length), response.Content.Headers, name))
        {
            byte[] error = new byte[ReplyLimits.ErrorLength];
            head.AsSpan(0, length).CopyTo(error);
            length += await body.ReadAtLeastAsync(error.AsMemory(length), error.Length - length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            using PortalReply reply = responses.Parse(call, response, error.AsMemory(0, length));
            throw failures.Unreadable(call, response.StatusCode, new UnexpectedReplyException("the result of a method instead of a file", isFinal: true));
        }

        var content = new DownloadStream(body, head.AsMemory(0, length), maxLength, timeout, call, failures);
        content.CheckLength(response.Content.Headers.ContentLength ?? length);
        return new CrmFileDownload(response, name, content);
    }

    // A file can be a web page or JSON, too. Then the portal declares it as an attachment with a matching name.
    private static bool IsError(ReadOnlySpan<byte> head, HttpContentHeaders headers, string? name)
    {
        ReadOnlySpan<byte> text = (head is [0xEF, 0xBB, 0xBF, ..] ? head[3..] : head).TrimStart(" \t\r\n"u8);
        string type = headers.ContentType?.MediaType?.ToLowerInvariant() ?? "";
        bool isPage = StartsWith(text, "<!doctype html"u8) || StartsWith(text, "<html"u8) || (type == "text/html" && (name is null || text is [(byte)'<', ..]));
        return isPage ? !HasExtension(name, ".html", ".htm", ".xhtml") || text.IndexOf("<title>404"u8) >= 0
            : name is null ? type == "application/json" || text.StartsWith("{\"error\""u8)
            : text.StartsWith("{\"error\""u8) && !HasExtension(name, ".json");
    }

    private static bool StartsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> prefix) =>
        text.Length >= prefix.Length && System.Text.Ascii.EqualsIgnoreCase(text[..prefix.Length], prefix);

    private static bool HasExtension(string? name, params ReadOnlySpan<string> extensions)
    {
        foreach (string extension in extensions)
        {
            if (name?.EndsWith(extension, StringComparison.OrdinalIgnoreCase) == true)
            {
                return true;
            }
        }

        return false;
    }

    // A name with a path could leave the folder that a program saves it to.
    private static string? GetFileName(ContentDispositionHeaderValue? disposition)
    {
        string name = disposition?.FileNameStar ?? disposition?.FileName?.Trim('"') ?? "";
        name = string.Concat(name[(name.AsSpan().LastIndexOfAny('/', '\\') + 1)..].Where(static c => !char.IsControl(c))).Trim();
        return name is "" or "." or ".." ? null : name;
    }
}
