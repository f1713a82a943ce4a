namespace LeadGen;

/// <summary>
/// Receives events of a client, such as retries and delays. Override the methods that you need. They are called from several threads
/// while a call is in progress, so they must return quickly. Exceptions that they throw are ignored, because an event must not change
/// the result of a call. The arguments contain no secrets.
/// </summary>
public abstract class Bitrix24ClientEvents
{
    /// <summary>Called when a call failed with a transient error and is retried.</summary>
    /// <param name="portal">The portal's host.</param>
    /// <param name="failure">The failure.</param>
    /// <param name="attempt">The number of the retry, starting with 1.</param>
    /// <param name="delay">The delay before the retry.</param>
    public virtual void OnRetry(string portal, Bitrix24Exception failure, int attempt, TimeSpan delay)
    {
    }

    /// <summary>Called when a call is delayed to stay within the portal's limits, and when the reason for the delay changes.</summary>
    /// <param name="portal">The portal's host.</param>
    /// <param name="method">The REST method.</param>
    /// <param name="reason">The limit.</param>
    /// <param name="delay">The estimated delay. It becomes longer if other calls have priority.</param>
    public virtual void OnWait(string portal, string method, Bitrix24ClientWait reason, TimeSpan delay)
    {
    }

    /// <summary>Called when the portal has a new address, which the client uses from now on. Change the settings, because portals redirect calls only for a limited time.</summary>
    /// <param name="portal">The old host.</param>
    /// <param name="movedTo">The new host.</param>
    public virtual void OnMove(string portal, string movedTo)
    {
    }

    /// <summary>Called when the application's tokens were refreshed and the new pair was saved.</summary>
    /// <param name="portal">The portal's host.</param>
    /// <param name="expiresAt">The time when the new access token expires.</param>
    public virtual void OnTokenRefresh(string portal, DateTimeOffset expiresAt)
    {
    }

    /// <summary>Called when the portal rejected an update of a bulk run, its outcome is unknown, or it is invalid and was not sent.</summary>
    /// <param name="portal">The portal's host.</param>
    /// <param name="outcome">The result of the update.</param>
    public virtual void OnBulkFailure(string portal, CrmUpdateResult outcome)
    {
    }

    /// <summary>Called when the portal rejected a draft of a bulk run, its outcome is unknown, the new record has another assignee, or the draft is invalid and was not sent.</summary>
    /// <param name="portal">The portal's host.</param>
    /// <param name="outcome">The result of the draft.</param>
    public virtual void OnBulkFailure(string portal, CrmCreateResult outcome)
    {
    }
}

/// <summary>Specifies why a call is delayed.</summary>
public enum Bitrix24ClientWait
{
    /// <summary>The portal rejected a call because there were too many (<c>QUERY_LIMIT_EXCEEDED</c>).</summary>
    TooManyCalls,

    /// <summary>The operating time of the method is nearly used up, so the calls of bulk runs are spread over time.</summary>
    OperatingTimeLow,

    /// <summary>The operating time of the method is used up (<c>OPERATION_TIME_LIMIT</c>), or the part of it that bulk runs may use.</summary>
    OperatingTimeUsedUp,
}
