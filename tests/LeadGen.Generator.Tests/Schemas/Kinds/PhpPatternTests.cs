using LeadGen.Schema.Kinds;

namespace LeadGen.Generator.Tests.Schemas.Kinds;

/// <summary>Tests that the compiler matches the patterns of PHP.</summary>
public sealed class PhpPatternTests
{
    [Fact]
    public void A_pattern_is_matched_as_in_PHP() => Assert.All(PatternCases.Supported, static c =>
    {
        PhpPattern pattern = new(c.Pattern);
        Assert.True(pattern.IsSupported);
        Assert.Equal(c.IsMatch, pattern.Matches(c.Text));
    });

    [Fact]
    public void A_text_that_PHP_and_dotnet_read_differently_is_not_checked() => Assert.All(PatternCases.ReadDifferently, static c =>
    {
        PhpPattern pattern = new(c.Pattern);
        Assert.True(pattern.IsSupported);
        Assert.True(pattern.Matches(c.Text));
    });

    [Fact]
    public void A_pattern_that_dotnet_does_not_support_matches_each_text() => Assert.All(PatternCases.Unsupported, static text =>
    {
        PhpPattern pattern = new(text);
        Assert.False(pattern.IsSupported);
        Assert.True(pattern.Matches("123"));
    });

    [Fact]
    public async Task A_match_that_takes_too_long_stops()
    {
        PhpPattern pattern = new("/^(a+)+$/");
        Assert.True(await Task.Run(() => pattern.Matches(new string('a', 60) + "!")).WaitAsync(TimeSpan.FromMinutes(1)));
    }
}
