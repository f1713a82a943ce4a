using System.Diagnostics;
using System.Text;
using LeadGen.Schema;
using LeadGen.Schema.Naming;
using LeadGen.Schema.Reading;

namespace LeadGen.Generator.Tests.Schemas.Reading;

/// <summary>Tests malicious files that could slow down the compiler or exhaust its memory.</summary>
public class LimitTests
{
    public static TheoryData<string, string, string> Files => new()
    {
        { "length", new string(' ', SchemaLimits.FileLength + 1), "is a text of more than 16777216 characters" },
        { "values", "{\"A\": [" + Repeat("[],", SchemaLimits.Values) + "0]}", "is more than 500000 JSON values" },
        { "label", "{\"A\": {\"type\": \"string\", \"title\": \"" + new string('x', SchemaLimits.TextLength + 1) + "\"}}", "is a text of more than 65535 characters" },
        { "key", "{\"" + new string('x', SchemaLimits.TextLength + 1) + "\": 1}", "is a text of more than 65535 characters" },
        { "fields", "{" + string.Join(',', Enumerable.Range(0, SchemaLimits.Fields + 1).Select(static i => $"\"F{i}\": {{\"type\": \"string\"}}")) + "}", "is a list of 5001 elements" },
        { "items", "{\"A\": {\"type\": \"enumeration\", \"items\": [" + Repeat("1,", SchemaLimits.Items) + "1]}}", "is a list of 20001 elements" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_that_exceeds_the_limits_is_reported_once(string what, string fields, string expected)
    {
        PortalReading reading = new MemoryPortal(fields).Read();

        Assert.True(reading.Schema is null, what);
        SchemaDiagnostic error = Assert.Single(reading.Diagnostics);
        Assert.Equal("LG0016", error.Rule.Id);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_number_of_diagnostics_of_a_rule_is_limited()
    {
        PortalReading reading = new MemoryPortal("{\"A\": {\"type\": \"enumeration\", \"items\": [" + Repeat("1,", 15_000) + "1]}}").Read();
        Assert.Null(reading.Schema);
        Assert.Equal(2_000, reading.Diagnostics.Count);
    }

    [Fact]
    public void Two_long_texts_are_not_compared_letter_by_letter()
    {
        long start = Stopwatch.GetTimestamp();
        Assert.Null(EditDistance.Nearest(new string('a', 60_000), [new string('b', 60_000), new string('a', 59_999) + "b"]));
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 5);
    }

    private static string Repeat(string unit, int count) => new StringBuilder(unit.Length * count).Insert(0, unit, count).ToString();
}
