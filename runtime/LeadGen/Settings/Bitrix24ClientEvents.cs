namespace LeadGen;

/// <summary>
/// Is told of what a client does beside the calls that it was asked for. Override what is of interest. Called from several
/// threads and in the middle of the work: to be quick, and not to throw. What it throws is dropped, as it must not change what
/// became of a call. What is passed holds no secret.
/// </summary>
public abstract class Bitrix24ClientEvents
{
    /// <summary>A call failed in passing, and is repeated.</summary>
    /// <param name="portal">The portal's host.</param>
    /// <param name="failure">What went wrong.</param>
    /// <param name="attempt">Which repetition it is, from 1.</param>
    /// <param name="delay">How long the client waits before it.</param>
    public virtual void OnRetry(string portal, Bitrix24Exception failure, int attempt, TimeSpan delay)
    {
    }

    /// <summary>A call is delayed to stay within the portal's limits. Raised when the delay begins, and when its reason changes.</summary>
    /// <param name="portal">The portal's host.</param>
    /// <param name="method">The REST method.</param>
    /// <param name="reason">Which limit it is.</param>
    /// <param name="delay">How long by what is known now; longer where other calls go first.</param>
    public virtual void OnWait(string portal, string method, Bitrix24ClientWait reason, TimeSpan delay)
    {
    }

    /// <summary>The portal has another address, which the client uses from now on. Settings should be changed: portals redirect for a while only.</summary>
    /// <param name="portal">The host as it was.</param>
    /// <param name="movedTo">The host as it is.</param>
    public virtual void OnMove(string portal, string movedTo)
    {
    }

    /// <summary>The application's tokens were exchanged for new ones, which are saved.</summary>
    /// <param name="portal">The portal's host.</param>
    /// <param name="expiresAt">When the new access token ends.</param>
    public virtual void OnTokenRefresh(string portal, DateTimeOffset expiresAt)
    {
    }

    /// <summary>Called when the portal refused an update of a bulk run, or its outcome is unknown.</summary>
    /// <param name="portal">The portal's host.</param>
    /// <param name="outcome">The update and why.</param>
    public virtual void OnBulkFailure(string portal, CrmUpdateResult outcome)
    {
    }
}

/// <summary>Why a call waits.</summary>
public enum Bitrix24ClientWait
{
    /// <summary>The portal has refused a call because there were too many (<c>QUERY_LIMIT_EXCEEDED</c>).</summary>
    TooManyCalls,

    /// <summary>The method has nearly used up its working time; the calls of bulk runs are spread.</summary>
    OperatingTimeShort,

    /// <summary>The method has used up its working time (<c>OPERATION_TIME_LIMIT</c>), or what of it bulk runs leave to single calls.</summary>
    OperatingTimeUsedUp,
}
