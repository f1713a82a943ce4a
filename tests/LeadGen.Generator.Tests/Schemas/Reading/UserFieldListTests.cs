using LeadGen.Schema;
using static LeadGen.TestKit.MemoryPortal;

namespace LeadGen.Generator.Tests.Schemas.Reading;

/// <summary>Tests the data that <c>crm.lead.userfield.list</c> adds to fields.</summary>
public class UserFieldListTests
{
    private static readonly string s_fields = Field(
        "UF_CRM_1", "enumeration", "Доставка", """ "items": [{"ID": "5", "VALUE": "Курьер"}, {"ID": "6", "VALUE": "Почта"}], "settings": {"MAX_LENGTH": 9}""");

    private const string Row =
        """{"ID": "311", "FIELD_NAME": "UF_CRM_1", "SETTINGS": {"MAX_LENGTH": "12"}, "LIST": [{"ID": "6", "XML_ID": "post", "SORT": "20"}, {"ID": "5", "XML_ID": ""}]}""";

    [Theory]
    [InlineData("[{0}]")]
    [InlineData("{\"result\": [{0}], \"total\": 1, \"time\": {}}")]
    [InlineData("{\"result\": {\"0\": {0}}, \"total\": \"1\"}")]
    [InlineData("{\"result\": {\"311\": {0}}}")]
    public void IDs_XML_IDs_and_limits_are_read_from_each_shape_of_the_list(string shape)
    {
        FieldSchema field = Assert.Single((Create(s_fields) with { UserFields = shape.Replace("{0}", Row, StringComparison.Ordinal) }).Schema().Fields);

        Assert.Equal(311, field.UserFieldId);
        Assert.Equal(12, field.Settings.MaxLength);
        Assert.Equal([new EnumerationItem(5, "Курьер", null), new EnumerationItem(6, "Почта", "post")], field.Items);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"result\": []}")]
    [InlineData("{\"result\": {}, \"total\": 0}")]
    [InlineData("[{\"FIELD_NAME\": \"UF_CRM_2\", \"ID\": 5}]")]
    public void A_field_that_is_not_in_the_list_is_unchanged(string userFields) =>
        Assert.Equal(Create(s_fields).Schema(), (Create(s_fields) with { UserFields = userFields }).Schema());

    [Theory]
    [InlineData("{\"FIELD_NAME\": \"UF_CRM_1\"}")]
    [InlineData("{\"FIELD_NAME\": \"UF_CRM_1\", \"SETTINGS\": [], \"LIST\": []}")]
    [InlineData("{\"FIELD_NAME\": \"UF_CRM_1\", \"SETTINGS\": null, \"LIST\": null, \"ID\": null}")]
    [InlineData("{\"FIELD_NAME\": \"UF_CRM_1\", \"LIST\": [{\"ID\": \"x\", \"XML_ID\": \"a\"}, {\"XML_ID\": \"b\"}, 7]}")]
    public void A_row_without_data_changes_nothing(string row) =>
        Assert.Equal(Create(s_fields).Schema(), (Create(s_fields) with { UserFields = $"[{row}]" }).Schema());

    [Fact]
    public void A_list_of_items_may_be_a_PHP_map() => Assert.Equal(
        "courier",
        (Create(s_fields) with { UserFields = """[{"FIELD_NAME": "UF_CRM_1", "LIST": {"5": {"ID": 5, "XML_ID": "courier"}}}]""" }).Schema().Fields[0].Items[0].XmlId);
}
