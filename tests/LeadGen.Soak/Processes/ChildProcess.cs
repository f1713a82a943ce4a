using System.Diagnostics;

namespace LeadGen.Soak.Processes;

/// <summary>
/// A process of the run that is told by lines what to do, and says by lines what came of it. It ends with its input, so that
/// none outlives the run.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private ChildProcess(ProcessStartInfo start)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        _process = Process.Start(start)!;
    }

    /// <summary>This program again.</summary>
    public static ChildProcess StartSelf(params IEnumerable<string> arguments) =>
        new(new ProcessStartInfo("dotnet", ["exec", typeof(ChildProcess).Assembly.Location, .. arguments]));

    /// <summary>Another program.</summary>
    public static ChildProcess Start(ProcessStartInfo start) => new(start);

    /// <summary>Tells it a line. What is secret goes this way: arguments are for all of the machine to see.</summary>
    public async Task WriteLineAsync(string line, CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteLineAsync(line.AsMemory(), cancellationToken);
        await _process.StandardInput.FlushAsync(cancellationToken);
    }

    /// <summary>What it says next.</summary>
    /// <exception cref="InvalidOperationException">It has ended, or says nothing.</exception>
    public async Task<string> ReadLineAsync(CancellationToken cancellationToken, TimeSpan? patience = null)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        either.CancelAfter(patience ?? s_patience);
        try
        {
            return await _process.StandardOutput.ReadLineAsync(either.Token) ?? throw new InvalidOperationException("A process of the run has ended.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new InvalidOperationException("A process of the run does not answer.");
        }
    }

    /// <summary>Asks it to end by ending its input, and waits.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(s_patience);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
