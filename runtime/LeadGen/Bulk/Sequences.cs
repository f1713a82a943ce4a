namespace LeadGen.Bulk;

/// <summary>Provides methods for asynchronous sequences. .NET 10 and later contain an equivalent of <c>AsAsync</c>.</summary>
internal static class Sequences
{
#pragma warning disable CS1998 // The sequence is in memory, so there is nothing to await.
    public static async IAsyncEnumerable<T> AsAsync<T>(this IEnumerable<T> items)
    {
        foreach (T item in items)
        {
            yield return item;
        }
    }
#pragma warning restore CS1998

    /// <summary>Allows a run to be enumerated only once, because a second enumeration would send all updates again.</summary>
    public static IAsyncEnumerable<T> Once<T>(this IAsyncEnumerable<T> run) => new SingleUseSequence<T>(run);

    private sealed class SingleUseSequence<T>(IAsyncEnumerable<T> run) : IAsyncEnumerable<T>
    {
        private int _isStarted;

        public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken) => Interlocked.Exchange(ref _isStarted, 1) == 0
            ? run.GetAsyncEnumerator(cancellationToken)
            : throw new InvalidOperationException(
                "The results of a bulk run can be enumerated only once, because each enumeration sends the updates or drafts. Keep the results in a list.");
    }
}
