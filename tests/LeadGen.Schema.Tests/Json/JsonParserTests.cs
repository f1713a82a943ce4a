using LeadGen.Schema.Json;

namespace LeadGen.Schema.Tests.Json;

/// <summary>What the parser reads, and where it says that it stands.</summary>
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
    public void An_escape_stands_for_its_character(string json, string text) => Assert.Equal(text, JsonParser.Parse(json).Text);

    [Fact]
    public void Half_a_surrogate_pair_is_kept_as_a_label_may_be_cut_there() =>
        Assert.Equal("\ud83d!", JsonParser.Parse(@"""\ud83d!""").Text);

    [Fact]
    public void A_byte_order_mark_counts_as_a_character_and_is_read_over()
    {
        JsonValue value = JsonParser.Parse("\uFEFF {}");

        Assert.Equal(new TextRange(2, 2), value.Range);
    }

    [Fact]
    public void Values_names_and_duplicates_know_their_place()
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
    public void An_empty_map_may_be_written_either_way(string json, bool isEmpty) =>
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
    public void Nesting_is_read_to_its_limit_and_refused_one_level_deeper(char open, char close)
    {
        string step = open == '{' ? "{\"a\":" : "[";
        string Nested(int levels, string inner) => string.Concat(Enumerable.Repeat(step, levels)) + inner + new string(close, levels);

        JsonParser.Parse(Nested(JsonParser.MaxDepth, "1"));
        var refusal = Assert.Throws<JsonSyntaxException>(() => JsonParser.Parse(Nested(JsonParser.MaxDepth, $"{open}{close}")));

        Assert.Equal(new TextRange(step.Length * JsonParser.MaxDepth, 1), refusal.Range);
        Assert.Contains("64", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_million_brackets_are_an_error_and_no_crash() =>
        Assert.Throws<JsonSyntaxException>(() => JsonParser.Parse(new string('[', 1_000_000)));
}
