using LeadGen.Schema.Kinds;

namespace LeadGen.Schema.Tests.Kinds;

/// <summary>Tests which fields can be written, and which value empties them.</summary>
public class ClearTests
{
    public static TheoryData<string, ClearForm, ClearForm, ClearForm> Forms => new()
    {
        // type, a single standard field, a single custom field, a list
        { "string", ClearForm.EmptyText, ClearForm.EmptyText, ClearForm.EmptyList },
        { "text", ClearForm.EmptyText, ClearForm.EmptyText, ClearForm.EmptyList },
        { "url", ClearForm.EmptyText, ClearForm.EmptyText, ClearForm.EmptyList },
        { "integer", ClearForm.Zero, ClearForm.EmptyText, ClearForm.EmptyList },
        { "double", ClearForm.Zero, ClearForm.EmptyText, ClearForm.EmptyList },
        { "char", ClearForm.None, ClearForm.None, ClearForm.EmptyList },
        { "boolean", ClearForm.Zero, ClearForm.Zero, ClearForm.EmptyList },
        { "date", ClearForm.EmptyText, ClearForm.EmptyText, ClearForm.EmptyText },
        { "datetime", ClearForm.EmptyText, ClearForm.EmptyText, ClearForm.EmptyText },
        { "user", ClearForm.None, ClearForm.EmptyText, ClearForm.EmptyList },
        { "employee", ClearForm.EmptyText, ClearForm.EmptyText, ClearForm.EmptyList },
        { "crm_company", ClearForm.Zero, ClearForm.Zero, ClearForm.EmptyList },
        { "crm_contact", ClearForm.Zero, ClearForm.Zero, ClearForm.EmptyList },
        { "location", ClearForm.Zero, ClearForm.Zero, ClearForm.EmptyList },
        { "crm_currency", ClearForm.None, ClearForm.None, ClearForm.EmptyList },
        { "crm_status", ClearForm.EmptyText, ClearForm.EmptyText, ClearForm.EmptyList },
        { "enumeration", ClearForm.EmptyText, ClearForm.EmptyText, ClearForm.EmptyList },
        { "money", ClearForm.EmptyText, ClearForm.EmptyText, ClearForm.EmptyList },
        { "address", ClearForm.EmptyText, ClearForm.EmptyText, ClearForm.EmptyList },
        { "crm", ClearForm.EmptyText, ClearForm.EmptyText, ClearForm.EmptyList },
        { "iblock_element", ClearForm.EmptyText, ClearForm.EmptyText, ClearForm.EmptyList },
        { "file", ClearForm.None, ClearForm.None, ClearForm.None },
        { "resourcebooking", ClearForm.None, ClearForm.None, ClearForm.None },
        { "crm_multifield", ClearForm.None, ClearForm.None, ClearForm.None },
        { "rest_7_widget", ClearForm.EmptyText, ClearForm.EmptyText, ClearForm.EmptyList },
        { "hlblock", ClearForm.EmptyText, ClearForm.EmptyText, ClearForm.EmptyList },
    };

    private static FieldSchema Field(string code, string type, bool isMultiple = false) => new()
    {
        Code = code, Type = new(type), IsMultiple = isMultiple, IsDynamic = code.StartsWith("UF_", StringComparison.Ordinal), StatusType = type == "crm_status" ? "S" : null,
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void The_type_determines_how_a_field_is_emptied(string type, ClearForm standard, ClearForm custom, ClearForm multiple)
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
        Assert.Equal(ClearForm.None, EntitySchema.Lead.GetClearForm(field));
        Assert.NotEqual(ClearForm.None, EntitySchema.Lead.GetClearForm(field with { Code = "NEAR_" + code }));
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
        Assert.Equal(ClearForm.None, EntitySchema.Lead.GetClearForm(field));
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
            Assert.Equal(ClearForm.None, EntitySchema.Lead.GetClearForm(closed));
        }
    }

    [Fact]
    public void A_new_lead_accepts_updatable_and_immutable_fields()
    {
        FieldSchema field = Field("COMMENTS", "string");

        Assert.True(EntitySchema.Lead.CanAdd(field));
        Assert.True(EntitySchema.Lead.CanAdd(field with { IsImmutable = true, IsRequired = true }));
        Assert.Equal((FieldRole.ReadOnly, FieldRole.Settable), (EntitySchema.Lead.RoleOf(field with { IsImmutable = true }, false), EntitySchema.Lead.DraftRoleOf(field with { IsImmutable = true }, false)));
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
