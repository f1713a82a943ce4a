using System.Text.Json;
using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Wire;

/// <summary>Tests JSON values of fields of an unknown type: they are sent unchanged or rejected. Found by tests/LeadGen.Fuzz.</summary>
public sealed class RawValueTests
{
    public static TheoryData<string> Values =>
        ["\"2026-03-20T00:00:00Z\"", "\"я\"", "1.50", """["2026-03-20",true]""", """{"a":{"b":[1,null]}}"""];

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_is_sent_as_its_JSON(string json) =>
        Assert.Equal($$"""{"UF_CRM_1712000031":{{json}}}""", Given.Fields(new LeadUpdate(42).SetHlblockOne(Given.Element(json))));

    public static TheoryData<string> Unsendable =>
    [
        """{"a": "\ud83d"}""", """["\udc00"]""", """{"a": 1, "a": 2}""", """{"a": 1, "\u0061": 2}""", """{"\ud83d": 1}""", "null",
        "1E+500", """{"a": [12345678901234567890]}""", "12345678901234567890.5", "0.12345678901234567890123456789",
    ];

    [Theory]
    [MemberData(nameof(Unsendable))]
    public void A_value_that_cannot_be_sent_is_rejected_when_it_is_set(string json)
    {
        Assert.Throws<CrmValueException>(() => new LeadUpdate(42).SetHlblockOne(Given.Element(json)));
        Assert.Throws<CrmValueException>(() => new LeadUpdate(42).SetHlblockMany([Given.Element("1"), Given.Element(json)]));
    }

    [Theory]
    [InlineData("\"\"", "it is empty")]
    [InlineData("false", "it is empty")]
    [InlineData("0", "it is empty")]
    [InlineData("\"0\"", "it is empty")]
    [InlineData("[]", "it is empty")]
    [InlineData("null", "it is null")]
    public void An_element_that_a_portal_drops_from_a_list_is_rejected(string json, string reason)
    {
        foreach (JsonElement[] list in new JsonElement[][] { [Given.Element(json)], [Given.Element("\"a\""), Given.Element(json)] })
        {
            string message = Assert.Throws<CrmValueException>(() => new LeadUpdate(42).SetHlblockMany(list)).Message;
            Assert.Contains($"element {list.Length - 1}: {reason}", message, StringComparison.Ordinal);
        }

        Lead lead = Given.Lead("""{"ID": "42", "UF_CRM_1712000032": ["a"]}"""), after = lead.Copy();
        after.HlblockMany = [.. lead.HlblockMany, Given.Element(json)];
        Assert.Throws<CrmValueException>(() => LeadUpdate.FromChanges(lead, after));
    }

    [Fact]
    public void An_element_that_a_portal_drops_from_a_list_is_read_and_rejected_when_the_list_is_extended()
    {
        Lead lead = Given.Lead("""{"ID": "42", "UF_CRM_1712000032": [null, "", false, "a"]}"""), after = lead.Copy();
        Assert.Equal(["null", "\"\"", "false", "\"a\""], lead.HlblockMany.Select(static e => e.GetRawText()));
        after.HlblockMany = [.. lead.HlblockMany];
        Assert.True(LeadUpdate.FromChanges(lead, after).IsEmpty);
        after.HlblockMany = [.. lead.HlblockMany, Given.Element("\"b\"")];
        Assert.Contains("element 0: it is null", Assert.Throws<CrmValueException>(() => LeadUpdate.FromChanges(lead, after)).Message, StringComparison.Ordinal);
        after.HlblockMany = [.. lead.HlblockMany.Skip(3), Given.Element("\"b\"")];
        Assert.Equal("""{"UF_CRM_1712000032":["a","b"]}""", Given.Fields(LeadUpdate.FromChanges(lead, after)));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("false")]
    [InlineData("\"\"")]
    [InlineData("[]")]
    public void A_list_without_elements_is_empty(string json) => Assert.Empty(Given.Lead($$"""{"ID": "42", "UF_CRM_1712000032": {{json}}}""").HlblockMany);

    [Theory]
    [InlineData("false", false)]
    [InlineData("true", false)]
    [InlineData("{\"a\": -0}", false)]
    [InlineData("1.50", false)]
    [InlineData("1e2", false)]
    [InlineData("{\"a\": [true]}", false)]
    [InlineData("1.5", true)]
    [InlineData("-5", true)]
    [InlineData("\"1.50\"", true)]
    public void A_value_that_a_row_would_change_is_sent_as_a_separate_call(string json, bool isRow) =>
        Assert.Equal(isRow, Given.Row(new LeadUpdate(42).SetHlblockOne(Given.Element(json))).UnsupportedReason is null);

    [Fact]
    public void An_element_without_JSON_is_rejected()
    {
        Assert.Throws<CrmValueException>(() => new LeadUpdate(42).SetHlblockOne(default));
        Assert.Throws<CrmValueException>(() => new LeadUpdate(42).SetHlblockMany([default]));
        Lead lead = Given.Lead("""{"ID": "42"}"""), after = lead.Copy();
        after.HlblockOne = default(JsonElement);
        Assert.Throws<CrmValueException>(() => LeadUpdate.FromChanges(lead, after));
    }

    [Fact]
    public void JSON_of_too_many_levels_is_rejected()
    {
        using var json = JsonDocument.Parse(new string('[', 65) + new string(']', 65), new JsonDocumentOptions { MaxDepth = 100 });
        Assert.Throws<CrmValueException>(() => new LeadUpdate(42).SetHlblockOne(json.RootElement));
    }

    [Fact]
    public void The_document_of_an_element_can_be_disposed()
    {
        var update = new LeadUpdate(42);
        Lead lead = Given.Lead("""{"ID": "42"}"""), after = lead.Copy();
        using (var json = JsonDocument.Parse("""{"a": [1]}"""))
        {
            update.SetHlblockOne(json.RootElement).SetHlblockMany([json.RootElement]);
            after.HlblockOne = json.RootElement;
        }

        Assert.Equal("""{"UF_CRM_1712000031":{"a":[1]},"UF_CRM_1712000032":[{"a":[1]}]}""", Given.Fields(update));
        Assert.Equal("""{"UF_CRM_1712000031":{"a":[1]}}""", Given.Fields(LeadUpdate.FromChanges(lead, after)));
    }

    [Theory]
    [InlineData("""{"a": 1, "b": [ ]}""", """{"a":1,"b":{}}""", true)]
    [InlineData("""{"a": 1}""", """{"a": 2}""", false)]
    [InlineData("\"a\"", "\"\\u0061\"", true)]
    [InlineData("[1]", """{"0": 1}""", false)]
    [InlineData("1.0", "1.00", false)]
    [InlineData("[1E+500]", "[1E+500]", true)]
    public void JSON_values_are_equal_if_they_are_sent_in_the_same_form(string read, string assigned, bool isSame)
    {
        Lead lead = Given.Lead($$"""{"ID": "42", "UF_CRM_1712000031": {{read}}}"""), after = lead.Copy();
        after.HlblockOne = Given.Element(assigned);
        Assert.Equal(isSame, LeadUpdate.FromChanges(lead, after).IsEmpty);
    }

    [Theory]
    [InlineData("""{"id": 5, "name": "n"}""", """{"id":5,"name":"n"}""")]
    [InlineData("""{"x": 1, "7": 2}""", """{"x":1,"7":2}""")]
    [InlineData("""{"7": 2, "x": 1}""", """{"7":2,"x":1}""")]
    [InlineData("""{"-1": 1}""", """{"-1":1}""")]
    [InlineData("""{"01": 1}""", """{"01":1}""")]
    [InlineData("""{"0": "a", "1": "b"}""", "\"a\",\"b\"")]
    public void A_map_whose_keys_are_not_indexes_is_one_element_of_a_list(string read, string sent)
    {
        Lead lead = Given.Lead($$"""{"ID": "42", "UF_CRM_1712000032": {{read}}}"""), after = lead.Copy();
        after.HlblockMany = [.. lead.HlblockMany, Given.Element("\"z\"")];
        Assert.Equal($$"""{"UF_CRM_1712000032":[{{sent}},"z"]}""", Given.Fields(LeadUpdate.FromChanges(lead, after)));
    }

    public static TheoryData<string, Func<Lead, object>, string> Ambiguous => new()
    {
        { """{"UF_CRM_1712000032": {"7": "a"}}""", l => l.HlblockMany, "could be a list with gaps or one element" },
        { """{"UF_CRM_1712000032": {"1": "a", "0": "b"}}""", l => l.HlblockMany, "could be a list with gaps or one element" },
        { """{"UF_CRM_1712000002": {"1": "a", "0": "b"}}""", l => l.StringMany, "not in ascending order" },
        { """{"UF_CRM_1712000002": {"id": "5", "name": "n"}}""", l => l.StringMany, "an object" },
        { """{"UF_CRM_1712000002": {"0": "5", "name": "n"}}""", l => l.StringMany, "an object" },
        { """{"UF_CRM_1712000006": {"a": "5"}}""", l => l.IntegerMany, "an object" },
        { """{"UF_CRM_1712000024": {"a": "5|RUB"}}""", l => l.MoneyMany, "an object" },
    };

    [Theory]
    [MemberData(nameof(Ambiguous))]
    public void An_ambiguous_map_is_not_read_as_a_list(string json, Func<Lead, object> read, string reason) =>
        Assert.Contains(reason, Assert.Throws<CrmFieldFormatException>(() => read(Given.Lead(json))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_map_of_indexes_with_gaps_is_a_list_if_an_element_can_not_be_a_map() =>
        Assert.Equal(["a", "b"], Given.Lead("""{"UF_CRM_1712000002": {"3": "a", "7": "b"}}""").StringMany);

    [Fact]
    public void Half_a_surrogate_pair_is_rejected_in_every_text()
    {
        Assert.Throws<CrmValueException>(() => new LeadUpdate(42).AddPhone("+7", new PhoneType { Code = "\ud83d" }));
        Assert.Throws<CrmValueException>(() => new LeadUpdate(42).SetMoneyOne(new Money(1, "\udc00")));
        Assert.Throws<CrmValueException>(() => new LeadUpdate(42).SetCrmOne(new CrmLink(new CrmEntityType("\ud83d"), 1)));
    }
}
