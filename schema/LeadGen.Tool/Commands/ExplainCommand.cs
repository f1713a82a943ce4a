using System.CommandLine;
using LeadGen.Tool.Output;

namespace LeadGen.Tool.Commands;

internal static class ExplainCommand
{
    public static Command Create(ToolEnvironment environment, Terminal terminal) => new("explain");
}
