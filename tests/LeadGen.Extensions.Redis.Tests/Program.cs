using LeadGen.Extensions.Redis.Tests.Harness;

namespace LeadGen.Extensions.Redis.Tests;

/// <summary>The tests start their own assembly as the processes that share a Redis.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case [nameof(AcquireWork), .. string[] rest]:
                await AcquireWork.RunAsync(rest);
                return 0;
            case [nameof(RefreshWork), .. string[] rest]:
                await RefreshWork.RunAsync(rest);
                return 0;
            default:
                await Console.Error.WriteLineAsync("These are tests: run 'dotnet test'.");
                return 2;
        }
    }
}
