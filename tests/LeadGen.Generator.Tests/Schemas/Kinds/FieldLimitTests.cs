using System.Diagnostics;
using System.Globalization;
using LeadGen.Schema;
using LeadGen.Schema.Kinds;
using LeadGen.Storage;

namespace LeadGen.Generator.Tests.Schemas.Kinds;

/// <summary>Tests that values are checked against the settings of a field as portals check them.</summary>
public sealed class FieldLimitTests
{
    // Both bounds are permitted. A portal counts code points, 0 means no limit, and an empty value is not checked.
    [Theory]
    [InlineData(2, 4, "ab", null)]
    [InlineData(2, 4, "abcd", null)]
    [InlineData(2, 4, "a", "has 1 characters: at least 2")]
    [InlineData(2, 4, "abcde", "has 5 characters: at most 4")]
    [InlineData(2, 4, "", null)]
    [InlineData(2, 4, "0", "has 1 characters: at least 2")]
    [InlineData(2, 4, " ", "has 1 characters: at least 2")]
    [InlineData(0, 4, "a", null)]
    [InlineData(2, 0, "abcdefgh", null)]
    [InlineData(0, 2, "Жж", null)]
    [InlineData(0, 2, "Жжж", "has 3 characters: at most 2")]
    [InlineData(0, 2, "\U0001F337\U0001F337", null)]
    [InlineData(2, 0, "\U0001F337", "has 1 characters: at least 2")]
    [InlineData(2, 4, "\U0001F337", "has 1 characters: at least 2")]
    [InlineData(0, 1, "e\u0301", "has 2 characters: at most 1")]
    public void A_length_is_counted_in_code_points(int min, int max, string text, string? problem) => Assert.Equal(
        problem, Check(Field("string", $"\"MIN_LENGTH\": {min}, \"MAX_LENGTH\": {max}"), text));

    [Theory]
    [InlineData("string")]
    [InlineData("url")]
    public void The_types_of_texts_have_a_length(string type)
    {
        Assert.NotNull(Check(Field(type, "\"MAX_LENGTH\": 4"), "abcde"));
        Assert.Null(Check(Field(type, "\"MAX_LENGTH\": 4"), "abcd"));
    }

    [Theory]
    [InlineData("integer", "-5", "10", "-5", null)]
    [InlineData("integer", "-5", "10", "10", null)]
    [InlineData("integer", "-5", "10", "-6", "is -6: at least -5")]
    [InlineData("integer", "-5", "10", "11", "is 11: at most 10")]
    [InlineData("integer", "5", "0", "0", "is 0: at least 5")]
    [InlineData("integer", "5", "0", "2147483647", null)]
    [InlineData("integer", "0", "5", "-1", null)]
    [InlineData("integer", "0", "-5", "0", "is 0: at most -5")]
    [InlineData("integer", "5", "0", "", null)]
    [InlineData("double", "0.5", "1.5", "0.5", null)]
    [InlineData("double", "0.5", "1.5", "1.50", null)]
    [InlineData("double", "0.5", "1.5", "0.4999", "is 0.4999: at least 0.5")]
    [InlineData("double", "0.5", "1.5", "1.5001", "is 1.5001: at most 1.5")]
    [InlineData("double", "0.10000000000000001", "0", "0.1", null)]
    [InlineData("double", "0", "0.29999999999999999", "0.3", null)]
    [InlineData("double", "0.5", "0", "text", null)]
    public void A_range_includes_its_bounds(string type, string min, string max, string value, string? problem) => Assert.Equal(
        problem, Check(Field(type, $"\"MIN_VALUE\": {min}, \"MAX_VALUE\": {max}"), value));

    // Settings of another type have no effect on portals.
    [Theory]
    [InlineData("integer", "\"MAX_LENGTH\": 1", "1234")]
    [InlineData("string", "\"MAX_VALUE\": 1", "1234")]
    [InlineData("crm_status", "\"MAX_LENGTH\": 1", "1234")]
    [InlineData("money", "\"MAX_VALUE\": 1", "12|RUB")]
    public void A_setting_of_another_type_is_ignored(string type, string settings, string value) => Assert.Null(Check(Field(type, settings), value));

    [Theory]
    [InlineData("1234", null)]
    [InlineData("12a4", "does not match: text that matches /^[0-9]{4}$/")]
    [InlineData("", null)]
    public void An_empty_text_need_not_match(string text, string? problem) => Assert.Equal(problem, Check(Field("string", "\"REGEXP\": \"/^[0-9]{4}$/\""), text));

    [Fact]
    public void A_pattern_that_timed_out_is_not_matched_again()
    {
        var field = new FieldSchema { Code = "UF_CRM_1712000000", Type = new("string"), Settings = new FieldSettings { Pattern = "/^(a+)+$/" } };
        string text = new string('a', 60) + "!";
        var first = Stopwatch.StartNew();
        Assert.Null(Check(field, text));
        first.Stop();

        // If the pattern were matched each time, a hundred checks would take a hundred times as long.
        var further = Stopwatch.StartNew();
        Assert.All(Enumerable.Range(0, 100), _ => Assert.Null(Check(field, text)));
        Assert.True(further.Elapsed < first.Elapsed * 20, $"{first.Elapsed} and {further.Elapsed}");
        Assert.True(EntitySchema.GetLimits(field)!.Pattern!.IsSupported);
    }

    [Fact]
    public void The_limits_of_a_field_are_created_once()
    {
        FieldSchema field = Field("string", "\"REGEXP\": \"/a/\"");
        Assert.Same(EntitySchema.GetLimits(field), EntitySchema.GetLimits(field with { IsMultiple = true }));
        Assert.Null(EntitySchema.GetLimits(Field("string", "\"REGEXP\": \"\", \"MIN_LENGTH\": 0, \"MAX_LENGTH\": \"0\"")));
    }

    // A portal checks each element, except those that PHP treats as empty.
    [Theory]
    [InlineData("string", "\"MIN_LENGTH\": 2", new[] { "ab", "c" }, true)]
    [InlineData("string", "\"MIN_LENGTH\": 2", new[] { "ab", "0", "" }, false)]
    [InlineData("integer", "\"MIN_VALUE\": 5", new[] { "5", "4" }, true)]
    [InlineData("integer", "\"MIN_VALUE\": 5", new[] { "0", "5" }, false)]
    [InlineData("double", "\"MIN_VALUE\": 5", new[] { "0.00", "5" }, true)]
    public void A_portal_checks_the_elements_of_a_list(string type, string settings, string[] elements, bool isRejected)
    {
        FieldSchema field = Field(type, settings) with { IsMultiple = true };
        Assert.Equal(isRejected, LeadStorage.CheckLimits(field, PhpValue.List(elements.Select(PhpValue.Scalar))) is not null);
        Assert.All(elements.Where(static e => e is "0" or ""), e => Assert.Equal(e == "0", LeadStorage.CheckLimits(field with { IsMultiple = false }, PhpValue.Scalar(e)) is not null));
    }

    [Theory]
    [InlineData(0, true, false)]
    [InlineData(0, false, true)]
    [InlineData(4, true, true)]
    [InlineData(5, true, false)]
    public void An_element_that_is_0_is_not_checked(int number, bool isElement, bool isRejected) =>
        Assert.Equal(isRejected, EntitySchema.GetLimits(Field("integer", "\"MIN_VALUE\": 5"))!.GetError(number, isElement) is not null);

    [Fact]
    public void A_message_contains_the_value_in_one_short_line_and_the_remedy()
    {
        FieldLimits limits = EntitySchema.GetLimits(Field("string", "\"MAX_LENGTH\": 4"))!;
        string message = limits.GetError("line 1\nline 2" + new string('x', 100), isElement: false)!;
        Assert.StartsWith("it has 113 characters ('line 1 line 2xxx", message, StringComparison.Ordinal);
        Assert.Contains("x…'), and the settings of the field on the portal require at most 4; send a value within the limit, or change the limit", message, StringComparison.Ordinal);
        Assert.True(message.Length < 250, message);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Numbers_in_messages_do_not_depend_on_the_culture()
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("ru-RU");
            Assert.StartsWith(
                "it is 1.5, and the settings of the field on the portal require at most 1.25;",
                EntitySchema.GetLimits(Field("double", "\"MAX_VALUE\": 1.25"))!.GetError(1.5m, isElement: false), StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    private static string? Check(FieldSchema field, string text) =>
        EntitySchema.GetLimits(field)?.Check(text) is var (problem, requirement) ? $"{problem}: {requirement}" : null;

    private static FieldSchema Field(string type, string settings) => Assert.Single(
        new MemoryPortal($$"""{"UF_CRM_1": {"type": "{{type}}", "isDynamic": true, "settings": { {{settings}} } } }""").Schema().Fields);
}
