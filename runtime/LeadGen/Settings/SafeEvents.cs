namespace LeadGen.Settings;

/// <summary>Tells a listener, and drops what it throws: it is told in the middle of calls, and must not change what becomes of them.</summary>
internal sealed class SafeEvents(Bitrix24ClientEvents listener) : Bitrix24ClientEvents
{
    public override void OnRetry(string portal, Bitrix24Exception failure, int attempt, TimeSpan delay) =>
        Raise(() => listener.OnRetry(portal, failure, attempt, delay));

    public override void OnWait(string portal, string method, Bitrix24ClientWait reason, TimeSpan delay) =>
        Raise(() => listener.OnWait(portal, method, reason, delay));

    public override void OnMove(string portal, string movedTo) => Raise(() => listener.OnMove(portal, movedTo));

    public override void OnTokenRefresh(string portal, DateTimeOffset expiresAt) => Raise(() => listener.OnTokenRefresh(portal, expiresAt));

    public override void OnBulkFailure(string portal, CrmUpdateResult outcome) => Raise(() => listener.OnBulkFailure(portal, outcome));

    /// <summary>Calls code that is not the client's, such as a listener of metrics, and ignores what it throws.</summary>
    public static void Raise(Action tell)
    {
        try
        {
            tell();
        }
        catch (Exception)
        {
            // There is nobody to tell it to: the caller asked for something else.
        }
    }
}
