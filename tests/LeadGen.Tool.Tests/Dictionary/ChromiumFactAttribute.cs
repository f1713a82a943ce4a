namespace LeadGen.Tool.Tests.Dictionary;

/// <summary>A test that needs Debian's Chromium.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    internal const string Chromium = "/usr/bin/chromium";

    public ChromiumFactAttribute() => Skip = Reason;

    internal static string? Reason { get; } = File.Exists(Chromium) ? null : $"{Chromium} is not installed: run 'apt-get install chromium'.";
}

/// <summary>A test with several cases that needs Debian's Chromium.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumTheoryAttribute : TheoryAttribute
{
    public ChromiumTheoryAttribute() => Skip = ChromiumFactAttribute.Reason;
}
