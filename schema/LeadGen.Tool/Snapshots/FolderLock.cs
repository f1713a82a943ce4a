using System.Security.Cryptography;
using LeadGen.Tool.Output;

namespace LeadGen.Tool.Snapshots;

/// <summary>Keeps two commands from writing one folder, by a locked file in it that is gone afterwards.</summary>
internal sealed class FolderLock : IDisposable
{
    public const string FileName = "lock";

    private const int MostAttempts = 100;

    private readonly FileStream _file;
    private readonly string _path;

    private FolderLock(FileStream file, string path)
    {
        _file = file;
        _path = path;
    }

    /// <summary>Takes the lock of a folder, which is made where it is missing; <see langword="null"/> where another command has it.</summary>
    /// <exception cref="IOException">The folder can't be used.</exception>
    public static FolderLock? TryTake(string folder)
    {
        string path = Path.Combine(folder, FileName);
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                Directory.CreateDirectory(folder);
                FileStream file = Open(path);
                if (OperatingSystem.IsWindows() || IsAt(file, path))
                {
                    return new FolderLock(file, path);
                }

                // The file was deleted between the opening and the locking: whoever comes next makes another one.
                file.Dispose();
            }
            catch (IOException e) when (FileErrors.IsInUse(e))
            {
                return null;
            }
            catch (DirectoryNotFoundException) when (attempt < MostAttempts)
            {
                // The command before has just deleted the folder.
            }

            if (attempt == MostAttempts)
            {
                return null;
            }
        }
    }

    public void Dispose()
    {
        if (!OperatingSystem.IsWindows())
        {
            // Deleted while it is locked, and by the one who has the lock: see IsAt.
            File.Delete(_path);
        }

        _file.Dispose();
    }

    // Elsewhere than on Windows, DeleteOnClose would also delete the file of another command, at whose path this one's was.
    private static FileStream Open(string path) => new(
        path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None);

    // A lock belongs to a file, not to its name. Who opened the file before another command deleted it would lock a file that
    // has no name any more, while a third command makes and locks a new one. So the file is marked by a time that no other file
    // has, and what is at the path must have that time.
    private static bool IsAt(FileStream file, string path)
    {
        File.SetLastWriteTimeUtc(file.SafeFileHandle, DateTime.UnixEpoch.AddSeconds(RandomNumberGenerator.GetInt32(int.MaxValue)).AddTicks(RandomNumberGenerator.GetInt32((int)TimeSpan.TicksPerSecond)));
        return File.GetLastWriteTimeUtc(path) == File.GetLastWriteTimeUtc(file.SafeFileHandle);
    }
}
