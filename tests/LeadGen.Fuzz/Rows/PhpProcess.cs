using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace LeadGen.Fuzz.Rows;

/// <summary>A PHP process that reads rows and bodies from its standard input until this object is disposed. Thread-safe.</summary>
internal sealed class PhpProcess : IDisposable
{
    private const string Program = "php";

    private readonly Lock _gate = new();
    private readonly Process _process;

    private PhpProcess(Process process) => _process = process;

    /// <summary>Gets whether php-cli is installed.</summary>
    public static bool IsInstalled { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(static folder => File.Exists(Path.Combine(folder, Program)));

    /// <summary>Starts PHP with its default settings. Portals may have higher limits, but not lower ones.</summary>
    /// <exception cref="PlatformNotSupportedException">PHP is not installed.</exception>
    public static PhpProcess Start()
    {
        if (!IsInstalled)
        {
            throw new PlatformNotSupportedException("php is not installed: run 'apt-get install php-cli'.");
        }

        return new PhpProcess(Process.Start(new ProcessStartInfo(
            Program,
            ["-n", "-d", "display_errors=0", "-d", "log_errors=0", "-d", "memory_limit=1G", Path.Combine(AppContext.BaseDirectory, "Rows", "oracle.php")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!);
    }

    /// <summary>Decodes each command of a batch, and the body that has the same arguments.</summary>
    /// <returns>For each command, the first difference from its body, or <see langword="null"/> if there is none.</returns>
    public string?[] FindDifferences(ReadOnlySpan<byte> batch, IEnumerable<byte[]> bodies)
    {
        var line = new StringBuilder(Convert.ToBase64String(batch));
        foreach (byte[] body in bodies)
        {
            line.Append(' ').Append(Convert.ToBase64String(body));
        }

        lock (_gate)
        {
            _process.StandardInput.Write(line.Append('\n'));
            _process.StandardInput.Flush();
            string answer = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("PHP exited before it replied.");
            return JsonSerializer.Deserialize<string?[]>(answer)!;
        }
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
