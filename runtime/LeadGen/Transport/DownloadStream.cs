using LeadGen.Limits;
using LeadGen.Wire;

namespace LeadGen.Transport;

/// <summary>Reads the content of a file: checks its length, and limits the time in which no bytes arrive. Its exceptions contain no secrets.</summary>
/// <param name="body">The rest of the body.</param>
/// <param name="head">The beginning of the body, which was read before.</param>
/// <param name="maxLength">The maximum length, in bytes.</param>
/// <param name="timeout">The maximum time for one read.</param>
/// <param name="call">The call, for exceptions.</param>
/// <param name="failures">Creates the exceptions.</param>
internal sealed class DownloadStream(Stream body, ReadOnlyMemory<byte> head, long maxLength, TimeSpan timeout, CallTraits call, PortalFailures failures) : Stream
{
    private long _length;
    private ReadOnlyMemory<byte> _head = head;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Checks the length of the content, as far as it is known.</summary>
    /// <exception cref="Bitrix24ReplyException">The content is too long.</exception>
    public void CheckLength(long length)
    {
        if (length > maxLength)
        {
            throw failures.Unreadable(call, System.Net.HttpStatusCode.OK, new UnexpectedReplyException($"a file of more than {maxLength} bytes", isOverLimit: true));
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read;
        if (_head.Length > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            read = Math.Min(_head.Length, buffer.Length);
            _head[..read].CopyTo(buffer);
            _head = _head[read..];
        }
        else
        {
            read = await ReadBodyAsync(buffer, cancellationToken).ConfigureAwait(false);
        }

        CheckLength(_length += read);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // A synchronous read would block a thread until the network answers.
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("The content can only be read asynchronously: use ReadAsync or CopyToAsync.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            body.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<int> ReadBodyAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        try
        {
            return await body.ReadAsync(buffer, deadline.Token).ConfigureAwait(false);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception e) when (e is not ObjectDisposedException)
        {
            throw failures.Unanswered(call, e, wasSent: true);
        }
    }
}
