using System.Buffers;
using System.Net;
using LeadGen.Wire;

namespace LeadGen.Tests.Wire;

public sealed class PooledBufferTests
{
    // More than other tests use, so that no other test rents an array of this size.
    private const int Capacity = 64 * 1024 * 1024;

    // The stream of a handler may still write to the array after the read has ended.
    [Fact]
    public async Task The_array_of_a_failed_read_is_not_used_again()
    {
        using var content = new FailingContent();
        var buffer = new PooledBuffer(Capacity);
        await Assert.ThrowsAsync<OperationCanceledException>(() => buffer.ReadAsync(content, int.MaxValue, CancellationToken.None));
        Assert.True(buffer.Written.IsEmpty);
        buffer.Dispose();

        byte[] next = ArrayPool<byte>.Shared.Rent(Capacity);
        Assert.NotSame(content.Array, next);
    }

    private sealed class FailingContent : HttpContent
    {
        public byte[]? Array { get; set; }

        protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(new FailingStream(this));

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => throw new NotSupportedException();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }

    private sealed class FailingStream(FailingContent content) : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Assert.True(System.Runtime.InteropServices.MemoryMarshal.TryGetArray(buffer, out ArraySegment<byte> segment));
            content.Array = segment.Array;
            throw new OperationCanceledException();
        }
    }
}
