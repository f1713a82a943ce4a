using StackExchange.Redis;

namespace LeadGen;

/// <summary>
/// Shares the operating time of a portal's methods between all processes that use one webhook or application:
/// <see cref="Bitrix24ClientOptions.OperatingTimes"/>.
/// </summary>
/// <remarks>
/// The operating time of a method is kept for ten minutes after its <see cref="OperatingTime.ResetAt"/>, because only its oldest part
/// expires at that time. If the clocks of the portal and of Redis differ, it is kept for ten to twenty minutes. If Redis is unavailable
/// or does not respond, reads return <see langword="null"/> within half a second, and writes are lost.
/// </remarks>
/// <seealso href="https://apidocs.bitrix24.com/limits.html"/>
public sealed class RedisOperatingTimeStore : IOperatingTimeStore
{
    // Replies of the portal can arrive in any order, so the later window is kept, and within a window the longer time.
    private const string Write = """
        local used, reset_at, window = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
        local known = redis.call('HMGET', KEYS[1], 'used', 'reset_at')
        local known_used, known_reset_at = tonumber(known[1]), tonumber(known[2])
        if known_used and known_reset_at
          and (known_reset_at > reset_at or known_reset_at == reset_at and known_used >= used) then
          return 0
        end
        redis.call('HSET', KEYS[1], 'used', used, 'reset_at', reset_at)
        local time = redis.call('TIME')
        local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
        redis.call('PEXPIRE', KEYS[1], math.max(0, math.min(reset_at - now, window)) + window)
        return 1
        """;

    private static readonly RedisValue[] s_fields = ["used", "reset_at"];
    // A window ends in the future and within its length, even if the clocks of the portal and of Redis differ.
    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(10);

    private readonly IConnectionMultiplexer _redis;
    private readonly string _portal;
    private readonly string? _application;

    /// <summary>Initializes a store for a webhook or an application on a portal.</summary>
    /// <param name="redis">The connection to Redis, which the processes share. It may be disconnected.</param>
    /// <param name="portal">The portal's host, <c>acme.bitrix24.ru</c>; the same in all processes.</param>
    /// <param name="application">
    /// The name of the webhook or application, if several use the portal, because each has a separate operating time: a
    /// <c>client_id</c>, or any name. It is part of a key, so it must not be a secret.
    /// </param>
    /// <exception cref="ArgumentException">The portal is not a host. The message does not repeat it.</exception>
    public RedisOperatingTimeStore(IConnectionMultiplexer redis, string portal, string? application = null)
    {
        ArgumentNullException.ThrowIfNull(redis);
        _redis = redis;
        _portal = PortalKey.GetHost(portal);
        _application = application;
    }

    /// <summary>Gets how long a call waits for Redis.</summary>
    internal TimeSpan Timeout { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc/>
    public async ValueTask<OperatingTime?> ReadAsync(string method, CancellationToken cancellationToken)
    {
        RedisKey key = GetKey(method);
        try
        {
            RedisValue[] known = await _redis.CallAsync(key, database => database.HashGetAsync(key, s_fields), Timeout, cancellationToken).ConfigureAwait(false);
            return !known[0].IsNull && !known[1].IsNull && known[0].TryParse(out long used) && known[1].TryParse(out long resetAt)
                ? new OperatingTime(TimeSpan.FromMicroseconds(used), DateTimeOffset.FromUnixTimeMilliseconds(resetAt))
                : null;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(string method, OperatingTime time, CancellationToken cancellationToken)
    {
        RedisKey key = GetKey(method);
        try
        {
            RedisValue[] arguments = [(long)time.Used.TotalMicroseconds, time.ResetAt.ToUnixTimeMilliseconds(), (long)s_window.TotalMilliseconds];
            await _redis.RunAsync(Write, [key], arguments, Timeout, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The next reply of the portal contains the value again.
        }
    }

    /// <summary>Returns the portal. The text contains no data from Redis.</summary>
    public override string ToString() => $"{nameof(RedisOperatingTimeStore)} of {_portal}";

    private RedisKey GetKey(string method)
    {
        ArgumentException.ThrowIfNullOrEmpty(method);
        return PortalKey.Create(_portal, $"operating:{_application}:{method}");
    }
}
