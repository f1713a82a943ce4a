using System.Globalization;

namespace LeadGen.Package.Tests;

/// <summary>Compares the sizes of a native program that updates one lead, written with LeadGen and by hand.</summary>
internal static class Program
{
    // The hand-written program has no limits, retries or checks for lost values, and each of them would make it larger.
    private const double MaxSizeRatio = 1.5;

    private static async Task<int> Main()
    {
        if (Publishing.SkipReason is { } skipReason)
        {
            await Console.Error.WriteLineAsync(skipReason);
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
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(ratio <= MaxSizeRatio ? "HOLDS" : "FAILS")}  at most {MaxSizeRatio} times the size by hand: {ratio:N2}"));
            return ratio <= MaxSizeRatio ? 0 : 1;
        }
        finally
        {
            await feed.DisposeAsync();
        }
    }
}
