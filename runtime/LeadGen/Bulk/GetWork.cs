using LeadGen.Client;
using LeadGen.Wire;

namespace LeadGen.Bulk;

/// <summary>Reads leads by their ids.</summary>
internal sealed class GetWork<TLead> : BulkWork<long, LeadReadOutcome<TLead>>
    where TLead : LeadRecord, ILeadRecord<TLead>
{
    public override string Method => LeadCalls.Get;

    public override void Write(WireWriter writer, long item) => LeadCalls.WriteGet(writer, item);

    public override LeadReadOutcome<TLead> Done(long item, long index, ReadOnlySpan<byte> result) =>
        new(item, LeadReading.ReadLead<TLead>(result, isComplete: true, time: null));

    public override LeadReadOutcome<TLead> Failed(BulkEntry<long> entry, Bitrix24Exception error) =>
        new(entry.Item, null, error is LeadNotFoundException { Method: LeadCalls.Get } ? null : error);

    public override LeadReadOutcome<TLead> Abandoned(BulkEntry<long> entry) => new(
        entry.Item,
        null,
        entry.Error ?? new Bitrix24TransportException("The lead was not read: the run has ended before.", new CallFailure(Method), wasConnected: false));
}
