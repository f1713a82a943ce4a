using Microsoft.Extensions.Hosting;

namespace LeadGen.Testing.Hosting;

/// <summary>Ignores process signals. The default host lifetime would handle Ctrl+C instead of the program that hosts the portal.</summary>
internal sealed class SignalIgnoringLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
