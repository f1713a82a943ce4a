using LeadGen.Settings;

namespace LeadGen.Bulk;

/// <summary>Counts the results of a bulk run and reports them.</summary>
internal sealed class BulkProgress(IProgress<CrmBulkProgress>? receiver)
{
    private readonly object _gate = new();
    private long _read;
    private long _updated;
    private long _rejected;
    private long _unknown;
    private long _calls;

    public void CountRead() => Interlocked.Increment(ref _read);

    public void CountUpdated() => Interlocked.Increment(ref _updated);

    public void CountRejected() => Interlocked.Increment(ref _rejected);

    public void CountUnknown() => Interlocked.Increment(ref _unknown);

    /// <summary>Called after each group, with the number of its calls.</summary>
    public void OnGroup(int calls)
    {
        // Groups end concurrently, and the reported numbers must never decrease.
        lock (_gate)
        {
            _calls += calls;
            SafeEvents.Raise(() => receiver?.Report(new CrmBulkProgress(
                Volatile.Read(ref _read), Volatile.Read(ref _updated), Volatile.Read(ref _rejected), Volatile.Read(ref _unknown), _calls)));
        }
    }
}
