using System.Globalization;
using StackExchange.Redis;

namespace LeadGen;

/// <summary>
/// Stores an application's tokens for all processes that use it on one portal, so that only one of them refreshes the tokens at a time:
/// <see cref="OAuthApplication.TokenStore"/>.
/// </summary>
/// <remarks>
/// <para>
/// The tokens are stored unencrypted: permit access to Redis only to those who may act on the portal, use TLS unless it is on
/// your own network, and enable persistence. Otherwise a restart loses the pair, and if no process has it in
/// memory an administrator must install the application again.
/// </para>
/// <para>
/// A process that refreshes the tokens holds a lock and extends it; the others wait for the new pair. If the process dies, the lock
/// expires after <c>lockExpiry</c> and another process tries with the stored pair. This fails if the authorization
/// server has already exchanged that pair. A process that lost its lock does not replace a pair that has been saved in the meantime.
/// </para>
/// <para>
/// If Redis is unavailable, every method throws a <see cref="Bitrix24TokenStoreException"/>, and no process refreshes the tokens: without the
/// lock, two processes might refresh, and the application would lose its access. If Redis becomes unavailable during a refresh, the new pair is
/// kept in memory. Saving it is retried for a minute, and at each use of this store.
/// </para>
/// </remarks>
/// <seealso href="https://apidocs.bitrix24.com/settings/oauth/index.html"/>
public sealed class RedisOAuthTokenStore : IOAuthTokenStore
{
    private const int SaveAttempts = 60;

    // A Redis transaction can only require an equal version, and this save requires a lower one. The same save may be repeated if the first reply was lost.
    private const string SaveScript = """
        local known = redis.call('HMGET', KEYS[1], 'version', 'refresh_token')
        if (tonumber(known[1]) or 0) >= tonumber(ARGV[1]) then
          return known[2] == ARGV[3] and 1 or 0
        end
        redis.call('DEL', KEYS[1])
        redis.call('HSET', KEYS[1], 'version', ARGV[1], 'access_token', ARGV[2], 'refresh_token', ARGV[3], 'expires_at', ARGV[4],
          'client_endpoint', ARGV[5], 'member_id', ARGV[6])
        return 1
        """;

    private static readonly RedisValue[] s_fields = ["access_token", "refresh_token", "expires_at", "client_endpoint", "member_id", "version"];
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(5);
    // Redis expirations are whole milliseconds, and 0 deletes the key.
    private static readonly TimeSpan s_minLockExpiry = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_saveRetryDelay = TimeSpan.FromSeconds(1);

    private readonly IConnectionMultiplexer _redis;
    private readonly string _portal;
    private readonly RedisKey _tokens;
    private readonly RedisKey _lock;
    private readonly TimeSpan _lockExpiry;
    private StoredOAuthToken? _unsaved;

    /// <summary>Initializes a store for an application on a portal.</summary>
    /// <param name="redis">The connection to Redis, which the processes share.</param>
    /// <param name="portal">The portal's host, <c>acme.bitrix24.ru</c>; the same in all processes.</param>
    /// <param name="clientId">The application's <c>client_id</c>. It is part of a key, and not a secret.</param>
    /// <param name="lockExpiry">The time after which another process may refresh the tokens if the lock was not extended. The default is 15 seconds.</param>
    /// <exception cref="ArgumentException">The portal is not a host. The message does not repeat it.</exception>
    public RedisOAuthTokenStore(IConnectionMultiplexer redis, string portal, string clientId, TimeSpan? lockExpiry = null)
    {
        ArgumentNullException.ThrowIfNull(redis);
        ArgumentException.ThrowIfNullOrEmpty(clientId);
        _redis = redis;
        _portal = PortalKey.GetHost(portal);
        _tokens = PortalKey.Create(_portal, $"oauth:{clientId}");
        _lock = PortalKey.Create(_portal, $"oauth:{clientId}:lock");
        _lockExpiry = lockExpiry ?? TimeSpan.FromSeconds(15);
        ArgumentOutOfRangeException.ThrowIfLessThan(_lockExpiry, s_minLockExpiry, nameof(lockExpiry));
    }

    /// <inheritdoc/>
    /// <exception cref="Bitrix24TokenStoreException">Redis is unavailable, or its value is not a valid token pair.</exception>
    public async ValueTask<StoredOAuthToken?> ReadAsync(CancellationToken cancellationToken)
    {
        if (_unsaved is { } unsaved)
        {
            await TrySaveAsync(unsaved, cancellationToken).ConfigureAwait(false);
        }

        RedisValue[] values = await CallAsync("read", database => database.HashGetAsync(_tokens, s_fields, CommandFlags.DemandMaster), cancellationToken)
            .ConfigureAwait(false);
        return values.All(v => v.IsNull) ? null : Parse(values);
    }

    /// <inheritdoc/>
    /// <exception cref="Bitrix24TokenStoreException">Redis is unavailable. The pair may have been saved.</exception>
    public async ValueTask<bool> TrySaveAsync(StoredOAuthToken token, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(token);
        (OAuthToken pair, long version) = token;
        RedisValue[] arguments =
        [
            version, pair.AccessToken, pair.RefreshToken, pair.ExpiresAt.ToString("O", CultureInfo.InvariantCulture),
            pair.ClientEndpoint.OriginalString, pair.MemberId ?? "",
        ];
        StoredOAuthToken? unsaved = _unsaved;
        RedisResult saved = await CallAsync(
            "saved", d => d.ScriptEvaluateAsync(SaveScript, [_tokens], arguments, CommandFlags.DemandMaster), cancellationToken).ConfigureAwait(false);
        if (unsaved is null || unsaved.Version <= version)
        {
            // Saved by this call, or superseded in the meantime.
            Interlocked.CompareExchange(ref _unsaved, null, unsaved);
        }

        return (long)saved == 1;
    }

    /// <inheritdoc/>
    /// <exception cref="Bitrix24TokenStoreException">Redis is unavailable. If the authorization server issued a new pair, the pair is kept in memory and saved later.</exception>
    public async ValueTask<StoredOAuthToken> RefreshAsync(
        StoredOAuthToken expired, Func<OAuthToken, CancellationToken, Task<OAuthToken>> refresh, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(expired);
        ArgumentNullException.ThrowIfNull(refresh);
        string owner = Guid.NewGuid().ToString("N");
        while (true)
        {
            if (await ReadAsync(cancellationToken).ConfigureAwait(false) is { } stored && stored.IsNewerThan(expired))
            {
                return stored;
            }

            if (await CallAsync("locked", d => d.LockTakeAsync(_lock, owner, _lockExpiry), cancellationToken).ConfigureAwait(false))
            {
                return await RefreshLockedAsync(owner, expired, refresh, cancellationToken).ConfigureAwait(false);
            }

            await Task.Delay(s_pollInterval, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Returns the portal. The text contains no data from Redis.</summary>
    public override string ToString() => $"{nameof(RedisOAuthTokenStore)} of {_portal}";

    private async Task<StoredOAuthToken> RefreshLockedAsync(
        string owner, StoredOAuthToken expired, Func<OAuthToken, CancellationToken, Task<OAuthToken>> refresh, CancellationToken cancellationToken)
    {
        try
        {
            // The last holder may have saved a pair before the lock was acquired.
            StoredOAuthToken? stored = await ReadAsync(cancellationToken).ConfigureAwait(false);
            if (stored?.IsNewerThan(expired) == true)
            {
                return stored;
            }

            OAuthToken next;
            try
            {
                // Even if no caller waits any more: an issued pair that is discarded can't be requested again.
                next = await HoldLockAsync(owner, refresh(expired.Token, CancellationToken.None)).ConfigureAwait(false);
            }
            catch (Exception)
            {
                if (await FindNewerAsync(expired).ConfigureAwait(false) is { } other)
                {
                    return other;
                }

                throw;
            }

            return await SaveUntilSafeAsync(_unsaved = expired.Next(next, stored)).ConfigureAwait(false);
        }
        finally
        {
            await TryAsync(d => d.LockReleaseAsync(_lock, owner)).ConfigureAwait(false);
        }
    }

    private async Task<OAuthToken> HoldLockAsync(string owner, Task<OAuthToken> refreshing)
    {
        while (await Task.WhenAny(refreshing, Task.Delay(_lockExpiry / 3, CancellationToken.None)).ConfigureAwait(false) != refreshing)
        {
            await TryAsync(d => d.LockExtendAsync(_lock, owner, _lockExpiry)).ConfigureAwait(false);
        }

        return await refreshing.ConfigureAwait(false);
    }

    // Another process may have acquired the lock after it expired, and refreshed the tokens first.
    private async Task<StoredOAuthToken?> FindNewerAsync(StoredOAuthToken expired)
    {
        try
        {
            return await ReadAsync(CancellationToken.None).ConfigureAwait(false) is { } stored && stored.IsNewerThan(expired) ? stored : null;
        }
        catch (Bitrix24TokenStoreException)
        {
            return null;
        }
    }

    private async Task<StoredOAuthToken> SaveUntilSafeAsync(StoredOAuthToken unsaved)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await TrySaveAsync(unsaved, CancellationToken.None).ConfigureAwait(false)
                    ? unsaved
                    : await ReadAsync(CancellationToken.None).ConfigureAwait(false) ?? unsaved;
            }
            catch (Bitrix24TokenStoreException) when (attempt < SaveAttempts)
            {
                await Task.Delay(s_saveRetryDelay, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    // The date is only informational: an invalid date must not lose the pair.
    private StoredOAuthToken Parse(RedisValue[] values) =>
        values is [{ IsNullOrEmpty: false } access, { IsNullOrEmpty: false } refresh, var expiry, var endpoint, var member, var version]
        && Uri.TryCreate(endpoint, UriKind.Absolute, out Uri? clientEndpoint)
            ? new StoredOAuthToken(
                new OAuthToken(
                    access.ToString(),
                    refresh.ToString(),
                    DateTimeOffset.TryParse(expiry, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTimeOffset expiresAt) ? expiresAt : default,
                    clientEndpoint,
                    member.IsNullOrEmpty ? null : member.ToString()),
                version.TryParse(out long number) ? number : 0)
            : throw new Bitrix24TokenStoreException($"The value in Redis for {_portal} is not a valid token pair.");

    private async Task<T> CallAsync<T>(string done, Func<IDatabase, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await _redis.CallAsync(_tokens, call, s_timeout, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception cause) when (cause is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw new Bitrix24TokenStoreException($"The tokens of {_portal} could not be {done} in Redis: {RedisErrors.Describe(cause)}.");
        }
    }

    // The lock expires if this fails.
    private async Task TryAsync(Func<IDatabase, Task<bool>> call)
    {
        try
        {
            await _redis.CallAsync(_lock, call, s_timeout, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception)
        {
        }
    }
}
