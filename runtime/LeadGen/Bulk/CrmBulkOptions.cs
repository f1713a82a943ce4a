namespace LeadGen;

/// <summary>Represents options for sending the updates of a bulk run.</summary>
public sealed record CrmBulkOptions
{
    /// <summary>Gets the maximum number of updates in one batch. The default is 50, which is the limit of a portal.</summary>
    /// <seealso href="https://apidocs.bitrix24.com/settings/how-to-call-rest-api/batch.html"/>
    public int BatchSize { get; init; } = 50;

    /// <summary>
    /// Gets the maximum number of batches that are sent at the same time. The default is 4. A portal processes the updates of a
    /// batch one after the other, and allows a method 480 seconds of operating time in ten minutes. More concurrent batches reach
    /// that limit sooner.
    /// </summary>
    public int MaxConcurrentBatches { get; init; } = 4;

    /// <summary>Gets how long an incomplete batch waits for more updates if the source is slow. The default is 500 milliseconds.</summary>
    public TimeSpan MaxLinger { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Gets the options for sending each update.</summary>
    public CrmUpdateOptions? UpdateOptions { get; init; }

    /// <summary>Gets the receiver of progress reports, which is called after each batch. Exceptions that it throws are ignored.</summary>
    public IProgress<CrmBulkProgress>? Progress { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    internal static CrmBulkOptions Checked(CrmBulkOptions? options)
    {
        const int MaxBatchSize = 50;
        options ??= new CrmBulkOptions();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.BatchSize, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.BatchSize, MaxBatchSize, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxConcurrentBatches, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxLinger, TimeSpan.Zero, nameof(options));
        return options;
    }
}

/// <summary>Represents the progress of a bulk run.</summary>
/// <param name="Read">The number of updates that were read from the source.</param>
/// <param name="Updated">The number of updates that the portal processed or that change nothing.</param>
/// <param name="Rejected">The number of updates that the portal did not process, or that were not sent because they are invalid.</param>
/// <param name="Unknown">The number of updates whose outcome is unknown. The portal may have processed them.</param>
/// <param name="Calls">The number of HTTP calls.</param>
public sealed record CrmBulkProgress(long Read, long Updated, long Rejected, long Unknown, long Calls);
