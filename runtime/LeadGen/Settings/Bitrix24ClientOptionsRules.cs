using LeadGen.Access;

namespace LeadGen.Settings;

/// <summary>Validates a client's options. The messages name the option and the fix, and contain no values that may be secret.</summary>
internal static class Bitrix24ClientOptionsRules
{
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);

    public static IEnumerable<string> Check(Bitrix24ClientOptions options) =>
    [
        .. Access(options),
        .. options.OAuth is { } application ? Application(application) : [],
        .. options.Limits is { } limits ? Limits(limits) : ["Limits is null. Use PortalLimits.None for a portal without limits."],
        .. options.Retries is { } retries ? Retries(retries) : ["Retries is null. Set Retries.MaxRetries to 0 to disable retries."],
        .. Enum.IsDefined(options.Api) ? [] : new[] { "Api is not a value of LeadApi. Set it to Classic or Item." },
        .. Times(options),
        .. Hosts(options.AllowedHosts),
    ];

    private static IEnumerable<string> Access(Bitrix24ClientOptions options)
    {
        if (options.Webhook is null && options.OAuth is null)
        {
            yield return "neither Webhook nor OAuth is set. Set Webhook to the address that the portal shows, or OAuth to your application.";
        }

        if (options.Webhook is not null && options.OAuth is not null)
        {
            yield return "Webhook and OAuth are both set. Set only one of them.";
        }

        if (options.Webhook is not null && WebhookError(options.Webhook) is { } error)
        {
            yield return $"Webhook can't be used. {error}";
        }
    }

    private static string? WebhookError(string webhook)
    {
        try
        {
            Webhook.Parse(webhook);
            return null;
        }
        catch (ArgumentException e)
        {
            return e.Message;
        }
    }

    private static IEnumerable<string> Application(OAuthApplication application)
    {
        foreach (string error in TokenRequests(application))
        {
            yield return error;
        }

        if (application.TokenStore is null)
        {
            yield return "OAuth.TokenStore is missing. Set it. In a host, register an IOAuthTokenStore, with the name of the client as key if it has a name.";
        }
    }

    /// <summary>Validates the settings for token requests.</summary>
    public static IEnumerable<string> TokenRequests(OAuthApplication application)
    {
        if (string.IsNullOrWhiteSpace(application.ClientId))
        {
            yield return "OAuth.ClientId is empty. Set it to the application's client_id.";
        }

        if (string.IsNullOrWhiteSpace(application.ClientSecret))
        {
            yield return "OAuth.ClientSecret is empty. Set it to the application's client_secret.";
        }

        if (!WebAddress.TryNormalize(application.TokenEndpoint, out _))
        {
            yield return "OAuth.TokenEndpoint is not an https URL. Omit it to use the authorization server of Bitrix24, or use https, because the request contains the application's secret.";
        }
    }

    private static IEnumerable<string> Limits(PortalLimits limits)
    {
        if (!(limits.CallsPerSecond > 0))
        {
            yield return "Limits.CallsPerSecond is not positive. Use PortalLimits.None (in the configuration, Plan: None) for a portal without limits.";
        }

        if (limits.Burst < 1)
        {
            yield return "Limits.Burst is not positive. Set it to 1 or more.";
        }

        if (limits.OperatingTime <= TimeSpan.Zero)
        {
            yield return "Limits.OperatingTime is not positive. Set it to the operating time that the portal allows per method, or to null for no limit.";
        }

        if (limits.OperatingWindow <= TimeSpan.Zero || limits.OperatingWindow > s_day)
        {
            yield return "Limits.OperatingWindow is not positive or is longer than a day. Set it to the period over which the portal adds up operating time.";
        }
    }

    private static IEnumerable<string> Retries(Bitrix24RetryOptions retries)
    {
        if (retries.MaxRetries < 0)
        {
            yield return "Retries.MaxRetries is negative. Set it to 0 to disable retries.";
        }

        if (retries.Delay < TimeSpan.Zero || retries.Delay > s_day)
        {
            yield return "Retries.Delay is negative or longer than a day. Set it to the first delay.";
        }

        if (retries.MaxDelay < TimeSpan.Zero || retries.MaxDelay > s_day)
        {
            yield return "Retries.MaxDelay is negative or longer than a day. Set it to the longest delay.";
        }

        if (!(retries.BudgetPerCall >= 0))
        {
            yield return "Retries.BudgetPerCall is negative. Set it to 0 or more.";
        }
    }

    private static IEnumerable<string> Times(Bitrix24ClientOptions options)
    {
        if (options.Timeout <= TimeSpan.Zero || options.Timeout > s_day)
        {
            yield return "Timeout is not positive or is longer than a day. Set it to the time that one attempt may take.";
        }

        if (options.MaxWait < TimeSpan.Zero && options.MaxWait != Timeout.InfiniteTimeSpan)
        {
            yield return "MaxWait is negative. Set it to 0 to never wait for a limit.";
        }

        if (options.TimeProvider is null)
        {
            yield return "TimeProvider is null. Omit it to use the system clock.";
        }
    }

    private static IEnumerable<string> Hosts(IEnumerable<string> hosts) => hosts
        .Select(static (host, index) => (Index: index, IsHost: WebAddress.TryParseHost(host, out _)))
        .Where(static h => !h.IsHost)
        .Select(static h => $"AllowedHosts:{h.Index} is not a valid host. Write host or host:port, without https:// and without a path.");
}
