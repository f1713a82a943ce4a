namespace LeadGen;

/// <summary>Where the processes that use one webhook or application tell each other how long a portal's methods have worked.</summary>
/// <remarks>
/// A portal tells each process the sum of all, so a process that calls often knows it anyway; the store is for one that
/// begins, or that calls seldom. Implementations do not throw when their storage is away: they answer
/// <see langword="null"/> and forget what they are told. What they throw is dropped. A call waits for
/// <see cref="ReadAsync"/> for half a second at most, and not longer than <see cref="Bitrix24ClientOptions.MaxWait"/>; what is
/// read later counts for later calls.
/// </remarks>
public interface IOperatingTimeStore
{
    /// <summary>The last that anybody was told; <see langword="null"/> where nobody was, or it is too old to count.</summary>
    ValueTask<OperatingTime?> ReadAsync(string method, CancellationToken cancellationToken);

    /// <summary>Tells the others.</summary>
    ValueTask WriteAsync(string method, OperatingTime time, CancellationToken cancellationToken);
}
