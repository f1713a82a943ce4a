using System.Threading.RateLimiting;
using LeadGen.Extensions.DependencyInjection.Clients;
using LeadGen.Extensions.DependencyInjection.Logging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LeadGen.Extensions.DependencyInjection.Settings;

/// <summary>Uses services of the container for those options of a client that are not set.</summary>
internal sealed class ContainerServices(IServiceProvider services, Bitrix24ClientNames names, ILogger<Bitrix24Client> logger)
    : IPostConfigureOptions<Bitrix24ClientOptions>
{
    public void PostConfigure(string? name, Bitrix24ClientOptions options)
    {
        name ??= Options.DefaultName;
        options.RateLimiter ??= GetKeyed<RateLimiter>(name) ?? services.GetService<RateLimiter>();
        options.OperatingTimes ??= GetPortalService<IOperatingTimeStore>(name);
        options.OAuth?.TokenStore ??= GetPortalService<IOAuthTokenStore>(name);
        if (options.TimeProvider == TimeProvider.System && services.GetService<TimeProvider>() is { } time)
        {
            options.TimeProvider = time;
        }

        options.Events = new Bitrix24ClientLog(logger, name, options.Events);
    }

    private T? GetKeyed<T>(string name)
        where T : class => name.Length == 0 ? null : services.GetKeyedService<T>(name);

    /// <summary>Gets a service that belongs to one portal. If clients of several portals shared it, one would use the tokens of another.</summary>
    private T? GetPortalService<T>(string name)
        where T : class
    {
        if (GetKeyed<T>(name) is { } own)
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
            $"{ClientName.Format(name)}: the {typeof(T).Name} that is registered without a key belongs to one portal, but there are several clients. Register one for each with the client's name as key.",
        ]);
    }
}
