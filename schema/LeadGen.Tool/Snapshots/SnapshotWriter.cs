using System.Text;
using LeadGen.Schema;

namespace LeadGen.Tool.Snapshots;

/// <summary>
/// Replaces the files of a portal folder as a whole; no other command writes it meanwhile. The new files are written beside
/// the old ones and flushed; one rename makes them the snapshot, for the compiler as well; then they are moved to their
/// places. Whenever the process is killed, all of the old files or all of the new ones count, and the next command
/// finishes the move; where a file can't be moved, the old ones are put back.
/// </summary>
internal sealed class SnapshotWriter : IDisposable
{
    private readonly SnapshotFolder _folder;
    private readonly string _root;
    private readonly string _staging;
    private readonly string _moved;
    private readonly string _copy;
    private readonly bool _isNew;
    private readonly FileStream _lock;
    private readonly string? _names;

    /// <summary>Begins to write, and finishes a refresh that was interrupted.</summary>
    /// <exception cref="ToolException">Another command writes the folder, or it can't be written.</exception>
    public SnapshotWriter(SnapshotFolder folder)
    {
        _folder = folder;
        _root = Path.GetDirectoryName(folder.Staged)!;
        _staging = Path.Combine(_root, "staging");
        _moved = Path.Combine(_root, "moved");
        _copy = Path.Combine(_root, "copy");
        _isNew = !Directory.Exists(folder.Path);
        try
        {
            _lock = Lock();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(e, "see that the folder is yours to write and has room.");
        }

        try
        {
            _folder.CheckForEdits();
            Finish();
            _names = SnapshotFolder.TextOf(_folder.PathOf(PortalFiles.NamesName));
        }
        catch (Exception e)
        {
            Dispose();
            throw e is IOException or UnauthorizedAccessException
                ? Unusable(e, "a refresh was interrupted, and can't be finished: see that the folder is yours to write and has room.")
                : e;
        }
    }

    /// <summary>Replaces the snapshot. Files that are the same already are not touched, so that nothing is built again for them.</summary>
    /// <returns>The names of the files that changed.</returns>
    /// <exception cref="ToolException">The folder can't be written, or the names were edited meanwhile. What was there is still there.</exception>
    public async Task<IReadOnlyList<string>> ReplaceAsync(PortalFiles files, CancellationToken cancellationToken)
    {
        if (SnapshotFolder.TextOf(_folder.PathOf(PortalFiles.NamesName)) != _names)
        {
            throw new ToolException($"{PortalFiles.NamesName} of '{_folder.Name}' was changed while the command ran.", "repeat the command; nothing was overwritten.");
        }

        SchemaFile[] all = [.. new[] { files.Fields, files.Statuses, files.UserFields, files.Names }.OfType<SchemaFile>()];
        string[] changed = [.. all.Where(f => SnapshotFolder.TextOf(_folder.PathOf(f.Name)) != f.Text).Select(static f => f.Name)];
        if (changed.Length == 0)
        {
            return changed;
        }

        Dictionary<string, byte[]?> old = all.ToDictionary(static f => f.Name, f => File.Exists(_folder.PathOf(f.Name)) ? File.ReadAllBytes(_folder.PathOf(f.Name)) : null);
        try
        {
            Directory.CreateDirectory(_staging);
            foreach (SchemaFile file in all)
            {
                await WriteAsync(Path.Combine(_staging, file.Name), file.Text, cancellationToken).ConfigureAwait(false);
            }

            string replaced = string.Concat(all.Select(f => $"{SnapshotFolder.HashOf(_folder.PathOf(f.Name))} {f.Name}\n"));
            await WriteAsync(Path.Combine(_staging, Path.GetFileName(_folder.Replaced)), replaced, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            Directory.Move(_staging, _folder.Staged);
            Finish();
            return changed;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            PutBack(old);
            throw Unusable(e, "see that the files are yours to write and there is room; the old snapshot is as it was.");
        }
    }

    public void Dispose()
    {
        try
        {
            Delete(_staging);
            _lock.Dispose();
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
            // Another command has just begun to use it, or a leftover is not ours to delete: nothing depends on it.
        }
    }

    private FileStream Lock()
    {
        Directory.CreateDirectory(_root);
        try
        {
            return new FileStream(Path.Combine(_root, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException) when (File.Exists(Path.Combine(_root, "lock")))
        {
            throw new ToolException($"Another command is writing to '{_folder.Name}'.", "wait until it has ended, then repeat this one.");
        }
    }

    // Copies are moved, not the staged files: until all are in place, the staged ones are the snapshot.
    private void Finish()
    {
        Delete(_moved);
        if (!Directory.Exists(_folder.Staged))
        {
            Delete(_staging);
            return;
        }

        foreach (string name in SnapshotFolder.FileNames)
        {
            string source = Path.Combine(_folder.Staged, name);
            if (File.Exists(source) && SnapshotFolder.TextOf(_folder.PathOf(name)) != SnapshotFolder.TextOf(source))
            {
                File.Copy(source, _copy, overwrite: true);
                MoveCopyTo(name);
            }
        }

        Directory.Move(_folder.Staged, _moved);
        Delete(_moved);
    }

    private void PutBack(Dictionary<string, byte[]?> old)
    {
        foreach ((string name, byte[]? content) in old)
        {
            string path = _folder.PathOf(name);
            if (content is null)
            {
                File.Delete(path);
            }
            else if (!File.Exists(path) || !content.AsSpan().SequenceEqual(File.ReadAllBytes(path)))
            {
                File.WriteAllBytes(_copy, content);
                MoveCopyTo(name);
            }
        }

        Delete(_folder.Staged);
        File.Delete(_copy);
    }

    private void MoveCopyTo(string name)
    {
        using (var flushed = new FileStream(_copy, FileMode.Open, FileAccess.ReadWrite))
        {
            flushed.Flush(flushToDisk: true);
        }

        // A link stays one: it is what it points to that is replaced.
        string path = _folder.PathOf(name);
        string target = File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path;
        File.Move(_copy, target, overwrite: true);
    }

    private ToolException Unusable(Exception e, string remedy) => new($"The files of '{_folder.Name}' can't be written: {e.Message}", remedy);

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

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
