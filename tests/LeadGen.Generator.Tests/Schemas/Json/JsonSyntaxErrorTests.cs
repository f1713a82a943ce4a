using LeadGen.Schema.Json;

namespace LeadGen.Generator.Tests.Schemas.Json;

/// <summary>Tests every kind of invalid JSON, and the position of the error.</summary>
public class JsonSyntaxErrorTests
{
    public static TheoryData<string, int, int, string> Errors => new()
    {
        { "", 0, 0, "in the middle of a value" },
        { "\uFEFF", 1, 0, "in the middle of a value" },
        { "\uFEFF\uFEFF{}", 1, 1, "where a value" },
        { "?", 0, 1, "'?' where a value" },
        { "+1", 0, 1, "'+' where a value" },
        { "'a'", 0, 1, "''' where a value" },
        { "NaN", 0, 1, "'N' where a value" },
        { "True", 0, 1, "'T' where a value" },
        { "tru", 3, 0, "in the middle of the word 'true'" },
        { "nul1", 0, 1, "where a value" },
        { "nullx", 4, 1, "the end of the text" },
        { "{} {}", 3, 1, "the end of the text" },
        { "1 2", 2, 1, "the end of the text" },
        { "01", 1, 1, "the end of the text" },
        { "-", 1, 0, "in the middle of a number" },
        { "-a", 1, 1, "'a' where a digit" },
        { "1.", 2, 0, "in the middle of a number" },
        { "[1.]", 3, 1, "']' where a digit" },
        { ".5", 0, 1, "where a value" },
        { "1e", 2, 0, "in the middle of a number" },
        { "1e+x", 3, 1, "'x' where a digit" },
        { "\"abc", 0, 1, "in the middle of the text that starts here" },
        { "\"a\nb\"", 2, 1, "control character" },
        { "\"a\0b\"", 2, 1, "control character" },
        { "\"a\tb\"", 2, 1, "control character" },
        { @"""\x""", 1, 2, "escape" },
        { @"""\u12""", 1, 2, "escape" },
        { @"""\u12G4""", 1, 2, "escape" },
        { "\"\\u12\0\0\"", 1, 2, "escape" },
        { @"""\u 123""", 1, 2, "escape" },
        { "\"\\", 2, 0, "in the middle of a text" },
        { "[", 1, 0, "in the middle of a list" },
        { "[1", 2, 0, "in the middle of a list" },
        { "[{\"a\": t", 8, 0, "in the middle of the word 'true'" },
        { "[{\"a\": \"\\u04", 12, 0, "in the middle of a text" },
        { "[[1], {\"a\":", 11, 0, "in the middle of an object" },
        { "[1 2]", 3, 1, "',' or ']'" },
        { "[1,]", 3, 1, "']' where a value" },
        { "[,1]", 1, 1, "',' where a value" },
        { "[1}", 2, 1, "',' or ']'" },
        { "{", 1, 0, "in the middle of an object" },
        { "{a:1}", 1, 1, "a name in double quotes" },
        { "{'a':1}", 1, 1, "a name in double quotes" },
        { "{1:1}", 1, 1, "a name in double quotes" },
        { "{\"a\"}", 4, 1, "'}' where ':'" },
        { "{\"a\" 1}", 5, 1, "'1' where ':'" },
        { "{\"a\":}", 5, 1, "where a value" },
        { "{\"a\":1", 6, 0, "in the middle of an object" },
        { "{\"a\":1 \"b\":2}", 7, 1, "',' or '}'" },
        { "{\"a\":1,}", 7, 1, "a name in double quotes" },
        { "// note\n1", 0, 1, "'/' where a value" },
        { "[1, /* two */ 2]", 4, 1, "'/' where a value" },
        { "\u00A01", 0, 1, "where a value" },
        { "\u00011", 0, 1, "'\\u0001' where a value" },
        { "\0", 0, 1, "'\\u0000' where a value" },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public void An_error_is_reported_at_its_position(string json, int start, int length, string part)
    {
        var error = Assert.Throws<JsonSyntaxException>(() => JsonParser.Parse(json));

        Assert.Equal(new TextRange(start, length), error.Range);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\n  \"a\": 1,\n  \"b\": ?\n}", 2, 7)]
    [InlineData("{\r\n  \"a\": 1,\r\n  \"b\": ?\r\n}", 2, 7)]
    [InlineData("{\r  \"a\": 1,\r  \"b\": ?\r}", 2, 7)]
    [InlineData("{\"\u2028\": ?}", 1, 3)]
    [InlineData("\uFEFF?", 0, 1)]
    [InlineData("{\"🚚\": ?}", 0, 7)]
    [InlineData("[1,\n", 1, 0)]
    public void The_position_is_a_line_and_a_column(string json, int line, int column)
    {
        var error = Assert.Throws<JsonSyntaxException>(() => JsonParser.Parse(json));

        Assert.Equal(new TextPosition(line, column), new LineMap(json).At(error.Range.Start));
    }
}
