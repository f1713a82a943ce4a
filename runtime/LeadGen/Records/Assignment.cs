namespace LeadGen;

/// <summary>A value that was assigned to a field of a lead. Copies of the lead share it until they assign another value.</summary>
internal sealed class Assignment(object? value)
{
    private HashSet<(string? Portal, long LeadId)>? _sentTo;

    public object? Value => value;

    /// <summary>Records that new entries of a multi-value field were sent to a lead, also if the outcome is unknown.</summary>
    public void AddSentTo(RecordOrigin lead)
    {
        lock (this)
        {
            (_sentTo ??= []).Add((lead.Portal, lead.LeadId));
        }
    }

    /// <summary>
    /// Determines whether new entries of a multi-value field were sent to a lead. They may be on the portal, under IDs that are
    /// unknown here, so sending them to this lead again could add them twice.
    /// </summary>
    public bool WasSentTo(RecordOrigin lead)
    {
        lock (this)
        {
            return _sentTo?.Contains((lead.Portal, lead.LeadId)) == true;
        }
    }
}
