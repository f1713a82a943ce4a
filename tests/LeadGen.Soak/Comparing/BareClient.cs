using System.Net.Http.Headers;

namespace LeadGen.Soak.Comparing;

/// <summary>Posts prepared bodies and ignores the content of the replies, which is the least work that a client can do.</summary>
internal sealed class BareClient(Uri address) : IDisposable
{
    private readonly HttpClient _http = new();

    public async Task RunAsync(IReadOnlyList<byte[]> bodies, int concurrency, CancellationToken cancellationToken)
    {
        int next = -1;
        await Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => Task.Run(PostAsync, cancellationToken)));

        async Task PostAsync()
        {
            for (int index = Interlocked.Increment(ref next); index < bodies.Count; index = Interlocked.Increment(ref next))
            {
                using var content = new ByteArrayContent(bodies[index]);
                content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
                using HttpResponseMessage response = await _http.PostAsync(address, content, cancellationToken);
                response.EnsureSuccessStatusCode();
                await response.Content.ReadAsByteArrayAsync(cancellationToken);
            }
        }
    }

    public void Dispose() => _http.Dispose();
}
