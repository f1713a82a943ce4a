using Microsoft.Extensions.Options;

namespace LeadGen.Extensions.DependencyInjection.Settings;

/// <summary>Creates a client's options. Services of the container are used after all settings of the user, and before the validation.</summary>
internal sealed class Bitrix24ClientOptionsFactory(
    IEnumerable<IConfigureOptions<Bitrix24ClientOptions>> setups,
    IEnumerable<IPostConfigureOptions<Bitrix24ClientOptions>> postConfigures,
    IEnumerable<IValidateOptions<Bitrix24ClientOptions>> validations,
    ContainerServices container)
    : OptionsFactory<Bitrix24ClientOptions>(setups, [.. postConfigures, container], validations);
