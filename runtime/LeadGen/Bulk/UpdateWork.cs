using LeadGen.Client;
using LeadGen.Wire;

namespace LeadGen.Bulk;

/// <summary>Updates leads, those of one lead in their order.</summary>
internal sealed class UpdateWork(LeadBulkOptions options, PortalCalls calls) : BulkWork<LeadChanges, LeadUpdateOutcome>
{
    private readonly object _progress = new();
    private long _read;
    private long _updated;
    private long _refused;
    private long _unknown;
    private long _calls;

    public override string Method => LeadCalls.Update;

    public override bool KeepsOrder => true;

    public override void Write(WireWriter writer, LeadChanges item) => LeadCalls.WriteUpdate(writer, item, options.UpdateOptions);

    public override long LeadId(LeadChanges item) => item.LeadId;

    public override bool MayRepeat(LeadChanges item) => LeadCalls.MayRepeat(item, options.UpdateOptions);

    public override ValueTask CheckAsync(LeadChanges item, CancellationToken cancellationToken) => calls.CheckPortalAsync(item, isBulk: true, cancellationToken);

    public override bool TrySkip(LeadChanges item, long index, out LeadUpdateOutcome outcome)
    {
        Interlocked.Increment(ref _read);
        outcome = new LeadUpdateOutcome(index, item, LeadUpdateStatus.Unchanged);
        return item.IsEmpty;
    }

    public override LeadUpdateOutcome Done(LeadChanges item, long index, ReadOnlySpan<byte> result)
    {
        LeadReading.ReadTrue(result);
        item.OnSent();
        return new LeadUpdateOutcome(index, item, LeadUpdateStatus.Updated);
    }

    public override LeadUpdateOutcome Failed(BulkEntry<LeadChanges> entry)
    {
        if (!entry.IsInDoubt)
        {
            return new LeadUpdateOutcome(entry.Index, entry.Item, entry.IsRefused ? LeadUpdateStatus.Refused : LeadUpdateStatus.NotSent, entry.Error);
        }

        entry.Item.OnSent();
        return new LeadUpdateOutcome(entry.Index, entry.Item, LeadUpdateStatus.Unknown, entry.Error ?? Ended(entry.Item));
    }

    public override void OnOutcome(LeadUpdateOutcome outcome)
    {
        switch (outcome.Status)
        {
            case LeadUpdateStatus.Updated or LeadUpdateStatus.Unchanged:
                Interlocked.Increment(ref _updated);
                break;
            case LeadUpdateStatus.Refused:
                Interlocked.Increment(ref _refused);
                calls.Events?.OnBulkFailure(calls.Connection.Portal, outcome);
                break;
            case LeadUpdateStatus.Unknown:
                Interlocked.Increment(ref _unknown);
                calls.Events?.OnBulkFailure(calls.Connection.Portal, outcome);
                break;
        }

        Telemetry.Ended(outcome.Status, calls.Connection.Portal);
    }

    public override void OnGroup(int calls)
    {
        // Groups end together, and progress that goes back, or ends before its last sum, would be none.
        lock (_progress)
        {
            _calls += calls;
            GuardedEvents.Tell(() => options.Progress?.Report(new LeadBulkProgress(
                Volatile.Read(ref _read), Volatile.Read(ref _updated), Volatile.Read(ref _refused), Volatile.Read(ref _unknown), _calls)));
        }
    }

    private Bitrix24TransportException Ended(LeadChanges item) => new(
        $"The run ended before {calls.Connection.Portal} answered. The portal may have processed the update of lead {item.LeadId}.",
        new CallFailure(Method) { LeadId = item.LeadId },
        wasSent: true);
}
