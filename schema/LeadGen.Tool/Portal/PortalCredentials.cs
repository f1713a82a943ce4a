using System.Text.RegularExpressions;
using LeadGen.Access;
using LeadGen.Schema.Naming;
using LeadGen.Tool.Projects;
using Microsoft.Extensions.Configuration;

namespace LeadGen.Tool.Portal;

/// <summary>Finds the webhook of a portal in environment variables, user-secrets or standard input. Arguments are not supported, because they are not secret.</summary>
internal sealed partial class PortalCredentials(ToolEnvironment environment)
{
    public const string Variable = "LEADGEN_WEBHOOK";

    public const string SecretKey = "LeadGen:Webhook";

    public const string Remedy =
        $"set the environment variable {Variable} to https://<portal>/rest/<user ID>/<secret>/, or store it in user-secrets as {SecretKey}, or pass it on standard input with --webhook-stdin.";

    // Real secrets have at least 16 characters. Masking a very short one would change unrelated text in the schema.
    private const int MinSecretLength = 8;

    /// <summary>Gets the error for a webhook in the arguments, or <see langword="null"/> if they do not contain one.</summary>
    /// <remarks>Called before the arguments are parsed, because the parser's error messages quote them.</remarks>
    public static ToolException? GetValidationError(IEnumerable<string> arguments) => arguments.Any(LooksLikeSecret)
        ? new ToolException(
            "A webhook is a secret and must not be passed as an argument: arguments are visible to every process on this machine and are kept in the shell's history. If you typed a real webhook, create a new one on the portal.",
            Remedy)
        : null;

    /// <summary>Finds the webhook for a portal folder and the place where it was found.</summary>
    /// <exception cref="ToolException">There is no webhook, or it is invalid.</exception>
    public async Task<(Webhook Webhook, string Source)> FindAsync(
        string folder, bool fromInput, string? userSecretsId, CancellationToken cancellationToken)
    {
        if (fromInput)
        {
            return (Parse(await ReadLineAsync(cancellationToken).ConfigureAwait(false), "standard input"), "standard input");
        }

        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        foreach (string variable in new[] { $"{Variable}_{VariablePart(name)}", Variable })
        {
            if (environment.Variable(variable) is { Length: > 0 } value)
            {
                return (Parse(value, variable), variable);
            }
        }

        if ((userSecretsId ?? NearestProject.GetUserSecretsId(environment, folder)) is { } id)
        {
            IConfiguration secrets = ReadSecrets(id);
            foreach (string key in new[] { $"LeadGen:Webhooks:{name}", SecretKey })
            {
                if (secrets[key] is { Length: > 0 } value)
                {
                    return (Parse(value, $"user-secrets, {key}"), $"user-secrets ({key})");
                }
            }
        }

        throw new ToolException($"No webhook was found for '{environment.Display(folder)}': neither {Variable}_{VariablePart(name)} nor {Variable} is set.", Remedy);
    }

    // Limited, because piped input may be endless.
    private async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        char[] buffer = new char[4096];
        int length = 0;
        int read;
        while (!buffer.AsSpan(0, length).Contains('\n')
            && (read = await environment.In.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false)) > 0)
        {
            length += read;
        }

        return new string(buffer, 0, length).Split('\n', 2)[0];
    }

    // Also detects a webhook that is percent-encoded twice, or written with backslashes.
    private static bool LooksLikeSecret(string argument) =>
        PortalAccess.Decode(argument, out _).Exists(static form => Secret().IsMatch(form.Replace('\\', '/')));

    // No argument of the tool is a URL, and no folder path contains rest/<number>/. The option --webhook-stdin must not match.
    [GeneratedRegex("https?:/|(^|[/=:])rest/+[0-9]+/|^[-/]+webhook([=:]|$)", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();

    private static Webhook Parse(string text, string source)
    {
        try
        {
            // PowerShell adds a byte order mark to piped text.
            Webhook webhook = Webhook.Parse(text.Trim().TrimStart('\uFEFF'));
            return webhook.Address.Segments[^1].TrimEnd('/').Length >= MinSecretLength
                ? webhook
                : throw new ToolException($"The webhook from {source} is incomplete: its secret has fewer than {MinSecretLength} characters.", Remedy);
        }
        catch (ArgumentException e)
        {
            throw new ToolException($"The webhook from {source} is invalid: {e.Message.Split(" (Parameter", 2)[0]}", Remedy);
        }
    }

    private static string VariablePart(string folderName) =>
        string.Concat((folderName.All(char.IsAscii) ? folderName : Identifiers.FromLabel(folderName, IdentifierStyle.Transliterated)).ToUpperInvariant().Select(static c => char.IsAsciiLetterOrDigit(c) ? c : '_'));

    private static IConfiguration ReadSecrets(string userSecretsId)
    {
        try
        {
            return new ConfigurationBuilder().AddUserSecrets(userSecretsId).Build();
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or InvalidOperationException or ArgumentException or IOException)
        {
            // The exception message quotes the content of the file.
            throw new ToolException($"The user-secrets '{userSecretsId}' can't be read.", "correct the user-secrets file (secrets.json), or set the environment variable " + Variable + ".");
        }
    }
}
