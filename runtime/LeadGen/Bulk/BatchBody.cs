using System.Globalization;
using System.Text;
using LeadGen.Transport;
using LeadGen.Wire;

namespace LeadGen.Bulk;

/// <summary>Writes the body of a <c>batch</c> call row by row.</summary>
/// <seealso href="https://apidocs.bitrix24.com/settings/how-to-call-rest-api/batch.html"/>
internal sealed class BatchBody
{
    /// <summary>The limit of a portal.</summary>
    public const int MaxCommands = 50;

    private readonly RowWireWriter _row;

    /// <param name="haltOnError">Whether a portal does not process the rows after a failed one.</param>
    public BatchBody(bool haltOnError = false)
    {
        _row = new RowWireWriter(Buffer);
        Buffer.Write(haltOnError ? "{\"halt\":1,\"cmd\":{"u8 : "{\"halt\":0,\"cmd\":{"u8);
    }

    public WireBuffer Buffer { get; } = new(16 * 1024);

    /// <summary>Gets the methods of the rows.</summary>
    public List<string> Methods { get; } = [];

    public int Count => Methods.Count;

    /// <summary>Gets the name of the last row.</summary>
    public string LastName => BatchReply.KeyPrefix + (Count - 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>Adds an item as a row, unless a row can't represent it or the body would become too long.</summary>
    public AddRowResult TryAdd<TItem>(string method, TItem item, Action<WireWriter, TItem> write, int maxLength)
    {
        int start = Buffer.WrittenCount;
        Span<byte> key = stackalloc byte[12];
        key[0] = (byte)BatchReply.KeyPrefix;
        Count.TryFormat(key[1..], out int digits, provider: CultureInfo.InvariantCulture);
        Begin(key[..(digits + 1)], method);
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

    /// <summary>Adds a row that was written before.</summary>
    /// <param name="name">The name of the command, which contains only letters, digits and underscores.</param>
    /// <param name="method">The method.</param>
    /// <param name="row">The row, without characters that JSON escapes.</param>
    public void Add(string name, string method, ReadOnlySpan<byte> row)
    {
        Begin(Encoding.ASCII.GetBytes(name), method);
        Buffer.Write(row);
        Buffer.Write("\""u8);
        Methods.Add(method);
    }

    public void End() => Buffer.Write("}}"u8);

    private void Begin(ReadOnlySpan<byte> key, string method)
    {
        Buffer.Write(Count == 0 ? "\""u8 : ",\""u8);
        Buffer.Write(key);
        Buffer.Write("\":\""u8);
        Buffer.Advance(Encoding.ASCII.GetBytes(method, Buffer.GetSpan(method.Length)));
        Buffer.Write("?"u8);
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
