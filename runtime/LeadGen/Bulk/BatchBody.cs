using System.Globalization;
using System.Text;
using LeadGen.Transport;
using LeadGen.Wire;

namespace LeadGen.Bulk;

/// <summary>Writes the body of a <c>batch</c> call row by row.</summary>
/// <seealso href="https://apidocs.bitrix24.com/settings/how-to-call-rest-api/batch.html"/>
internal sealed class BatchBody
{
    private readonly RowWireWriter _row;

    public BatchBody()
    {
        _row = new RowWireWriter(Buffer);

        // With halt, a portal would not process the rows after a failed one.
        Buffer.Write("{\"halt\":0,\"cmd\":{"u8);
    }

    public WireBuffer Buffer { get; } = new(16 * 1024);

    /// <summary>Gets the methods of the rows.</summary>
    public List<string> Methods { get; } = [];

    public int Count => Methods.Count;

    /// <summary>Adds an item as a row, unless a row can't represent it or the body would become too long.</summary>
    public AddRowResult TryAdd<TItem>(string method, TItem item, Action<WireWriter, TItem> write, int maxLength)
    {
        int start = Buffer.WrittenCount;
        Buffer.Write(Count == 0 ? "\""u8 : ",\""u8);
        AppendKey(Count);
        Buffer.Write("\":\""u8);
        Buffer.Advance(Encoding.ASCII.GetBytes(method, Buffer.GetSpan(method.Length)));
        Buffer.Write("?"u8);
        _row.Reset();
        write(_row, item);

        // A row contains only characters that JSON does not escape.
        Buffer.Write("\""u8);
        AddRowResult addResult = _row.UnsupportedReason is not null ? AddRowResult.NotSupported
            : Buffer.WrittenCount <= maxLength ? AddRowResult.Added
            : Count == 0 ? AddRowResult.NotSupported
            : AddRowResult.TooLong;
        if (addResult == AddRowResult.Added)
        {
            Methods.Add(method);
        }
        else
        {
            Buffer.Truncate(start);
        }

        return addResult;
    }

    public void End() => Buffer.Write("}}"u8);

    private void AppendKey(int place)
    {
        Span<byte> key = Buffer.GetSpan(12);
        key[0] = (byte)BatchReply.KeyPrefix;
        place.TryFormat(key[1..], out int length, provider: CultureInfo.InvariantCulture);
        Buffer.Advance(length + 1);
    }
}

/// <summary>Specifies whether an item was added as a row.</summary>
internal enum AddRowResult
{
    /// <summary>The item was added.</summary>
    Added,

    /// <summary>The batch is full; the item needs another one.</summary>
    TooLong,

    /// <summary>The item needs a separate call.</summary>
    NotSupported,
}
