using LeadGen.Transport;
using LeadGen.Wire;

namespace LeadGen.Bulk;

/// <summary>Reads the records of updates, and compares them.</summary>
internal sealed class VerifyWork(PortalCalls calls) : BulkWork<CrmUpdate, CrmVerification>
{
    public override string GetMethod(CrmUpdate item) => GetProtocol(item).GetMethods(item.Entity).Get;

    public override long RecordId(CrmUpdate item) => item.RecordId;

    public override void Write(WireWriter writer, CrmUpdate item) => GetProtocol(item).WriteGet(writer, item.Entity, item.RecordId);

    public override ValueTask CheckAsync(CrmUpdate item, CancellationToken cancellationToken)
    {
        item.ThrowIfStaleDifference();
        return calls.CheckPortalAsync(item, isBulk: true, cancellationToken);
    }

    public override bool TryReject(BulkEntry<CrmUpdate> entry, ArgumentException error, out CrmVerification outcome)
    {
        outcome = new CrmVerification(entry.Item.RecordId, [], []) { ValidationError = error };
        return true;
    }

    public override CrmVerification GetResult(BulkEntry<CrmUpdate> entry, PortalReply reply, ReadOnlySpan<byte> result) => CrmVerification.Create(
        entry.Item.RecordId,
        entry.Item,
        CrmReading.ReadStored(GetProtocol(entry.Item), entry.Item.RecordId, result, entry.Item, time: null, calls.Connection.Origin, reply.Read));

    public override CrmVerification GetFailedResult(BulkEntry<CrmUpdate> entry) =>
        new(entry.Item.RecordId, [], [], entry.LastError ?? calls.Connection.Failures.NotRead(GetMethod(entry.Item), entry.Item.RecordId));

    // The client's API, or the other one for fields that only that returns.
    private CrmProtocol GetProtocol(CrmUpdate item) => calls.GetProtocol(item, options: null);
}
