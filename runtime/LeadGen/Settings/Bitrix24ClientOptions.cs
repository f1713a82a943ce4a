using System.Threading.RateLimiting;
using LeadGen.Settings;

namespace LeadGen;

/// <summary>Represents the address, the credentials, the limits and the retries of a <see cref="Bitrix24Client"/>. Read once, when the client is created.</summary>
public sealed class Bitrix24ClientOptions
{
    /// <summary>
    /// Gets or sets the URL of the inbound webhook: <c>https://acme.bitrix24.ru/rest/1/…/</c>. It is a secret: read it from the
    /// configuration. Set either this property or <see cref="OAuth"/>.
    /// </summary>
    /// <seealso href="https://apidocs.bitrix24.com/local-integrations/local-webhooks.html"/>
    public string? Webhook { get; set; }

    /// <summary>Gets or sets the application whose tokens are used instead of a webhook.</summary>
    public OAuthApplication? OAuth { get; set; }

    /// <summary>Gets or sets the limits of the portal's plan. The default is <see cref="PortalLimits.Standard"/>.</summary>
    public PortalLimits Limits { get; set; } = PortalLimits.Standard;

    /// <summary>
    /// Gets or sets a rate limiter that is used instead of the client's own limiter for <see cref="Limits"/>. The client does not
    /// dispose it. A shared limiter keeps several clients or processes within one limit.
    /// </summary>
    public RateLimiter? RateLimiter { get; set; }

    /// <summary>Gets or sets the store through which processes share the operating time of the portal's methods.</summary>
    public IOperatingTimeStore? OperatingTimes { get; set; }

    /// <summary>Gets or sets how transient failures are retried.</summary>
    public Bitrix24RetryOptions Retries { get; set; } = new();

    /// <summary>
    /// Gets or sets how long one attempt may take, from the request to the last byte of the response. A cloud portal ends a call after one minute.
    /// The same limit applies to each access to the token store of an application, after which the call fails with a
    /// <see cref="Bitrix24TokenStoreException"/>. The default is 100 seconds.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>
    /// Gets or sets how long a single call waits for the limits, in all its attempts together, before it fails with a
    /// <see cref="Bitrix24LimitException"/>. With <see cref="TimeSpan.Zero"/>, a call is sent immediately or fails; with
    /// <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> it waits without a limit, as bulk calls do. The default is one minute.
    /// </summary>
    /// <remarks>
    /// If a portal rejects a call because of its limits and returns <c>Retry-After</c>, all calls wait for that time, but at most
    /// for <see cref="PortalLimits.OperatingWindow"/> (ten minutes).
    /// </remarks>
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Gets additional hosts to which a portal may redirect calls, as <c>host</c> or <c>host:port</c>. A redirected call contains the
    /// secret. Redirects from <c>acme.bitrix24.ru</c> to other hosts under <c>bitrix24.ru</c> are always allowed.
    /// </summary>
    /// <seealso href="https://apidocs.bitrix24.com/settings/how-to-call-rest-api/change-domen.html"/>
    public ICollection<string> AllowedHosts { get; private set; } = [];

    /// <summary>
    /// Gets or sets whether the client sends codes of dictionaries and items of list fields that are not in the schema. The default is
    /// <see langword="false"/>; <see cref="CrmUpdateOptions.AllowUnknownValues"/> allows them for one call.
    /// </summary>
    public bool AllowUnknownValues { get; set; }

    /// <summary>Gets or sets the API that the client uses. The default is <see cref="LeadApi.Classic"/>; <see cref="CrmUpdateOptions.Api"/> chooses another one for one call.</summary>
    public LeadApi Api { get; set; }

    /// <summary>Gets or sets the listener for retries, waits and similar events of the client.</summary>
    public Bitrix24ClientEvents? Events { get; set; }

    /// <summary>Gets or sets the clock for delays. The default is the system clock.</summary>
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
