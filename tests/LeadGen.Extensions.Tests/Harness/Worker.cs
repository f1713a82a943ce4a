using System.Diagnostics;

namespace LeadGen.Extensions.Tests.Harness;

/// <summary>Runs code of this assembly in a separate process, which reports when it is ready, waits for a signal, and prints its result.</summary>
internal sealed class Worker : IDisposable
{
    private const string Ready = "ready";
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(60);

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

    /// <summary>Called in the worker process: reports that it is ready and waits for the signal. Exits if the test process has ended.</summary>
    public static async Task WaitForSignalAsync()
    {
        await Console.Out.WriteLineAsync(Ready);
        if (await Console.In.ReadLineAsync() is null)
        {
            Environment.Exit(1);
        }
    }

    public void Begin() => _process.StandardInput.WriteLine();

    /// <summary>Reads the next line that the process prints.</summary>
    public async Task<string> ReadLineAsync()
    {
        using var timeout = new CancellationTokenSource(s_timeout);
        return await _process.StandardOutput.ReadLineAsync(timeout.Token) ?? throw new InvalidOperationException("The worker ended.");
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
