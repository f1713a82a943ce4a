using System.Buffers;
using LeadGen.Wire;

namespace LeadGen.Transport;

internal static class ResponseBody
{
    /// <summary>Reads an HTTP body.</summary>
    /// <param name="content">The body.</param>
    /// <param name="maxLength">The maximum number of bytes, so that an endless reply does not exhaust the memory.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="UnexpectedReplyException">The body is longer.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, int maxLength, CancellationToken cancellationToken)
    {
        using Stream body = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var bytes = new ArrayBufferWriter<byte>(4096);
        while (true)
        {
            // When the buffer is full, one more byte shows whether the body is longer than the maximum.
            Memory<byte> free = bytes.WrittenCount < maxLength ? bytes.GetMemory() : new byte[1];
            int read = await body.ReadAsync(free, cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return bytes.WrittenMemory;
            }

            if (read > maxLength - bytes.WrittenCount)
            {
                throw new UnexpectedReplyException($"a body of more than {maxLength} bytes", isOverLimit: true);
            }

            bytes.Advance(read);
        }
    }
}
