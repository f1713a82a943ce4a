using System.Net.Http.Headers;

namespace LeadGen.Soak.Comparing;

/// <summary>The least that anybody could do: posts bodies that are there already, and takes the answers in without a look.</summary>
internal sealed class BareClient(Uri address) : IDisposable
{
    private readonly HttpClient _http = new();

    public async Task RunAsync(IReadOnlyList<byte[]> bodies, int concurrency, CancellationToken cancellationToken)
    {
        int next = -1;
        await Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => Task.Run(PostAsync, cancellationToken)));

        async Task PostAsync()
        {
            for (int place = Interlocked.Increment(ref next); place < bodies.Count; place = Interlocked.Increment(ref next))
            {
                using var content = new ByteArrayContent(bodies[place]);
                content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
                using HttpResponseMessage response = await _http.PostAsync(address, content, cancellationToken);
                response.EnsureSuccessStatusCode();
                await response.Content.ReadAsByteArrayAsync(cancellationToken);
            }
        }
    }

    public void Dispose() => _http.Dispose();
}
