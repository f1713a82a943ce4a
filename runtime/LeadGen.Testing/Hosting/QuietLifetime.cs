using Microsoft.Extensions.Hosting;

namespace LeadGen.Testing.Hosting;

/// <summary>Leaves the process's signals alone: a host's usual lifetime would take Ctrl+C away from the program that runs the portal.</summary>
internal sealed class QuietLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
