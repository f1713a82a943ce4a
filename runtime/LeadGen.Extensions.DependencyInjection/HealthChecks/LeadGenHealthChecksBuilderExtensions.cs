using LeadGen;
using LeadGen.Extensions.DependencyInjection.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds LeadGen's health checks.</summary>
public static class LeadGenHealthChecksBuilderExtensions
{
    private const string DefaultName = "lead-schema";

    private static readonly TimeSpan s_defaultKeepFor = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Adds a check whether the portal still has the fields that the program was compiled with, asked through the
    /// registered <see cref="Bitrix24Client"/>, or through the one of a name. With several portals, each gets a check.
    /// </summary>
    /// <param name="builder">The host's health checks.</param>
    /// <param name="name">The check's name; <c>lead-schema</c>, or <c>lead-schema:acme</c> for a client of that name, unless given.</param>
    /// <param name="failureStatus">What is reported when the check fails; <see cref="HealthStatus.Unhealthy"/> unless given.</param>
    /// <param name="tags">Tags to filter checks by.</param>
    /// <param name="timeout">How long a probe waits for the portal, to be Degraded then; without one, as long as the client does.</param>
    /// <param name="keepFor">How long a result is kept; five minutes unless given, and half a minute at most where the portal could not be asked.</param>
    /// <param name="clientName">The name with which the client was added; the client without a name, unless given.</param>
    /// <inheritdoc cref="AddLeadSchema{TLead}(IHealthChecksBuilder, Func{IServiceProvider, Bitrix24Client}, string?, HealthStatus?, IEnumerable{string}?, TimeSpan?, TimeSpan?)"/>
    public static IHealthChecksBuilder AddLeadSchema<TLead>(
        this IHealthChecksBuilder builder,
        string? name = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null,
        TimeSpan? keepFor = null,
        string? clientName = null)
        where TLead : CrmRecord, ICrmRecord<TLead> => string.IsNullOrEmpty(clientName)
        ? builder.AddLeadSchema<TLead>(
            static services => services.GetRequiredService<Bitrix24Client>(), name, failureStatus, tags, timeout, keepFor)
        : builder.AddLeadSchema<TLead>(
            services => services.GetRequiredKeyedService<Bitrix24Client>(clientName), name ?? $"{DefaultName}:{clientName}", failureStatus, tags, timeout, keepFor);

    /// <summary>
    /// Adds a check whether a portal still has the fields that the program was compiled with, asked through the client
    /// that <paramref name="clientFactory"/> gives. With several portals, each gets a check and a name of its own.
    /// </summary>
    /// <remarks>
    /// <para>
    /// Healthy: the portal loses no write; differences that lose none are among the data. Failed: the portal would lose
    /// what the code writes (the description names the fields, the data has a text for each), or it refuses the webhook
    /// itself, by its rights or the portal's plan, so that no write gets through until somebody acts. Degraded, whatever the
    /// failure status: the portal could not be asked, because of its limits, an error of its own, the network, or an answer
    /// that is none. Its bad minute is no reason to restart a service.
    /// </para>
    /// <para>
    /// The webhook's user must see every field, as an administrator does: one that is hidden looks removed. The portal is
    /// asked when a probe comes and the last result has become too old, once for all probes of the time, and apart from
    /// them: a probe that gives up does not end the call. Time is measured by the registered <see cref="TimeProvider"/>.
    /// </para>
    /// </remarks>
    /// <typeparam name="TLead">The generated read model, whose schema is compared.</typeparam>
    /// <param name="builder">The host's health checks.</param>
    /// <param name="clientFactory">Gives the portal's client, from a scope that lasts for one call.</param>
    /// <param name="name">The check's name; <c>lead-schema</c> unless given.</param>
    /// <param name="failureStatus">What is reported when the check fails; <see cref="HealthStatus.Unhealthy"/> unless given.</param>
    /// <param name="tags">Tags to filter checks by.</param>
    /// <param name="timeout">How long a probe waits for the portal, to be Degraded then; without one, as long as the client does.</param>
    /// <param name="keepFor">
    /// How long a result is kept; five minutes unless given. Where the portal could not be asked it is asked again after half
    /// a minute, or after this time if it is shorter. Health endpoints are probed every few seconds, and the calls count
    /// towards the portal's limits (https://apidocs.bitrix24.com/limits.html).
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is not positive, or the result is kept for a negative time.</exception>
    public static IHealthChecksBuilder AddLeadSchema<TLead>(
        this IHealthChecksBuilder builder,
        Func<IServiceProvider, Bitrix24Client> clientFactory,
        string? name = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null,
        TimeSpan? keepFor = null)
        where TLead : CrmRecord, ICrmRecord<TLead>
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(clientFactory);
        TimeSpan patience = timeout ?? Timeout.InfiniteTimeSpan;
        if (patience != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(patience, TimeSpan.Zero, nameof(timeout));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(keepFor ?? TimeSpan.Zero, TimeSpan.Zero, nameof(keepFor));

        // The host makes the check anew for each probe; what the last answer was has to outlive that.
        name ??= DefaultName;
        builder.Services.AddKeyedSingleton(name, (services, _) => new LeadSchemaHealthCheck<TLead>(
            services.GetRequiredService<IServiceScopeFactory>(),
            clientFactory,
            services.GetService<TimeProvider>() ?? TimeProvider.System,
            patience,
            keepFor ?? s_defaultKeepFor));
        return builder.Add(new HealthCheckRegistration(
            name, services => services.GetRequiredKeyedService<LeadSchemaHealthCheck<TLead>>(name), failureStatus, tags));
    }
}
