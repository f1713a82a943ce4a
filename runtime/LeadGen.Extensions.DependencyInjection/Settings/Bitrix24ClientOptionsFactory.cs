using Microsoft.Extensions.Options;

namespace LeadGen.Extensions.DependencyInjection.Settings;

/// <summary>Creates a client's options. The container's services are added after the user's settings are applied and before the options are validated.</summary>
internal sealed class Bitrix24ClientOptionsFactory(
    IEnumerable<IConfigureOptions<Bitrix24ClientOptions>> setups,
    IEnumerable<IPostConfigureOptions<Bitrix24ClientOptions>> postConfigures,
    IEnumerable<IValidateOptions<Bitrix24ClientOptions>> validations,
    ContainerServices container)
    : OptionsFactory<Bitrix24ClientOptions>(setups, [.. postConfigures, container], validations);
