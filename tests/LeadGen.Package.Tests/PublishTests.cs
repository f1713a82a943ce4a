namespace LeadGen.Package.Tests;

/// <summary>A console program that updates one lead, published as native code and as a trimmed program.</summary>
[Collection(nameof(PackageFeed))]
public sealed class PublishTests(PackageFeed feed)
{
    [ClangFact]
    public async Task A_program_is_published_as_native_code_and_trimmed_without_a_warning_and_runs()
    {
        var programs = new Publishing(feed, "published");
        // Optimizing takes a third of the time, and comes after everything that warns.
        programs.AddNative("Native", "<Optimize>false</Optimize>");
        programs.AddTrimmed("Trimmed");
        string published = await programs.PublishAsync();
        Assert.DoesNotContain("warning", published, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Generating native code", published, StringComparison.Ordinal);
        Assert.Contains("Optimizing assemblies for size", published, StringComparison.Ordinal);
        await programs.RunAsync();
    }

    /// <summary>A test that needs a linker for native code.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class ClangFactAttribute : FactAttribute
    {
        public ClangFactAttribute() => Skip = Publishing.Obstacle;
    }
}
