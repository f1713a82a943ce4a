using LeadGen;
using LeadGen.Extensions.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds LeadGen's health checks.</summary>
public static class LeadGenHealthChecksBuilderExtensions
{
    private const string DefaultName = "lead-schema";

    private static readonly TimeSpan s_defaultCacheDuration = TimeSpan.FromMinutes(5);

    /// <summary>Adds a health check that compares the portal's fields with the schema that the program was compiled with. It uses a registered <see cref="Bitrix24Client"/>.</summary>
    /// <param name="builder">The health checks of the host.</param>
    /// <param name="name">The name of the check. The default is <c>lead-schema</c>, or <c>lead-schema:acme</c> for the client <c>acme</c>.</param>
    /// <param name="failureStatus">The status that is reported if the check fails. The default is <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags that can be used to filter health checks.</param>
    /// <param name="timeout">The time after which a check returns <see cref="HealthStatus.Degraded"/>. By default, the limits of the client apply.</param>
    /// <param name="cacheDuration">How long a result is cached. The default is five minutes; a failed request is cached for at most 30 seconds.</param>
    /// <param name="clientName">The service key of the client. By default, the client that is registered without a key is used.</param>
    /// <inheritdoc cref="AddCrmSchema{TRecord}(IHealthChecksBuilder, Func{IServiceProvider, Bitrix24Client}, string?, HealthStatus?, IEnumerable{string}?, TimeSpan?, TimeSpan?)"/>
    public static IHealthChecksBuilder AddCrmSchema<TRecord>(
        this IHealthChecksBuilder builder,
        string? name = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null,
        TimeSpan? cacheDuration = null,
        string? clientName = null)
        where TRecord : CrmRecord, ICrmRecord<TRecord> => string.IsNullOrEmpty(clientName)
        ? builder.AddCrmSchema<TRecord>(
            static services => services.GetRequiredService<Bitrix24Client>(), name, failureStatus, tags, timeout, cacheDuration)
        : builder.AddCrmSchema<TRecord>(
            services => services.GetRequiredKeyedService<Bitrix24Client>(clientName), name ?? $"{DefaultName}:{clientName}", failureStatus, tags, timeout, cacheDuration);

    /// <summary>Adds a health check that compares the portal's fields with the schema that the program was compiled with.</summary>
    /// <remarks>
    /// <para>
    /// The check returns <see cref="HealthStatus.Healthy"/> if the portal would not drop any value; compatible differences are
    /// listed in the data. It returns the failure status if the portal would drop values that the program writes (the description
    /// lists the fields, and the data describes each difference), or if the portal rejects the credentials or its plan does not
    /// include the REST API. It returns <see cref="HealthStatus.Degraded"/> if the comparison could not be made: because of
    /// limits, a server error, the network, or an invalid reply. A restart of the service would not help then.
    /// </para>
    /// <para>
    /// The user of the webhook must be allowed to see all fields, as an administrator is; a hidden field looks like a removed one.
    /// The portal is called when a check runs and the cached result has expired. Simultaneous checks share one request, and a
    /// check that times out does not cancel it. Time is measured by the registered <see cref="TimeProvider"/>.
    /// </para>
    /// </remarks>
    /// <typeparam name="TRecord">The generated class whose schema is compared.</typeparam>
    /// <param name="builder">The health checks of the host.</param>
    /// <param name="clientFactory">Gets the client of the portal. Each request runs in a new service scope.</param>
    /// <param name="name">The name of the check. The default is <c>lead-schema</c>.</param>
    /// <param name="failureStatus">The status that is reported if the check fails. The default is <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags that can be used to filter health checks.</param>
    /// <param name="timeout">The time after which a check returns <see cref="HealthStatus.Degraded"/>. By default, the limits of the client apply.</param>
    /// <param name="cacheDuration">
    /// How long a result is cached. The default is five minutes; a failed request is cached for at most 30 seconds. Health endpoints
    /// are often called every few seconds, and each request counts towards the portal's limits (https://apidocs.bitrix24.com/limits.html).
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is not positive, or <paramref name="cacheDuration"/> is negative.</exception>
    public static IHealthChecksBuilder AddCrmSchema<TRecord>(
        this IHealthChecksBuilder builder,
        Func<IServiceProvider, Bitrix24Client> clientFactory,
        string? name = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null,
        TimeSpan? cacheDuration = null)
        where TRecord : CrmRecord, ICrmRecord<TRecord>
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(clientFactory);
        TimeSpan limit = timeout ?? Timeout.InfiniteTimeSpan;
        if (limit != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, TimeSpan.Zero, nameof(timeout));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(cacheDuration ?? TimeSpan.Zero, TimeSpan.Zero, nameof(cacheDuration));

        // A host may create the check for each run; the singleton keeps the cached result.
        name ??= DefaultName;
        builder.Services.AddKeyedSingleton(name, (services, _) => new CrmSchemaHealthCheck<TRecord>(
            services.GetRequiredService<IServiceScopeFactory>(),
            clientFactory,
            services.GetService<TimeProvider>() ?? TimeProvider.System,
            limit,
            cacheDuration ?? s_defaultCacheDuration));
        return builder.Add(new HealthCheckRegistration(
            name, services => services.GetRequiredKeyedService<CrmSchemaHealthCheck<TRecord>>(name), failureStatus, tags));
    }
}
