using System.Security.Cryptography;
using LeadGen.Schema;
using LeadGen.Tool.Output;
using LeadGen.Tool.Projects;

namespace LeadGen.Tool.Snapshots;

/// <summary>Reads a portal folder. <see cref="SnapshotWriter"/> replaces its files.</summary>
internal sealed class SnapshotFolder
{
    /// <summary>The files of a snapshot, in the order in which they are replaced.</summary>
    public static readonly string[] FileNames = [PortalFiles.FieldsName, PortalFiles.StatusesName, PortalFiles.UserFieldsName, PortalFiles.ItemFieldsName, PortalFiles.NamesName];

    private readonly ToolEnvironment _environment;

    public SnapshotFolder(string path, ToolEnvironment environment)
    {
        _environment = environment;
        Path = System.IO.Path.TrimEndingDirectorySeparator(path);
    }

    public string Path { get; }

    /// <summary>Gets the path of the folder for messages.</summary>
    public string Name => _environment.Display(Path);

    /// <summary>
    /// Gets the folder as a command-line argument. If it is the working folder, this is the absolute path, because a build runs
    /// the tool in the folder and the user may run the suggested command elsewhere.
    /// </summary>
    public string Argument
    {
        get
        {
            string path = System.IO.Path.GetRelativePath(_environment.WorkingFolder, Path) == "." ? Path : Name;
            return path.Contains(' ', StringComparison.Ordinal) ? $"\"{path}\"" : path;
        }
    }

    /// <summary>Gets the folder for the files of an unfinished refresh. If it exists, it contains a complete snapshot that is newer than the files of this folder.</summary>
    public string StagedFolder => System.IO.Path.Combine(Path, PortalFiles.StagedFolder);

    /// <summary>Gets the path of the record of replaced files. It contains their hashes, which distinguish an edited file from one that was not replaced yet.</summary>
    public string ReplacedFile => System.IO.Path.Combine(StagedFolder, "replaced.txt");

    /// <summary>Gets the folder for temporary files of a refresh.</summary>
    public string WorkFolder => System.IO.Path.GetDirectoryName(StagedFolder)!;

    /// <summary>Gets the metadata of the LeadSchema item for this folder in the nearest project, or <see langword="null"/> if there is none.</summary>
    public SchemaItemMetadata? Item => NearestProject.GetItem(_environment, Path);

    /// <summary>Gets whether the folder has a snapshot.</summary>
    public bool Exists => File.Exists(GetPath(PortalFiles.FieldsName)) || File.Exists(System.IO.Path.Combine(StagedFolder, PortalFiles.FieldsName));

    /// <summary>Reads the snapshot.</summary>
    /// <exception cref="ToolException">There is no snapshot, or its files can't be read.</exception>
    public async Task<PortalFiles> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            CheckForEdits();
            return await PortalFolder.ReadAsync(Path, cancellationToken).ConfigureAwait(false);
        }
        catch (FileNotFoundException)
        {
            throw new ToolException(
                $"'{Name}' is not a portal folder: it has no {PortalFiles.FieldsName}.",
                $"specify a folder that has one, or create it with 'leadgen fetch {Argument}'.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"The files of '{Name}' can't be read: {FileErrors.Describe(e)}", "check that the folder exists and is readable.");
        }
    }

    /// <summary>Reads the snapshot, or only the pinned names if the fields are missing. Returns <see langword="null"/> if the folder has neither.</summary>
    /// <exception cref="ToolException">The files exist but can't be read.</exception>
    public async Task<PortalFiles?> TryReadAsync(CancellationToken cancellationToken)
    {
        string names = GetPath(PortalFiles.NamesName);
        return Exists ? await ReadAsync(cancellationToken).ConfigureAwait(false)
            : !File.Exists(names) ? null
            : new PortalFiles(
                new SchemaFile(GetPath(PortalFiles.FieldsName), ""),
                Names: new SchemaFile(names, BoundedFile.ReadAllText(names)));
    }

    /// <summary>Checks that no file was edited after a refresh was interrupted. Completing the refresh would undo the edit.</summary>
    /// <exception cref="ToolException">A file was edited.</exception>
    public void CheckForEdits()
    {
        if (!Directory.Exists(StagedFolder))
        {
            return;
        }

        Dictionary<string, string> replaced = ReadReplaced();
        foreach (string name in FileNames)
        {
            string now = GetHash(GetPath(name));
            if (now != GetHash(System.IO.Path.Combine(StagedFolder, name)) && replaced.TryGetValue(name, out string? old) && now != old)
            {
                throw new ToolException($"A refresh of '{Name}' was interrupted, and {name} was changed afterwards.", DeleteWorkFolder);
            }
        }
    }

    /// <summary>Checks that the folder's files, and the tool's temporary files, are not links, which could lead out of the folder.</summary>
    /// <exception cref="ToolException">One of them is a link, or a folder instead of a file.</exception>
    public void CheckForLinks()
    {
        CheckPath();
        foreach (string name in FileNames)
        {
            AtomicFile.RejectLink(GetPath(name));
        }

        foreach (string folder in new[] { WorkFolder, StagedFolder })
        {
            if (new DirectoryInfo(folder) is { LinkTarget: not null } || File.Exists(folder))
            {
                throw new ToolException($"'{_environment.Display(folder)}' is a link or a file, but the tool needs a folder there.", DeleteWorkFolder);
            }
        }

        foreach (string file in FileNames.Select(n => System.IO.Path.Combine(StagedFolder, n)).Append(ReplacedFile).Append(System.IO.Path.Combine(WorkFolder, "lock")))
        {
            if (new FileInfo(file).LinkTarget is not null || Directory.Exists(file))
            {
                throw new ToolException($"'{_environment.Display(file)}' is a link or a folder, but the tool needs a file there.", DeleteWorkFolder);
            }
        }
    }

    /// <summary>Rejects a folder that is a symbolic link, or is reached through one below the working folder or the project.</summary>
    /// <remarks>A repository may contain links that lead out of it. Links above the repository are created by the user and allowed.</remarks>
    /// <exception cref="ToolException">The path contains such a link.</exception>
    public void CheckPath() => AtomicFile.CheckPath(Path, _environment, "specify the real path of the portal's folder.");

    private string DeleteWorkFolder => $"delete '{_environment.Display(WorkFolder)}' to keep the files as they are now, then run 'leadgen fetch {Argument}' again.";

    // One line per file: the hash or a dash, a space, and the name.
    private Dictionary<string, string> ReadReplaced()
    {
        var replaced = new Dictionary<string, string>(StringComparer.Ordinal);
        string[] lines = (ReadText(ReplacedFile) ?? "").Split('\n');
        foreach (string line in lines.SkipLast(1))
        {
            if (line.Split(' ') is not [var hash, var name] || !FileNames.Contains(name) || hash.Length == 0 || !replaced.TryAdd(name, hash))
            {
                throw Damaged();
            }
        }

        // A complete record ends with a line break.
        return replaced.Count > 0 && lines[^1].Length == 0 ? replaced : throw Damaged();

        ToolException Damaged() => new($"A refresh of '{Name}' was interrupted, and its record '{_environment.Display(ReplacedFile)}' is damaged.", DeleteWorkFolder);
    }

    /// <summary>Gets a hash of a file that does not depend on line endings, or a dash if the file does not exist.</summary>
    public static string GetHash(string path) => File.Exists(path) ? Convert.ToHexString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(ReadText(path)!))) : "-";

    /// <summary>Gets the text of a file with LF line endings, or <see langword="null"/> if the file does not exist.</summary>
    public static string? ReadText(string path) => File.Exists(path) ? BoundedFile.ReadAllText(path).Replace("\r\n", "\n", StringComparison.Ordinal) : null;

    /// <summary>Gets the path of a file of the snapshot.</summary>
    public string GetPath(string name) => System.IO.Path.Combine(Path, name);
}
