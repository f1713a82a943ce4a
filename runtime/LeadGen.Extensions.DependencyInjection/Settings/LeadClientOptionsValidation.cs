using LeadGen.Client;
using Microsoft.Extensions.Options;

namespace LeadGen.Extensions.DependencyInjection.Settings;

/// <summary>Checks a client's options when the host starts. The client checks them again.</summary>
internal sealed class LeadClientOptionsValidation : IValidateOptions<LeadClientOptions>
{
    public ValidateOptionsResult Validate(string? name, LeadClientOptions options)
    {
        name ??= Options.DefaultName;
        string remedy = "Set it, or register an IOAuthTokenStore" + (name.Length == 0 ? " without a key." : $" with the key '{name}'.");
        string[] failures =
        [
            .. options.Webhook is { } webhook && WebhookFailure(webhook) is { } failure ? [$"Webhook can't be used. {failure}"] : Array.Empty<string>(),
            .. LeadClientOptionsRules.Check(options, remedy),
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
            new LeadClient(webhook).Dispose();
            return null;
        }
        catch (ArgumentException e)
        {
            return e.Message;
        }
    }
}
