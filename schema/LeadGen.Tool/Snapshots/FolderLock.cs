using System.Security.Cryptography;
using LeadGen.Tool.Output;

namespace LeadGen.Tool.Snapshots;

/// <summary>Prevents two commands from writing to the same folder, with a temporary lock file in it.</summary>
internal sealed class FolderLock : IDisposable
{
    public const string FileName = "lock";

    private const int MaxAttempts = 100;

    private readonly FileStream _file;
    private readonly string _path;

    private FolderLock(FileStream file, string path)
    {
        _file = file;
        _path = path;
    }

    /// <summary>Acquires the lock of a folder, and creates the folder if necessary. Returns <see langword="null"/> if another command holds the lock.</summary>
    /// <exception cref="IOException">The folder can't be used.</exception>
    public static FolderLock? TryAcquire(string folder) => TryAcquire(folder, Open);

    /// <summary>Acquires the lock with a custom function that opens the file. A test uses it to delete the file between opening and locking.</summary>
    internal static FolderLock? TryAcquire(string folder, Func<string, FileStream> open)
    {
        string path = Path.Combine(folder, FileName);
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                Directory.CreateDirectory(folder);
                FileStream file = open(path);
                if (OperatingSystem.IsWindows() || IsSameFile(file, path))
                {
                    return new FolderLock(file, path);
                }

                // The file was deleted between opening and locking: the next command creates another one.
                file.Dispose();
            }
            catch (IOException e) when (FileErrors.IsInUse(e))
            {
                return null;
            }
            catch (DirectoryNotFoundException) when (attempt < MaxAttempts)
            {
                // The previous command has just deleted the folder.
            }

            if (attempt == MaxAttempts)
            {
                return null;
            }
        }
    }

    public void Dispose()
    {
        if (!OperatingSystem.IsWindows())
        {
            // Deleted by the lock holder while it is locked: see IsSameFile.
            File.Delete(_path);
        }

        _file.Dispose();
    }

    // Except on Windows, DeleteOnClose deletes by path, and could delete the file of another command.
    internal static FileStream Open(string path) => new(
        path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None);

    // A lock belongs to a file, not to its name. A command that opened the file before another command deleted it would lock a
    // file without a name, while a third command creates and locks a new one. So the file is marked with a unique time, and the
    // file at the path must have that time.
    private static bool IsSameFile(FileStream file, string path)
    {
        File.SetLastWriteTimeUtc(file.SafeFileHandle, DateTime.UnixEpoch.AddSeconds(RandomNumberGenerator.GetInt32(int.MaxValue)).AddTicks(RandomNumberGenerator.GetInt32((int)TimeSpan.TicksPerSecond)));
        return File.GetLastWriteTimeUtc(path) == File.GetLastWriteTimeUtc(file.SafeFileHandle);
    }
}
