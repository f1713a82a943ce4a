using System.CommandLine;
using LeadGen.Tool.Output;
using LeadGen.Tool.Reports;

namespace LeadGen.Tool.Commands;

/// <summary>Represents the options for the report of <c>diff</c> and <c>check</c>.</summary>
internal sealed class ReportOptions
{
    private readonly Option<ChangeFormat> _format = PortalOptions.Choice(
        "--format",
        "The output format: table for the terminal, markdown for a pull request, json for scripts, sarif for a code host.",
        ("table", ChangeFormat.Table),
        ("markdown", ChangeFormat.Markdown),
        ("json", ChangeFormat.Json),
        ("sarif", ChangeFormat.Sarif));

    private readonly Option<bool> _json = PortalOptions.Json();

    private readonly Option<string?> _output = new("--output", "-o") { Description = "Write the report to a file. Not available for tables." };

    public void AddTo(Command command)
    {
        command.Validators.Add(result =>
        {
            if (result.GetResult(_json) is not null && result.GetResult(_format) is not null)
            {
                result.AddError("--json is the same as --format json. Use only one of them.");
            }
        });
        command.Add(_format);
        command.Add(_json);
        command.Add(_output);
    }

    /// <summary>Prints a report or writes it to a file.</summary>
    public async Task WriteAsync(ChangeReport report, ParseResult parsed, ToolEnvironment environment, Terminal terminal, CancellationToken cancellationToken)
    {
        ChangeFormat format = parsed.GetValue(_json) ? ChangeFormat.Json : parsed.GetValue(_format);
        string? output = parsed.GetValue(_output);
        if (format == ChangeFormat.Table)
        {
            if (output is not null)
            {
                throw new ToolException("A table can't be written to a file.", "use --format markdown, json or sarif.");
            }

            report.WriteText(terminal);
        }
        else if (output is null)
        {
            await terminal.Raw.WriteAsync(report.ToText(format, environment).AsMemory(), cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await AtomicFile.WriteAsync(environment.Resolve(output), report.ToText(format, environment), AtomicFile.Utf8, environment, cancellationToken).ConfigureAwait(false);
            terminal.WriteLine(report.Summary);
        }
    }
}
