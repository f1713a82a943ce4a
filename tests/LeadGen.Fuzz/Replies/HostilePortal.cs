using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace LeadGen.Fuzz.Replies;

/// <summary>Represents a response of a portal or of a token server.</summary>
/// <param name="Status">The HTTP status code.</param>
/// <param name="Body">The body.</param>
/// <param name="Location">The Location header; <see langword="null"/> for none.</param>
/// <param name="RetryAfter">The Retry-After header; <see langword="null"/> for none.</param>
internal sealed record Answer(int Status, byte[] Body, string? Location = null, string? RetryAfter = null)
{
    public override string ToString() =>
        $"HTTP {Status}, Location {Location ?? "none"}, Retry-After {RetryAfter ?? "none"}, in UTF-8: {Encoding.UTF8.GetString(Body)}\n  in base64: {Convert.ToBase64String(Body)}";
}

/// <summary>Returns the specified responses in order, and the last one for all further calls.</summary>
internal sealed class HostilePortal(params Answer[] answers) : HttpMessageHandler
{
    private int _next = -1;

    /// <summary>Gets the hosts that were called.</summary>
    public HashSet<string> Hosts { get; } = new(StringComparer.OrdinalIgnoreCase);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        lock (Hosts)
        {
            Hosts.Add($"{request.RequestUri!.Scheme}://{request.RequestUri.Authority}");
        }

        Answer answer = answers[Math.Min(Interlocked.Increment(ref _next), answers.Length - 1)];
        var response = new HttpResponseMessage((HttpStatusCode)answer.Status) { RequestMessage = request, Content = new ByteArrayContent(answer.Body) };
        response.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (answer.Location is not null)
        {
            response.Headers.TryAddWithoutValidation("Location", answer.Location);
        }

        if (answer.RetryAfter is not null)
        {
            response.Headers.TryAddWithoutValidation("Retry-After", answer.RetryAfter);
        }

        return Task.FromResult(response);
    }
}
