using System.Text;
using Microsoft.AspNetCore.Http;

namespace LeadGen.Testing.Rest;

/// <summary>What goes back to the client, and how well it gets there.</summary>
/// <param name="Status">The HTTP status; 0 where the client gets none.</param>
/// <param name="ContentType">The body's media type and encoding.</param>
/// <param name="Body">The whole body.</param>
internal sealed record HttpReply(int Status, string ContentType, string Body)
{
    // Enough to keep a body coming.
    private const int TricklePieces = 16;

    /// <summary>Where a redirect leads.</summary>
    public Uri? Location { get; init; }

    /// <summary>How long nothing comes.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>How long the body takes once the headers are there.</summary>
    public TimeSpan Duration { get; init; }

    public ReplyEnd End { get; init; }

    /// <summary>As much of the body as the client gets.</summary>
    public string SentBody => End is ReplyEnd.Whole or ReplyEnd.Reset ? Body : Encoding.UTF8.GetString(SentBytes(Encoding.UTF8.GetBytes(Body)).Span);

    public static HttpReply Json(int status, string body) => new(status, "application/json; charset=utf-8", body);

    /// <summary>Sends the reply. Delays go by the machine's clock, as the patience of clients does.</summary>
    public async Task SendAsync(HttpContext context)
    {
        CancellationToken cancellationToken = context.RequestAborted;
        await Task.Delay(Delay, cancellationToken).ConfigureAwait(false);
        if (End == ReplyEnd.Reset)
        {
            context.Abort();
            return;
        }

        byte[] body = Encoding.UTF8.GetBytes(Body);
        ReadOnlyMemory<byte> sent = SentBytes(body);
        HttpResponse response = context.Response;
        response.StatusCode = Status;
        response.ContentType = ContentType;
        response.Headers.Location = Location?.AbsoluteUri;
        // Where the body is shorter than it says, the server sends what there is and closes the connection.
        response.ContentLength = End == ReplyEnd.Broken ? body.Length : sent.Length;
        if (End == ReplyEnd.Truncated)
        {
            response.Headers.Connection = "close";
        }

        if (Duration == TimeSpan.Zero)
        {
            await response.Body.WriteAsync(sent, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await TrickleAsync(response.Body, sent, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task TrickleAsync(Stream target, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        // The headers, which would wait for the first byte of the body.
        await target.FlushAsync(cancellationToken).ConfigureAwait(false);
        int size = Math.Max(1, body.Length / TricklePieces);
        for (int start = 0; start < body.Length; start += size)
        {
            ReadOnlyMemory<byte> piece = body.Slice(start, Math.Min(size, body.Length - start));
            await Task.Delay(Duration * piece.Length / body.Length, cancellationToken).ConfigureAwait(false);
            await target.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
            await target.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private ReadOnlyMemory<byte> SentBytes(byte[] body) => End switch
    {
        ReplyEnd.Truncated or ReplyEnd.Broken => body.AsMemory(0, body.Length / 2),
        _ => body,
    };
}
