namespace LeadGen.Testing.Rest;

/// <summary>Holds the pending faults. A call gets the first queued fault that applies to it, or else possibly a random fault.</summary>
internal sealed class FaultQueue
{
    private readonly object _lock = new();
    private readonly List<Entry> _entries = [];
    private readonly List<Entry> _random = [];

    public void Add(PortalFault fault, int calls, string? method)
    {
        lock (_lock)
        {
            _entries.Add(new Entry(fault, method) { RemainingCalls = calls });
        }
    }

    public void AddRandom(PortalFault fault, double probability, int seed, string? method)
    {
        lock (_lock)
        {
            _random.Add(new Entry(fault, method) { Random = (new Random(seed), probability) });
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _entries.Clear();
            _random.Clear();
        }
    }

    /// <summary>Returns the fault for a call; <see langword="null"/> if there is none.</summary>
    public PortalFault? Take(string method) => Take(e => e.Method is null || IsMethod(e, method));

    /// <summary>Returns the fault for a command of a batch: an error for its method. All other faults apply to the whole batch.</summary>
    public PortalFault? TakeForCommand(string method) => Take(e => e.Fault.IsError && IsMethod(e, method));

    /// <summary>Returns the fault for a call that is not a REST method of the portal. Only faults for this method apply.</summary>
    public PortalFault? TakeForMethod(string method) => Take(e => IsMethod(e, method));

    private static bool IsMethod(Entry entry, string method) => string.Equals(entry.Method, method, StringComparison.OrdinalIgnoreCase);

    private PortalFault? Take(Predicate<Entry> matches)
    {
        lock (_lock)
        {
            Entry? entry = _entries.Find(matches);
            if (entry is null)
            {
                return _random.Find(e => matches(e) && e.Random!.Value.Source.NextDouble() < e.Random.Value.Probability)?.Fault;
            }

            if (--entry.RemainingCalls == 0)
            {
                _entries.Remove(entry);
            }

            return entry.Fault;
        }
    }

    private sealed class Entry(PortalFault fault, string? method)
    {
        public PortalFault Fault { get; } = fault;

        public string? Method { get; } = method;

        /// <summary>Gets or sets the number of calls that still get the fault. Not used for random faults.</summary>
        public int RemainingCalls { get; set; }

        /// <summary>Gets the generator and the probability of a random fault; otherwise <see langword="null"/>.</summary>
        public (Random Source, double Probability)? Random { get; init; }
    }
}
