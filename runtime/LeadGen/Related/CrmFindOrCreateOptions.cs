namespace LeadGen;

/// <summary>Specifies options for finding or creating a record.</summary>
public sealed record CrmFindOrCreateOptions
{
    /// <summary>Gets the options for the call that creates the record; <see langword="null"/> for the defaults.</summary>
    public CrmUpdateOptions? CreateOptions { get; init; }

    /// <summary>
    /// Gets whether the record with the lowest ID is chosen if several match. By default, none is chosen: <see cref="CrmFindOrCreateReply.RecordId"/> is <see langword="null"/>, and
    /// <see cref="CrmFindOrCreateReply.Matches"/> contains all of them.
    /// </summary>
    public bool UseLowestId { get; init; }

    /// <summary>
    /// Gets how long the client waits after an attempt to create the record whose outcome is unknown, before it searches again and, if the record is not found, creates it again. The portal may still
    /// process the attempt during this time. By default (<see langword="null"/>), the client waits for its <see cref="Bitrix24ClientOptions.Timeout"/>.
    /// </summary>
    public TimeSpan? RetryDelay { get; init; }
}
