using LeadGen.Samples.Worker.Crm;

namespace LeadGen.Samples.Worker;

/// <summary>Reads the leads that changed in the last day, at the start and then once a day.</summary>
public sealed partial class ChangedLeadsWorker(Bitrix24Client client, IChangedLeadHandler handler, TimeProvider time, ILogger<ChangedLeadsWorker> logger)
    : BackgroundService
{
    private static readonly TimeSpan s_interval = TimeSpan.FromDays(1);

    /// <summary>Handles the leads that changed since a time.</summary>
    /// <returns>The number of leads.</returns>
    /// <exception cref="Bitrix24Exception">The portal did not return the leads. The leads before the failure were handled.</exception>
    public async Task<int> HandleChangesAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        int count = 0;
        CrmQuery query = new CrmQuery()
            .Where(LeadFields.DateModify.AtLeast(since))
            .Select(LeadFields.Id, LeadFields.Title, LeadFields.DateModify);
        await foreach (Lead lead in client.ListAsync<Lead>(query, cancellationToken))
        {
            await handler.HandleAsync(lead, cancellationToken);
            count++;
        }

        return count;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        DateTimeOffset since = time.GetUtcNow() - s_interval;
        using var timer = new PeriodicTimer(s_interval, time);
        do
        {
            DateTimeOffset started = time.GetUtcNow();
            try
            {
                int count = await HandleChangesAsync(since, stoppingToken);
                LogHandled(logger, count, since);
                since = started;
            }
            catch (Bitrix24Exception e) when (e.IsTransient)
            {
                // The next run starts at the same time, so no change is missed.
                LogFailure(logger, e, since);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} leads have changed since {Since}.")]
    private static partial void LogHandled(ILogger logger, int count, DateTimeOffset since);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The leads that have changed since {Since} could not be read.")]
    private static partial void LogFailure(ILogger logger, Exception e, DateTimeOffset since);
}
