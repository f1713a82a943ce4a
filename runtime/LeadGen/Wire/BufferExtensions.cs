using System.Buffers;

namespace LeadGen.Wire;

internal static class BufferExtensions
{
    /// <summary>Removes the bytes after the specified length.</summary>
    public static void Truncate(this ArrayBufferWriter<byte> buffer, int length)
    {
        // Resetting keeps the bytes.
        buffer.ResetWrittenCount();
        buffer.Advance(length);
    }
}
