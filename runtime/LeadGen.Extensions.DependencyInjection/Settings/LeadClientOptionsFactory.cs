using Microsoft.Extensions.Options;

namespace LeadGen.Extensions.DependencyInjection.Settings;

/// <summary>Makes a client's options. What the container has is filled in after everything that users have set, and before the checks.</summary>
internal sealed class LeadClientOptionsFactory(
    IEnumerable<IConfigureOptions<LeadClientOptions>> setups,
    IEnumerable<IPostConfigureOptions<LeadClientOptions>> postConfigures,
    IEnumerable<IValidateOptions<LeadClientOptions>> validations,
    ContainerServices container)
    : OptionsFactory<LeadClientOptions>(setups, [.. postConfigures, container], validations);
