using System.Text;
using System.Text.Json;
using LeadGen.Schema.Kinds;
using LeadGen.Testing.OAuth;
using LeadGen.Testing.Php;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace LeadGen.Testing.Rest;

/// <summary>A call as PHP gets it: arguments from the query and from the body, whatever form that has.</summary>
internal sealed record RestRequest
{
    private const long MaxExpectedSize = 256 * 1024;

    /// <summary>The webhook's user; empty where there is no webhook in the path.</summary>
    public required string User { get; init; }

    /// <summary>The webhook's secret.</summary>
    public required string Secret { get; init; }

    /// <summary>The REST method; empty where the path has none.</summary>
    public required string Method { get; init; }

    public required string Verb { get; init; }

    /// <summary>Whether it came over https.</summary>
    public required bool IsSecure { get; init; }

    /// <summary>The path and the query as they stand in an address.</summary>
    public required string PathAndQuery { get; init; }

    public required string ContentType { get; init; }

    /// <summary>The address's query without its question mark.</summary>
    public required string Query { get; init; }

    /// <summary>The body as it came, as text.</summary>
    public string Body => Encoding.UTF8.GetString(Bytes);

    /// <summary>The arguments; those of the body count more than those of the query.</summary>
    public required PhpValue Parameters { get; init; }

    private ArraySegment<byte> Bytes { get; init; }

    public static async Task<RestRequest> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        // What a client says of the length is believed only for what costs little.
        using var buffer = new MemoryStream((int)Math.Min(request.ContentLength ?? 0, MaxExpectedSize));
        await request.Body.CopyToAsync(buffer, cancellationToken).ConfigureAwait(false);
        ArraySegment<byte> body = new(buffer.GetBuffer(), 0, (int)buffer.Length);
        string query = request.QueryString.HasValue ? request.QueryString.Value![1..] : "";
        PhpValue sent = await ReadBodyAsync(request.ContentType ?? "", body, cancellationToken).ConfigureAwait(false);
        (string user, string secret, string method) = (request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries) switch
        {
            ["rest", var u, var s, var m] => (u, s, WithoutEnding(m)),
            ["rest", var m] => ("", "", WithoutEnding(m)),
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
            PathAndQuery = request.GetEncodedPathAndQuery(),
            ContentType = request.ContentType ?? "",
            Query = query,
            Bytes = body,
            Parameters = PhpValue.Map(ParseStr.Parse(query).Entries.Concat(sent.Entries)),
        };
    }

    // A body that PHP can't read has no arguments: it does not complain.
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
            // Half a surrogate pair, or bytes that are no UTF-8: the reader finds them only where it decodes a text.
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
                // Uploads go to PHP's $_FILES, where no method of the REST looks.
                if (section.GetContentDispositionHeader() is { } disposition && disposition.IsFormDisposition())
                {
                    string value = await section.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
                    parts.Add(new(HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? "", value));
                }
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            // A part without headers, or a body that ends before its last boundary: PHP keeps the parts that it had until then.
        }

        return ParseStr.Combine(parts);
    }

    private static string WithoutEnding(string method) =>
        method.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? method[..^".json".Length] : method;
}
