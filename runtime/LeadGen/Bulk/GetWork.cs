using LeadGen.Transport;
using LeadGen.Wire;

namespace LeadGen.Bulk;

/// <summary>Reads records by their IDs.</summary>
internal sealed class GetWork<TRecord>(CrmProtocol protocol, PortalConnection connection) : BulkWork<long, CrmReadResult<TRecord>>
    where TRecord : CrmRecord, ICrmRecord<TRecord>
{
    public override string GetMethod(long item) => protocol.GetMethods(TRecord.Entity).Get;

    public override long RecordId(long item) => item;

    public override void Write(WireWriter writer, long item) => protocol.WriteGet(writer, TRecord.Entity, item);

    public override CrmReadResult<TRecord> GetResult(BulkEntry<long> entry, PortalReply reply, ReadOnlySpan<byte> result) =>
        new(entry.Item, CrmReading.ReadRecord<TRecord>(protocol, entry.Item, result, time: null, connection.Origin, reply.Read!));

    public override CrmReadResult<TRecord> GetFailedResult(BulkEntry<long> entry) =>
        new(entry.Item, null, entry.LastError is Bitrix24NotFoundException { Method: var method } && method == GetMethod(entry.Item) ? null : entry.LastError ?? connection.Failures.NotRead(GetMethod(entry.Item), entry.Item));
}
