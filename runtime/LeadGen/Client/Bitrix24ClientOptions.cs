using System.Threading.RateLimiting;
using LeadGen.Client;

namespace LeadGen;

/// <summary>Represents the address, the credentials, the limits and the retries of a <see cref="Bitrix24Client"/>. Read once, when the client is created.</summary>
public sealed class Bitrix24ClientOptions
{
    /// <summary>
    /// The incoming webhook that the portal shows: <c>https://acme.bitrix24.ru/rest/1/…/</c>. It is a secret: take it from
    /// the configuration. Either this or <see cref="OAuth"/> is set.
    /// </summary>
    /// <seealso href="https://apidocs.bitrix24.com/local-integrations/local-webhooks.html"/>
    public string? Webhook { get; set; }

    /// <summary>The application whose tokens are used instead of a webhook.</summary>
    public OAuthApplication? OAuth { get; set; }

    /// <summary>What the portal's plan allows.</summary>
    public PortalLimits Limits { get; set; } = PortalLimits.Standard;

    /// <summary>
    /// Admits each call instead of the client's own limiter, which keeps to <see cref="Limits"/>; the caller keeps it. A limiter that several clients or
    /// processes share holds them to one limit together.
    /// </summary>
    public RateLimiter? RateLimiter { get; set; }

    /// <summary>Tells other processes, and hears from them, how long the portal's methods have worked.</summary>
    public IOperatingTimeStore? OperatingTimes { get; set; }

    /// <summary>How failed calls are repeated.</summary>
    public Bitrix24RetryOptions Retries { get; set; } = new();

    /// <summary>
    /// How long one attempt may take, from its sending to the last byte of the answer. A portal in the cloud ends a call after a minute.
    /// The same limit applies to each access to the token store of an application, after which the call fails with a
    /// <see cref="Bitrix24TokenStoreException"/>. The default is 100 seconds.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>
    /// How long a single call waits for the limits, in all its attempts together, before it gives up with a <see cref="Bitrix24LimitException"/>;
    /// <see cref="TimeSpan.Zero"/> for a call that goes at once or not at all, and
    /// <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for as long as it must, as bulk work does.
    /// </summary>
    /// <remarks>
    /// A portal that refuses a call for its limits and says for how long (<c>Retry-After</c>) is obeyed by all calls, but asked
    /// again after <see cref="PortalLimits.OperatingWindow"/> (ten minutes) at the latest.
    /// </remarks>
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Hosts besides those of the portal's own family to which a redirect may lead, as <c>host</c> or <c>host:port</c>. A
    /// call that is redirected goes there with its secret. <c>acme.bitrix24.ru</c> may always move to another name under
    /// <c>bitrix24.ru</c>.
    /// </summary>
    /// <seealso href="https://apidocs.bitrix24.com/settings/how-to-call-rest-api/change-domen.html"/>
    public ICollection<string> AllowedHosts { get; private set; } = [];

    /// <summary>Is told of what the client does beside the calls.</summary>
    public Bitrix24ClientEvents? Events { get; set; }

    /// <summary>The clock for waits and repetitions.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Validates the options. The constructor of <see cref="Bitrix24Client"/> calls this method and throws if there are errors.</summary>
    /// <returns>A message for each error, which names the option and the fix and contains no secrets; empty if the options are valid.</returns>
    public IReadOnlyList<string> Validate() => [.. Bitrix24ClientOptionsRules.Check(this)];

    /// <summary>Validates and copies the options, so that later changes do not affect a client, and wraps the events so that they can't throw.</summary>
    /// <exception cref="ArgumentException">An option is invalid. The message contains no secrets.</exception>
    internal Bitrix24ClientOptions Snapshot()
    {
        if (Validate() is { Count: > 0 } errors)
        {
            throw new ArgumentException($"The options of the {nameof(Bitrix24Client)} can't be used: {string.Join(" ", errors)}");
        }

        var copy = (Bitrix24ClientOptions)MemberwiseClone();
        copy.OAuth = OAuth?.Snapshot();
        copy.Retries = Retries.Snapshot();
        copy.AllowedHosts = [.. AllowedHosts];
        copy.Events = Events is null ? null : new SafeEvents(Events);
        return copy;
    }
}
