namespace LeadGen.Samples.Import;

/// <summary>Reports progress on the thread of the caller.</summary>
internal sealed class SynchronousProgress(Action<int> report) : IProgress<int>
{
    public void Report(int value) => report(value);
}
