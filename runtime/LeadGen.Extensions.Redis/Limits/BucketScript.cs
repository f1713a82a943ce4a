using StackExchange.Redis;

namespace LeadGen;

/// <summary>Whom a process is to the bucket.</summary>
internal enum BucketCaller
{
    /// <summary>It has called no portal yet.</summary>
    New,

    /// <summary>The bucket has counted its calls.</summary>
    Known,

    /// <summary>It has called the portal while Redis was away.</summary>
    Returning,
}

/// <summary>What Redis said.</summary>
/// <param name="Wait">How long until the permits may be used.</param>
/// <param name="EmptyIn">How long until the bucket is empty.</param>
/// <param name="Processes">How many processes use it.</param>
internal readonly record struct BucketAnswer(TimeSpan Wait, TimeSpan EmptyIn, int Processes);

/// <summary>The bucket that all processes share: a leaky bucket by virtual scheduling, on the clock of Redis.</summary>
internal sealed class BucketScript(IConnectionMultiplexer redis, string portal, BucketSize size, TimeSpan staleAfter, TimeSpan timeout)
{
    // The bucket is the time at which it will be empty, reserved calls included: one field says its level, and who is next when.
    private const string Script = """
        local bucket, processes = KEYS[1], KEYS[2]
        local process, permits, patience, caller = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4]
        local interval, burst, stale = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
        local full = interval * burst
        local time = redis.call('TIME')
        local now = tonumber(time[1]) * 1000000 + tonumber(time[2])

        -- Those beyond now are left from before the clock was put back.
        redis.call('ZREMRANGEBYSCORE', processes, '-inf', now - stale)
        redis.call('ZREMRANGEBYSCORE', processes, now + 1, '+inf')
        redis.call('ZADD', processes, now, process)

        local known = redis.call('HMGET', bucket, 'empty_at', 'seen_at')
        local empty_at, seen_at = tonumber(known[1]), tonumber(known[2])
        if not (empty_at and seen_at) then
          -- Nobody has called for long, or Redis has lost it: one that was started lately can't know.
          local server = redis.pcall('INFO', 'server')
          local uptime = type(server) == 'string' and tonumber(string.match(server, 'uptime_in_seconds:(%d+)')) or 0
          local is_lost = caller ~= 'New' or uptime * 1000000 < full + stale
          empty_at = is_lost and now + full or now
        elseif seen_at > now then
          -- The clock was put back: as if no time had passed.
          empty_at = empty_at - (seen_at - now)
        end
        empty_at = math.max(empty_at, caller == 'Returning' and now + full or now)

        local wait = math.max(0, empty_at + interval * math.max(1, permits) - full - now)
        if patience < 0 or wait <= patience then
          empty_at = empty_at + interval * permits
        end

        redis.call('HSET', bucket, 'empty_at', empty_at, 'seen_at', now)
        redis.call('PEXPIRE', bucket, math.ceil((empty_at - now + stale) / 1000))
        redis.call('PEXPIRE', processes, math.ceil(stale / 1000))
        return { math.ceil(wait), math.ceil(empty_at - now), redis.call('ZCARD', processes) }
        """;

    private readonly RedisKey[] _keys = [PortalKey.Of(portal, "bucket"), PortalKey.Of(portal, "processes")];
    private readonly string _process = Guid.NewGuid().ToString("N");

    /// <summary>Asks for permits, or with none of them just shows that the process lives.</summary>
    /// <param name="permits">How many.</param>
    /// <param name="mayWait">Whether they are taken where they have to be waited for.</param>
    /// <param name="caller">Who asks.</param>
    /// <returns><see langword="null"/> where Redis is away.</returns>
    public async Task<BucketAnswer?> AskAsync(int permits, bool mayWait, BucketCaller caller)
    {
        try
        {
            RedisValue[] arguments =
            [
                _process, permits, mayWait ? -1 : 0, caller.ToString(), size.Interval.TotalMicroseconds, size.Burst, staleAfter.TotalMicroseconds,
            ];
            var answer = (long[]?)await redis.RunAsync(Script, _keys, arguments, timeout, CancellationToken.None).ConfigureAwait(false);
            return answer is [long wait, long emptyIn, long processes]
                ? new BucketAnswer(TimeSpan.FromMicroseconds(wait), TimeSpan.FromMicroseconds(emptyIn), (int)processes)
                : null;
        }
        catch (Exception)
        {
            // Whatever keeps Redis from answering, the process has to do without.
            return null;
        }
    }

    /// <summary>Counts the process out, if Redis is there.</summary>
    public async Task LeaveAsync()
    {
        try
        {
            await redis.CallAsync(_keys[1], database => database.SortedSetRemoveAsync(_keys[1], _process), timeout, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // It will be forgotten by its age.
        }
    }
}
