namespace LeadGen.Soak.Comparing;

/// <summary>Records the bodies and the address of requests.</summary>
internal sealed class BodyRecorder(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly List<byte[]> _bodies = [];

    public IReadOnlyList<byte[]> Bodies => _bodies;

    /// <summary>Gets the address of all requests.</summary>
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
