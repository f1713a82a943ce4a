namespace LeadGen;

/// <summary>
/// Records the updates that have sent, or are sending, the data with a certain key, so that no other update is based on outdated data.
/// Thread-safe.
/// </summary>
/// <remarks>The keys of a <see cref="RecordOrigin"/> are its fields. The keys of an <see cref="Assignment"/> are the records that it was sent to.</remarks>
internal class SentMarks
{
    private Dictionary<string, List<SendState>>? _marks;

    /// <summary>Gets the lock of all marks, so that an update checks and sets all of its marks at once.</summary>
    public static object Gate { get; } = new();

    /// <summary>Determines whether an update has sent, or is sending, the data with this key. Its outcome can be unknown.</summary>
    public bool Has(string key, SendState? except = null)
    {
        lock (Gate)
        {
            return _marks?.GetValueOrDefault(key)?.Exists(update => update != except) == true;
        }
    }

    public void Add(string key, SendState update)
    {
        lock (Gate)
        {
            _marks ??= new(StringComparer.Ordinal);
            if (!_marks.TryGetValue(key, out List<SendState>? updates))
            {
                _marks.Add(key, updates = []);
            }

            // Two marks are enough: at least one of them is from another update. So long-lived data does not accumulate marks.
            if (!updates.Contains(update) && updates.Count(static u => u.WasSent) < 2)
            {
                updates.Add(update);
            }
        }
    }

    /// <summary>Removes the marks of an update that was not sent.</summary>
    public void Remove(SendState update)
    {
        lock (Gate)
        {
            foreach (List<SendState> updates in _marks?.Values ?? Enumerable.Empty<List<SendState>>())
            {
                updates.Remove(update);
            }
        }
    }

    /// <summary>Finds a key whose data an update has sent or is sending; <see langword="null"/> if there is none.</summary>
    protected string? Find(Func<string, bool> condition, SendState except)
    {
        lock (Gate)
        {
            return _marks?.Keys.FirstOrDefault(key => condition(key) && Has(key, except));
        }
    }
}

/// <summary>
/// Represents an update in marks. Marks do not reference the update itself, because it would keep its records in memory.
/// Callers must hold <see cref="SentMarks.Gate"/>.
/// </summary>
internal sealed class SendState(long recordId)
{
    private HashSet<RecordOrigin>? _marked;

    public long RecordId => recordId;

    /// <summary>Gets or sets the fields that the update sends. The update itself may change after it was sent.</summary>
    public string[] Fields { get; set; } = [];

    /// <summary>Gets whether the portal has processed the update, or may have. In this case, its marks are not removed.</summary>
    public bool WasSent { get; private set; }

    /// <summary>Marks the fields on a record that they were read from.</summary>
    public void Mark(RecordOrigin record)
    {
        Array.ForEach(Fields, field => record.Add(field, this));
        if (!WasSent)
        {
            (_marked ??= []).Add(record);
        }
    }

    public void OnSent() => (WasSent, _marked) = (true, null);

    public void RemoveMarks()
    {
        foreach (RecordOrigin record in _marked ?? [])
        {
            record.Remove(this);
        }

        _marked = null;
    }
}
