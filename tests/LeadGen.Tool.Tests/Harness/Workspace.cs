namespace LeadGen.Tool.Tests.Harness;

/// <summary>Creates an empty folder for a test, and deletes it afterwards.</summary>
public sealed class Workspace : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("leadgen-tool-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public string Read(string name) => System.IO.File.ReadAllText(File(name));

    public void Write(string name, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(File(name))!);
        System.IO.File.WriteAllText(File(name), text);
    }

    /// <summary>Every file below a folder, by its path with forward slashes, with its content.</summary>
    public SortedDictionary<string, string> Snapshot(string folder = "") => new(
        Directory.Exists(File(folder))
            ? Directory.EnumerateFiles(File(folder), "*", SearchOption.AllDirectories).ToDictionary(f => System.IO.Path.GetRelativePath(Path, f).Replace('\\', '/'), System.IO.File.ReadAllText)
            : [],
        StringComparer.Ordinal);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
