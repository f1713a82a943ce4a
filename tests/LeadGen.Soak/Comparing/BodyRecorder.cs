namespace LeadGen.Soak.Comparing;

/// <summary>Records the bodies of all requests and the address of the last one.</summary>
internal sealed class BodyRecorder(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly List<byte[]> _bodies = [];

    public IReadOnlyList<byte[]> Bodies => _bodies;

    /// <summary>Gets the address of the last request; <see langword="null"/> before the first one.</summary>
    public Uri? Address { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        byte[] body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
        lock (_bodies)
        {
            _bodies.Add(body);
            Address = request.RequestUri;
        }

        return await base.SendAsync(request, cancellationToken);
    }
}
