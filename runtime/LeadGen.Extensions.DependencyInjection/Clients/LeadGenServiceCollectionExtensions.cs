using LeadGen;
using LeadGen.Extensions.DependencyInjection.Clients;
using LeadGen.Extensions.DependencyInjection.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds clients of Bitrix24 portals to the services.</summary>
public static class LeadGenServiceCollectionExtensions
{
    private const string HttpClientName = "LeadGen";

    /// <summary>Adds a <see cref="Bitrix24Client"/> as a singleton.</summary>
    /// <inheritdoc cref="AddBitrix24Client(IServiceCollection, string, Action{Bitrix24ClientOptions})"/>
    public static Bitrix24ClientBuilder AddBitrix24Client(this IServiceCollection services, Action<Bitrix24ClientOptions> configure) =>
        services.AddBitrix24Client(Options.Options.DefaultName, configure);

    /// <summary>Adds a <see cref="Bitrix24Client"/> as a singleton, with options from the configuration.</summary>
    /// <inheritdoc cref="AddBitrix24Client(IServiceCollection, string, IConfiguration)"/>
    public static Bitrix24ClientBuilder AddBitrix24Client(this IServiceCollection services, IConfiguration section) =>
        services.AddBitrix24Client(Options.Options.DefaultName, section);

    /// <summary>
    /// Adds one of several <see cref="Bitrix24Client"/>s as a keyed singleton:
    /// <c>[FromKeyedServices("acme")] Bitrix24Client client</c>.
    /// </summary>
    /// <remarks>
    /// <para>
    /// The options are validated when the host starts. Invalid options throw an <see cref="OptionsValidationException"/>
    /// whose message contains no secrets. Options that are not set come from the services: <see cref="Bitrix24ClientOptions.RateLimiter"/>,
    /// <see cref="Bitrix24ClientOptions.OperatingTimes"/> and the <see cref="OAuthApplication.TokenStore"/> from those with the
    /// client's name as key, otherwise from those without a key, and the <see cref="Bitrix24ClientOptions.TimeProvider"/> from the
    /// one without a key. A limiter without a key is shared by all clients. A store belongs to one portal, so a store without a
    /// key is used by the client without a name, or by the only client.
    /// </para>
    /// <para>
    /// Several calls with the same name configure one client: a later setting replaces an earlier one, and allowed hosts and
    /// message handlers are added. The <see cref="HttpClient"/> is that of <see cref="IHttpClientFactory"/> with the name <c>LeadGen</c>, or
    /// <c>LeadGen:acme</c>. It neither logs nor traces its calls, because their addresses contain the webhook's secret, and uses
    /// no message handlers from <c>ConfigureHttpClientDefaults</c>, because a handler that retries calls would add a phone twice.
    /// The client logs retries, waits and failures with the category <c>LeadGen.Bitrix24Client</c>.
    /// </para>
    /// </remarks>
    /// <param name="services">The services.</param>
    /// <param name="name">The name of the client. It is case-sensitive, and empty for the client without a name.</param>
    /// <param name="configure">Sets the options. It is called when the host starts.</param>
    /// <returns>A builder for further settings.</returns>
    public static Bitrix24ClientBuilder AddBitrix24Client(this IServiceCollection services, string name, Action<Bitrix24ClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Bitrix24ClientBuilder builder = Add(services, name);
        builder.Options.Configure(configure);
        return builder;
    }

    /// <summary>
    /// Adds one of several <see cref="Bitrix24Client"/>s as a keyed singleton with options from the
    /// configuration: <c>[FromKeyedServices("acme")] Bitrix24Client client</c>.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The name of the client. It is case-sensitive, and empty for the client without a name.</param>
    /// <param name="section">
    /// The client's section, with the names of the options as keys and <c>Plan</c> (<c>Standard</c>, <c>Enterprise</c> or
    /// <c>None</c>) for <see cref="PortalLimits"/>, which <c>Limits</c> can change. It is read when the host starts. A
    /// missing section, an unknown key or an invalid value throws an
    /// <see cref="OptionsValidationException"/> then. An empty value counts as missing.
    /// </param>
    /// <inheritdoc cref="AddBitrix24Client(IServiceCollection, string, Action{Bitrix24ClientOptions})"/>
    public static Bitrix24ClientBuilder AddBitrix24Client(this IServiceCollection services, string name, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return services.AddBitrix24Client(name, section, otherKeys: []);
    }

    /// <summary>Adds a client whose section has keys that are not options of the client.</summary>
    internal static Bitrix24ClientBuilder AddBitrix24Client(this IServiceCollection services, string name, IConfiguration section, string[] otherKeys)
    {
        Bitrix24ClientBuilder builder = Add(services, name);
        builder.Options.Configure(options => Bitrix24ClientConfiguration.Bind(section, name, options, otherKeys));
        return builder;
    }

    private static Bitrix24ClientBuilder Add(IServiceCollection services, string name)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        string httpClientName = name.Length == 0 ? HttpClientName : $"{HttpClientName}:{name}";
        var builder = new Bitrix24ClientBuilder(
            name, services, services.AddHttpClient(httpClientName), services.AddOptions<Bitrix24ClientOptions>(name));

        // Only once, because a second time would undo the settings of the first builder.
        if (!GetNames(services).Add(name))
        {
            return builder;
        }

        ConfigureClient(builder.HttpClient);
        builder.Options.ValidateOnStart();
        services.TryAddSingleton<ContainerServices>();
        services.TryAddTransient<IOptionsFactory<Bitrix24ClientOptions>, Bitrix24ClientOptionsFactory>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<Bitrix24ClientOptions>, Bitrix24ClientOptionsValidator>());
        if (name.Length == 0)
        {
            services.AddSingleton(Create);
        }
        else
        {
            services.AddKeyedSingleton(name, (provider, _) => Create(provider));
        }

        return builder;

        Bitrix24Client Create(IServiceProvider provider) => new(
            provider.GetRequiredService<IOptionsMonitor<Bitrix24ClientOptions>>().Get(name),
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(httpClientName));
    }

    private static void ConfigureClient(IHttpClientBuilder http) => http
        .UseSocketsHttpHandler(static (handler, _) => Bitrix24Client.ConfigureHandler(handler))
        .ConfigureAdditionalHttpMessageHandlers(static (handlers, _) => handlers.Clear())
        .RemoveAllLoggers()

        // The client lives as long as the host and has a separate time limit. The handler refreshes DNS by itself.
        .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
        .ConfigureHttpClient(static client => client.Timeout = Timeout.InfiniteTimeSpan);

    private static Bitrix24ClientNames GetNames(IServiceCollection services)
    {
        if (services.FirstOrDefault(static s => s.ServiceType == typeof(Bitrix24ClientNames))?.ImplementationInstance is Bitrix24ClientNames known)
        {
            return known;
        }

        var names = new Bitrix24ClientNames();
        services.AddSingleton(names);
        return names;
    }
}
