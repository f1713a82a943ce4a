using System.Collections.Concurrent;

namespace LeadGen.Soak.Soaking;

/// <summary>Counts the events of the client.</summary>
internal sealed class ClientCounters : Bitrix24ClientEvents
{
    private readonly ConcurrentDictionary<string, long> _retries = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Bitrix24ClientWait, long> _waits = new();
    private int _refreshes;
    private int _moves;

    /// <summary>Gets the number of retries for each kind of failure.</summary>
    public IReadOnlyDictionary<string, long> Retries => _retries;

    public IReadOnlyDictionary<Bitrix24ClientWait, long> Waits => _waits;

    public int Refreshes => _refreshes;

    public int Moves => _moves;

    public override void OnRetry(string portal, Bitrix24Exception failure, int attempt, TimeSpan delay) => _retries.AddOrUpdate(
        failure switch
        {
            { ErrorCode: { Length: > 0 } code } => code,
            Bitrix24TransportException => "incomplete reply",
            Bitrix24ReplyException => "unreadable reply",
            { StatusCode: { } status } => $"HTTP {(int)status}",
            _ => failure.GetType().Name,
        },
        1,
        static (_, count) => count + 1);

    public override void OnWait(string portal, string method, Bitrix24ClientWait reason, TimeSpan delay) => _waits.AddOrUpdate(reason, 1, static (_, count) => count + 1);

    public override void OnTokenRefresh(string portal, DateTimeOffset expiresAt) => Interlocked.Increment(ref _refreshes);

    public override void OnMove(string portal, string movedTo) => Interlocked.Increment(ref _moves);
}
