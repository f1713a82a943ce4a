namespace LeadGen;

/// <summary>Shares the operating time of a portal's methods between the processes that use one webhook or application.</summary>
/// <remarks>
/// A portal returns the total of all processes with each reply, so the store helps processes that have just started or rarely make
/// calls. If the storage is unavailable, implementations should return <see langword="null"/> and ignore new values. Exceptions that
/// they throw are ignored. A call waits for <see cref="ReadAsync"/> for at most half a second, and not longer than
/// <see cref="Bitrix24ClientOptions.MaxWait"/>. A value that arrives later is used for later calls.
/// </remarks>
public interface IOperatingTimeStore
{
    /// <summary>Gets the latest value, or <see langword="null"/> if there is none or it is out of date.</summary>
    ValueTask<OperatingTime?> ReadAsync(string method, CancellationToken cancellationToken);

    /// <summary>Publishes a value for the other processes.</summary>
    ValueTask WriteAsync(string method, OperatingTime time, CancellationToken cancellationToken);
}
