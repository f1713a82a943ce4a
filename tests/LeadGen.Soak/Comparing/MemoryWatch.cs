namespace LeadGen.Soak.Comparing;

/// <summary>Samples the memory of this process until the instance is disposed.</summary>
internal sealed class MemoryWatch : IAsyncDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _ending = new();
    private readonly Task _sampling;

    public MemoryWatch()
    {
        // Garbage from the warm-up must not count.
        GC.Collect();
        (InitialWorkingSet, InitialHeap) = (PeakWorkingSet, PeakHeap) = Sample();
        _sampling = SampleAsync();
    }

    /// <summary>The working set, in bytes.</summary>
    public long InitialWorkingSet { get; }

    public long PeakWorkingSet { get; private set; }

    /// <summary>The managed heap, including garbage that is not collected yet, in bytes.</summary>
    public long InitialHeap { get; }

    public long PeakHeap { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _sampling;
        _ending.Dispose();
    }

    private static (long Process, long Heap) Sample() => (Environment.WorkingSet, GC.GetTotalMemory(forceFullCollection: false));

    private async Task SampleAsync()
    {
        while (!_ending.IsCancellationRequested)
        {
            (long process, long heap) = Sample();
            (PeakWorkingSet, PeakHeap) = (Math.Max(process, PeakWorkingSet), Math.Max(heap, PeakHeap));
            await Task.Delay(s_interval, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
