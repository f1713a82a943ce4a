using System.Text;
using System.Text.Json;
using LeadGen.Schema.Kinds;
using LeadGen.Testing.Php;
using Microsoft.AspNetCore.Http;

namespace LeadGen.Testing.Rest;

/// <summary>A call as PHP gets it: arguments from the query and from the body, whatever form that has.</summary>
/// <param name="User">The webhook's user; empty where there is no webhook in the path.</param>
/// <param name="Secret">The webhook's secret.</param>
/// <param name="Method">The REST method.</param>
/// <param name="Body">The body as it came.</param>
/// <param name="Parameters">The arguments.</param>
internal sealed record RestRequest(string User, string Secret, string Method, string Body, PhpValue Parameters)
{
    public static async Task<RestRequest> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(request.Body, new UTF8Encoding(false, false));
        string body = await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        PhpValue query = ParseStr.Parse(request.QueryString.Value ?? "");
        PhpValue sent = ReadBody(request.ContentType ?? "", body);
        PhpValue parameters = PhpValue.Map(query.Entries.Concat(sent.Entries));

        string[] path = (request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        return path switch
        {
            ["rest", var user, var secret, var method] => new(user, secret, WithoutEnding(method), body, parameters),
            ["rest", var method] => new("", "", WithoutEnding(method), body, parameters),
            _ => new("", "", "", body, parameters),
        };
    }

    // A body that is no JSON, or JSON that is no object, has no arguments: PHP does not complain.
    private static PhpValue ReadBody(string contentType, string body)
    {
        if (!contentType.Contains("json", StringComparison.OrdinalIgnoreCase))
        {
            return contentType.Contains("urlencoded", StringComparison.OrdinalIgnoreCase) ? ParseStr.Parse(body) : PhpValue.EmptyArray;
        }

        try
        {
            using JsonDocument json = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 128 });
            return PhpJson.Decode(json.RootElement);
        }
        catch (JsonException)
        {
            return PhpValue.EmptyArray;
        }
    }

    private static string WithoutEnding(string method) =>
        method.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? method[..^".json".Length] : method;
}
