namespace LeadGen.Testing.Portal;

/// <summary>The leads of a portal in the order of their ids. No method takes one away.</summary>
internal sealed class LeadTable
{
    private readonly Dictionary<long, EmulatedLead> _byId = [];
    private readonly List<EmulatedLead> _sorted = [];

    public int Count => _sorted.Count;

    /// <summary>The lead at a place in the order of ids.</summary>
    public EmulatedLead this[int place] => _sorted[place];

    /// <summary>The id of the last lead; 0 where there is none.</summary>
    public long LastId => _sorted.Count == 0 ? 0 : _sorted[^1].Id;

    public EmulatedLead? Find(long id) => _byId.GetValueOrDefault(id);

    /// <exception cref="ArgumentException">There is a lead of that id.</exception>
    public void Add(EmulatedLead lead)
    {
        _byId.Add(lead.Id, lead);
        _sorted.Insert(PlaceOf(lead.Id), lead);
    }

    /// <summary>The place of the first lead whose id is that or a greater one.</summary>
    public int PlaceOf(long id)
    {
        // Most often it is asked for a new lead, which goes to the end.
        int low = id > LastId ? _sorted.Count : 0, high = _sorted.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _sorted[middle].Id < id ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
