namespace LeadGen.Tool;

/// <summary>Provides a command with the streams, variables and settings of its process.</summary>
internal sealed record ToolEnvironment
{
    public required TextReader In { get; init; }

    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    public bool IsOutRedirected { get; init; } = true;

    public bool IsErrorRedirected { get; init; } = true;

    /// <summary>Gets the width of the output in characters. By default, the width of the terminal, or unlimited for redirected output.</summary>
    public int? Width { get; init; }

    /// <summary>Gets the clock that is used for delays.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Gets the command that runs the tool: <c>dotnet leadgen</c> for a local tool.</summary>
    public string Command { get; init; } = "leadgen";

    /// <summary>Gets the folder that relative paths are resolved against.</summary>
    public required string WorkingFolder { get; init; }

    /// <summary>Gets a function that returns an environment variable, or <see langword="null"/> if it is not set.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>Gets the environment of the current process.</summary>
    public static ToolEnvironment FromProcess() => new()
    {
        // Console.In writes escape sequences to the terminal, even if it is never read.
        In = new StreamReader(Console.OpenStandardInput()),
        Out = Console.Out,
        Error = Console.Error,
        IsOutRedirected = Console.IsOutputRedirected,
        IsErrorRedirected = Console.IsErrorRedirected,
        Command = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? "dotnet leadgen" : "leadgen",
        WorkingFolder = Directory.GetCurrentDirectory(),
        Variable = Environment.GetEnvironmentVariable,
    };

    /// <summary>Converts a path that the user typed to an absolute path.</summary>
    public string Resolve(string path) => Path.GetFullPath(path, WorkingFolder);

    /// <summary>Formats a path for messages: relative to the working folder if it is inside it.</summary>
    public string Display(string path)
    {
        string relative = Path.GetRelativePath(WorkingFolder, path);
        if (relative == ".")
        {
            return Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
        }

        return (relative.StartsWith("..", StringComparison.Ordinal) ? path : relative).Replace('\\', '/');
    }
}
