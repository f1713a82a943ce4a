using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Wire;

/// <summary>What PHP drops or cuts of a row, so that the update goes as a call of its own. Found by tests/LeadGen.Fuzz, with PHP as the judge.</summary>
public sealed class RowLimitTests
{
    public static TheoryData<string> Uncarried =>
    [
        "{}", """{"a": {}}""", """{"a": [{}]}""",
        """{"": 1}""", """{" ": 1}""", """{"\t": 1}""", """{"a]b": 1}""", """{"a\u0000b": 1}""",
        string.Concat(Enumerable.Repeat("""{"a":""", 64)) + "1" + new string('}', 64),
    ];

    [Theory]
    [MemberData(nameof(Uncarried))]
    public void What_PHP_cuts_of_a_row_is_said(string json) =>
        Assert.NotNull(Given.Row(new LeadUpdate(42).SetHlblockOne(Given.Element(json))).Obstacle);

    public static TheoryData<string> Carried =>
    [
        """{"[": 1, "a[b": 2, "  ": 3, " a": 4, "a.b": 5, "0": 6, "05": 7, "я": 8, "\u00a0": 9}""",
        string.Concat(Enumerable.Repeat("""{"a":""", 63)) + "1" + new string('}', 63),
    ];

    [Theory]
    [MemberData(nameof(Carried))]
    public void What_PHP_reads_goes_in_a_row(string json) =>
        Assert.Null(Given.Row(new LeadUpdate(42).SetHlblockOne(Given.Element(json))).Obstacle);

    [Theory]
    [InlineData(999, true)]
    [InlineData(1000, false)]
    public void PHP_takes_a_thousand_values_out_of_a_row(int besideTheId, bool isCarried)
    {
        var update = new LeadUpdate(42).SetIntegerMany(Enumerable.Range(1, besideTheId).Select(static i => (long)i));
        Assert.Equal(isCarried, Given.Row(update).Obstacle is null);
    }
}
