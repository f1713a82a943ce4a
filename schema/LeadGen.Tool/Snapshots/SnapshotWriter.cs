using LeadGen.Schema;
using LeadGen.Tool.Output;

namespace LeadGen.Tool.Snapshots;

/// <summary>
/// Replaces the files of a portal folder atomically, and locks it for other commands. The new files are written to a staging
/// folder and flushed. Renaming the folder makes them the current snapshot, also for the compiler. Then they are moved to
/// the portal folder. If the process is killed, either all old files or all new files are used, and the next command
/// completes the move. If a file can't be moved, the old files are restored.
/// </summary>
internal sealed class SnapshotWriter : IDisposable
{
    private readonly SnapshotFolder _folder;
    private readonly string _root;
    private readonly string _staging;
    private readonly bool _isNew;
    private readonly FolderLock _lock;
    private string? _names;

    private SnapshotWriter(SnapshotFolder folder)
    {
        _folder = folder;
        _root = folder.WorkFolder;
        _staging = Path.Combine(_root, "staging-" + AtomicFile.RandomName());
        _isNew = !Directory.Exists(folder.Path);
        folder.CheckForLinks();
        try
        {
            _lock = FolderLock.TryAcquire(_root)
                ?? throw new ToolException($"Another command is writing to '{_folder.Name}'.", "wait until it has finished, then try again.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CreateException(e, "check that the folder is writable and that the disk is not full.");
        }
    }

    /// <summary>Starts writing, and completes an interrupted refresh.</summary>
    /// <exception cref="ToolException">Another command is writing to the folder, or the folder is not writable.</exception>
    public static async Task<SnapshotWriter> OpenAsync(SnapshotFolder folder)
    {
        var writer = new SnapshotWriter(folder);
        try
        {
            folder.CheckForEdits();
            await writer.FinishAsync().ConfigureAwait(false);
            writer._names = SnapshotFolder.ReadText(folder.GetPath(PortalFiles.NamesName));
            return writer;
        }
        catch (Exception e)
        {
            writer.Dispose();
            throw e is IOException or UnauthorizedAccessException
                ? writer.CreateException(e, "a refresh was interrupted and can't be finished; check that the folder is writable and that the disk is not full.")
                : e;
        }
    }

    /// <summary>Replaces the snapshot. Unchanged files are not written, so that they do not cause a rebuild.</summary>
    /// <returns>The names of the files that changed.</returns>
    /// <exception cref="ToolException">The folder can't be written, or the names were edited in the meantime. The old files are kept.</exception>
    public async Task<IReadOnlyList<string>> ReplaceAsync(PortalFiles files, CancellationToken cancellationToken)
    {
        if (SnapshotFolder.ReadText(_folder.GetPath(PortalFiles.NamesName)) != _names)
        {
            throw new ToolException($"{PortalFiles.NamesName} of '{_folder.Name}' was changed while the command ran.", "run the command again. Nothing was overwritten.");
        }

        SchemaFile[] all = [.. new[] { files.Fields, files.Statuses, files.UserFields, files.ItemFields, files.Names }.OfType<SchemaFile>()];
        string[] changed = [.. all.Where(f => SnapshotFolder.ReadText(_folder.GetPath(f.Name)) != f.Text).Select(static f => f.Name)];
        if (changed.Length == 0)
        {
            return changed;
        }

        Dictionary<string, byte[]?> old = all.ToDictionary(static f => f.Name, f => File.Exists(_folder.GetPath(f.Name)) ? BoundedFile.ReadAllBytes(_folder.GetPath(f.Name)) : null);
        try
        {
            Directory.CreateDirectory(_staging);
            foreach (SchemaFile file in all)
            {
                await WriteStagedAsync(file.Name, file.Text, cancellationToken).ConfigureAwait(false);
            }

            string replaced = string.Concat(all.Select(f => $"{SnapshotFolder.GetHash(_folder.GetPath(f.Name))} {f.Name}\n"));
            await WriteStagedAsync(Path.GetFileName(_folder.ReplacedFile), replaced, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            Directory.Move(_staging, _folder.StagedFolder);
            await FinishAsync().ConfigureAwait(false);
            return changed;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await RestoreAsync(old).ConfigureAwait(false);
            throw CreateException(e, "check that the files are writable and that the disk is not full. The old snapshot was not changed.");
        }
    }

    public void Dispose()
    {
        try
        {
            DeleteLeftovers();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A leftover file is harmless.
        }

        _lock.Dispose();
        try
        {
            foreach (string folder in _isNew ? new[] { _root, _folder.Path } : [_root])
            {
                if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
                {
                    Directory.Delete(folder);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another command may have started to use the folder.
        }
    }

    // Copies are moved, not the staged files, because these are the current snapshot until all copies are in place.
    private async Task FinishAsync()
    {
        if (Directory.Exists(_folder.StagedFolder))
        {
            foreach (string name in SnapshotFolder.FileNames)
            {
                string source = Path.Combine(_folder.StagedFolder, name);
                if (File.Exists(source) && SnapshotFolder.ReadText(_folder.GetPath(name)) != SnapshotFolder.ReadText(source))
                {
                    await ReplaceFileAsync(name, BoundedFile.ReadAllBytes(source)).ConfigureAwait(false);
                }
            }

            Discard();
        }

        DeleteLeftovers();
    }

    private async Task RestoreAsync(Dictionary<string, byte[]?> old)
    {
        foreach ((string name, byte[]? content) in old)
        {
            string path = _folder.GetPath(name);
            if (content is null)
            {
                File.Delete(path);
            }
            else if (!File.Exists(path) || !content.AsSpan().SequenceEqual(BoundedFile.ReadAllBytes(path)))
            {
                await ReplaceFileAsync(name, content).ConfigureAwait(false);
            }
        }

        if (Directory.Exists(_folder.StagedFolder))
        {
            Discard();
        }
    }

    // Once it has started, the replacement of the files is not canceled.
    private async Task ReplaceFileAsync(string name, byte[] content)
    {
        string path = _folder.GetPath(name);
        string copy = await AtomicFile.WriteNewAsync(_root, name, content, AtomicFile.GetMode(path), CancellationToken.None).ConfigureAwait(false);
        File.Move(copy, path, overwrite: true);
    }

    private async Task WriteStagedAsync(string name, string text, CancellationToken cancellationToken) => File.Move(
        await AtomicFile.WriteNewAsync(_staging, name, AtomicFile.Utf8.GetBytes(text), mode: null, cancellationToken).ConfigureAwait(false),
        Path.Combine(_staging, name));

    // A single rename, so that a killed command leaves either a complete staged snapshot or none.
    private void Discard() => Directory.Move(_folder.StagedFolder, Path.Combine(_root, "moved-" + AtomicFile.RandomName()));

    // Deletes what a killed command left behind, but only files that the tool itself creates. A link is deleted, not its target.
    private void DeleteLeftovers()
    {
        foreach (FileSystemInfo entry in new DirectoryInfo(_root).EnumerateFileSystemInfos())
        {
            bool isWorkFolder = entry.Name is "staging" or "moved"
                || entry.Name.StartsWith("staging-", StringComparison.Ordinal) || entry.Name.StartsWith("moved-", StringComparison.Ordinal);
            if (entry is DirectoryInfo { LinkTarget: null } folder)
            {
                if (isWorkFolder)
                {
                    DeleteWorkFolder(folder);
                }
            }
            else if (isWorkFolder || entry.Name == "copy" || IsTemporary(entry.Name))
            {
                entry.Delete();
            }
        }
    }

    private void DeleteWorkFolder(DirectoryInfo folder)
    {
        foreach (FileSystemInfo entry in folder.EnumerateFileSystemInfos())
        {
            bool isOurs = SnapshotFolder.FileNames.Contains(entry.Name) || entry.Name == Path.GetFileName(_folder.ReplacedFile) || IsTemporary(entry.Name);
            if (isOurs && entry is not DirectoryInfo { LinkTarget: null })
            {
                entry.Delete();
            }
        }

        if (!folder.EnumerateFileSystemInfos().Any())
        {
            folder.Delete();
        }
    }

    private bool IsTemporary(string name) => name.EndsWith(".tmp", StringComparison.Ordinal)
        && SnapshotFolder.FileNames.Append(Path.GetFileName(_folder.ReplacedFile)).Any(n => name.StartsWith($".{n}.", StringComparison.Ordinal));

    private ToolException CreateException(Exception e, string remedy) => new($"The files of '{_folder.Name}' can't be written: {FileErrors.Describe(e)}", remedy);
}
