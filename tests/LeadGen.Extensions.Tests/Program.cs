using LeadGen.Extensions.Tests.Harness;

namespace LeadGen.Extensions.Tests;

/// <summary>Runs the worker processes of the tests, which share a Redis server.</summary>
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
