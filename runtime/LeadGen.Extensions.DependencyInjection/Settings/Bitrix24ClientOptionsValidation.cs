using LeadGen.Client;
using Microsoft.Extensions.Options;

namespace LeadGen.Extensions.DependencyInjection.Settings;

/// <summary>Checks a client's options when the host starts. The client checks them again.</summary>
internal sealed class Bitrix24ClientOptionsValidation : IValidateOptions<Bitrix24ClientOptions>
{
    public ValidateOptionsResult Validate(string? name, Bitrix24ClientOptions options)
    {
        name ??= Options.DefaultName;
        string remedy = "Set it, or register an IOAuthTokenStore" + (name.Length == 0 ? " without a key." : $" with the key '{name}'.");
        string[] failures =
        [
            .. options.Webhook is { } webhook && WebhookFailure(webhook) is { } failure ? [$"Webhook can't be used. {failure}"] : Array.Empty<string>(),
            .. Bitrix24ClientOptionsRules.Check(options, remedy),
        ];
        return failures.Length == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(failures.Select(f => $"{ClientName.Of(name)}: {f}"));
    }

    /// <summary>What the client itself has against a webhook.</summary>
    private static string? WebhookFailure(string webhook)
    {
        try
        {
            new Bitrix24Client(webhook).Dispose();
            return null;
        }
        catch (ArgumentException e)
        {
            return e.Message;
        }
    }
}
