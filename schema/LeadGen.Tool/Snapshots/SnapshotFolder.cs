using System.Security.Cryptography;
using LeadGen.Schema;
using LeadGen.Tool.Output;
using LeadGen.Tool.Projects;

namespace LeadGen.Tool.Snapshots;

/// <summary>A portal folder, as it is read. <see cref="SnapshotWriter"/> replaces its files.</summary>
internal sealed class SnapshotFolder
{
    /// <summary>The files of a snapshot, in the order in which they are replaced.</summary>
    public static readonly string[] FileNames = [PortalFiles.FieldsName, PortalFiles.StatusesName, PortalFiles.UserFieldsName, PortalFiles.NamesName];

    private readonly ToolEnvironment _environment;

    public SnapshotFolder(string path, ToolEnvironment environment)
    {
        _environment = environment;
        Path = System.IO.Path.TrimEndingDirectorySeparator(path);
    }

    public string Path { get; }

    /// <summary>The folder as people of the working folder would write it.</summary>
    public string Name => _environment.Display(Path);

    /// <summary>
    /// The folder as it can be typed in a command. Where somebody stands in it the whole path, as who reads of it may stand
    /// elsewhere: a build runs the tool in the folder.
    /// </summary>
    public string Argument
    {
        get
        {
            string path = System.IO.Path.GetRelativePath(_environment.WorkingFolder, Path) == "." ? Path : Name;
            return path.Contains(' ', StringComparison.Ordinal) ? $"\"{path}\"" : path;
        }
    }

    /// <summary>Where the files of a refresh are while it is not finished: a whole snapshot, newer than the files outside.</summary>
    public string Staged => System.IO.Path.Combine(Path, PortalFiles.StagedFolder);

    /// <summary>What the staged files replace: a hash for each, to tell an edit from a file that was not moved yet.</summary>
    public string Replaced => System.IO.Path.Combine(Staged, "replaced.txt");

    /// <summary>The folder for the temporary files of a refresh.</summary>
    public string WorkFolder => System.IO.Path.GetDirectoryName(Staged)!;

    /// <summary>What the project near by says of the folder; <see langword="null"/> where none does.</summary>
    public SchemaItemMetadata? Item => NearestProject.ItemOf(_environment, Path);

    /// <summary>Whether there is a snapshot.</summary>
    public bool Exists => File.Exists(PathOf(PortalFiles.FieldsName)) || File.Exists(System.IO.Path.Combine(Staged, PortalFiles.FieldsName));

    /// <summary>Reads the snapshot.</summary>
    /// <exception cref="ToolException">There is none, or its files can't be read.</exception>
    public async Task<PortalFiles> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            CheckForEdits();
            return await PortalFiles.ReadFolderAsync(Path, cancellationToken).ConfigureAwait(false);
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

    /// <summary>Reads what there is of a snapshot: the pinned names count even where the fields are missing.</summary>
    /// <exception cref="ToolException">Files are there and can't be read.</exception>
    public async Task<PortalFiles?> TryReadAsync(CancellationToken cancellationToken)
    {
        string names = PathOf(PortalFiles.NamesName);
        return Exists ? await ReadAsync(cancellationToken).ConfigureAwait(false)
            : !File.Exists(names) ? null
            : new PortalFiles(
                new SchemaFile(PathOf(PortalFiles.FieldsName), ""),
                Names: new SchemaFile(names, BoundedFile.ReadAllText(names)));
    }

    /// <summary>Sees that nobody edited a file since a refresh was interrupted: finishing it would undo the edit.</summary>
    /// <exception cref="ToolException">Somebody did.</exception>
    public void CheckForEdits()
    {
        if (!Directory.Exists(Staged))
        {
            return;
        }

        Dictionary<string, string> replaced = ReadReplaced();
        foreach (string name in FileNames)
        {
            string now = HashOf(PathOf(name));
            if (now != HashOf(System.IO.Path.Combine(Staged, name)) && replaced.TryGetValue(name, out string? old) && now != old)
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
            AtomicFile.RefuseLink(PathOf(name));
        }

        foreach (string folder in new[] { WorkFolder, Staged })
        {
            if (new DirectoryInfo(folder) is { LinkTarget: not null } || File.Exists(folder))
            {
                throw new ToolException($"'{_environment.Display(folder)}' is a link or a file, but the tool needs a folder there.", DeleteWorkFolder);
            }
        }

        foreach (string file in FileNames.Select(n => System.IO.Path.Combine(Staged, n)).Append(Replaced).Append(System.IO.Path.Combine(WorkFolder, "lock")))
        {
            if (new FileInfo(file).LinkTarget is not null || Directory.Exists(file))
            {
                throw new ToolException($"'{_environment.Display(file)}' is a link or a folder, but the tool needs a file there.", DeleteWorkFolder);
            }
        }
    }

    /// <summary>Refuses a folder that is a symbolic link, or is reached through one below the working folder or the project.</summary>
    /// <remarks>A repository may contain links that lead out of it. Links above are the user's.</remarks>
    /// <exception cref="ToolException">There is such a link.</exception>
    public void CheckPath() => AtomicFile.CheckPath(Path, _environment, "specify the real path of the portal's folder.");

    private string DeleteWorkFolder => $"delete '{_environment.Display(WorkFolder)}' to keep the files as they are now, then run 'leadgen fetch {Argument}' again.";

    // A line for each file: its hash or a dash, a blank, its name.
    private Dictionary<string, string> ReadReplaced()
    {
        var replaced = new Dictionary<string, string>(StringComparer.Ordinal);
        string[] lines = (TextOf(Replaced) ?? "").Split('\n');
        foreach (string line in lines.SkipLast(1))
        {
            if (line.Split(' ') is not [var hash, var name] || !FileNames.Contains(name) || hash.Length == 0 || !replaced.TryAdd(name, hash))
            {
                throw Damaged();
            }
        }

        // A complete record ends with a line break.
        return replaced.Count > 0 && lines[^1].Length == 0 ? replaced : throw Damaged();

        ToolException Damaged() => new($"A refresh of '{Name}' was interrupted, and its record '{_environment.Display(Replaced)}' is damaged.", DeleteWorkFolder);
    }

    /// <summary>A hash of a file's content, whatever its line ends; a dash where there is no file.</summary>
    public static string HashOf(string path) => File.Exists(path) ? Convert.ToHexString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(TextOf(path)!))) : "-";

    /// <summary>A file's text with line ends as the tool writes them; <see langword="null"/> where there is no file.</summary>
    public static string? TextOf(string path) => File.Exists(path) ? BoundedFile.ReadAllText(path).Replace("\r\n", "\n", StringComparison.Ordinal) : null;

    /// <summary>The path of a file of the snapshot.</summary>
    public string PathOf(string name) => System.IO.Path.Combine(Path, name);
}
