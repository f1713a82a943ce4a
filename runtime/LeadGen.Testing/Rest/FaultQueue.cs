namespace LeadGen.Testing.Rest;

/// <summary>The faults that are still to come. The first one that fits a call hits it; only where none does, chance decides.</summary>
internal sealed class FaultQueue
{
    private readonly object _gate = new();
    private readonly List<Entry> _entries = [];
    private readonly List<Entry> _random = [];

    public void Add(PortalFault fault, int calls, string? method)
    {
        lock (_gate)
        {
            _entries.Add(new Entry(fault, method) { Left = calls });
        }
    }

    public void AddRandom(PortalFault fault, double probability, int seed, string? method)
    {
        lock (_gate)
        {
            _random.Add(new Entry(fault, method) { Chance = (new Random(seed), probability) });
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _entries.Clear();
            _random.Clear();
        }
    }

    /// <summary>The fault of a call; <see langword="null"/> on a good day.</summary>
    public PortalFault? Take(string method) => Take(e => e.Method is null || IsMethod(e, method));

    /// <summary>The fault of a command of a batch: an error of its method. All else happens to the batch as a whole.</summary>
    public PortalFault? TakeForCommand(string method) => Take(e => e.Fault.IsError && IsMethod(e, method));

    /// <summary>The fault of a call that is none of the portal's methods, so that only a fault for it by name hits it.</summary>
    public PortalFault? TakeNamed(string method) => Take(e => IsMethod(e, method));

    private static bool IsMethod(Entry entry, string method) => string.Equals(entry.Method, method, StringComparison.OrdinalIgnoreCase);

    private PortalFault? Take(Predicate<Entry> fits)
    {
        lock (_gate)
        {
            Entry? entry = _entries.Find(fits);
            if (entry is null)
            {
                return _random.Find(e => fits(e) && e.Chance!.Value.Source.NextDouble() < e.Chance.Value.Probability)?.Fault;
            }

            if (--entry.Left == 0)
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

        /// <summary>How many calls it is still to hit.</summary>
        public int Left { get; set; }

        /// <summary>How often it hits, where chance decides.</summary>
        public (Random Source, double Probability)? Chance { get; init; }
    }
}
