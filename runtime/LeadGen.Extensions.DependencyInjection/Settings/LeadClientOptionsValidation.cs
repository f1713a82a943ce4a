using Microsoft.Extensions.Options;

namespace LeadGen.Extensions.DependencyInjection.Settings;

/// <summary>Checks a client's options. Its messages name the client, the option and the remedy, and repeat no value that may be a secret.</summary>
internal sealed class LeadClientOptionsValidation : IValidateOptions<LeadClientOptions>
{
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, LeadClientOptions options)
    {
        name ??= Options.DefaultName;
        string[] failures =
        [
            .. Access(name, options),
            .. options.OAuth is { } application ? Application(name, application) : [],
            .. options.Limits is { } limits ? Limits(limits) : ["Limits is null. Use PortalLimits.None for a portal without limits."],
            .. options.Retries is { } retries ? Retries(retries) : ["Retries is null. Set Retries.MaxRetries to 0 for no repetitions."],
            .. Times(options),
            .. Hosts(options.AllowedHosts),
        ];
        return failures.Length == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(failures.Select(f => $"{ClientName.Of(name)}: {f}"));
    }

    private static IEnumerable<string> Access(string name, LeadClientOptions options)
    {
        if (options.Webhook is null && options.OAuth is null)
        {
            yield return "neither Webhook nor OAuth is set. Set Webhook to the address that the portal shows, or OAuth to your application.";
        }

        if (options.Webhook is not null && options.OAuth is not null)
        {
            yield return "Webhook and OAuth are both set. Leave one of them out.";
        }

        if (options.Webhook is not null && WebhookFailure(options.Webhook) is { } failure)
        {
            yield return $"Webhook can't be used. {failure}";
        }
    }

    /// <summary>What the client itself has against a webhook.</summary>
    private static string? WebhookFailure(string webhook)
    {
        try
        {
            new LeadClient(webhook).Dispose();
            return null;
        }
        catch (ArgumentException e)
        {
            return e.Message;
        }
    }

    private static IEnumerable<string> Application(string name, OAuthApplication application)
    {
        if (string.IsNullOrWhiteSpace(application.ClientId))
        {
            yield return "OAuth.ClientId is empty. Set it to the application's client_id.";
        }

        if (string.IsNullOrWhiteSpace(application.ClientSecret))
        {
            yield return "OAuth.ClientSecret is empty. Set it to the application's client_secret.";
        }

        if (application.TokenStore is null)
        {
            yield return "OAuth.TokenStore is missing. Set it, or register an IOAuthTokenStore"
                + (name.Length == 0 ? " without a key." : $" with the key '{name}'.");
        }

        if (application.TokenEndpoint is not { IsAbsoluteUri: true } endpoint
            || (endpoint.Scheme != Uri.UriSchemeHttps && !(endpoint.Scheme == Uri.UriSchemeHttp && endpoint.IsLoopback)))
        {
            yield return "OAuth.TokenEndpoint is no https address. Leave it out for that of Bitrix24, or use https: the application's secret goes there.";
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
            yield return "Limits.OperatingTime is not positive. Set it to the time that the portal gives a method, or to null for no limit.";
        }

        if (limits.OperatingWindow <= TimeSpan.Zero)
        {
            yield return "Limits.OperatingWindow is not positive. Set it to the time in which the portal counts.";
        }
    }

    private static IEnumerable<string> Retries(LeadRetryOptions retries)
    {
        if (retries.MaxRetries < 0)
        {
            yield return "Retries.MaxRetries is negative. Set it to 0 for no repetitions.";
        }

        if (retries.Delay < TimeSpan.Zero || retries.Delay > s_day)
        {
            yield return "Retries.Delay is negative or longer than a day. Set it to the first wait.";
        }

        if (retries.MaxDelay < TimeSpan.Zero || retries.MaxDelay > s_day)
        {
            yield return "Retries.MaxDelay is negative or longer than a day. Set it to the longest wait.";
        }

        if (!(retries.BudgetPerCall >= 0))
        {
            yield return "Retries.BudgetPerCall is negative. Set it to 0 or more.";
        }
    }

    private static IEnumerable<string> Times(LeadClientOptions options)
    {
        if (options.Timeout <= TimeSpan.Zero || options.Timeout > s_day)
        {
            yield return "Timeout is not positive or is longer than a day. Set it to the time that one attempt may take.";
        }

        if (options.MaxWait < TimeSpan.Zero && options.MaxWait != Timeout.InfiniteTimeSpan)
        {
            yield return "MaxWait is negative. Set it to 0 to wait for no limit.";
        }

        if (options.TimeProvider is null)
        {
            yield return "TimeProvider is null. Leave it out for the system's clock.";
        }
    }

    private static IEnumerable<string> Hosts(IEnumerable<string> hosts) => hosts
        .Select(static (host, index) => (Index: index, IsHost: IsHost(host)))
        .Where(static h => !h.IsHost)
        .Select(static h => $"AllowedHosts:{h.Index} is no host. Write host or host:port, without https:// and without a path.");

    private static bool IsHost(string text) =>
        Uri.TryCreate($"https://{text}", UriKind.Absolute, out Uri? uri)
        && uri.HostNameType is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6
        && text.IndexOfAny(['/', '\\', '?', '#', '@', ' ']) < 0;
}
