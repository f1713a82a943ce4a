namespace LeadGen.Access;

/// <summary>Represents an inbound webhook, whose address is a secret. No message contains it.</summary>
/// <seealso href="https://apidocs.bitrix24.com/local-integrations/local-webhooks.html"/>
internal sealed class Webhook : PortalAccess
{
    private const string Expected = "expected https://<portal>/rest/<user id>/<secret>/";

    private const string WhereToFindIt =
        "Create an inbound webhook on the portal (Developer resources, Other, Inbound webhook), and read its address, "
        + "https://<portal>/rest/<user id>/<secret>/, from user secrets or an environment variable such as LEADGEN_WEBHOOK.";

    private readonly string _secret;

    private Webhook(Uri address, string secret)
    {
        Address = address;
        _secret = secret;
    }

    public Uri Address { get; }

    public override string Portal => Address.Authority;

    /// <exception cref="ArgumentException">The text is not a webhook. The message does not repeat the text.</exception>
    public static Webhook Parse(string? webhook)
    {
        // Usually a missing configuration setting.
        if (webhook is null)
        {
            throw new ArgumentNullException(nameof(webhook), $"The webhook is null. {WhereToFindIt}");
        }

        if (string.IsNullOrWhiteSpace(webhook))
        {
            throw Invalid($"The webhook is empty. {WhereToFindIt}");
        }

        // A pasted address may be enclosed in quotes from a configuration file, or in angle brackets from an email.
        if (WebAddress.Parse(WebAddress.Unquote(webhook), out Uri? uri) is { } fault)
        {
            throw Invalid(fault.Contains("use https", StringComparison.Ordinal) ? $"The webhook {fault}." : $"The webhook {fault}; {Expected}.");
        }

        string[] segments = uri!.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (segments is not ["rest", var user, var secret, ..] || !user.All(char.IsAsciiDigit) || segments.Length > 4)
        {
            throw Invalid($"The path is not the path of a webhook; {Expected}.");
        }

        // Users copy the address together with the method that the portal shows after it.
        return new Webhook(new Uri($"{uri.Scheme}://{uri.Authority}/rest/{user}/{secret}/"), secret);
    }

    public override ValueTask<AccessCredentials> GetCredentialsAsync(CancellationToken cancellationToken) => new(new AccessCredentials(Address, AccessToken: null));

    public override ValueTask<AccessCredentials?> RefreshAsync(AccessCredentials rejected, CancellationToken cancellationToken) => new((AccessCredentials?)null);

    public override string Redact(string text) =>
        Redact(text.Replace(Address.AbsolutePath.TrimEnd('/'), "/" + Mask, StringComparison.OrdinalIgnoreCase), _secret);

    /// <summary>Returns the portal without the secret, so that this object can be logged.</summary>
    public override string ToString() => $"{Portal}/rest/{Mask}/";

    private static ArgumentException Invalid(string message) => new(message);
}
