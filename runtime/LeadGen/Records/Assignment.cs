namespace LeadGen;

/// <summary>A value that was assigned to a field of a lead. Copies of the lead share it until they assign another value.</summary>
internal sealed class Assignment(object? value)
{
    private volatile LeadOrigin? _sentTo;

    public object? Value => value;

    /// <summary>
    /// Gets or sets the lead that new entries of a multi-field were sent to last, also if the outcome is unknown. They may be on
    /// the portal, under IDs that are unknown here, so sending them to this lead again could add them twice.
    /// </summary>
    public LeadOrigin? SentTo
    {
        get => _sentTo;
        set => _sentTo = value;
    }
}
