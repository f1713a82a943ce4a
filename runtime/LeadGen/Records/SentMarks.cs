namespace LeadGen;

/// <summary>Records what updates sent, or are sending, of some data, so that no update is based on its old state. Safe for use by several threads.</summary>
internal class SentMarks
{
    private List<(string What, CrmUpdate Update)>? _marks;

    /// <summary>Gets the lock of all marks, so that an update checks and sets all of its marks at once.</summary>
    public static object Gate { get; } = new();

    /// <summary>Determines whether an update sent this, or is sending it. The outcome can be unknown.</summary>
    public bool Has(string what, CrmUpdate? except = null)
    {
        lock (Gate)
        {
            return _marks?.Exists(m => m.What == what && m.Update != except) == true;
        }
    }

    public void Add(string what, CrmUpdate update)
    {
        lock (Gate)
        {
            _marks ??= [];
            if (!_marks.Contains((what, update)))
            {
                _marks.Add((what, update));
            }
        }
    }

    /// <summary>Removes the marks of an update that was not sent.</summary>
    public void Remove(CrmUpdate update)
    {
        lock (Gate)
        {
            _marks?.RemoveAll(m => m.Update == update);
        }
    }
}
