namespace LeadGen.Soak.Editing;

/// <summary>The intended changes of an update.</summary>
internal sealed class Patch
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly List<(string Code, ModelEntry Entry)> _kept = [];
    private readonly List<(string Code, long Id)> _removed = [];

    public bool IsEmpty => _values.Count == 0 && _kept.Count == 0 && _removed.Count == 0;

    public IEnumerable<string> Codes => _values.Keys.Concat(_kept.Select(static e => e.Code)).Concat(_removed.Select(static e => e.Code)).Distinct();

    /// <summary>Gets the entries that are changed. A portal adds them as new ones if they were deleted in the meantime.</summary>
    public IEnumerable<(string Code, long Id)> ChangedEntries => _kept.Where(static e => e.Entry.Id is not null).Select(static e => (e.Code, e.Entry.Id!.Value));

    public void Set(string code, string stored) => _values[code] = ModelState.Normalize(stored);

    public void SetList(string code, IEnumerable<string> items) => _values[code] = ModelState.Join(items);

    public void AddEntry(string code, string value, string type) => _kept.Add((code, new ModelEntry(null, value, type)));

    /// <summary>Changes an entry; a portal adds it as a new one if it was deleted in the meantime.</summary>
    public void ChangeEntry(string code, long id, string value, string type) => _kept.Add((code, new ModelEntry(id, value, type)));

    public void RemoveEntry(string code, long id) => _removed.Add((code, id));

    public ModelState Apply(ModelState state)
    {
        ModelState result = state.Copy();
        foreach ((string code, string value) in _values)
        {
            result.Values[code] = value;
        }

        foreach ((string code, ModelEntry entry) in _kept)
        {
            List<ModelEntry> entries = result.Entries[code];
            int place = entry.Id is { } id ? entries.FindIndex(e => e.Id == id) : -1;
            if (place >= 0)
            {
                entries[place] = entry;
            }
            else
            {
                entries.Add(entry with { Id = null });
            }
        }

        foreach ((string code, long id) in _removed)
        {
            result.Entries[code].RemoveAll(e => e.Id == id);
        }

        return result;
    }
}
