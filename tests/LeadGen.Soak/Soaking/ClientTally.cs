using System.Collections.Concurrent;

namespace LeadGen.Soak.Soaking;

/// <summary>Counts what the client tells of.</summary>
internal sealed class ClientTally : Bitrix24ClientEvents
{
    private readonly ConcurrentDictionary<string, long> _retries = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Bitrix24ClientWait, long> _waits = new();
    private int _refreshes;
    private int _moves;

    /// <summary>Repeated calls by what went wrong.</summary>
    public IReadOnlyDictionary<string, long> Retries => _retries;

    public IReadOnlyDictionary<Bitrix24ClientWait, long> Waits => _waits;

    public int Refreshes => _refreshes;

    public int Moves => _moves;

    public override void OnRetry(string portal, Bitrix24Exception failure, int attempt, TimeSpan delay) => _retries.AddOrUpdate(
        failure switch
        {
            { ErrorCode: { Length: > 0 } code } => code,
            Bitrix24TransportException => "no whole answer",
            Bitrix24ReplyException => "unreadable answer",
            { StatusCode: { } status } => $"HTTP {(int)status}",
            _ => failure.GetType().Name,
        },
        1,
        static (_, count) => count + 1);

    public override void OnWait(string portal, string method, Bitrix24ClientWait reason, TimeSpan delay) => _waits.AddOrUpdate(reason, 1, static (_, count) => count + 1);

    public override void OnTokenRefresh(string portal, DateTimeOffset expiresAt) => Interlocked.Increment(ref _refreshes);

    public override void OnMove(string portal, string movedTo) => Interlocked.Increment(ref _moves);
}
