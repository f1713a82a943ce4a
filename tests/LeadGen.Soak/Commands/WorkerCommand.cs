using System.CommandLine;
using System.Text.Json;
using LeadGen.Soak.Portal;
using LeadGen.Soak.Processes;
using StackExchange.Redis;

namespace LeadGen.Soak.Commands;

/// <summary>Updates a portal's leads, together with other processes, until the standard input is closed.</summary>
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
            ?? throw new InvalidOperationException("The settings are missing on the standard input.");
        var limits = new PortalLimits { CallsPerSecond = settings.CallsPerSecond, Burst = settings.Burst, OperatingTime = null };
        await using ConnectionMultiplexer redis = await RedisProcess.ConnectWhenStartedAsync(settings.RedisPort);
        await using var limiter = new RedisRateLimiter(redis, settings.Portal, limits);
        using var client = new Bitrix24Client(new Bitrix24ClientOptions { Webhook = settings.Webhook, Limits = limits, RateLimiter = limiter });
        await Console.Out.WriteLineAsync(Ready);

        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        // Reading from the console blocks, even with asynchronous methods.
        Task inputTask = Task.Run(() => EndWithInputAsync(ending), CancellationToken.None);
        try
        {
            await foreach (CrmUpdateResult result in client.UpdateManyAsync(
                Updates(settings.Leads), new CrmBulkOptions { BatchSize = settings.BatchSize }, ending.Token))
            {
                if (result.Status != CrmUpdateStatus.Updated && !ending.IsCancellationRequested)
                {
                    throw new InvalidOperationException($"Unexpected result: {result}");
                }
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The run ends by cancellation. Updates in progress do not matter.
        }

        await inputTask;
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
