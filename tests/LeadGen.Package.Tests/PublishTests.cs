namespace LeadGen.Package.Tests;

/// <summary>Tests publishing a console program that updates one lead, as native code and trimmed.</summary>
[Collection(nameof(PackageFeed))]
public sealed class PublishTests(PackageFeed feed)
{
    [Fact]
    public async Task A_program_is_trimmed_without_a_warning_and_runs()
    {
        var programs = new Publishing(feed, "trimmed");
        programs.AddTrimmed("Trimmed");
        Assert.Contains("Optimizing assemblies for size", await PublishAsync(programs), StringComparison.Ordinal);
    }

    [ClangFact]
    [Trait("Category", "Nightly")]
    public async Task A_program_is_published_as_native_code_without_a_warning_and_runs()
    {
        var programs = new Publishing(feed, "native");
        // Optimization takes a third of the time, and comes after all steps that report warnings.
        programs.AddNative("Native", "<Optimize>false</Optimize>");
        Assert.Contains("Generating native code", await PublishAsync(programs), StringComparison.Ordinal);
    }

    private static async Task<string> PublishAsync(Publishing programs)
    {
        string published = await programs.PublishAsync();
        Assert.DoesNotContain("warning", published, StringComparison.OrdinalIgnoreCase);
        await programs.RunAsync();
        return published;
    }

    /// <summary>Marks a test that is skipped if native code can't be linked.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class ClangFactAttribute : FactAttribute
    {
        public ClangFactAttribute() => Skip = Publishing.SkipReason;
    }
}
