namespace LeadGen.Tool;

/// <summary>What a command gets from the process that runs it.</summary>
internal sealed record ToolEnvironment
{
    public required TextReader In { get; init; }

    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    public bool IsOutRedirected { get; init; } = true;

    public bool IsErrorRedirected { get; init; } = true;

    /// <summary>How many characters a line of the output has; as many as its terminal has, or any number in a pipe, unless given.</summary>
    public int? Width { get; init; }

    /// <summary>The clock by which a command waits.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>What people type to run the tool: a local tool is run through <c>dotnet</c>.</summary>
    public string Command { get; init; } = "leadgen";

    /// <summary>The folder that relative paths start from.</summary>
    public required string WorkingFolder { get; init; }

    /// <summary>An environment variable; <see langword="null"/> where it is not set.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>The process's own.</summary>
    public static ToolEnvironment OfProcess() => new()
    {
        // Console.In would set the terminal up with escape sequences, also where it is never read and none are wanted.
        In = new StreamReader(Console.OpenStandardInput()),
        Out = Console.Out,
        Error = Console.Error,
        IsOutRedirected = Console.IsOutputRedirected,
        IsErrorRedirected = Console.IsErrorRedirected,
        Command = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? "dotnet leadgen" : "leadgen",
        WorkingFolder = Directory.GetCurrentDirectory(),
        Variable = Environment.GetEnvironmentVariable,
    };

    /// <summary>A path as it was typed, made absolute.</summary>
    public string Resolve(string path) => Path.GetFullPath(path, WorkingFolder);

    /// <summary>A path as people of this folder would write it.</summary>
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
