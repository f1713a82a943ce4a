using System.Globalization;
using System.Text;
using LeadGen.Transport;
using LeadGen.Wire;

namespace LeadGen.Bulk;

/// <summary>The body of a <c>batch</c> call, made row by row.</summary>
/// <seealso href="https://apidocs.bitrix24.com/settings/how-to-call-rest-api/batch.html"/>
internal sealed class BatchBody : IDisposable
{
    private readonly RowWireWriter _row;

    public BatchBody()
    {
        _row = new RowWireWriter(Buffer);

        // A portal that stops at the first failure would leave the rest without an answer.
        Buffer.Write("{\"halt\":0,\"cmd\":{"u8);
    }

    public PooledBuffer Buffer { get; } = new(16 * 1024);

    public int Count { get; private set; }

    /// <summary>Adds a row, unless it is of a kind that a row can't carry, or the body would become too long.</summary>
    public AddRowResult TryAdd<TItem>(string method, TItem item, Action<WireWriter, TItem> write, int maxLength)
    {
        int start = Buffer.Length;
        Buffer.Write(Count == 0 ? "\""u8 : ",\""u8);
        AppendKey(Count);
        Buffer.Write("\":\""u8);
        Buffer.Advance(Encoding.ASCII.GetBytes(method, Buffer.GetSpan(method.Length)));
        Buffer.Write("?"u8);
        _row.Reset();
        write(_row, item);

        // A row is made of letters that JSON has no need to escape.
        Buffer.Write("\""u8);
        AddRowResult fate = _row.Obstacle is not null ? AddRowResult.NoRow
            : Buffer.Length <= maxLength ? AddRowResult.Added
            : Count == 0 ? AddRowResult.NoRow
            : AddRowResult.TooLong;
        if (fate == AddRowResult.Added)
        {
            Count++;
        }
        else
        {
            Buffer.Truncate(start);
        }

        return fate;
    }

    public void End() => Buffer.Write("}}"u8);

    public void Dispose()
    {
        _row.Dispose();
        Buffer.Dispose();
    }

    private void AppendKey(int place)
    {
        Span<byte> key = Buffer.GetSpan(12);
        key[0] = (byte)BatchReply.KeyPrefix;
        place.TryFormat(key[1..], out int length, provider: CultureInfo.InvariantCulture);
        Buffer.Advance(length + 1);
    }
}

/// <summary>What became of an item that was to be a row.</summary>
internal enum AddRowResult
{
    /// <summary>It is a row.</summary>
    Added,

    /// <summary>It is for another batch.</summary>
    TooLong,

    /// <summary>It must go as a call of its own.</summary>
    NoRow,
}
