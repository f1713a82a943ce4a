using System.Globalization;

namespace LeadGen.Tool.Output;

/// <summary>Describes file system errors with fixed texts, because the message of an exception may contain a secret.</summary>
internal static class FileErrors
{
    private const int SharingViolation = unchecked((int)0x80070020);
    private const int LockViolation = unchecked((int)0x80070021);
    private const int DiskFull = unchecked((int)0x80070070);

    // Except on Windows, HResult is the errno of the system.
    private const int UnixAgain = 11;
    private const int UnixAgainOnMac = 35;
    private const int UnixDiskFull = 28;
    private const int UnixReadOnly = 30;

    /// <summary>Determines whether another process has opened the file exclusively.</summary>
    public static bool IsInUse(IOException failure) => failure.HResult is SharingViolation or LockViolation or UnixAgain or UnixAgainOnMac;

    /// <summary>Describes the error in a sentence.</summary>
    public static string Describe(Exception failure) => failure switch
    {
        FileNotFoundException { FileName: { Length: > 0 } file } => $"the file '{file}' does not exist.",
        FileNotFoundException => "a file is missing.",
        DirectoryNotFoundException => "a folder on the path is missing.",
        PathTooLongException => "the path is too long.",
        UnauthorizedAccessException => "access is denied.",
        IOException e when IsInUse(e) => "another process uses the file.",
        IOException { HResult: DiskFull or UnixDiskFull } => "the disk is full.",
        IOException { HResult: UnixReadOnly } => "the file system is read-only.",
        EndOfStreamException => "the file ends too early.",
        _ => string.Create(CultureInfo.InvariantCulture, $"the file system reports {failure.GetType().Name} (0x{failure.HResult:X8})."),
    };
}
