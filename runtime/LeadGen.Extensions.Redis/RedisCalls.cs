using StackExchange.Redis;

namespace LeadGen;

/// <summary>Describes a Redis failure with fixed texts, because the message of a third-party exception may contain an address, a password or the data that was sent.</summary>
internal static class RedisErrors
{
    public static string Describe(Exception exception) => exception switch
    {
        RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure } => "it did not accept the user name and password",
        RedisConnectionException => "it is not connected",
        RedisServerException => "it rejected the command",
        TimeoutException or OperationCanceledException => "the request timed out",
        ObjectDisposedException => "the connection was disposed",
        _ => exception.GetType().Name,
    };
}

/// <summary>Provides calls to Redis that fail fast if it is unavailable.</summary>
internal static class RedisCalls
{
    /// <summary>Runs a script on the server that has the keys.</summary>
    /// <exception cref="Exception">Redis is unavailable or returned an error. The type depends on the Redis client.</exception>
    public static Task<RedisResult> RunAsync(
        this IConnectionMultiplexer redis, string script, RedisKey[] keys, RedisValue[] arguments, TimeSpan timeout, CancellationToken cancellationToken) =>
        redis.CallAsync(keys[0], database => database.ScriptEvaluateAsync(script, keys, arguments, CommandFlags.DemandMaster), timeout, cancellationToken);

    /// <summary>Makes a call for a key.</summary>
    /// <exception cref="Exception">Redis is unavailable or returned an error. The type depends on the Redis client.</exception>
    public static async Task<T> CallAsync<T>(
        this IConnectionMultiplexer redis, RedisKey key, Func<IDatabase, Task<T>> call, TimeSpan timeout, CancellationToken cancellationToken)
    {
        IDatabase database = redis.GetDatabase();
        if (!database.IsConnected(key, CommandFlags.DemandMaster))
        {
            // Otherwise, the Redis client would queue the command and send it after the caller gave up.
            throw new RedisConnectionException(ConnectionFailureType.UnableToConnect, "Redis is not connected.");
        }

        Task<T> answer = call(database);
        try
        {
            return await answer.WaitAsync(timeout, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Observe the exception of a call that timed out.
            _ = answer.ContinueWith(
                static late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }
}
