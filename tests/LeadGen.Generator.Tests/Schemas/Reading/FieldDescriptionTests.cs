using LeadGen.Schema;
using static LeadGen.TestKit.MemoryPortal;

namespace LeadGen.Generator.Tests.Schemas.Reading;

/// <summary>Tests the attributes of a field.</summary>
public class FieldDescriptionTests
{
    private static FieldSchema Read(string description, string? userFields = null) =>
        Assert.Single(new MemoryPortal("{\"UF_CRM_1\": " + description + "}") { UserFields = userFields }.Schema().Fields);

    [Fact]
    public void Every_attribute_is_read()
    {
        FieldSchema field = Read("""
            {
              "type": "string", "isRequired": true, "isReadOnly": true, "isImmutable": true, "isMultiple": true, "isDynamic": true, "isDeprecated": true,
              "title": "UF_CRM_1", "listLabel": "в списке", "formLabel": "в форме", "filterLabel": "в фильтре",
              "settings": {"MIN_LENGTH": 2, "MAX_LENGTH": "40", "REGEXP": "/^[a-z]+$/i", "MIN_VALUE": "-1.5", "MAX_VALUE": 1e3, "PRECISION": 4, "ROWS": 1, "DEFAULT_VALUE": null}
            }
            """);

        Assert.Equal(
            new FieldSchema
            {
                Code = "UF_CRM_1",
                Type = new("string"),
                IsRequired = true,
                IsReadOnly = true,
                IsImmutable = true,
                IsMultiple = true,
                IsDynamic = true,
                IsDeprecated = true,
                Title = "UF_CRM_1",
                ListLabel = "в списке",
                FormLabel = "в форме",
                FilterLabel = "в фильтре",
                Settings = new FieldSettings { MinLength = 2, MaxLength = 40, Pattern = "/^[a-z]+$/i", MinValue = -1.5m, MaxValue = 1000m, Precision = 4 },
            },
            field);
    }

    public static TheoryData<string, string> Flags => new()
    {
        { "isRequired", "r" }, { "isReadOnly", "o" }, { "isImmutable", "i" }, { "isMultiple", "m" }, { "isDynamic", "d" }, { "isDeprecated", "x" },
    };

    [Theory]
    [MemberData(nameof(Flags))]
    public void Each_flag_is_read_separately(string name, string letter)
    {
        FieldSchema field = Read($"{{\"type\": \"string\", \"{name}\": true}}");

        string set = (field.IsRequired ? "r" : "") + (field.IsReadOnly ? "o" : "") + (field.IsImmutable ? "i" : "")
            + (field.IsMultiple ? "m" : "") + (field.IsDynamic ? "d" : "") + (field.IsDeprecated ? "x" : "");
        Assert.Equal(letter, set);
        Assert.Equal(letter is not ("o" or "i"), field.IsWritable);
    }

    [Fact]
    public void Missing_attributes_are_false_empty_or_unlimited() =>
        Assert.Equal(new FieldSchema { Code = "UF_CRM_1", Type = new("string") }, Read("""{"type": "string"}"""));

    [Fact]
    public void Unknown_attributes_are_ignored() => Assert.Equal(
        Read("""{"type": "string"}"""),
        Read("""{"type": "string", "upperName": "UF_CRM_1", "caption": [], "definition": {"a": {"type": 7}}, "isNew": "maybe", "filerLabel": "x"}"""));

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("{\"MIN_LENGTH\": 0, \"MAX_LENGTH\": \"0\", \"REGEXP\": \"\", \"MIN_VALUE\": 0, \"MAX_VALUE\": \"0\"}")]
    [InlineData("{\"MIN_LENGTH\": null, \"MAX_LENGTH\": \"\", \"REGEXP\": null, \"MIN_VALUE\": false, \"MAX_VALUE\": [], \"PRECISION\": {}}")]
    [InlineData("{\"MIN_LENGTH\": -1, \"MAX_LENGTH\": 99999999999, \"PRECISION\": 1e20}")]
    [InlineData("{\"MAX_LENGTH\": \"ten\", \"MAX_VALUE\": \"1e400\", \"PRECISION\": \"two\"}")]
    public void Settings_without_a_limit_are_none(string settings) =>
        Assert.Equal(FieldSettings.None, Read($"{{\"type\": \"double\", \"settings\": {settings}}}").Settings);

    [Fact]
    public void Enabled_link_targets_are_read_in_order() => Assert.Equal(
        ["COMPANY", "CONTACT", "DYNAMIC_1036", "LEAD", "SMART_INVOICE"],
        Read("""{"type": "crm", "settings": {"SMART_INVOICE": "Y", "LEAD": "Y", "CONTACT": "Y", "COMPANY": "Y", "DEAL": "N", "DYNAMIC_1036": "Y", "VISIBLE": "Y", "QUOTE": true}}""")
            .Settings.LinkTargets);

    [Theory]
    [InlineData("\"statusType\": \"SOURCE\"", "SOURCE")]
    [InlineData("\"statusType\": \"\", \"settings\": {\"ENTITY_TYPE\": \"INDUSTRY\"}", "INDUSTRY")]
    [InlineData("\"settings\": {\"ENTITY_TYPE\": \"INDUSTRY\"}", "INDUSTRY")]
    [InlineData("\"statusType\": \"SOURCE\", \"settings\": {\"ENTITY_TYPE\": \"INDUSTRY\"}", "SOURCE")]
    [InlineData("\"statusType\": \"\", \"settings\": []", null)]
    [InlineData("\"statusType\": null, \"settings\": {\"ENTITY_TYPE\": \"\"}", null)]
    public void The_dictionary_is_read_from_the_field_or_its_settings(string attributes, string? dictionary) =>
        Assert.Equal(dictionary, Read($"{{\"type\": \"crm_status\", {attributes}}}").StatusType);

    [Theory]
    [InlineData("INDUSTRY", "INDUSTRY")]
    [InlineData("", null)]
    public void The_dictionary_is_otherwise_read_from_the_user_field_list(string entityType, string? dictionary) => Assert.Equal(
        dictionary,
        Read("""{"type": "crm_status", "statusType": ""}""", $"[{{\"ID\": 1, \"FIELD_NAME\": \"UF_CRM_1\", \"SETTINGS\": {{\"ENTITY_TYPE\": {Quote(entityType)}}}}}]").StatusType);

    [Theory]
    [InlineData("""[{"ID": "79", "VALUE": "Курьер"}, {"ID": "81", "VALUE": "Почта"}]""")]
    [InlineData("""[{"ID": 81, "VALUE": "Почта"}, {"ID": 79, "VALUE": "Курьер"}]""")]
    [InlineData("""{"0": {"ID": "79", "VALUE": "Курьер"}, "2": {"ID": "81", "VALUE": "Почта", "SORT": "10", "DEF": "N"}}""")]
    public void Items_are_read_from_a_list_and_from_a_PHP_map_and_sorted_by_id(string items) => Assert.Equal(
        [new EnumerationItem(79, "Курьер", null), new EnumerationItem(81, "Почта", null)],
        Read($"{{\"type\": \"enumeration\", \"items\": {items}}}").Items);

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("null")]
    public void A_list_field_may_have_no_items(string items) => Assert.Empty(Read($"{{\"type\": \"enumeration\", \"items\": {items}}}").Items);

    [Fact]
    public void A_missing_item_text_is_empty_and_a_number_is_read_as_text() => Assert.Equal(
        [new EnumerationItem(1, "", null), new EnumerationItem(2, "", null), new EnumerationItem(3, "42", null)],
        Read("""{"type": "enumeration", "items": [{"ID": 1}, {"ID": 2, "VALUE": null}, {"ID": 3, "VALUE": 42}]}""").Items);

    [Theory]
    [InlineData("в форме", "в списке", "в фильтре", "заголовок", "в форме")]
    [InlineData(" ", "в списке", "в фильтре", "заголовок", "в списке")]
    [InlineData("", null, "в фильтре", "заголовок", "в фильтре")]
    [InlineData(null, null, "\t", "заголовок", "заголовок")]
    [InlineData(null, null, null, null, "UF_CRM_1")]
    public void The_label_is_the_first_one_that_is_not_blank(string? form, string? list, string? filter, string? title, string label) => Assert.Equal(
        label,
        new FieldSchema { Code = "UF_CRM_1", Type = new("string"), FormLabel = form, ListLabel = list, FilterLabel = filter, Title = title }.Label);
}
