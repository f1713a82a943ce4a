using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace LeadGen.Testing.Rest;

/// <summary>Represents the HTTP response to a request and the way in which it is sent.</summary>
/// <param name="Status">The HTTP status; 0 if the client receives no response.</param>
/// <param name="ContentType">The media type and encoding of the body.</param>
/// <param name="Body">The complete body.</param>
internal sealed record HttpReply(int Status, string ContentType, string Body)
{
    // The number of parts in which a slow body is sent.
    private const int SlowBodyParts = 16;

    /// <summary>Gets the content of a file, which is sent instead of <see cref="Body"/>; <see langword="null"/> if the reply is a text.</summary>
    public byte[]? File { get; init; }

    /// <summary>Gets the name of the file that the headers declare; <see langword="null"/> for none.</summary>
    public string? FileName { get; init; }

    /// <summary>Gets the target of a redirect.</summary>
    public Uri? Location { get; init; }

    /// <summary>Gets the delay before the response.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Gets the time in which the body is sent, after the headers.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Gets how much of the response the client receives.</summary>
    public ReplyDelivery Delivery { get; init; }

    /// <summary>Gets the part of the body that is sent.</summary>
    public string SentBody => Delivery is ReplyDelivery.Complete or ReplyDelivery.ConnectionReset ? Body : Encoding.UTF8.GetString(SentBytes(Encoding.UTF8.GetBytes(Body)).Span);

    public static HttpReply Json(int status, string body) => new(status, "application/json; charset=utf-8", body);

    /// <summary>Sends the response. Delays use the system clock, as the timeouts of clients do.</summary>
    public async Task SendAsync(HttpContext context)
    {
        CancellationToken cancellationToken = context.RequestAborted;
        await Task.Delay(Delay, cancellationToken).ConfigureAwait(false);
        if (Delivery == ReplyDelivery.ConnectionReset)
        {
            context.Abort();
            return;
        }

        byte[] body = File ?? Encoding.UTF8.GetBytes(Body);
        ReadOnlyMemory<byte> sent = SentBytes(body);
        HttpResponse response = context.Response;
        response.StatusCode = Status;
        response.ContentType = ContentType;
        response.Headers.Location = Location?.AbsoluteUri;
        response.Headers.ContentDisposition = FileName is null ? default : GetContentDisposition(FileName);
        // If the body is shorter than Content-Length, the server closes the connection after it.
        response.ContentLength = Delivery == ReplyDelivery.ConnectionClosed ? body.Length : sent.Length;
        if (Delivery == ReplyDelivery.Truncated)
        {
            response.Headers.Connection = "close";
        }

        if (Duration == TimeSpan.Zero)
        {
            await response.Body.WriteAsync(sent, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await SendSlowlyAsync(response.Body, sent, cancellationToken).ConfigureAwait(false);
        }
    }

    private static string GetContentDisposition(string fileName)
    {
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(fileName);
        return disposition.ToString();
    }

    private async Task SendSlowlyAsync(Stream target, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        // Sends the headers, which would otherwise be sent with the first part of the body.
        await target.FlushAsync(cancellationToken).ConfigureAwait(false);
        int size = Math.Max(1, body.Length / SlowBodyParts);
        for (int start = 0; start < body.Length; start += size)
        {
            ReadOnlyMemory<byte> part = body.Slice(start, Math.Min(size, body.Length - start));
            await Task.Delay(Duration * part.Length / body.Length, cancellationToken).ConfigureAwait(false);
            await target.WriteAsync(part, cancellationToken).ConfigureAwait(false);
            await target.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private ReadOnlyMemory<byte> SentBytes(byte[] body) => Delivery switch
    {
        ReplyDelivery.Truncated or ReplyDelivery.ConnectionClosed => body.AsMemory(0, body.Length / 2),
        _ => body,
    };
}
