namespace LeadGen.Tool.Tests.Dictionary;

/// <summary>Marks a test that is skipped if Chromium is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    internal const string Chromium = "/usr/bin/chromium";

    public ChromiumFactAttribute() => Skip = Reason;

    internal static string? Reason { get; } = File.Exists(Chromium) ? null : $"{Chromium} is not installed: run 'apt-get install chromium'.";
}

/// <summary>Marks a parameterized test that is skipped if Chromium is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumTheoryAttribute : TheoryAttribute
{
    public ChromiumTheoryAttribute() => Skip = ChromiumFactAttribute.Reason;
}
