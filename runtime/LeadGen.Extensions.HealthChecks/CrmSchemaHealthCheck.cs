using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LeadGen.Extensions.HealthChecks;

/// <summary>Compares a portal's fields with the schema. Sends at most one request at a time, and only if the cached result has expired.</summary>
internal sealed class CrmSchemaHealthCheck<TRecord>(
    IServiceScopeFactory scopes, Func<IServiceProvider, Bitrix24Client> clientFactory, TimeProvider time, TimeSpan timeout, TimeSpan cacheDuration)
    : IHealthCheck, IDisposable
    where TRecord : CrmRecord, ICrmRecord<TRecord>
{
    private static readonly TimeSpan s_maxCacheDurationOfFailure = TimeSpan.FromSeconds(30);

    private readonly object _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private Task<Result>? _latest;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        HealthStatus failed = context.Registration.FailureStatus;
        try
        {
            Result result = await GetLatestAsync().WaitAsync(timeout, time, cancellationToken).ConfigureAwait(false);
            return result.Drift is { } drift ? ToHealth(drift, failed)
                : new HealthCheckResult(IsTransient(result.Failure!) ? HealthStatus.Degraded : failed, result.Failure!.Message, result.Failure);
        }
        catch (TimeoutException)
        {
            return HealthCheckResult.Degraded($"The portal did not return its fields within {timeout}.");
        }
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private Task<Result> GetLatestAsync()
    {
        lock (_gate)
        {
            bool isUsable = _latest is { IsCompleted: false } || (_latest is { IsCompletedSuccessfully: true } && IsFresh(_latest.Result));
            return isUsable ? _latest! : _latest = StartRequest(_stopping.Token);
        }
    }

    private Task<Result> StartRequest(CancellationToken stopping) => Task.Run(() => RequestAsync(stopping), stopping);

    private bool IsFresh(Result result) => time.GetElapsedTime(result.Timestamp)
        < (result.Drift is null && cacheDuration > s_maxCacheDurationOfFailure ? s_maxCacheDurationOfFailure : cacheDuration);

    // Does not use the cancellation token of a check: checks share the request, and a check that times out must not cancel it.
    private async Task<Result> RequestAsync(CancellationToken stopping)
    {
        AsyncServiceScope scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            try
            {
                CrmSchemaDrift drift = await clientFactory(scope.ServiceProvider).CheckSchemaAsync<TRecord>(stopping).ConfigureAwait(false);
                return new Result(drift, null, time.GetTimestamp());
            }
            catch (Bitrix24Exception e)
            {
                return new Result(null, e, time.GetTimestamp());
            }
        }
    }

    private static HealthCheckResult ToHealth(CrmSchemaDrift drift, HealthStatus failed)
    {
        Dictionary<string, object> data = drift.Differences
            .GroupBy(static d => d.Code, StringComparer.Ordinal)
            .ToDictionary(static g => g.Key, static object (g) => string.Join('\n', g), StringComparer.Ordinal);
        string[] lossy = [.. drift.Differences.Where(static d => d.LosesWrites).Select(static d => d.Code).Distinct(StringComparer.Ordinal)];
        return lossy.Length > 0
            ? new HealthCheckResult(failed, $"{drift.Portal} drops values that are written to {string.Join(", ", lossy)}.", data: data)
            : HealthCheckResult.Healthy($"{drift.Portal} does not drop any value.", data);
    }

    /// <summary>Returns whether the failure can end without a change by the administrator.</summary>
    private static bool IsTransient(Bitrix24Exception failure) =>
        failure is Bitrix24LimitException or Bitrix24ServerException or Bitrix24TransportException or Bitrix24ReplyException or Bitrix24TokenStoreException;

    private sealed record Result(CrmSchemaDrift? Drift, Bitrix24Exception? Failure, long Timestamp);
}
