namespace LeadGen.Testing.Portal;

/// <summary>Holds the leads of a portal, sorted by ID.</summary>
internal sealed class LeadTable
{
    private readonly Dictionary<long, EmulatedLead> _byId = [];
    private readonly List<EmulatedLead> _sorted = [];

    public int Count => _sorted.Count;

    /// <summary>Gets the lead at an index in the order of IDs.</summary>
    public EmulatedLead this[int index] => _sorted[index];

    /// <summary>Gets the highest ID that a lead has had; 0 if there were no leads.</summary>
    public long LastId { get; private set; }

    public EmulatedLead? Find(long id) => _byId.GetValueOrDefault(id);

    /// <summary>Adds a lead.</summary>
    /// <exception cref="ArgumentException">A lead with the same ID exists.</exception>
    public void Add(EmulatedLead lead)
    {
        _byId.Add(lead.Id, lead);
        _sorted.Insert(IndexOf(lead.Id), lead);
        LastId = Math.Max(LastId, lead.Id);
    }

    /// <summary>Removes a lead. Its ID is not used again.</summary>
    public void Remove(long id)
    {
        if (_byId.Remove(id))
        {
            _sorted.RemoveAt(IndexOf(id));
        }
    }

    /// <summary>Returns the index of the first lead whose ID is equal to or greater than the specified one.</summary>
    public int IndexOf(long id)
    {
        // Fast path: a new lead usually has the highest ID.
        int low = id > LastId ? _sorted.Count : 0, high = _sorted.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _sorted[middle].Id < id ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
