using Microsoft.Extensions.Options;

namespace LeadGen.Extensions.DependencyInjection.Settings;

/// <summary>Makes a client's options. What the container has is filled in after everything that users have set, and before the checks.</summary>
internal sealed class Bitrix24ClientOptionsFactory(
    IEnumerable<IConfigureOptions<Bitrix24ClientOptions>> setups,
    IEnumerable<IPostConfigureOptions<Bitrix24ClientOptions>> postConfigures,
    IEnumerable<IValidateOptions<Bitrix24ClientOptions>> validations,
    ContainerServices container)
    : OptionsFactory<Bitrix24ClientOptions>(setups, [.. postConfigures, container], validations);
