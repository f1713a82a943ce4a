namespace LeadGen.Schema.Naming;

/// <summary>Names of one generated type, and who has each.</summary>
internal sealed class NameScope
{
    private readonly Dictionary<string, string> _owners = new(StringComparer.Ordinal);

    // Names are never released, so the search for a free name continues after the last one.
    private readonly Dictionary<string, int> _attempts = new(StringComparer.Ordinal);

    public NameScope(IEnumerable<string> reserved, string owner)
    {
        foreach (string name in reserved)
        {
            _owners[name] = owner;
        }
    }

    /// <summary>Who has a name, in words; <see langword="null"/> when it is free.</summary>
    public string? OwnerOf(string name) => _owners.TryGetValue(name, out string? owner) ? owner : null;

    /// <summary>Takes a name that is known to be free.</summary>
    public void Take(string name, string owner) => _owners.Add(name, owner);

    /// <summary>Takes a name; where it is taken, the name with <paramref name="distinction"/>, which tells the owner from others.</summary>
    public string TakeFree(string name, string distinction, string owner)
    {
        string free = name;
        string start = $"{name}_{distinction}";
        _attempts.TryGetValue(start, out int attempt);
        while (_owners.ContainsKey(free))
        {
            attempt++;
            free = attempt == 1 && distinction.Length > 0 ? start : $"{start}{(distinction.Length > 0 ? "_" : "")}{attempt}";
        }

        _attempts[start] = attempt;
        Take(free, owner);
        return free;
    }
}
