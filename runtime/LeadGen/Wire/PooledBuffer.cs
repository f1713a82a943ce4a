using System.Buffers;

namespace LeadGen.Wire;

/// <summary>Represents a growing buffer from the shared pool, for bodies that live as long as one call.</summary>
/// <remarks>
/// Unlike <see cref="ArrayBufferWriter{T}"/>, it can be truncated, which the paths of <see cref="RowWireWriter"/> need. Without the pool,
/// a bulk run of 10,000 updates allocates 1.5 times as much, in the same time.
/// </remarks>
internal sealed class PooledBuffer(int capacity = 1024) : IBufferWriter<byte>, IDisposable
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(capacity);

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public ReadOnlyMemory<byte> WrittenMemory => _bytes.AsMemory(0, Length);

    public void Advance(int count) => Length += count;

    public void Add(byte value)
    {
        Grow(1);
        _bytes[Length++] = value;
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        Grow(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(Length));
        Length += bytes.Length;
    }

    public void Truncate(int length) => Length = length;

    /// <summary>Appends an HTTP body.</summary>
    /// <param name="content">The body.</param>
    /// <param name="maxLength">The maximum number of bytes in the buffer, so that an endless reply does not exhaust the memory.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="UnexpectedReplyException">The body is longer.</exception>
    public async Task ReadAsync(HttpContent content, int maxLength, CancellationToken cancellationToken)
    {
        using Stream body = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        while (true)
        {
            // When the buffer is full, one more byte shows whether the body is longer than the maximum.
            Memory<byte> free = Length < maxLength ? GetMemory() : new byte[1];
            int read;
            try
            {
                read = await body.ReadAsync(free, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                // The stream of a handler may still write to the array after a canceled or failed read, so no other call may get it from the pool.
                (_bytes, Length) = ([], 0);
                throw;
            }

            if (read == 0)
            {
                return;
            }

            if (read > maxLength - Length)
            {
                throw new UnexpectedReplyException($"a body of more than {maxLength} bytes", isOverLimit: true);
            }

            Length += read;
        }
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Grow(Math.Max(sizeHint, 1));
        return _bytes.AsSpan(Length);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    private void Grow(int needed)
    {
        if (_bytes.Length - Length < needed)
        {
            Move(needed);
        }
    }

    private void Move(int needed)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(checked(Math.Max(_bytes.Length * 2, Length + needed)));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
