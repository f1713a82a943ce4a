namespace LeadGen.Tool.Tests.Harness;

/// <summary>What a command of the tool printed, with the line ends of Unix, and how it ended.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Errors)
{
    /// <summary>
    /// Runs a command in this process, as in a shell that stands in <paramref name="folder"/>: into a pipe, or on a terminal of so
    /// many <paramref name="columns"/>.
    /// </summary>
    public static async Task<ToolRun> OfAsync(
        string folder, string[] arguments, string? webhook = null, string input = "", IReadOnlyDictionary<string, string>? variables = null,
        int? columns = null, CancellationToken cancellationToken = default)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var environment = new ToolEnvironment
        {
            In = new StringReader(input),
            Out = output,
            Error = errors,
            IsOutRedirected = columns is null,
            Width = columns,
            WorkingFolder = folder,
            Time = new HurriedTime(),
            Variable = name => name == "LEADGEN_WEBHOOK" ? webhook : name == "NO_COLOR" ? "1" : variables?.GetValueOrDefault(name),
        };
        int exitCode = await CommandLine.RunAsync(arguments, environment, cancellationToken);
        return new ToolRun(exitCode, Text(output), Text(errors));

        static string Text(StringWriter writer) => writer.ToString().Replace("\r\n", "\n", StringComparison.Ordinal);
    }

    /// <summary>The same, for a command that must succeed.</summary>
    public static async Task<string> SucceedAsync(string folder, string[] arguments, string? webhook = null)
    {
        ToolRun run = await OfAsync(folder, arguments, webhook);
        Assert.True(run.ExitCode == 0, $"leadgen {string.Join(' ', arguments)} exited with {run.ExitCode}:\n{run.Output}{run.Errors}");
        return run.Output;
    }

    /// <summary>A clock on which waits are over soon.</summary>
    private sealed class HurriedTime : TimeProvider
    {
        private const int Hurry = 50;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / Hurry : dueTime, period);
    }
}
