using System.Text;
using LeadGen.Schema;
using LeadGen.Tool.Projects;

namespace LeadGen.Tool.Snapshots;

/// <summary>
/// The files of a portal folder, replaced as a whole. The new files are written beside the old ones and flushed; one
/// rename makes them the snapshot, for the compiler as well; then they are moved to their places. Whenever the process
/// is killed, readers see all of the old files or all of the new ones, and the next command finishes the move.
/// </summary>
internal sealed class SnapshotFolder
{
    // The folder that PortalFiles and the build look into first: where it exists, it holds a whole snapshot.
    private readonly string _staged;
    private readonly string _staging;
    private readonly string _moved;
    private readonly string _root;
    private readonly ToolEnvironment _environment;

    public SnapshotFolder(string path, ToolEnvironment environment)
    {
        _environment = environment;
        Path = path;
        _staged = System.IO.Path.Combine(path, PortalFiles.StagedFolder);
        _root = System.IO.Path.GetDirectoryName(_staged)!;
        _staging = System.IO.Path.Combine(_root, "staging");
        _moved = System.IO.Path.Combine(_root, "moved");
    }

    public string Path { get; }

    /// <summary>The folder as people of the working folder would write it.</summary>
    public string Name => _environment.Display(Path);

    /// <summary>What the project near by says of the folder; <see langword="null"/> where none does.</summary>
    public SchemaItemMetadata? Item => NearestProject.ItemOf(_environment, Path);

    /// <summary>Whether there is a snapshot.</summary>
    public bool Exists => File.Exists(System.IO.Path.Combine(Path, PortalFiles.FieldsName)) || File.Exists(System.IO.Path.Combine(_staged, PortalFiles.FieldsName));

    /// <summary>Reads the snapshot.</summary>
    /// <exception cref="ToolException">There is none, or its files can't be read.</exception>
    public async Task<PortalFiles> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await PortalFiles.ReadFolderAsync(Path, cancellationToken).ConfigureAwait(false);
        }
        catch (FileNotFoundException)
        {
            throw new ToolException(
                $"'{Name}' is no portal folder: it has no {PortalFiles.FieldsName}.",
                $"name a folder that has one, or make it with 'leadgen fetch {Name}'.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(e);
        }
    }

    /// <summary>Replaces the snapshot. Files that are the same already are not touched, so that nothing is built again for them.</summary>
    /// <returns>The names of the files that changed.</returns>
    /// <exception cref="ToolException">The folder can't be written, or another command writes it. What was there is still there.</exception>
    public async Task<IReadOnlyList<string>> ReplaceAsync(PortalFiles files, CancellationToken cancellationToken)
    {
        SchemaFile[] all = [.. new[] { files.Fields, files.Statuses, files.UserFields, files.Names }.OfType<SchemaFile>()];
        try
        {
            Directory.CreateDirectory(_root);
            using FileStream guard = Lock();
            Finish();
            string[] changed = [.. all.Where(f => !HasText(System.IO.Path.Combine(Path, f.Name), f.Text)).Select(static f => f.Name)];
            if (changed.Length > 0)
            {
                Directory.CreateDirectory(_staging);
                foreach (SchemaFile file in all)
                {
                    await WriteAsync(System.IO.Path.Combine(_staging, file.Name), file.Text, cancellationToken).ConfigureAwait(false);
                }

                // From here on there is no way back, and none is needed: what follows only moves files.
                cancellationToken.ThrowIfCancellationRequested();
                Directory.Move(_staging, _staged);
                Finish();
            }

            return changed;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(e);
        }
        finally
        {
            CleanUp();
        }
    }

    // Each file by itself is replaced by a rename. Copies are renamed, not the staged files: until all are in place, the staged ones are the snapshot.
    private void Finish()
    {
        Delete(_staging);
        Delete(_moved);
        if (!Directory.Exists(_staged))
        {
            return;
        }

        foreach (string source in Directory.EnumerateFiles(_staged).Order(StringComparer.Ordinal))
        {
            string target = System.IO.Path.Combine(Path, System.IO.Path.GetFileName(source));
            if (!HasText(target, File.ReadAllText(source)))
            {
                string copy = System.IO.Path.Combine(_root, "copy");
                File.Copy(source, copy, overwrite: true);
                using (var flushed = new FileStream(copy, FileMode.Open, FileAccess.ReadWrite))
                {
                    flushed.Flush(flushToDisk: true);
                }

                File.Move(copy, target, overwrite: true);
            }
        }

        Directory.Move(_staged, _moved);
        Delete(_moved);
    }

    private FileStream Lock()
    {
        try
        {
            return new FileStream(
                System.IO.Path.Combine(_root, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException) when (Directory.Exists(_root))
        {
            throw new ToolException($"Another command is writing to '{Name}'.", "wait until it has ended, then repeat this one.");
        }
    }

    private void CleanUp()
    {
        try
        {
            if (Directory.Exists(_root) && !Directory.EnumerateFileSystemEntries(_root).Any())
            {
                Directory.Delete(_root);
            }
        }
        catch (IOException)
        {
            // Another command has just begun to use it.
        }
    }

    private ToolException Unusable(Exception e) => new(
        $"The files of '{Name}' can't be read or written: {e.Message}", "see that the folder exists, is yours to write, and has room; nothing of the old snapshot is lost.");

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool HasText(string path, string text) => File.Exists(path) && File.ReadAllText(path) == text;

    private static async Task WriteAsync(string path, string text, CancellationToken cancellationToken)
    {
        var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 4096, FileOptions.Asynchronous);
        await using (file.ConfigureAwait(false))
        {
            await file.WriteAsync(new UTF8Encoding(false).GetBytes(text), cancellationToken).ConfigureAwait(false);
            await file.FlushAsync(cancellationToken).ConfigureAwait(false);
            file.Flush(flushToDisk: true);
        }
    }
}
