using System.CommandLine;
using LeadGen.Tool.Output;

namespace LeadGen.Tool.Commands;

internal static class ShowCommand
{
    public static Command Create(ToolEnvironment environment, Terminal terminal) => new("show");
}
