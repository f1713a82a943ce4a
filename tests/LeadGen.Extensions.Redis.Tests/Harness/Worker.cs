using System.Diagnostics;

namespace LeadGen.Extensions.Redis.Tests.Harness;

/// <summary>A process that does a work of this assembly: it says that it is ready, begins at a word, and prints what came of it.</summary>
internal sealed class Worker : IDisposable
{
    private const string Ready = "ready";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private Worker(Process process) => _process = process;

    /// <summary>Starts processes, and waits until all of them are ready.</summary>
    public static async Task<Worker[]> StartAsync(params IEnumerable<string[]> works)
    {
        Worker[] workers = [.. works.Select(Start)];
        try
        {
            foreach (Worker worker in workers)
            {
                Assert.Equal(Ready, await worker.ReadLineAsync());
            }

            return workers;
        }
        catch
        {
            Array.ForEach(workers, w => w.Dispose());
            throw;
        }
    }

    /// <summary>Within a process: says that it is ready, and waits for the word. A process whose test has died ends.</summary>
    public static async Task WaitForWordAsync()
    {
        await Console.Out.WriteLineAsync(Ready);
        if (await Console.In.ReadLineAsync() is null)
        {
            Environment.Exit(1);
        }
    }

    public void Begin() => _process.StandardInput.WriteLine();

    /// <summary>What the process says next.</summary>
    public async Task<string> ReadLineAsync()
    {
        using var patience = new CancellationTokenSource(s_patience);
        return await _process.StandardOutput.ReadLineAsync(patience.Token) ?? throw new InvalidOperationException("The worker ended.");
    }

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    private static Worker Start(string[] arguments) => new(Process.Start(
        new ProcessStartInfo("dotnet", ["exec", typeof(Worker).Assembly.Location, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!);
}
