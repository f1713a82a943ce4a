using Microsoft.Extensions.Logging;

namespace LeadGen.Extensions.DependencyInjection.Logging;

/// <summary>Logs the events of a client, and forwards them to the user's events.</summary>
internal sealed partial class Bitrix24ClientLog(ILogger<Bitrix24Client> logger, string name, Bitrix24ClientEvents? next) : Bitrix24ClientEvents
{
    private static readonly TimeSpan s_shortWait = TimeSpan.FromSeconds(1);

    private readonly ILogger _logger = logger;
    private readonly string _client = name.Length == 0 ? "(unnamed)" : name;

    public override void OnRetry(string portal, Bitrix24Exception failure, int attempt, TimeSpan delay)
    {
        LogRetry(_client, portal, failure.Method, attempt, delay, failure.Message);
        next?.OnRetry(portal, failure, attempt, delay);
    }

    public override void OnWait(string portal, string method, Bitrix24ClientWait reason, TimeSpan delay)
    {
        LogWait(delay < s_shortWait ? LogLevel.Debug : LogLevel.Information, _client, portal, method, delay, reason);
        next?.OnWait(portal, method, reason, delay);
    }

    public override void OnMove(string portal, string movedTo)
    {
        LogMove(_client, portal, movedTo);
        next?.OnMove(portal, movedTo);
    }

    public override void OnTokenRefresh(string portal, DateTimeOffset expiresAt)
    {
        LogTokenRefresh(_client, portal, expiresAt);
        next?.OnTokenRefresh(portal, expiresAt);
    }

    public override void OnBulkFailure(string portal, CrmUpdateResult outcome)
    {
        LogBulkFailure(_client, portal, outcome.Update.RecordId, outcome.Index, outcome.Status, (outcome.Error ?? (Exception?)outcome.ValidationError)?.Message);
        next?.OnBulkFailure(portal, outcome);
    }

    public override void OnBulkFailure(string portal, CrmCreateResult outcome)
    {
        LogBulkCreateFailure(_client, portal, outcome.Index, outcome.Status, (outcome.Error ?? (Exception?)outcome.ValidationError)?.Message);
        next?.OnBulkFailure(portal, outcome);
    }

    [LoggerMessage(1, LogLevel.Warning, "Client {Client} retries {Method} on {Portal} in {Delay} (retry {Attempt}): {Failure}", EventName = "Retry")]
    private partial void LogRetry(string client, string portal, string method, int attempt, TimeSpan delay, string failure);

    [LoggerMessage(EventId = 2, EventName = "Wait", Message = "Client {Client} waits {Delay} before {Method} on {Portal}: {Reason}.")]
    private partial void LogWait(LogLevel level, string client, string portal, string method, TimeSpan delay, Bitrix24ClientWait reason);

    [LoggerMessage(3, LogLevel.Warning, "The portal of client {Client} has moved from {Portal} to {MovedTo}. Change the settings: it redirects calls only for a limited time.", EventName = "Move")]
    private partial void LogMove(string client, string portal, string movedTo);

    [LoggerMessage(4, LogLevel.Information, "Client {Client} has new tokens for {Portal}, until {ExpiresAt:u}.", EventName = "TokenRefresh")]
    private partial void LogTokenRefresh(string client, string portal, DateTimeOffset expiresAt);

    [LoggerMessage(5, LogLevel.Warning, "Client {Client}: update {Index} of a bulk run on {Portal}, for record {RecordId}, is {Status}. {Failure}", EventName = "BulkFailure")]
    private partial void LogBulkFailure(string client, string portal, long recordId, long index, CrmUpdateStatus status, string? failure);

    [LoggerMessage(6, LogLevel.Warning, "Client {Client}: draft {Index} of a bulk run on {Portal} is {Status}. {Failure}", EventName = "BulkCreateFailure")]
    private partial void LogBulkCreateFailure(string client, string portal, long index, CrmCreateStatus status, string? failure);
}
