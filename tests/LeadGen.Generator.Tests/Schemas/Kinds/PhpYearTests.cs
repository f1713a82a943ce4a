using LeadGen.Schema.Kinds;

namespace LeadGen.Generator.Tests.Schemas.Kinds;

/// <summary>Tests that the years that PHP changes are detected.</summary>
public sealed class PhpYearTests
{
    [Theory]
    [InlineData("0000-12-31", true)]
    [InlineData("0069-01-01", true)]
    [InlineData("0070-01-01T10:00:00+03:00", true)]
    [InlineData("0100-12-31", true)]
    [InlineData("0101-01-01", false)]
    [InlineData("1970-01-01", false)]
    [InlineData("2026-03-20T10:00:00+03:00", false)]
    [InlineData("", false)]
    public void PHP_changes_the_years_up_to_100(string date, bool isChanged) => Assert.Equal(isChanged, PhpYears.IsChanged(date));
}
