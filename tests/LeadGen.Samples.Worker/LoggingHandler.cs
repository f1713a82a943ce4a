using LeadGen.Samples.Worker.Crm;

namespace LeadGen.Samples.Worker;

/// <summary>Logs which leads changed.</summary>
internal sealed partial class LoggingHandler(ILogger<LoggingHandler> logger) : IChangedLeadHandler
{
    public Task HandleAsync(Lead lead, CancellationToken cancellationToken)
    {
        LogChange(logger, lead.Id, lead.DateModify);
        return Task.CompletedTask;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Lead {Id} was changed at {Time}.")]
    private static partial void LogChange(ILogger logger, long? id, DateTimeOffset? time);
}
