using System.Buffers;

namespace LeadGen.Wire;

/// <summary>Represents a growing buffer of bytes that can be truncated.</summary>
/// <remarks>
/// With <see cref="ArrayBufferWriter{T}"/>, the JSON of an update takes 1.13 to 1.23 times as long as handwritten code instead of 0.91 to 0.99 times
/// (UpdateBodyBenchmarks; the goal is at most 1.15).
/// </remarks>
internal sealed class WireBuffer(int capacity = 1024) : IBufferWriter<byte>
{
    private byte[] _bytes = new byte[capacity];

    public int WrittenCount { get; private set; }

    public ReadOnlySpan<byte> WrittenSpan => _bytes.AsSpan(0, WrittenCount);

    public ReadOnlyMemory<byte> WrittenMemory => _bytes.AsMemory(0, WrittenCount);

    public void Advance(int count) => WrittenCount += count;

    public void Add(byte value)
    {
        Grow(1);
        _bytes[WrittenCount++] = value;
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        Grow(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(WrittenCount));
        WrittenCount += bytes.Length;
    }

    /// <summary>Removes the bytes after the specified length.</summary>
    public void Truncate(int length) => WrittenCount = length;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(WrittenCount);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Grow(Math.Max(sizeHint, 1));
        return _bytes.AsSpan(WrittenCount);
    }

    private void Grow(int needed)
    {
        if (_bytes.Length - WrittenCount < needed)
        {
            Array.Resize(ref _bytes, checked(Math.Max(_bytes.Length * 2, WrittenCount + needed)));
        }
    }
}
