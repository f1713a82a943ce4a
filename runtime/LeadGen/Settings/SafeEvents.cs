namespace LeadGen.Settings;

/// <summary>Forwards events to a listener and ignores its exceptions, because they must not change the result of a call in progress.</summary>
internal sealed class SafeEvents(Bitrix24ClientEvents listener) : Bitrix24ClientEvents
{
    public override void OnRetry(string portal, Bitrix24Exception failure, int attempt, TimeSpan delay) =>
        Raise(() => listener.OnRetry(portal, failure, attempt, delay));

    public override void OnWait(string portal, string method, Bitrix24ClientWait reason, TimeSpan delay) =>
        Raise(() => listener.OnWait(portal, method, reason, delay));

    public override void OnMove(string portal, string movedTo) => Raise(() => listener.OnMove(portal, movedTo));

    public override void OnTokenRefresh(string portal, DateTimeOffset expiresAt) => Raise(() => listener.OnTokenRefresh(portal, expiresAt));

    public override void OnBulkFailure(string portal, CrmUpdateResult outcome) => Raise(() => listener.OnBulkFailure(portal, outcome));

    public override void OnBulkFailure(string portal, CrmCreateResult outcome) => Raise(() => listener.OnBulkFailure(portal, outcome));

    /// <summary>Calls external code, such as a listener of metrics, and ignores its exceptions.</summary>
    public static void Raise(Action callback)
    {
        try
        {
            callback();
        }
        catch (Exception)
        {
            // The exception of a listener must not fail the operation that the caller requested.
        }
    }
}
