namespace LeadGen.Tool.Tests.Harness;

/// <summary>Represents the exit code and the output of a command of the tool. Line breaks are <c>\n</c>.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Errors)
{
    /// <summary>
    /// Runs a command in this process, with <paramref name="folder"/> as the working folder. The output is redirected, or goes to a
    /// terminal with the specified number of <paramref name="columns"/>.
    /// </summary>
    public static async Task<ToolRun> RunAsync(
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
            Time = new AcceleratedTimeProvider(),
            Variable = name => name == "LEADGEN_WEBHOOK" ? webhook : name == "NO_COLOR" ? "1" : variables?.GetValueOrDefault(name),
        };
        int exitCode = await CommandLine.RunAsync(arguments, environment, cancellationToken);
        return new ToolRun(exitCode, Text(output), Text(errors));

        static string Text(StringWriter writer) => writer.ToString().Replace("\r\n", "\n", StringComparison.Ordinal);
    }

    /// <summary>Runs a command, asserts that it succeeds, and returns its output.</summary>
    public static async Task<string> SucceedAsync(string folder, string[] arguments, string? webhook = null)
    {
        ToolRun run = await RunAsync(folder, arguments, webhook);
        Assert.True(run.ExitCode == 0, $"leadgen {string.Join(' ', arguments)} exited with {run.ExitCode}:\n{run.Output}{run.Errors}");
        return run.Output;
    }

    /// <summary>Shortens all delays. Timestamps pass as fast, so that a delay that is over is not waited for again.</summary>
    private sealed class AcceleratedTimeProvider : TimeProvider
    {
        private const int SpeedFactor = 50;

        private readonly long _start = System.GetTimestamp();

        public override long GetTimestamp() => _start + ((base.GetTimestamp() - _start) * SpeedFactor);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / SpeedFactor : dueTime, period);
    }
}
