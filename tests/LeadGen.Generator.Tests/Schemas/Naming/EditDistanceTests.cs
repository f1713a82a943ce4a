using LeadGen.Schema.Naming;

namespace LeadGen.Generator.Tests.Schemas.Naming;

public class EditDistanceTests
{
    [Theory]
    [InlineData("TITLE", "TITLE", 0)]
    [InlineData("TITEL", "TITLE", 1)]
    [InlineData("TILE", "TITLE", 1)]
    [InlineData("TITLES", "TITLE", 1)]
    [InlineData("NAME", "TITLE", 3)]
    public void The_distance_counts_edits_up_to_the_limit(string left, string right, int distance) =>
        Assert.Equal(distance, EditDistance.Calculate(left, right, 2));

    [Theory]
    [InlineData("TITEL", "TITLE")]
    [InlineData("NAMES", "NAME")]
    [InlineData("LAST_NAMEE", "LAST_NAME")]
    [InlineData("SUBTITLE", null)]
    [InlineData("", null)]
    public void The_nearest_text_is_found_if_it_is_similar_enough(string text, string? expected) =>
        Assert.Equal(expected, EditDistance.Nearest(text, ["LAST_NAME", "NAME", "TITLE"]));

    [Fact]
    public void A_short_text_has_no_similar_text() => Assert.Null(EditDistance.Nearest("FM", ["IM", "WEB"]));
}
