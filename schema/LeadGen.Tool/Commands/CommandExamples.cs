using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Runtime.CompilerServices;
using LeadGen.Tool.Output;

namespace LeadGen.Tool.Commands;

/// <summary>Stores the examples that are shown below the help of a command.</summary>
internal static class CommandExamples
{
    private static readonly ConditionalWeakTable<Command, string[]> s_examples = [];

    public static TCommand WithExamples<TCommand>(this TCommand command, params string[] examples)
        where TCommand : Command
    {
        s_examples.Add(command, examples);
        return command;
    }

    /// <summary>Gets the examples of a command. Empty if it has none.</summary>
    public static IReadOnlyList<string> Get(Command command) => s_examples.TryGetValue(command, out string[]? examples) ? examples : [];

    /// <summary>Gets the words of a command line, such as <c>leadgen names rename</c>.</summary>
    public static IEnumerable<string> GetCommandPath(this CommandResult result) =>
        (result.Parent is CommandResult parent ? parent.GetCommandPath() : []).Append(result.Command is RootCommand ? "leadgen" : result.Command.Name);
}

/// <summary>Prints the default help and the examples of a command.</summary>
internal sealed class HelpWithExamples(HelpAction help, Terminal terminal) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        // The parser prints the assembly name instead of the command name.
        TextWriter output = parseResult.InvocationConfiguration.Output;
        using var defaultHelp = new StringWriter();
        parseResult.InvocationConfiguration.Output = defaultHelp;
        int code = help.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output = output;
        output.Write(defaultHelp.ToString().Replace("  " + RootCommand.ExecutableName, "  leadgen", StringComparison.Ordinal));

        IReadOnlyList<string> examples = CommandExamples.Get(parseResult.CommandResult.Command);
        if (examples.Count > 0)
        {
            output.WriteLine("Examples:");
            foreach (string example in examples)
            {
                output.WriteLine("  " + terminal.ReplaceCommand(example));
            }

            output.WriteLine();
        }

        return code;
    }
}
