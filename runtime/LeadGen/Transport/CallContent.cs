using System.Net;
using System.Net.Http.Headers;

namespace LeadGen.Transport;

/// <summary>Represents the body of a call, and records whether a handler has started to read it.</summary>
/// <remarks>
/// A connection that can't be made, a host that is not found, a failed TLS handshake and a disposed client all end before the
/// body is read, regardless of the exception: then nothing was sent. If the caller's handler reads the body itself, for
/// logging or retries, it is not known whether a failure occurred before sending.
/// </remarks>
internal sealed class CallContent : HttpContent
{
    public CallContent(ReadOnlyMemory<byte> body)
    {
        Body = body;
        Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
    }

    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>Gets whether the body may have been sent, at least in part.</summary>
    public bool IsRead { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        IsRead = true;
        await stream.WriteAsync(Body, cancellationToken).ConfigureAwait(false);
    }

    protected override Task<Stream> CreateContentReadStreamAsync()
    {
        IsRead = true;
        return base.CreateContentReadStreamAsync();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = Body.Length;
        return true;
    }
}
