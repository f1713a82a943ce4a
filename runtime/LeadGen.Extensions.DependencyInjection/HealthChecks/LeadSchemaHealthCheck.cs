using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LeadGen.Extensions.DependencyInjection.HealthChecks;

/// <summary>Asks a portal for its drift, at most once at a time and only when the last answer has become too old.</summary>
internal sealed class LeadSchemaHealthCheck<TLead>(
    IServiceScopeFactory scopes, Func<IServiceProvider, Bitrix24Client> clientFactory, TimeProvider time, TimeSpan timeout, TimeSpan keepFor)
    : IHealthCheck, IDisposable
    where TLead : CrmRecord, ICrmRecord<TLead>
{
    private static readonly TimeSpan s_longestKeepOfFailure = TimeSpan.FromSeconds(30);

    private readonly object _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private Task<Answer>? _latest;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        HealthStatus failed = context.Registration.FailureStatus;
        try
        {
            Answer answer = await LatestAsync().WaitAsync(timeout, time, cancellationToken).ConfigureAwait(false);
            return answer.Drift is { } drift ? ResultOf(drift, failed)
                : new HealthCheckResult(IsPassing(answer.Failure!) ? HealthStatus.Degraded : failed, answer.Failure!.Message, answer.Failure);
        }
        catch (TimeoutException)
        {
            return HealthCheckResult.Degraded($"The portal has not answered crm.lead.fields within {timeout}.");
        }
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private Task<Answer> LatestAsync()
    {
        lock (_gate)
        {
            bool isOfUse = _latest is { IsCompleted: false } || (_latest is { IsCompletedSuccessfully: true } && IsFresh(_latest.Result));
            return isOfUse ? _latest! : _latest = AskInBackground(_stopping.Token);
        }
    }

    private Task<Answer> AskInBackground(CancellationToken stopping) => Task.Run(() => AskAsync(stopping), stopping);

    private bool IsFresh(Answer answer) => time.GetElapsedTime(answer.Timestamp)
        < (answer.Drift is null && keepFor > s_longestKeepOfFailure ? s_longestKeepOfFailure : keepFor);

    // Not ended with the probe that caused it: probes share the answer, and one that gives up would make each later one ask again.
    private async Task<Answer> AskAsync(CancellationToken stopping)
    {
        AsyncServiceScope scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            try
            {
                CrmSchemaDrift drift = await clientFactory(scope.ServiceProvider).CheckSchemaAsync<TLead>(stopping).ConfigureAwait(false);
                return new Answer(drift, null, time.GetTimestamp());
            }
            catch (Bitrix24Exception e)
            {
                return new Answer(null, e, time.GetTimestamp());
            }
        }
    }

    private static HealthCheckResult ResultOf(CrmSchemaDrift drift, HealthStatus failed)
    {
        Dictionary<string, object> data = drift.Differences
            .GroupBy(static d => d.Code, StringComparer.Ordinal)
            .ToDictionary(static g => g.Key, static object (g) => string.Join('\n', g), StringComparer.Ordinal);
        string[] lossy = [.. drift.Differences.Where(static d => d.LosesWrites).Select(static d => d.Code).Distinct(StringComparer.Ordinal)];
        return lossy.Length > 0
            ? new HealthCheckResult(failed, $"{drift.Portal} loses what is written to {string.Join(", ", lossy)}.", data: data)
            : HealthCheckResult.Healthy($"{drift.Portal} loses no write.", data);
    }

    /// <summary>Whether the failure may be over in a minute without anybody's doing.</summary>
    private static bool IsPassing(Bitrix24Exception failure) =>
        failure is Bitrix24LimitException or Bitrix24ServerException or Bitrix24TransportException or Bitrix24ReplyException or Bitrix24TokenStoreException;

    private sealed record Answer(CrmSchemaDrift? Drift, Bitrix24Exception? Failure, long Timestamp);
}
