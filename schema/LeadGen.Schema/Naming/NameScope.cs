namespace LeadGen.Schema.Naming;

/// <summary>Stores the names of a generated type and the owner of each.</summary>
internal sealed class NameScope
{
    private readonly Dictionary<string, string> _owners = new(StringComparer.Ordinal);

    // The last number that was appended to a name. Names are never removed, so the search for a free name continues after it.
    private readonly Dictionary<string, int> _attempts = new(StringComparer.Ordinal);

    public NameScope(IEnumerable<string> reserved, string owner)
    {
        foreach (string name in reserved)
        {
            _owners[name] = owner;
        }
    }

    /// <summary>Gets a description of the owner of a name, or <see langword="null"/> if the name is free.</summary>
    public string? GetOwner(string name) => _owners.TryGetValue(name, out string? owner) ? owner : null;

    /// <summary>Adds a name that is free.</summary>
    public void Add(string name, string owner) => _owners.Add(name, owner);

    /// <summary>Adds a name. If it is already used, appends <paramref name="suffix"/> or a number.</summary>
    public string AddUnique(string name, string suffix, string owner)
    {
        string free = name;
        string start = $"{name}_{suffix}";
        _attempts.TryGetValue(start, out int attempt);
        while (_owners.ContainsKey(free))
        {
            attempt++;
            free = attempt == 1 && suffix.Length > 0 ? start : $"{start}{(suffix.Length > 0 ? "_" : "")}{attempt}";
        }

        _attempts[start] = attempt;
        Add(free, owner);
        return free;
    }
}
