namespace LeadGen.Bulk;

/// <summary>What .NET has for sequences from version 10 on only.</summary>
internal static class Sequences
{
#pragma warning disable CS1998 // A sequence that is there has nothing to wait for.
    public static async IAsyncEnumerable<T> AsAsync<T>(this IEnumerable<T> items)
    {
        foreach (T item in items)
        {
            yield return item;
        }
    }
#pragma warning restore CS1998
}
