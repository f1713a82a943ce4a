using System.Diagnostics;

namespace LeadGen.Soak.Processes;

/// <summary>
/// Represents a child process that reads lines from its standard input and writes lines to its standard output. It ends when the
/// input is closed, so that it does not outlive the run.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private ChildProcess(ProcessStartInfo start)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        _process = Process.Start(start)!;
    }

    /// <summary>Starts another instance of this program.</summary>
    public static ChildProcess StartSelf(params IEnumerable<string> arguments) =>
        new(new ProcessStartInfo("dotnet", ["exec", typeof(ChildProcess).Assembly.Location, .. arguments]));

    /// <summary>Starts another program.</summary>
    public static ChildProcess Start(ProcessStartInfo start) => new(start);

    /// <summary>Writes a line to the standard input. Secrets are passed this way, because all users of the machine can see arguments.</summary>
    public async Task WriteLineAsync(string line, CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteLineAsync(line.AsMemory(), cancellationToken);
        await _process.StandardInput.FlushAsync(cancellationToken);
    }

    /// <summary>Reads the next line of the standard output.</summary>
    /// <exception cref="InvalidOperationException">The process has ended or does not respond.</exception>
    public async Task<string> ReadLineAsync(CancellationToken cancellationToken, TimeSpan? timeout = null)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        linked.CancelAfter(timeout ?? s_timeout);
        try
        {
            return await _process.StandardOutput.ReadLineAsync(linked.Token) ?? throw new InvalidOperationException("A child process has ended.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new InvalidOperationException("A child process does not respond.");
        }
    }

    /// <summary>Closes the standard input, and waits until the process has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var timeout = new CancellationTokenSource(s_timeout);
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
