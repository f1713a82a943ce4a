using LeadGen;
using LeadGen.Extensions.DependencyInjection.Clients;
using LeadGen.Extensions.DependencyInjection.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds clients of Bitrix24 portals to a host's services.</summary>
public static class LeadGenServiceCollectionExtensions
{
    private const string HttpClientName = "LeadGen";

    /// <summary>Adds a <see cref="Bitrix24Client"/>, the same for the whole host.</summary>
    /// <inheritdoc cref="AddBitrix24Client(IServiceCollection, string, Action{Bitrix24ClientOptions})"/>
    public static Bitrix24ClientBuilder AddBitrix24Client(this IServiceCollection services, Action<Bitrix24ClientOptions> configure) =>
        services.AddBitrix24Client(Options.Options.DefaultName, configure);

    /// <summary>Adds a <see cref="Bitrix24Client"/>, the same for the whole host, with options from the configuration.</summary>
    /// <inheritdoc cref="AddBitrix24Client(IServiceCollection, string, IConfiguration)"/>
    public static Bitrix24ClientBuilder AddBitrix24Client(this IServiceCollection services, IConfiguration section) =>
        services.AddBitrix24Client(Options.Options.DefaultName, section);

    /// <summary>
    /// Adds one of several <see cref="Bitrix24Client"/>s, the same for the whole host, as a keyed service:
    /// <c>[FromKeyedServices("acme")] Bitrix24Client client</c>.
    /// </summary>
    /// <remarks>
    /// <para>
    /// The options are checked when the host starts, and what is wrong with them is an <see cref="OptionsValidationException"/>
    /// without a secret. What they leave open comes from the services: <see cref="Bitrix24ClientOptions.RateLimiter"/>,
    /// <see cref="Bitrix24ClientOptions.OperatingTimes"/> and the <see cref="OAuthApplication.TokenStore"/> from those with the
    /// client's name as key, else from those without a key, and the <see cref="Bitrix24ClientOptions.TimeProvider"/> from the
    /// one without a key. A limiter without a key is shared by all clients; a store knows one portal, so that one without a
    /// key goes to the client without a name, or to the only client.
    /// </para>
    /// <para>
    /// A client is set up anew by each call with its name; a later setting replaces an earlier one, and hosts and handlers
    /// are added. The <see cref="HttpClient"/> is that of <see cref="IHttpClientFactory"/> with the name <c>LeadGen</c>, or
    /// <c>LeadGen:acme</c>. It neither logs nor traces its calls, since their addresses hold the webhook's secret, and takes
    /// no message handlers from <c>ConfigureHttpClientDefaults</c>: one that repeats calls would append a phone twice.
    /// The client logs what it does with the category <c>LeadGen.Bitrix24Client</c>.
    /// </para>
    /// </remarks>
    /// <param name="services">The host's services.</param>
    /// <param name="name">The client's name, whose case matters; the empty one is that of the client without a name.</param>
    /// <param name="configure">Sets the options. Runs when the host starts.</param>
    /// <returns>What else can be set.</returns>
    public static Bitrix24ClientBuilder AddBitrix24Client(this IServiceCollection services, string name, Action<Bitrix24ClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Bitrix24ClientBuilder builder = Add(services, name);
        builder.Options.Configure(configure);
        return builder;
    }

    /// <summary>
    /// Adds one of several <see cref="Bitrix24Client"/>s, the same for the whole host, as a keyed service with options from the
    /// configuration: <c>[FromKeyedServices("acme")] Bitrix24Client client</c>.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="name">The client's name, whose case matters; the empty one is that of the client without a name.</param>
    /// <param name="section">
    /// The client's section, with the names of the options as keys and <c>Plan</c> (<c>Standard</c>, <c>Enterprise</c> or
    /// <c>None</c>) for <see cref="PortalLimits"/> that <c>Limits</c> may change. It is read when the host starts, and a
    /// section that is missing, a key that is unknown or a value that can't be read is an
    /// <see cref="OptionsValidationException"/> then. An empty value counts as none.
    /// </param>
    /// <inheritdoc cref="AddBitrix24Client(IServiceCollection, string, Action{Bitrix24ClientOptions})"/>
    public static Bitrix24ClientBuilder AddBitrix24Client(this IServiceCollection services, string name, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        Bitrix24ClientBuilder builder = Add(services, name);
        builder.Options.Configure(options => Bitrix24ClientConfiguration.Bind(section, name, options));
        return builder;
    }

    private static Bitrix24ClientBuilder Add(IServiceCollection services, string name)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        string httpClientName = name.Length == 0 ? HttpClientName : $"{HttpClientName}:{name}";
        var builder = new Bitrix24ClientBuilder(
            name, services, services.AddHttpClient(httpClientName), services.AddOptions<Bitrix24ClientOptions>(name));

        // Once: a second time would undo what was set by the builder of the first.
        if (!Names(services).Add(name))
        {
            return builder;
        }

        SetUp(builder.HttpClient);
        builder.Options.ValidateOnStart();
        services.TryAddSingleton<ContainerServices>();
        services.TryAddTransient<IOptionsFactory<Bitrix24ClientOptions>, Bitrix24ClientOptionsFactory>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<Bitrix24ClientOptions>, Bitrix24ClientOptionsValidation>());
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

    private static void SetUp(IHttpClientBuilder http) => http
        .UseSocketsHttpHandler(static (handler, _) => Bitrix24Client.ConfigureHandler(handler))
        .ConfigureAdditionalHttpMessageHandlers(static (handlers, _) => handlers.Clear())
        .RemoveAllLoggers()

        // The client lasts as long as the host and has a time limit of its own; the handler looks names up anew by itself.
        .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
        .ConfigureHttpClient(static client => client.Timeout = Timeout.InfiniteTimeSpan);

    private static Bitrix24ClientNames Names(IServiceCollection services)
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
