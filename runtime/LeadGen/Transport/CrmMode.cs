using LeadGen.Limits;

namespace LeadGen.Transport;

/// <summary>Reads and caches the CRM mode of the portal.</summary>
internal sealed class CrmMode(PortalCalls calls)
{
    public const string Method = "crm.settings.mode.get";

    private static readonly TimeSpan s_lifetime = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_failureLifetime = TimeSpan.FromMinutes(1);

    private readonly object _gate = new();
    private Task<Reading>? _reading;

    /// <summary>Gets whether the portal is in simple CRM mode; <see langword="null"/> if the mode can't be read. Concurrent calls share one request.</summary>
    /// <exception cref="CanceledBeforeSendException">The call was canceled.</exception>
    public async Task<bool?> IsSimpleAsync(CancellationToken cancellationToken)
    {
        Task<Reading> reading;
        lock (_gate)
        {
            if (_reading is null || (_reading.IsCompletedSuccessfully && IsExpired(_reading.Result)))
            {
                // Not canceled with the call that started it, because other calls wait for it.
                _reading = Task.Run(ReadAsync, CancellationToken.None);
            }

            reading = _reading;
        }

        try
        {
            return (await reading.WaitAsync(cancellationToken).ConfigureAwait(false)).IsSimple;
        }
        catch (OperationCanceledException)
        {
            throw new CanceledBeforeSendException(cancellationToken);
        }
    }

    private bool IsExpired(Reading reading) => calls.Time.GetElapsedTime(reading.ReadAt) >= reading.Lifetime;

    // A probe is not retried, so that a failure delays the creation of a lead as little as possible.
    private async Task<Reading> ReadAsync()
    {
        try
        {
            bool? isSimple = await calls.CallAsync(
                new CallTraits(Method) { IsProbe = true },
                0,
                static (writer, _) => CrmCalls.WriteEmptyArguments(writer),
                static reply => CrmReading.ReadIsSimpleMode(reply.Result),
                CancellationToken.None).ConfigureAwait(false);
            return new Reading(isSimple, calls.Time.GetTimestamp(), s_lifetime);
        }
        catch (Exception e)
        {
            bool isRejected = e is Bitrix24RejectedException or Bitrix24AccessDeniedException or Bitrix24NotFoundException;
            return new Reading(null, calls.Time.GetTimestamp(), isRejected ? s_lifetime : s_failureLifetime);
        }
    }

    private sealed record Reading(bool? IsSimple, long ReadAt, TimeSpan Lifetime);
}
