using System.Security.Cryptography;
using System.Text;

namespace LeadGen.Tool.Output;

/// <summary>Writes files atomically, so that a partly written report or project can't be mistaken for a complete one.</summary>
/// <remarks>
/// A folder from a repository may contain symbolic links to files outside of it. So new files get unpredictable names and must
/// not exist yet, and a target that is a link, or is in a folder that is a link, is rejected.
/// </remarks>
internal static class AtomicFile
{
    /// <summary>The encoding of the tool's files.</summary>
    public static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes a text. Devices, pipes and empty files are written directly, and not atomically.</summary>
    /// <param name="path">The file. An existing file keeps its mode.</param>
    /// <param name="text">The content.</param>
    /// <param name="encoding">The encoding. It also determines whether the file starts with a byte order mark.</param>
    /// <param name="environment">The working folder and the format of paths in messages.</param>
    /// <param name="cancellationToken">Cancels the write. The file is not changed.</param>
    /// <exception cref="ToolException">The path is a symbolic link, or leads through one (<see cref="CheckPath"/>).</exception>
    public static async Task WriteAsync(string path, string text, Encoding encoding, ToolEnvironment environment, CancellationToken cancellationToken)
    {
        byte[] content = [.. encoding.GetPreamble(), .. encoding.GetBytes(text)];
        bool isDevice = IsDevice(path);
        if (!isDevice)
        {
            CheckPath(path, environment, "specify the real path of the file, or replace the link.");
        }

        if (isDevice || new FileInfo(path) is { Exists: true, Length: 0 })
        {
            // A pipe also has no length, and must not be replaced by a file.
            await File.WriteAllBytesAsync(path, content, cancellationToken).ConfigureAwait(false);
            return;
        }

        string temporary = await WriteNewAsync(Path.GetDirectoryName(path)!, Path.GetFileName(path), content, GetMode(path), cancellationToken).ConfigureAwait(false);
        try
        {
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Writes and flushes a new file with an unpredictable name.</summary>
    /// <returns>The path of the new file.</returns>
    public static async Task<string> WriteNewAsync(string folder, string name, ReadOnlyMemory<byte> content, UnixFileMode? mode, CancellationToken cancellationToken)
    {
        string path = Path.Combine(folder, $".{name}.{RandomName()}.tmp");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows() && mode is { } wanted)
        {
            options.UnixCreateMode = wanted;
        }

        try
        {
            var file = new FileStream(path, options);
            await using (file.ConfigureAwait(false))
            {
                if (!OperatingSystem.IsWindows() && mode is { } exact)
                {
                    // Restores the bits that the umask of the process removed.
                    File.SetUnixFileMode(file.SafeFileHandle, exact);
                }

                await file.WriteAsync(content, cancellationToken).ConfigureAwait(false);
                await file.FlushAsync(cancellationToken).ConfigureAwait(false);
                file.Flush(flushToDisk: true);
            }

            return path;
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Gets the mode of an existing file, or <see langword="null"/> for a new file and on Windows.</summary>
    public static UnixFileMode? GetMode(string path) => !OperatingSystem.IsWindows() && File.Exists(path) ? File.GetUnixFileMode(path) : null;

    /// <summary>Gets an unpredictable part of a file name.</summary>
    public static string RandomName() => Convert.ToHexString(RandomNumberGenerator.GetBytes(8)).ToLowerInvariant();

    /// <summary>Rejects a path that is a symbolic link.</summary>
    /// <exception cref="ToolException">The path is a symbolic link.</exception>
    public static void RejectLink(string path)
    {
        if (new FileInfo(path).LinkTarget is { } target)
        {
            throw new ToolException(
                $"'{path}' is a symbolic link to '{target}', and the tool does not write through links.",
                "specify the file itself, or replace the link with a file.");
        }
    }

    /// <summary>Rejects a path that is a symbolic link, or is reached through one below the working folder or the project.</summary>
    /// <param name="path">A file or folder to write to.</param>
    /// <param name="environment">The working folder and the format of paths in messages.</param>
    /// <param name="remedy">What the user must do.</param>
    /// <remarks>A repository may contain links that lead out of it. Links above the repository do not come from it and are allowed.</remarks>
    /// <exception cref="ToolException">The path contains such a link.</exception>
    public static void CheckPath(string path, ToolEnvironment environment, string remedy)
    {
        string inside = environment.WorkingFolder;
        bool isBelow = !Path.IsPathRooted(Path.GetRelativePath(inside, path))
            && Path.GetRelativePath(inside, path).Split(Path.DirectorySeparatorChar)[0] != "..";
        DirectoryInfo? root = isBelow ? new DirectoryInfo(inside) : new DirectoryInfo(path).Parent;
        if (!isBelow)
        {
            while (root is not null && !(root.Exists && (root.EnumerateFiles("*.csproj").Any() || Path.Exists(Path.Combine(root.FullName, ".git")))))
            {
                root = root.Parent;
            }
        }

        string end = Path.TrimEndingDirectorySeparator((root ?? new DirectoryInfo(path).Parent)?.FullName ?? path);
        for (DirectoryInfo? part = new(path); part is not null && Path.TrimEndingDirectorySeparator(part.FullName) != end; part = part.Parent)
        {
            if (part.LinkTarget is { } target)
            {
                throw new ToolException(
                    $"'{environment.Display(part.FullName)}' is a symbolic link to '{target}', and the tool does not write through links.",
                    remedy);
            }
        }
    }

    // Includes /dev/stdout and the pipe of a shell's >(…), which are symbolic links of the system.
    // Other folders of /dev, such as /dev/shm, contain regular files.
    private static bool IsDevice(string path) => !OperatingSystem.IsWindows()
        && (path.StartsWith("/proc/", StringComparison.Ordinal)
            || (path.StartsWith("/dev/", StringComparison.Ordinal) && Path.GetDirectoryName(path) is "/dev" or "/dev/fd" or "/dev/pts"));
}
