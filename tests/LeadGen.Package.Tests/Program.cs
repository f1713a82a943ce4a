using System.Globalization;

namespace LeadGen.Package.Tests;

/// <summary>Says what a native program weighs that updates one lead, with LeadGen and by hand.</summary>
internal static class Program
{
    // A program by hand grows with each thing that LeadGen does and it does not yet: limits, repetition, what a portal loses.
    private const double MostOfByHand = 1.5;

    private static async Task<int> Main()
    {
        if (Publishing.Obstacle is { } obstacle)
        {
            await Console.Error.WriteLineAsync(obstacle);
            return 1;
        }

        var feed = new PackageFeed();
        try
        {
            await feed.InitializeAsync();
            var programs = new Publishing(feed, "sizes");
            programs.AddNative("Typed");
            programs.AddNativeByHand("ByHand");
            await programs.PublishAsync();
            await programs.RunAsync();

            (long typed, long byHand) = (programs.Size("Typed"), programs.Size("ByHand"));
            double ratio = (double)typed / byHand;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"with LeadGen  {typed / 1024.0:N0} KiB"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"by hand       {byHand / 1024.0:N0} KiB"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(ratio <= MostOfByHand ? "HOLDS" : "FAILS")}  at most {MostOfByHand} of by hand: {ratio:N2}"));
            return ratio <= MostOfByHand ? 0 : 1;
        }
        finally
        {
            await feed.DisposeAsync();
        }
    }
}
