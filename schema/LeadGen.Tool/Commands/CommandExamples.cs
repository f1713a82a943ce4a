using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Runtime.CompilerServices;
using LeadGen.Tool.Output;

namespace LeadGen.Tool.Commands;

/// <summary>Examples of a command, shown below its help.</summary>
internal static class CommandExamples
{
    private static readonly ConditionalWeakTable<Command, string[]> s_examples = [];

    public static TCommand WithExamples<TCommand>(this TCommand command, params string[] examples)
        where TCommand : Command
    {
        s_examples.Add(command, examples);
        return command;
    }

    /// <summary>The examples of a command; none where it has none.</summary>
    public static IReadOnlyList<string> Of(Command command) => s_examples.TryGetValue(command, out string[]? examples) ? examples : [];

    /// <summary>The words that lead to a command: <c>leadgen names rename</c>.</summary>
    public static IEnumerable<string> CommandPath(this CommandResult result) =>
        (result.Parent is CommandResult parent ? parent.CommandPath() : []).Append(result.Command is RootCommand ? "leadgen" : result.Command.Name);
}

/// <summary>The usual help, and examples below it.</summary>
internal sealed class HelpWithExamples(HelpAction help, Terminal terminal) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        // The parser names the tool by its assembly; people call it by its command.
        TextWriter output = parseResult.InvocationConfiguration.Output;
        using var usual = new StringWriter();
        parseResult.InvocationConfiguration.Output = usual;
        int code = help.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output = output;
        output.Write(usual.ToString().Replace("  " + RootCommand.ExecutableName, "  leadgen", StringComparison.Ordinal));

        IReadOnlyList<string> examples = CommandExamples.Of(parseResult.CommandResult.Command);
        if (examples.Count > 0)
        {
            output.WriteLine("Examples:");
            foreach (string example in examples)
            {
                output.WriteLine("  " + terminal.AsTyped(example));
            }

            output.WriteLine();
        }

        return code;
    }
}
