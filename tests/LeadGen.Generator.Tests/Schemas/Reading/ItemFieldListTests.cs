using LeadGen.Schema;
using LeadGen.Schema.Reading;

namespace LeadGen.Generator.Tests.Schemas.Reading;

/// <summary>Tests reading the reply to <c>crm.item.fields</c>.</summary>
public sealed class ItemFieldListTests
{
    private const string Observers = "\"observers\": {\"type\": \"user\", \"isMultiple\": true, \"title\": \"Наблюдатели\", \"upperName\": \"OBSERVERS\"}";

    [Theory]
    [InlineData("{\"result\": {\"fields\": {*}}}")]
    [InlineData("{\"result\": {*}}")]
    [InlineData("{\"fields\": {*}}")]
    [InlineData("{*}")]
    public void The_reply_may_have_its_wrappers(string reply)
    {
        PortalSchema schema = Read(reply.Replace("*", Observers, StringComparison.Ordinal)).Schema!;
        FieldSchema field = Assert.Single(schema.ItemFields);
        Assert.Equal(("OBSERVERS", "user", true, true, "Наблюдатели"), (field.Code, field.Type.Name, field.IsMultiple, field.IsItemOnly, field.Label));
        Assert.Null(schema.Find("OBSERVERS"));
        Assert.Contains(field, schema.AllFields);
    }

    [Fact]
    public void Only_known_fields_of_items_are_added()
    {
        PortalReading reading = Read("""
            {"webformId": {"type": "integer"}, "parentId156": {"type": "crm_entity"}, "parentId": {"type": "crm_entity"}, "title": {"type": "string", "upperName": "TITLE"},
             "searchContent": {"type": "text"}, "fm": {"type": "crm_multifield"}, "parentIdX": {"type": "integer"}}
            """);
        Assert.Empty(reading.Diagnostics);
        Assert.Equal([("PARENT_ID_156", false), ("WEBFORM_ID", true)], reading.Schema!.ItemFields.Select(static f => (f.Code, f.IsImmutable)));
    }

    [Fact]
    public void A_field_that_leads_have_is_not_a_field_of_items_only() => Assert.Empty(
        Read("{\"parentId156\": {\"type\": \"crm_entity\"}}", MemoryPortal.Field("PARENT_ID_156", "crm_entity")).Schema!.ItemFields);

    [Theory]
    [InlineData("ufCrmCity", null)]
    [InlineData("ufCrm_CITY", "ufCrm_CITY")]
    [InlineData("UF_CRM_CITY", "UF_CRM_CITY")]
    public void A_name_that_does_not_follow_the_rules_is_kept(string name, string? expected)
    {
        PortalSchema schema = Read($"{{\"{name}\": {{\"type\": \"string\", \"upperName\": \"UF_CRM_CITY\"}}}}", MemoryPortal.Field("UF_CRM_CITY")).Schema!;
        Assert.Equal(expected, schema.Find("UF_CRM_CITY")!.ItemName);
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("\"text\"")]
    [InlineData("{\"error\": \"NOT_FOUND\", \"error_description\": \"x\"}")]
    [InlineData("{\"observers\": 5}")]
    [InlineData("{\"observers\": {\"isMultiple\": true}}")]
    [InlineData("{")]
    public void Another_reply_is_reported(string reply)
    {
        SchemaDiagnostic diagnostic = Assert.Single(Read(reply).Diagnostics);
        Assert.EndsWith(PortalFiles.ItemFieldsName, diagnostic.Location.Path, StringComparison.Ordinal);
        Assert.Equal(SchemaSeverity.Error, diagnostic.Rule.Severity);
    }

    [Fact]
    public void The_hash_depends_on_names_and_fields_of_items()
    {
        string[] hashes =
        [
            .. new[] { "{}", $"{{{Observers}}}", "{\"ufCrm_CITY\": {\"type\": \"string\", \"upperName\": \"UF_CRM_CITY\"}}" }
                .Select(static reply => SchemaHash.Compute(Read(reply, MemoryPortal.Field("UF_CRM_CITY")).Schema!)),
        ];
        Assert.Equal(3, hashes.Distinct().Count());
        Assert.Equal(SchemaHash.Compute(MemoryPortal.Create(MemoryPortal.Field("TITLE"), MemoryPortal.Field("UF_CRM_CITY")).Schema()), hashes[0]);
    }

    private static PortalReading Read(string reply, params string[] fields) => PortalReader.Read(
        MemoryPortal.Create([MemoryPortal.Field("TITLE"), .. fields]).Files with { ItemFields = new SchemaFile(MemoryPortal.Folder + PortalFiles.ItemFieldsName, reply) });
}
