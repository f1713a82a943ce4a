using StackExchange.Redis;

namespace LeadGen;

/// <summary>Represents the state of the bucket that Redis returned.</summary>
/// <param name="Wait">The time until the permits may be used.</param>
/// <param name="EmptyIn">The time until the bucket is empty.</param>
/// <param name="Processes">The number of processes that use it.</param>
/// <param name="Since">When it was created. A bucket that was lost and created again has another time.</param>
internal readonly record struct BucketState(TimeSpan Wait, TimeSpan EmptyIn, int Processes, long Since);

/// <summary>Represents the state of the bucket that a process knows.</summary>
/// <param name="IsUsedUp">Whether the portal may accept no calls now, for example because the process has sent some while Redis was unavailable.</param>
/// <param name="Since">The creation time of the bucket that it used before; 0 for none.</param>
/// <param name="Reserved">The number of permits that may be reserved in a lost bucket: at most one for each process.</param>
internal readonly record struct BucketCaller(bool IsUsedUp, long Since, int Reserved);

/// <summary>Represents the bucket that all processes share: a leaky bucket by virtual scheduling, on the clock of Redis.</summary>
internal sealed class BucketScript(IConnectionMultiplexer redis, string portal, BucketSize size, TimeSpan staleAfter, TimeSpan timeout)
{
    // The bucket is stored as the time at which it will be empty, including reserved calls.
    private const string Script = """
        local bucket, processes = KEYS[1], KEYS[2]
        local process, permits, max_wait = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
        local interval, burst, stale = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
        local is_used_up, caller_since, reserved = ARGV[7] == '1', tonumber(ARGV[8]), tonumber(ARGV[9])
        local full = interval * burst
        local time = redis.call('TIME')
        local now = tonumber(time[1]) * 1000000 + tonumber(time[2])

        -- Times in the future are from before the clock was set back.
        redis.call('ZREMRANGEBYSCORE', processes, '-inf', now - stale)
        redis.call('ZREMRANGEBYSCORE', processes, now + 1, '+inf')
        redis.call('ZADD', processes, now, process)

        local known = redis.call('HMGET', bucket, 'empty_at', 'seen_at', 'since', 'server')
        local empty_at, seen_at, since = tonumber(known[1]), tonumber(known[2]), tonumber(known[3])
        if empty_at and seen_at and seen_at > now then
          -- The clock was set back: continue as if no time had passed.
          empty_at = empty_at - (seen_at - now)
        end

        -- Redis may have lost the bucket, or may have loaded an old copy of it at its start. Only data from this run of Redis is reliable.
        local info = redis.pcall('INFO', 'server')
        local server = type(info) == 'string' and string.match(info, 'run_id:(%x+)') or ''
        if not (empty_at and seen_at and since and known[4] == server) then
          since, is_used_up = now, true
        end
        if is_used_up or (caller_since > 0 and caller_since ~= since) then
          empty_at = math.max(empty_at or now, now + full + interval * reserved)
        end
        empty_at = math.max(empty_at, now)

        local wait = math.max(0, empty_at + interval * math.max(1, permits) - full - now)
        if max_wait < 0 or wait <= max_wait then
          empty_at = empty_at + interval * permits
        end

        -- A missing bucket counts as used up, so it is kept for 30 days: programs that run once a day or a week find it.
        redis.call('HSET', bucket, 'empty_at', empty_at, 'seen_at', now, 'since', since, 'server', server)
        redis.call('PEXPIRE', bucket, math.ceil((empty_at - now) / 1000) + 2592000000)
        redis.call('PEXPIRE', processes, math.ceil(stale / 1000))
        return { math.ceil(wait), math.ceil(empty_at - now), redis.call('ZCARD', processes), since }
        """;

    // Each process reserves for one caller at a time, so only damaged data leads to longer waits.
    private readonly double _maxWait = Math.Max(TimeSpan.FromHours(1).TotalMicroseconds, 100 * size.Interval.TotalMicroseconds * size.Burst);
    private readonly RedisKey[] _keys = [PortalKey.Create(portal, "bucket"), PortalKey.Create(portal, "processes")];
    private readonly string _process = Guid.NewGuid().ToString("N");

    /// <summary>Requests permits. With none, it only records that the process is running.</summary>
    /// <param name="permits">The number of permits.</param>
    /// <param name="mayWait">Whether permits that are not available yet are reserved.</param>
    /// <param name="caller">The state that the process knows.</param>
    /// <returns><see langword="null"/> if Redis is not available or the data in it is damaged.</returns>
    public async Task<BucketState?> RequestPermitsAsync(int permits, bool mayWait, BucketCaller caller)
    {
        try
        {
            RedisValue[] arguments =
            [
                _process, permits, mayWait ? -1 : 0, size.Interval.TotalMicroseconds, size.Burst, staleAfter.TotalMicroseconds,
                caller.IsUsedUp ? 1 : 0, caller.Since, caller.Reserved,
            ];
            var answer = (long[]?)await redis.RunAsync(Script, _keys, arguments, timeout, CancellationToken.None).ConfigureAwait(false);
            return answer is [long wait, long emptyIn, long processes, long since] && wait <= _maxWait && emptyIn <= _maxWait
                ? new BucketState(TimeSpan.FromMicroseconds(wait), TimeSpan.FromMicroseconds(emptyIn), (int)processes, since)
                : null;
        }
        catch (Exception)
        {
            // Any failure means that Redis is unavailable.
            return null;
        }
    }

    /// <summary>Removes the process from the bucket, if Redis is available.</summary>
    public async Task LeaveAsync()
    {
        try
        {
            await redis.CallAsync(_keys[1], database => database.SortedSetRemoveAsync(_keys[1], _process), timeout, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The process is removed when it is stale.
        }
    }
}
