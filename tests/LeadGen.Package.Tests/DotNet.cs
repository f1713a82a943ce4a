using System.Diagnostics;

namespace LeadGen.Package.Tests;

/// <summary>Runs the command line of the SDK like a user.</summary>
internal static class DotNet
{
    private static readonly TimeSpan s_timeLimit = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_scriptPatience = TimeSpan.FromMinutes(15);

    // The compiler server of the environment, such as that of .ci/run, which is already running, or a separate one.
    private static readonly string? s_givenCompiler = Environment.GetEnvironmentVariable("SharedCompilationId");
    private static readonly string s_compiler = s_givenCompiler ?? "leadgen-" + Guid.NewGuid().ToString("N");

    /// <summary>Runs a command in a folder, and returns its exit code and output.</summary>
    public static Task<(int ExitCode, string Output)> TryRunAsync(string folder, params string[] arguments) =>
        TryRunAsync(folder, new Dictionary<string, string>(), arguments);

    /// <summary>Runs a command in a folder with environment variables, and returns its exit code and output.</summary>
    public static Task<(int ExitCode, string Output)> TryRunAsync(string folder, IReadOnlyDictionary<string, string> variables, params string[] arguments) =>
        TryRunAsync(new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder }, variables, s_timeLimit);

    /// <summary>Runs commands in one shell until one fails. <paramref name="input"/> is written to the standard input.</summary>
    public static async Task<string> RunScriptAsync(string folder, IReadOnlyDictionary<string, string> variables, string script, string input)
    {
        string file = Path.Combine(folder, "commands.sh");
        await File.WriteAllTextAsync(file, script);
        (int exitCode, string output) = await TryRunAsync(new ProcessStartInfo("bash", ["-e", file]) { WorkingDirectory = folder }, variables, s_scriptPatience, input);
        Assert.True(exitCode == 0, $"The script exited with {exitCode}:\n{script}\n{output}");
        return output;
    }

    private static async Task<(int ExitCode, string Output)> TryRunAsync(
        ProcessStartInfo start, IReadOnlyDictionary<string, string> variables, TimeSpan timeLimit, string? input = null)
    {
        start.RedirectStandardInput = input is not null;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;

        // The SDK passes its settings to the processes that it starts, including tests. A user's shell does not have these settings.
        foreach (string name in start.Environment.Keys.Where(k => k.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        // The builds of the tests share a compiler server. Starting one takes longer than most of the builds.
        start.Environment["UseSharedCompilation"] = "true";
        start.Environment["SharedCompilationId"] = s_compiler;
        // The processes are too short for optimized recompilation to pay off.
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        using var timeout = new CancellationTokenSource(timeLimit);
        try
        {
            if (input is not null)
            {
                await process.StandardInput.WriteAsync(input.AsMemory(), timeout.Token);
                process.StandardInput.Close();
            }

            string[] outputs = await Task.WhenAll(
                process.StandardOutput.ReadToEndAsync(timeout.Token), process.StandardError.ReadToEndAsync(timeout.Token));
            await process.WaitForExitAsync(timeout.Token);
            return (process.ExitCode, string.Concat(outputs));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Stops the compiler server that the builds have shared, unless the environment provides it.</summary>
    public static Task StopCompilerAsync() => s_givenCompiler is not null ? Task.CompletedTask : RunAsync(Build.RepositoryRoot, "exec", Build.CompilerServer, "-shutdown", $"-pipename:{s_compiler}");

    public static Task<string> RunAsync(string folder, params string[] arguments) => RunAsync(folder, new Dictionary<string, string>(), arguments);

    public static async Task<string> RunAsync(string folder, IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        (int exitCode, string output) = await TryRunAsync(folder, variables, arguments);
        Assert.True(exitCode == 0, $"dotnet {string.Join(' ', arguments)} exited with {exitCode}:\n{output}");
        return output;
    }
}
