using LeadGen.Schema;
using LeadGen.Schema.Kinds;
using LeadGen.Storage;

namespace LeadGen.Generator.Tests.Schemas.Kinds;

/// <summary>Tests that the table of field kinds has every documented type once, and that every entry is complete.</summary>
public class FieldKindTests
{
    public static TheoryData<string, string, string> Types => new()
    {
        { "integer", "long", "Integer" },
        { "int", "long", "Integer" },
        { "double", "decimal", "Number" },
        { "char", "bool", "YesNo" },
        { "string", "string", "Text" },
        { "text", "string", "Text" },
        { "date", "global::System.DateOnly", "Date" },
        { "datetime", "global::System.DateTimeOffset", "DateTime" },
        { "user", "long", "Id" },
        { "employee", "long", "Id" },
        { "crm_status", "{0}", "Code<{0}>({1})" },
        { "crm_currency", "string", "Text" },
        { "crm_company", "long", "Id" },
        { "crm_contact", "long", "Id" },
        { "crm_lead", "long", "Id" },
        { "crm_deal", "long", "Id" },
        { "crm_quote", "long", "Id" },
        { "crm_entity", "long", "Id" },
        { "crm_category", "long", "Id" },
        { "location", "long", "Id" },
        { "crm_multifield", "global::LeadGen.MultiFieldEntry<{0}>", "MultiField<{0}>()" },
        { "enumeration", "{0}", "Enumeration<{0}>()" },
        { "boolean", "bool", "Boolean" },
        { "money", "global::LeadGen.Money", "Money" },
        { "url", "string", "Text" },
        { "address", "global::LeadGen.MapAddress", "MapAddress" },
        { "file", "global::LeadGen.CrmFile", "File" },
        { "iblock_element", "long", "Id" },
        { "iblock_section", "long", "Id" },
        { "crm", "global::LeadGen.CrmLink", "CrmLink" },
        { "resourcebooking", "long", "Id" },
        { "rest_*", "string", "Text" },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void A_documented_type_has_its_kind(string type, string clrType, string format)
    {
        FieldKind kind = FieldKinds.Get(new FieldType(type));

        Assert.NotSame(FieldKinds.Raw, kind);
        Assert.Equal((clrType, format), (kind.ClrType, kind.Format));
        Assert.Contains(new FieldType(type), kind.Types);
    }

    [Theory]
    [InlineData("hlblock")]
    [InlineData("rest_")]
    [InlineData("rest")]
    [InlineData("Rest_7_widget")]
    [InlineData("video")]
    [InlineData("crm_enum_ownertype")]
    [InlineData("String")]
    [InlineData("string ")]
    [InlineData("")]
    public void An_unknown_type_is_raw_JSON(string type) => Assert.Same(FieldKinds.Raw, FieldKinds.Get(new FieldType(type)));

    [Theory]
    [InlineData("rest_7_widget")]
    [InlineData("rest_12_some_app")]
    public void A_type_that_an_application_registered_holds_text(string type) => Assert.Same(FieldKinds.Get(FieldKinds.ApplicationType), FieldKinds.Get(new FieldType(type)));

    [Theory]
    [InlineData("INDUSTRY", "crm_status")]
    [InlineData(null, "string")]
    public void A_status_field_without_a_dictionary_holds_text(string? dictionary, string type) => Assert.Same(
        FieldKinds.Get(new FieldType(type)), FieldKinds.Get(new FieldSchema { Code = "UF_CRM_1", Type = new("crm_status"), StatusType = dictionary }));

    [Fact]
    public void Every_type_of_the_table_is_tested_here() => Assert.Equal(
        Types.Select(row => (string)row[0]).Order(StringComparer.Ordinal), FieldKinds.All.SelectMany(k => k.Types).Select(t => t.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Only_some_types_have_limits()
    {
        Assert.Equal(["string", "text", "url"], TypesWhere(static k => k.Limits == ValueLimits.Text));
        Assert.Equal(["int", "integer"], TypesWhere(static k => k.Limits == ValueLimits.Range));
        Assert.Equal(["double"], TypesWhere(static k => k.Limits == (ValueLimits.Range | ValueLimits.Precision)));
    }

    [Fact]
    public void Some_types_return_an_empty_list_as_false() => Assert.Equal(
        ["crm", "employee", "iblock_element", "iblock_section", "int", "integer", "resourcebooking"], TypesWhere(static k => k.Types.Any(static t => StorageRules.Get(t).IsEmptyListFalse)));

    [Fact]
    public void The_values_of_every_known_type_have_storage_rules() => Assert.All(FieldKinds.All.SelectMany(static k => k.Types), static type =>
    {
        Assert.NotSame(StorageRules.Raw, StorageRules.Get(type));
        Assert.NotNull(StorageRules.Get(type).Store);
        Assert.NotNull(StorageRules.Get(type).Read);
    });

    private static IEnumerable<string> TypesWhere(Func<FieldKind, bool> holds) =>
        FieldKinds.All.Where(holds).SelectMany(static k => k.Types).Select(static t => t.Name).Order(StringComparer.Ordinal);

    [Fact]
    public void Every_entry_is_complete_and_its_types_are_unique()
    {
        Assert.All(FieldKinds.All.Append(FieldKinds.Raw), kind =>
        {
            Assert.NotEmpty(kind.ClrType);
            Assert.NotEmpty(kind.Format);
            Assert.EndsWith(".", kind.Description, StringComparison.Ordinal);
            Assert.Equal(kind.ClrType.Contains("{0}", StringComparison.Ordinal), kind.Format.Contains("{0}", StringComparison.Ordinal));
            Assert.NotEqual(Schema.Kinds.ClearForm.EmptyList, kind.Clear.Standard);
            Assert.NotEqual(Schema.Kinds.ClearForm.EmptyList, kind.Clear.Custom);
            Assert.NotEqual(Schema.Kinds.ClearForm.Zero, kind.Clear.Multiple);
        });
        Assert.All(FieldKinds.All, kind => Assert.NotEmpty(kind.Types));
        Assert.Empty(FieldKinds.Raw.Types);
        Assert.DoesNotContain(FieldKinds.All.SelectMany(k => k.Types).GroupBy(t => t), g => g.Count() > 1);
    }
}
