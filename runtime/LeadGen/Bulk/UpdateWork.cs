using LeadGen.Changes;
using LeadGen.Transport;
using LeadGen.Wire;

namespace LeadGen.Bulk;

/// <summary>Sends updates. Updates of one record keep their order.</summary>
internal sealed class UpdateWork(CrmBulkOptions options, PortalCalls calls) : BulkWork<CrmUpdate, CrmUpdateResult>
{
    private readonly BulkProgress _progress = new(options.Progress);

    public override string GetMethod(CrmUpdate item) => GetProtocol(item).GetMethods(item.Entity).Update;

    public override bool KeepsOrder => true;

    public override void Write(WireWriter writer, CrmUpdate item) => GetProtocol(item).WriteUpdate(writer, item, options.UpdateOptions);

    public override long RecordId(CrmUpdate item) => item.RecordId;

    public override bool IsIdempotent(CrmUpdate item) => CrmCalls.IsIdempotent(item, options.UpdateOptions);

    public override async ValueTask CheckAsync(CrmUpdate item, CancellationToken cancellationToken)
    {
        item.BeginSend(calls.Connection.Records);

        // Throws if neither API supports the whole update.
        GetProtocol(item);
        await calls.CheckPortalAsync(item, isBulk: true, cancellationToken).ConfigureAwait(false);
        calls.CheckValues(item, options.UpdateOptions);
    }

    public override bool TrySkip(CrmUpdate item, long index, out CrmUpdateResult outcome)
    {
        _progress.CountRead();
        outcome = new CrmUpdateResult(index, item, CrmUpdateStatus.Unchanged) { Verification = IsVerified ? new CrmVerification(item.RecordId, [], []) : null };
        return item.IsEmpty && !item.IsStale;
    }

    // An invalid update must not end the run, because the others can be sent.
    public override bool TryReject(BulkEntry<CrmUpdate> entry, ArgumentException error, out CrmUpdateResult outcome)
    {
        entry.Item.OnNotSent(calls.Connection.Records);
        outcome = new CrmUpdateResult(entry.Index, entry.Item, CrmUpdateStatus.Invalid) { ValidationError = error };
        return true;
    }

    public override CrmUpdateResult GetResult(BulkEntry<CrmUpdate> entry, PortalReply reply, ReadOnlySpan<byte> result)
    {
        CrmUpdate update = entry.Item;
        CrmProtocol protocol = GetProtocol(update);
        protocol.CheckUpdated(result, update, IsVerified);
        update.OnSent(calls.Connection.Records);
        var outcome = new CrmUpdateResult(entry.Index, update, CrmUpdateStatus.Updated) { HadUnknownAttempt = entry.IsOutcomeUnknown, Api = protocol.Api };
        return IsVerified && protocol.ReturnsStoredValues(update) ? outcome with { Verification = calls.Verify(protocol, update.RecordId, result, update, reply) } : outcome;
    }

    public override string? GetReadingMethod(CrmUpdate item) => IsVerified && GetProtocol(item) is var protocol && !protocol.ReturnsStoredValues(item) ? protocol.GetMethods(item.Entity).Get : null;

    public override void WriteReading(WireWriter writer, (CrmUpdate Item, string? Command, CrmUpdateResult? Outcome) target) =>
        GetProtocol(target.Item).WriteGet(writer, target.Item.Entity, target.Item.RecordId);

    public override CrmUpdateResult AddReading(CrmUpdate item, CrmUpdateResult outcome, PortalReply reply, ReadOnlySpan<byte> result) =>
        outcome with { Verification = calls.Verify(GetProtocol(item), item.RecordId, result, item, reply) };

    public override CrmUpdateResult AddReadingFailure(CrmUpdate item, CrmUpdateResult outcome, Bitrix24Exception failure) =>
        outcome with { Verification = new CrmVerification(item.RecordId, [], [], failure) };

    private bool IsVerified => options.UpdateOptions?.Verify == true;

    public override CrmUpdateResult GetFailedResult(BulkEntry<CrmUpdate> entry)
    {
        if (!entry.IsOutcomeUnknown)
        {
            entry.Item.OnNotSent(calls.Connection.Records);
            return new CrmUpdateResult(entry.Index, entry.Item, entry.IsRejected ? CrmUpdateStatus.Rejected : CrmUpdateStatus.NotSent, RejectedFields.AddTo(entry.Error, entry.Item)) { Api = GetProtocol(entry.Item).Api };
        }

        entry.Item.OnSent(calls.Connection.Records);
        return new CrmUpdateResult(entry.Index, entry.Item, CrmUpdateStatus.Unknown, entry.Error ?? calls.Connection.Failures.Unanswered(GetMethod(entry.Item), entry.Item.RecordId)) { HadUnknownAttempt = true, Api = GetProtocol(entry.Item).Api };
    }

    public override void OnResult(CrmUpdateResult outcome)
    {
        switch (outcome.Status)
        {
            case CrmUpdateStatus.Updated or CrmUpdateStatus.Unchanged:
                _progress.CountUpdated();
                break;
            case CrmUpdateStatus.Rejected or CrmUpdateStatus.Invalid:
                _progress.CountRejected();
                calls.Events?.OnBulkFailure(calls.Connection.Portal, outcome);
                break;
            case CrmUpdateStatus.Unknown:
                _progress.CountUnknown();
                calls.Events?.OnBulkFailure(calls.Connection.Portal, outcome);
                break;
        }

        Telemetry.RecordBulkUpdate(outcome.Status, calls.Connection.Portal);
    }

    private CrmProtocol GetProtocol(CrmUpdate item) => calls.GetProtocol(item, options.UpdateOptions);

    public override void OnGroup(int calls) => _progress.OnGroup(calls);
}
