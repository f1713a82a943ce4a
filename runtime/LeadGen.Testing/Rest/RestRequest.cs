using System.Text;
using System.Text.Json;
using LeadGen.Storage;
using LeadGen.Testing.OAuth;
using LeadGen.Testing.Php;
using LeadGen.Testing.Portal;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace LeadGen.Testing.Rest;

/// <summary>Represents a call as PHP receives it, with the arguments from the query and from the body in any supported format.</summary>
internal sealed record RestRequest
{
    private const long MaxInitialBufferSize = 256 * 1024;

    /// <summary>Gets the ID of the webhook's user; empty if the path contains no webhook.</summary>
    public required string User { get; init; }

    /// <summary>Gets the secret of the webhook.</summary>
    public required string Secret { get; init; }

    /// <summary>Gets the REST method; empty if the path contains none.</summary>
    public required string Method { get; init; }

    public required string Verb { get; init; }

    /// <summary>Gets whether the request was sent over https.</summary>
    public required bool IsSecure { get; init; }

    /// <summary>Gets whether the request has all headers that a portal requires for the download of a file.</summary>
    public required bool HasFileHeaders { get; init; }

    /// <summary>Gets the encoded path and query.</summary>
    public required string PathAndQuery { get; init; }

    public required string ContentType { get; init; }

    /// <summary>Gets the query string without the question mark.</summary>
    public required string Query { get; init; }

    /// <summary>Gets the body as text.</summary>
    public string Body => Encoding.UTF8.GetString(Bytes);

    /// <summary>Gets the arguments. Arguments in the body override arguments in the query.</summary>
    public required PhpValue Parameters { get; init; }

    private ArraySegment<byte> Bytes { get; init; }

    public static async Task<RestRequest> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        // Content-Length is not trusted: it determines only the initial buffer size, up to a maximum.
        using var buffer = new MemoryStream((int)Math.Min(request.ContentLength ?? 0, MaxInitialBufferSize));
        await request.Body.CopyToAsync(buffer, cancellationToken).ConfigureAwait(false);
        ArraySegment<byte> body = new(buffer.GetBuffer(), 0, (int)buffer.Length);
        string query = request.QueryString.HasValue ? request.QueryString.Value![1..] : "";
        PhpValue sent = await ReadBodyAsync(request.ContentType ?? "", body, cancellationToken).ConfigureAwait(false);
        (string user, string secret, string method) = (request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries) switch
        {
            ["rest", var u, var s, var m] => (u, s, RemoveJsonSuffix(m)),
            ["rest", var m] => ("", "", RemoveJsonSuffix(m)),
            _ when request.Path.Value == FileAddresses.ShowPath => ("", "", FileEndpoint.ShowFile),
            ["oauth", "token"] => ("", "", TokenRegistry.MethodName),
            _ => ("", "", ""),
        };
        return new RestRequest
        {
            User = user,
            Secret = secret,
            Method = method,
            Verb = request.Method,
            IsSecure = request.IsHttps,
            HasFileHeaders = new[] { request.Headers.UserAgent, request.Headers.Accept, request.Headers.AcceptLanguage, request.Headers.Referer }.All(static h => h.Count > 0),
            PathAndQuery = request.GetEncodedPathAndQuery(),
            ContentType = request.ContentType ?? "",
            Query = query,
            Bytes = body,
            Parameters = PhpValue.Map(ParseStr.Parse(query).Entries.Concat(sent.Entries)),
        };
    }

    // If PHP cannot parse the body, it reports no error, and the call has no arguments from the body.
    private static async Task<PhpValue> ReadBodyAsync(string contentType, ArraySegment<byte> body, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out MediaTypeHeaderValue? media))
        {
            return PhpValue.EmptyArray;
        }

        return media.MediaType.Value?.ToLowerInvariant() switch
        {
            "application/x-www-form-urlencoded" => ParseStr.Parse(Encoding.UTF8.GetString(body)),
            "multipart/form-data" => await ReadMultipartAsync(HeaderUtilities.RemoveQuotes(media.Boundary).Value, body, cancellationToken).ConfigureAwait(false),
            { } type when type.Contains("json", StringComparison.Ordinal) => ReadJson(body),
            _ => PhpValue.EmptyArray,
        };
    }

    private static PhpValue ReadJson(ArraySegment<byte> body)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(body.AsMemory(), new JsonDocumentOptions { MaxDepth = 128 });
            return PhpJson.Decode(json.RootElement);
        }
        catch (JsonException)
        {
            return PhpValue.EmptyArray;
        }
        catch (InvalidOperationException)
        {
            // An unpaired surrogate or invalid UTF-8. The reader detects it only when it decodes a text.
            return PhpValue.EmptyArray;
        }
    }

    private static async Task<PhpValue> ReadMultipartAsync(string? boundary, ArraySegment<byte> body, CancellationToken cancellationToken)
    {
        var parts = new List<KeyValuePair<string, string>>();
        if (string.IsNullOrEmpty(boundary))
        {
            return PhpValue.EmptyArray;
        }

        try
        {
            var reader = new MultipartReader(boundary, new MemoryStream(body.Array!, 0, body.Count));
            while (await reader.ReadNextSectionAsync(cancellationToken).ConfigureAwait(false) is { } section)
            {
                // PHP stores uploads in $_FILES, which the REST methods do not use.
                if (section.GetContentDispositionHeader() is { } disposition && disposition.IsFormDisposition())
                {
                    string value = await section.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
                    parts.Add(new(HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? "", value));
                }
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            // A part without headers, or a body without its final boundary. PHP keeps the parts before the error.
        }

        return ParseStr.Combine(parts);
    }

    private static string RemoveJsonSuffix(string method) =>
        method.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? method[..^".json".Length] : method;
}
