using LeadGen.Schema;
using LeadGen.Schema.Kinds;
using static LeadGen.Schema.Kinds.ClearForm;

namespace LeadGen.Generator.Tests.Schemas.Kinds;

/// <summary>Tests which fields can be written, and which value empties them.</summary>
public class ClearTests
{
    public static TheoryData<string, Schema.Kinds.ClearForm, Schema.Kinds.ClearForm, Schema.Kinds.ClearForm> Forms => new()
    {
        // type, a single standard field, a single custom field, a list
        { "string", EmptyText, EmptyText, EmptyList },
        { "text", EmptyText, EmptyText, EmptyList },
        { "url", EmptyText, EmptyText, EmptyList },
        { "integer", Zero, EmptyText, EmptyList },
        { "double", Zero, EmptyText, EmptyList },
        { "char", None, None, EmptyList },
        { "boolean", Zero, Zero, EmptyList },
        { "date", EmptyText, EmptyText, EmptyText },
        { "datetime", EmptyText, EmptyText, EmptyText },
        { "user", None, EmptyText, EmptyList },
        { "employee", EmptyText, EmptyText, EmptyList },
        { "crm_company", Zero, Zero, EmptyList },
        { "crm_contact", Zero, Zero, EmptyList },
        { "location", Zero, Zero, EmptyList },
        { "crm_currency", None, None, EmptyList },
        { "crm_status", EmptyText, EmptyText, EmptyList },
        { "enumeration", EmptyText, EmptyText, EmptyList },
        { "money", EmptyText, EmptyText, EmptyList },
        { "address", EmptyText, EmptyText, EmptyList },
        { "crm", EmptyText, EmptyText, EmptyList },
        { "iblock_element", EmptyText, EmptyText, EmptyList },
        { "file", None, None, None },
        { "resourcebooking", None, None, None },
        { "crm_multifield", None, None, None },
        { "rest_7_widget", EmptyText, EmptyText, EmptyList },
        { "hlblock", EmptyText, EmptyText, EmptyList },
    };

    private static FieldSchema Field(string code, string type, bool isMultiple = false) => new()
    {
        Code = code, Type = new(type), IsMultiple = isMultiple, IsDynamic = code.StartsWith("UF_", StringComparison.Ordinal), StatusType = type == "crm_status" ? "S" : null,
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void The_type_determines_how_a_field_is_emptied(string type, Schema.Kinds.ClearForm standard, Schema.Kinds.ClearForm custom, Schema.Kinds.ClearForm multiple)
    {
        Assert.Equal(standard, EntitySchema.Lead.GetClearForm(Field("X", type)));
        Assert.Equal(custom, EntitySchema.Lead.GetClearForm(Field("UF_CRM_X", type)));
        Assert.Equal(multiple, EntitySchema.Lead.GetClearForm(Field("UF_CRM_X", type, isMultiple: true)));
        Assert.Equal(multiple, EntitySchema.Lead.GetClearForm(Field("X", type, isMultiple: true)));
    }

    [Theory]
    [InlineData("TITLE", "string", false)]
    [InlineData("STATUS_ID", "crm_status", false)]
    [InlineData("CONTACT_IDS", "crm_contact", true)]
    public void A_field_that_a_portal_cannot_empty_can_be_written_but_not_cleared(string code, string type, bool isMultiple)
    {
        FieldSchema field = Field(code, type, isMultiple);

        Assert.True(EntitySchema.Lead.CanUpdate(field));
        Assert.Equal(None, EntitySchema.Lead.GetClearForm(field));
        Assert.NotEqual(None, EntitySchema.Lead.GetClearForm(field with { Code = "NEAR_" + code }));
    }

    [Theory]
    [InlineData("ID", "integer", false)]
    [InlineData("LAST_ACTIVITY_TIME", "datetime", false)]
    [InlineData("LAST_ACTIVITY_BY", "user", false)]
    [InlineData("LINK", "crm_multifield", true)]
    [InlineData("UF_CRM_1", "file", false)]
    [InlineData("UF_CRM_1", "file", true)]
    [InlineData("UF_CRM_1", "resourcebooking", true)]
    public void A_field_that_cannot_be_written_cannot_be_cleared(string code, string type, bool isMultiple)
    {
        FieldSchema field = Field(code, type, isMultiple);

        Assert.False(EntitySchema.Lead.CanUpdate(field));
        Assert.False(EntitySchema.Lead.CanAdd(field));
        Assert.Equal(None, EntitySchema.Lead.GetClearForm(field));
    }

    [Fact]
    public void Read_only_and_immutable_fields_are_neither_written_nor_cleared()
    {
        FieldSchema field = Field("COMMENTS", "string");

        Assert.True(EntitySchema.Lead.CanUpdate(field));
        Assert.True(EntitySchema.Lead.CanUpdate(field with { IsRequired = true, IsDeprecated = true }));
        foreach (FieldSchema closed in new[] { field with { IsReadOnly = true }, field with { IsImmutable = true } })
        {
            Assert.False(EntitySchema.Lead.CanUpdate(closed));
            Assert.Equal(None, EntitySchema.Lead.GetClearForm(closed));
        }
    }

    [Fact]
    public void A_new_lead_accepts_updatable_and_immutable_fields()
    {
        FieldSchema field = Field("COMMENTS", "string");

        Assert.True(EntitySchema.Lead.CanAdd(field));
        Assert.True(EntitySchema.Lead.CanAdd(field with { IsImmutable = true, IsRequired = true }));
        Assert.Equal((FieldRole.ReadOnly, FieldRole.Settable), (EntitySchema.Lead.GetRole(field with { IsImmutable = true }, false), EntitySchema.Lead.GetDraftRole(field with { IsImmutable = true }, false)));
        Assert.False(EntitySchema.Lead.CanAdd(field with { IsReadOnly = true, IsImmutable = true }));
        Assert.False(EntitySchema.Lead.CanAdd(field with { Type = new("file") }));
        Assert.False(EntitySchema.Lead.CanAdd(field with { Code = "ID", Type = new("integer") }));
    }

    [Theory]
    [InlineData("PHONE", "PhoneType")]
    [InlineData("EMAIL", "EmailType")]
    [InlineData("WEB", "WebType")]
    [InlineData("IM", "ImType")]
    [InlineData("LINK", "MultiFieldType")]
    [InlineData("FAX", "MultiFieldType")]
    public void The_code_of_a_multi_field_determines_its_entry_types(string code, string type) =>
        Assert.Equal("global::LeadGen." + type, EntitySchema.Lead.MultiFieldType(code));

    [Theory]
    [InlineData("ADDRESS", true)]
    [InlineData("ADDRESS_2", true)]
    [InlineData("ADDRESS_COUNTRY_CODE", true)]
    [InlineData("ADDRESS_LOC_ADDR_ID", true)]
    [InlineData("ADDRESS_3", false)]
    [InlineData("UF_CRM_ADDRESS", false)]
    public void An_address_has_eight_parts_and_a_location(string code, bool isAddress)
    {
        Assert.Equal(isAddress, EntitySchema.Lead.IsAddress(code));
        Assert.Equal(8, EntitySchema.Lead.AddressParts.Count);
    }
}
