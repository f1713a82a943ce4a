using Microsoft.Extensions.Options;

namespace LeadGen.Extensions.DependencyInjection.Settings;

/// <summary>Reports the result of <see cref="Bitrix24ClientOptions.Validate"/> when the host starts, with the name of the client.</summary>
internal sealed class Bitrix24ClientOptionsValidator : IValidateOptions<Bitrix24ClientOptions>
{
    public ValidateOptionsResult Validate(string? name, Bitrix24ClientOptions options) => options.Validate() is { Count: > 0 } errors
        ? ValidateOptionsResult.Fail(errors.Select(e => $"{ClientName.Format(name ?? Options.DefaultName)}: {e}"))
        : ValidateOptionsResult.Success;
}
