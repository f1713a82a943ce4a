using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Wire;

/// <summary>Tests values that PHP drops or truncates in a row, so that the update is sent separately. Found by tests/LeadGen.Fuzz with PHP.</summary>
public sealed class RowLimitTests
{
    public static TheoryData<string> Unsupported =>
    [
        "{}", """{"a": {}}""", """{"a": [{}]}""",
        """{"": 1}""", """{" ": 1}""", """{"\t": 1}""", """{"a]b": 1}""", """{"a\u0000b": 1}""",
        string.Concat(Enumerable.Repeat("""{"a":""", 64)) + "1" + new string('}', 64),
    ];

    [Theory]
    [MemberData(nameof(Unsupported))]
    public void A_value_that_PHP_would_truncate_is_reported(string json) =>
        Assert.NotNull(Given.Row(new LeadUpdate(42).SetHlblockOne(Given.Element(json))).UnsupportedReason);

    public static TheoryData<string> Supported =>
    [
        """{"[": 1, "a[b": 2, "  ": 3, " a": 4, "a.b": 5, "0": 6, "05": 7, "я": 8, "\u00a0": 9}""",
        string.Concat(Enumerable.Repeat("""{"a":""", 63)) + "1" + new string('}', 63),
    ];

    [Theory]
    [MemberData(nameof(Supported))]
    public void A_value_that_PHP_reads_completely_is_sent_in_a_row(string json) =>
        Assert.Null(Given.Row(new LeadUpdate(42).SetHlblockOne(Given.Element(json))).UnsupportedReason);

    [Theory]
    [InlineData(999, true)]
    [InlineData(1000, false)]
    public void PHP_reads_at_most_a_thousand_values_of_a_row(int otherValues, bool isSupported)
    {
        var update = new LeadUpdate(42).SetIntegerMany(Enumerable.Range(1, otherValues).Select(static i => (long)i));
        Assert.Equal(isSupported, Given.Row(update).UnsupportedReason is null);
    }
}
