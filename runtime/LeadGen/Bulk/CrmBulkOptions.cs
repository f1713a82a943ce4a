namespace LeadGen;

/// <summary>How a bulk run sends its updates.</summary>
public sealed record CrmBulkOptions
{
    /// <summary>How many updates go in one batch; 50 is the most that a portal takes.</summary>
    /// <seealso href="https://apidocs.bitrix24.com/settings/how-to-call-rest-api/batch.html"/>
    public int BatchSize { get; init; } = 50;

    /// <summary>
    /// How many batches are under way at once. A portal works on the updates of a batch one after the other, and lets a
    /// method work for 480 seconds in ten minutes: more than a few batches at once only use that up sooner.
    /// </summary>
    public int MaxConcurrentBatches { get; init; } = 4;

    /// <summary>How long a batch that is not full waits for more updates of a source that gives them slowly.</summary>
    public TimeSpan MaxLinger { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>What the portal does beside each update.</summary>
    public CrmUpdateOptions? UpdateOptions { get; init; }

    /// <summary>Is told how far the run is, after each batch. An exception that it throws is ignored.</summary>
    public IProgress<CrmBulkProgress>? Progress { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">A portal or this machine can't do that.</exception>
    internal static CrmBulkOptions Checked(CrmBulkOptions? options)
    {
        const int MostOfPortal = 50;
        options ??= new CrmBulkOptions();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.BatchSize, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.BatchSize, MostOfPortal, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxConcurrentBatches, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxLinger, TimeSpan.Zero, nameof(options));
        return options;
    }
}

/// <summary>How far a bulk run is.</summary>
/// <param name="Read">Updates taken from the source.</param>
/// <param name="Updated">Updates that the portal processed, and those that change nothing.</param>
/// <param name="Refused">Updates that it did not process.</param>
/// <param name="Unknown">Updates that the portal may have processed without an answer that says so.</param>
/// <param name="Calls">HTTP calls that were made.</param>
public sealed record CrmBulkProgress(long Read, long Updated, long Refused, long Unknown, long Calls);
