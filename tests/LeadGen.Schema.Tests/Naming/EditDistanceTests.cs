using LeadGen.Schema.Naming;

namespace LeadGen.Schema.Tests.Naming;

public class EditDistanceTests
{
    [Theory]
    [InlineData("TITLE", "TITLE", 0)]
    [InlineData("TITEL", "TITLE", 1)]
    [InlineData("TILE", "TITLE", 1)]
    [InlineData("TITLES", "TITLE", 1)]
    [InlineData("NAME", "TITLE", 3)]
    public void Distance_counts_letters_and_stops_beyond_its_limit(string left, string right, int distance) =>
        Assert.Equal(distance, EditDistance.Of(left, right, 2));

    [Theory]
    [InlineData("UF_CRM_1712000001", "UF_CRM_1712000002")]
    [InlineData("STATUS_IT", "STATUS_ID")]
    [InlineData("QWERTY", null)]
    public void The_nearest_text_is_named_where_it_may_be_meant(string text, string? expected) =>
        Assert.Equal(expected, EditDistance.Nearest(text, ["STATUS_ID", "UF_CRM_1712000002", "TITLE"]));
}
