using System.Collections.Concurrent;

namespace LeadGen.Fuzz.Running;

/// <summary>Counts the inputs of a fuzz target and their results. Thread-safe.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<string, long> _results = new(StringComparer.Ordinal);
    private long _inputs;

    public long Inputs => Volatile.Read(ref _inputs);

    /// <summary>Gets the number of inputs for each result, the most frequent result first.</summary>
    public IEnumerable<KeyValuePair<string, long>> Results =>
        _results.OrderByDescending(static f => f.Value).ThenBy(static f => f.Key, StringComparer.Ordinal);

    public long this[string result] => _results.GetValueOrDefault(result);

    public void AddInput() => Interlocked.Increment(ref _inputs);

    public void Add(string result) => _results.AddOrUpdate(result, 1, static (_, count) => count + 1);
}
