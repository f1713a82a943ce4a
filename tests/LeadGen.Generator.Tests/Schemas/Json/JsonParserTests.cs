using LeadGen.Schema.Json;

namespace LeadGen.Generator.Tests.Schemas.Json;

/// <summary>Tests the values that the parser reads, and their positions.</summary>
public class JsonParserTests
{
    [Theory]
    [InlineData("null", JsonKind.Null, "null")]
    [InlineData("true", JsonKind.True, "true")]
    [InlineData("false", JsonKind.False, "false")]
    [InlineData("0", JsonKind.Number, "0")]
    [InlineData("-0.10", JsonKind.Number, "-0.10")]
    [InlineData("1E+2", JsonKind.Number, "1E+2")]
    [InlineData("12e-3", JsonKind.Number, "12e-3")]
    [InlineData("123456789012345678901234567890", JsonKind.Number, "123456789012345678901234567890")]
    [InlineData("\"\"", JsonKind.String, "")]
    [InlineData("\"Имя 🚚\"", JsonKind.String, "Имя 🚚")]
    public void A_scalar_keeps_its_kind_and_its_text(string json, JsonKind kind, string text)
    {
        JsonValue value = JsonParser.Parse(json);

        Assert.Equal((kind, text), (value.Kind, value.Text));
        Assert.Equal(new TextRange(0, json.Length), value.Range);
    }

    [Theory]
    [InlineData(@"""a\""b""", "a\"b")]
    [InlineData(@"""\\\/\b\f\n\r\t""", "\\/\b\f\n\r\t")]
    [InlineData(@"""\u0416\u00e9\u00E9""", "Жéé")]
    [InlineData(@"""\ud83d\ude9a""", "🚚")]
    [InlineData(@"""x\u0000y""", "x\0y")]
    [InlineData("\"a\u007f\u2028\"", "a\u007f\u2028")]
    public void Escape_sequences_are_decoded(string json, string text) => Assert.Equal(text, JsonParser.Parse(json).Text);

    [Fact]
    public void An_unpaired_surrogate_is_kept() =>
        Assert.Equal("\ud83d!", JsonParser.Parse(@"""\ud83d!""").Text);

    [Fact]
    public void A_byte_order_mark_is_skipped_but_counts_as_a_character()
    {
        JsonValue value = JsonParser.Parse("\uFEFF {}");

        Assert.Equal(new TextRange(2, 2), value.Range);
    }

    [Fact]
    public void Values_names_and_duplicates_have_positions()
    {
        JsonValue value = JsonParser.Parse(" {\"a\" : [1, \"x\"],\n\"a\":{}} ");

        Assert.Equal(new TextRange(1, 24), value.Range);
        Assert.Equal(["a", "a"], value.Members.Select(m => m.Name));
        Assert.Equal([new TextRange(2, 3), new TextRange(18, 3)], value.Members.Select(m => m.NameRange));
        Assert.Equal(new TextRange(8, 8), value.Members[0].Value.Range);
        Assert.Equal([new TextRange(9, 1), new TextRange(12, 3)], value.Members[0].Value.Items.Select(i => i.Range));
        Assert.Same(value.Members[0], value.Find("a"));
        Assert.Null(value.Find("A"));
    }

    [Theory]
    [InlineData("[]", true)]
    [InlineData("{ }", true)]
    [InlineData("[0]", false)]
    [InlineData("\"\"", false)]
    [InlineData("null", false)]
    public void An_empty_map_can_be_an_array_or_an_object(string json, bool isEmpty) =>
        Assert.Equal(isEmpty, JsonParser.Parse(json).IsEmptyContainer);

    [Theory]
    [InlineData("[\"x\",\"y\"]")]
    [InlineData("{\"0\":\"x\",\"1\":\"y\"}")]
    [InlineData("{\"7\":\"x\",\"3\":\"y\"}")]
    public void The_elements_of_a_list_are_read_from_an_array_and_from_a_PHP_map(string json) =>
        Assert.Equal(["x", "y"], JsonParser.Parse(json).Elements.Select(e => e.Text));

    [Theory]
    [InlineData("\"7\"", "7")]
    [InlineData("7", "7")]
    [InlineData("true", null)]
    [InlineData("null", null)]
    [InlineData("[]", null)]
    public void A_scalar_is_a_text_or_a_number(string json, string? text) => Assert.Equal(text, JsonParser.Parse(json).Scalar);

    [Theory]
    [InlineData('[', ']')]
    [InlineData('{', '}')]
    public void Nesting_is_accepted_up_to_the_limit(char open, char close)
    {
        string step = open == '{' ? "{\"a\":" : "[";
        string Nested(int levels, string inner) => string.Concat(Enumerable.Repeat(step, levels)) + inner + new string(close, levels);

        JsonParser.Parse(Nested(JsonParser.MaxDepth, "1"));
        var rejection = Assert.Throws<JsonSyntaxException>(() => JsonParser.Parse(Nested(JsonParser.MaxDepth, $"{open}{close}")));

        Assert.Equal(new TextRange(step.Length * JsonParser.MaxDepth, 1), rejection.Range);
        Assert.Contains("64", rejection.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_million_brackets_are_an_error() =>
        Assert.Throws<JsonSyntaxException>(() => JsonParser.Parse(new string('[', 1_000_000)));
}
