using System.Threading.RateLimiting;
using LeadGen.Extensions.DependencyInjection.Clients;
using LeadGen.Extensions.DependencyInjection.Logging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LeadGen.Extensions.DependencyInjection.Settings;

/// <summary>Sets options of a client that are not set to services of the container.</summary>
internal sealed class ContainerServices(IServiceProvider services, Bitrix24ClientNames names, ILogger<Bitrix24Client> logger)
    : IPostConfigureOptions<Bitrix24ClientOptions>
{
    public void PostConfigure(string? name, Bitrix24ClientOptions options)
    {
        name ??= Options.DefaultName;
        options.RateLimiter ??= Keyed<RateLimiter>(name) ?? services.GetService<RateLimiter>();
        options.OperatingTimes ??= OfPortal<IOperatingTimeStore>(name);
        options.OAuth?.TokenStore ??= OfPortal<IOAuthTokenStore>(name);
        if (options.TimeProvider == TimeProvider.System && services.GetService<TimeProvider>() is { } time)
        {
            options.TimeProvider = time;
        }

        options.Events = new Bitrix24ClientLog(logger, name, options.Events);
    }

    private T? Keyed<T>(string name)
        where T : class => name.Length == 0 ? null : services.GetKeyedService<T>(name);

    /// <summary>Gets a service that belongs to one portal. If clients of several portals shared it, one would use the tokens of another.</summary>
    private T? OfPortal<T>(string name)
        where T : class
    {
        if (Keyed<T>(name) is { } own)
        {
            return own;
        }

        T? withoutKey = services.GetService<T>();
        if (withoutKey is null || name.Length == 0 || names.Count == 1)
        {
            return withoutKey;
        }

        return names.Contains(Options.DefaultName) ? null : throw new OptionsValidationException(name, typeof(Bitrix24ClientOptions),
        [
            $"{ClientName.Of(name)}: the {typeof(T).Name} that is registered without a key knows one portal, and there are several clients. Register one for each with the client's name as key.",
        ]);
    }
}
