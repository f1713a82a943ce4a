using LeadGen.Client;
using LeadGen.Wire;

namespace LeadGen.Bulk;

/// <summary>Reads leads by their ids.</summary>
internal sealed class GetWork<TLead>(PortalConnection connection) : BulkWork<long, CrmReadResult<TLead>>
    where TLead : CrmRecord, ICrmRecord<TLead>
{
    public override string Method => LeadCalls.Get;

    public override long LeadId(long item) => item;

    public override void Write(WireWriter writer, long item) => LeadCalls.WriteGet(writer, item);

    public override CrmReadResult<TLead> Done(BulkEntry<long> entry, PortalReply reply, ReadOnlySpan<byte> result) =>
        new(entry.Item, LeadReading.ReadLead<TLead>(entry.Item, result, RequestedFields.All, time: null, connection.Origin, reply.Read!));

    public override CrmReadResult<TLead> Failed(BulkEntry<long> entry) =>
        new(entry.Item, null, entry.LastError is Bitrix24NotFoundException { Method: LeadCalls.Get } ? null : entry.LastError ?? Ended(entry.Item));

    private Bitrix24TransportException Ended(long id) =>
        new($"Lead {id} was not read because the run ended first.", new CallFailure(Method) { LeadId = id }, wasSent: false);
}
