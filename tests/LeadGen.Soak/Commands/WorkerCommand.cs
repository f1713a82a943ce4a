using System.CommandLine;
using System.Text.Json;
using LeadGen.Soak.Portal;
using LeadGen.Soak.Processes;
using StackExchange.Redis;

namespace LeadGen.Soak.Commands;

/// <summary>One of several processes that update a portal's leads without end, until its input ends.</summary>
internal static class WorkerCommand
{
    public const string Ready = "ready";

    public static Command Create()
    {
        var command = new Command("worker", "Updates leads for another process.");
        command.Hidden = true;
        command.SetAction((_, cancellationToken) => RunAsync(cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        WorkerSettings settings = JsonSerializer.Deserialize<WorkerSettings>(await Console.In.ReadLineAsync(cancellationToken) ?? "null")
            ?? throw new InvalidOperationException("A worker is told on its input what to do.");
        var limits = new PortalLimits { CallsPerSecond = settings.CallsPerSecond, Burst = settings.Burst, OperatingTime = null };
        await using ConnectionMultiplexer redis = await RedisProcess.ConnectWhenStartedAsync(settings.RedisPort);
        await using var limiter = new RedisRateLimiter(redis, settings.Portal, limits);
        using var client = new Bitrix24Client(new Bitrix24ClientOptions { Webhook = settings.Webhook, Limits = limits, RateLimiter = limiter });
        await Console.Out.WriteLineAsync(Ready);

        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        // Reading from the console blocks, whatever the method is called.
        Task word = Task.Run(() => EndWithInputAsync(ending), CancellationToken.None);
        try
        {
            await foreach (CrmUpdateResult outcome in client.UpdateManyAsync(
                Updates(settings.Leads), new CrmBulkOptions { BatchSize = settings.BatchSize }, ending.Token))
            {
                if (outcome.Status != CrmUpdateStatus.Updated && !ending.IsCancellationRequested)
                {
                    throw new InvalidOperationException($"Nothing goes wrong here, and yet: {outcome}");
                }
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // That is how it ends; what was under way then is of no interest.
        }

        await word;
        return 0;
    }

    private static async Task EndWithInputAsync(CancellationTokenSource ending)
    {
        await Console.In.ReadToEndAsync(CancellationToken.None);
        await ending.CancelAsync();
    }

    private static IEnumerable<CrmUpdate> Updates(int leads)
    {
        for (long i = 0; ; i++)
        {
            yield return new LeadUpdate(1 + (i % leads)).SetIntegerOne(i);
        }
    }
}
