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

    public override void Write(WireWriter writer, LeadChanges item) => LeadCalls.WriteUpdate(writer, item, options.UpdateOptions);

    public override bool MayRepeat(LeadChanges item) => !item.Appends;

    public override long? OrderKey(LeadChanges item) => item.LeadId;

    public override bool TrySkip(LeadChanges item, long index, out LeadUpdateOutcome outcome)
    {
        Interlocked.Increment(ref _read);
        outcome = new LeadUpdateOutcome(index, item, LeadUpdateStatus.Unchanged);
        return item.IsEmpty;
    }

    public override LeadUpdateOutcome Done(LeadChanges item, long index, ReadOnlySpan<byte> result) => result.SequenceEqual("true"u8)
        ? new LeadUpdateOutcome(index, item, LeadUpdateStatus.Updated)
        : throw new FormatException("the result is not true");

    public override LeadUpdateOutcome Failed(LeadChanges item, long index, Bitrix24Exception error, bool isInDoubt) =>
        new(index, item, isInDoubt ? LeadUpdateStatus.Unknown : LeadUpdateStatus.Refused, error);

    public override LeadUpdateOutcome Abandoned(LeadChanges item, long index, bool isInDoubt) =>
        new(index, item, isInDoubt ? LeadUpdateStatus.Unknown : LeadUpdateStatus.NotSent);

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
            options.Progress?.Report(new LeadBulkProgress(
                Volatile.Read(ref _read), Volatile.Read(ref _updated), Volatile.Read(ref _refused), Volatile.Read(ref _unknown), _calls));
        }
    }
}
