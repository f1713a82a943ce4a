using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Threading.RateLimiting;
using StackExchange.Redis;

namespace LeadGen.Extensions.Tests.Harness;

/// <summary>Runs callers that acquire permits as fast as possible, in a worker process.</summary>
internal static class AcquireWork
{
    /// <summary>Gets the arguments of a worker process.</summary>
    public static string[] CreateArguments(RedisServer server, string portal, PortalLimits limits, TimeSpan staleAfter, int callers, TimeSpan time) =>
        [nameof(AcquireWork), Text(server.Port), portal, Text(limits.CallsPerSecond), Text(limits.Burst), Text(staleAfter), Text(callers), Text(time)];

    /// <summary>Reads the times at which the permits were acquired, by the clock that all processes of a machine share.</summary>
    public static async Task<TimeSpan[]> ReadGrantsAsync(Worker worker) =>
        [.. (await worker.ReadLineAsync()).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(t => new TimeSpan(long.Parse(t, CultureInfo.InvariantCulture)))];

    public static async Task RunAsync(string[] arguments)
    {
        var limits = new PortalLimits { CallsPerSecond = Number(arguments[2]), Burst = (int)Number(arguments[3]) };
        TimeSpan time = TimeSpan.Parse(arguments[6], CultureInfo.InvariantCulture);
        await using ConnectionMultiplexer redis = await RedisProcess.ConnectWhenStartedAsync((int)Number(arguments[0]));
        var options = new RedisRateLimiterOptions
        {
            StaleAfter = TimeSpan.Parse(arguments[4], CultureInfo.InvariantCulture),
            // A slow test machine must not look like an unavailable Redis.
            Timeout = TimeSpan.FromSeconds(2),
        };
        await using var limiter = new RedisRateLimiter(redis, arguments[1], limits, options);
        await Worker.WaitForSignalAsync();

        using var end = new CancellationTokenSource(time);
        var grants = new ConcurrentBag<long>();
        await Task.WhenAll(Enumerable.Range(0, (int)Number(arguments[5])).Select(async _ =>
        {
            try
            {
                while (true)
                {
                    using RateLimitLease lease = await limiter.AcquireAsync(1, end.Token);
                    grants.Add(Stopwatch.GetElapsedTime(0).Ticks);
                }
            }
            catch (OperationCanceledException)
            {
                // The run has ended.
            }
        }));
        await Console.Out.WriteLineAsync(string.Join(' ', grants));
    }

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
