using System.CommandLine;
using System.CommandLine.Help;
using System.Diagnostics;
using LeadGen.Tool.Commands;
using LeadGen.Tool.Output;
using LeadGen.Tool.Portal;

namespace LeadGen.Tool;

/// <summary>Runs the tool: parses the arguments, executes the command, and prints failures as an error and a remedy.</summary>
internal static class CommandLine
{
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, ToolEnvironment environment, CancellationToken cancellationToken = default)
    {
        var terminal = new Terminal(environment);
        if (PortalCredentials.GetValidationError(arguments) is { } validationError)
        {
            terminal.WriteError(validationError.Message, validationError.Remedy, validationError.Details);
            return ExitCodes.Failed;
        }

        try
        {
            // Response files are not supported, because the parser's error messages would quote their content, which may be a webhook.
            ParseResult parsed = Build(environment, terminal).Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (parsed.Errors.Count > 0)
            {
                string[] messages = [.. parsed.Errors.Select(static e => e.Message)];
                throw new ToolException(messages[0], $"see '{string.Join(' ', parsed.CommandResult.GetCommandPath())} --help'.", messages.Skip(1));
            }

            return await parsed.InvokeAsync(
                new InvocationConfiguration { Output = environment.Out, Error = environment.Error, EnableDefaultExceptionHandler = false },
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            (string message, string remedy) = Explain(e);
            terminal.WriteError(message, remedy, (e as ToolException)?.Details ?? []);
            return ExitCodes.Failed;
        }
    }

    /// <summary>Creates the commands of the tool.</summary>
    public static RootCommand Build(ToolEnvironment environment, Terminal terminal)
    {
        var root = new RootCommand("Fetches the schema of a Bitrix24 portal's leads, reports changes and their consequences, and keeps C# names stable.")
        {
            InitCommand.Create(environment, terminal),
            FetchCommand.Create(environment, terminal),
            CheckCommand.Create(environment, terminal),
            DiffCommand.Create(environment, terminal),
            ShowCommand.Create(environment, terminal),
            NamesCommand.Create(environment, terminal),
            ExplainCommand.Create(environment, terminal),
            CompletionCommand.Create(terminal),
        };
        root.WithExamples(
            "leadgen init portals/acme --namespace Acme.Crm",
            "leadgen fetch portals/acme",
            "leadgen check portals/acme --format markdown");
        foreach (HelpOption help in root.Options.OfType<HelpOption>())
        {
            help.Action = new HelpWithExamples((HelpAction)help.Action!, terminal);
        }

        return root;
    }

    private static (string Message, string Remedy) Explain(Exception failure) => failure switch
    {
        ToolException e => (e.Message, e.Remedy),
        OperationCanceledException => ("The command was canceled. Nothing was overwritten.", "run the command again."),
        IOException or UnauthorizedAccessException => (Capitalize(FileErrors.Describe(failure)), "check that the path exists and can be read and written."),

        // The message of an unexpected exception may contain anything, including a URL with a secret.
        _ => ($"{failure.GetType().Name} in {GetLocation(failure)}.", "this is a bug in the tool; report it with this message."),
    };

    private static string Capitalize(string sentence) => char.ToUpperInvariant(sentence[0]) + sentence[1..];

    // The innermost method that belongs to LeadGen.
    private static string GetLocation(Exception failure) => new StackTrace(failure).GetFrames()
        .Select(static f => f.GetMethod())
        .FirstOrDefault(static m => m?.DeclaringType?.FullName?.StartsWith(nameof(LeadGen), StringComparison.Ordinal) == true) is { } method
            ? $"{method.DeclaringType!.FullName}.{method.Name}"
            : "an unknown place";
}
