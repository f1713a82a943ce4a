namespace LeadGen.Wire;

/// <summary>Copies an HTTP body into a <see cref="PooledBuffer"/>.</summary>
/// <param name="buffer">The target.</param>
/// <param name="maxLength">The maximum number of bytes, so that an endless reply does not exhaust the memory.</param>
internal sealed class BufferStream(PooledBuffer buffer, int maxLength) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => buffer.Length;

    public override long Position
    {
        get => buffer.Length;
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        if (buffer.Length + (long)bytes.Length > maxLength)
        {
            throw new UnexpectedReplyException($"a body of more than {maxLength} bytes", isOverLimit: true);
        }

        buffer.Write(bytes);
    }

    public override void Write(byte[] bytes, int offset, int count) => Write(bytes.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
    {
        Write(bytes.Span);
        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] bytes, int offset, int count, CancellationToken cancellationToken)
    {
        Write(bytes, offset, count);
        return Task.CompletedTask;
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] bytes, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
