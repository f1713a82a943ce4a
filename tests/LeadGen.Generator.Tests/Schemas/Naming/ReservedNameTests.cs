using LeadGen.Schema;
using LeadGen.Schema.Naming;
using static LeadGen.TestKit.MemoryPortal;

namespace LeadGen.Generator.Tests.Schemas.Naming;

/// <summary>Tests that the names of removed fields and values are not given to other fields and values.</summary>
public class ReservedNameTests
{
    private const string Weight = "UF_CRM_WEIGHT";
    private const string Delivery = "UF_CRM_DELIVERY";

    private static readonly MemoryPortal s_portal = Create(
        Field("TITLE"), Field("STATUS_ID", "crm_status", more: "\"statusType\":\"STATUS\""),
        Field(Weight, label: "Вес"), Enumeration(Delivery, "Доставка", "Курьер", "Почта")) with
    {
        Statuses = StatusList("STATUS", ("NEW", "Новый", 10), ("UC_1", "Ждёт", 20)),
    };

    [Fact]
    public void No_field_item_or_value_gets_the_reserved_name_of_another_one()
    {
        PortalNames names = Name("""
            {"reserved": {"fields": {"Ves": "UF_CRM_1", "Dostavka": "UF_CRM_2", "Title": "UF_CRM_3"},
              "items": {"UF_CRM_DELIVERY": {"Kurer": "7"}, "UF_CRM_1": {"Pochta": "1"}}, "statuses": {"STATUS": {"New": "UC_7", "Zhdyot": "UC_8"}}}}
            """);
        Assert.Empty(names.Diagnostics);
        Assert.Equal(
            ("Title_Field", "Ves_Weight", "Dostavka_Delivery", "Dostavka_Delivery", "Kurer_1", "Pochta", "New_New", "Zhdyot_Uc1"),
            (names.GetFieldName("TITLE"), names.GetFieldName(Weight), names.GetFieldName(Delivery), names.GetEnumerationName(Delivery), names.GetItemName(Delivery, 1), names.GetItemName(Delivery, 2), names.GetStatusName("STATUS", "NEW"), names.GetStatusName("STATUS", "UC_1")));
    }

    [Fact]
    public void A_field_that_returns_gets_its_reserved_name_back()
    {
        Assert.Equal("Ves", Name("""{"reserved": {"fields": {"Ves": "UF_CRM_WEIGHT"}}}""").GetFieldName(Weight));
        PortalNames names = Name("""{"fields": {"UF_CRM_WEIGHT": "Mass"}, "reserved": {"fields": {"Mass": "UF_CRM_WEIGHT", "Dostavka": "UF_CRM_WEIGHT"}}}""");
        Assert.Empty(names.Diagnostics);
        Assert.Equal(("Mass", "Dostavka_Delivery"), (names.GetFieldName(Weight), names.GetFieldName(Delivery)));
    }

    [Fact]
    public void A_reserved_name_cannot_be_pinned_to_another_field()
    {
        SchemaDiagnostic conflict = Assert.Single(Name("""{"fields": {"UF_CRM_WEIGHT": "Mass"}, "reserved": {"fields": {"Mass": "UF_CRM_1"}}}""").Diagnostics);
        Assert.Equal(SchemaRules.ConflictingPin, conflict.Rule);
        Assert.Equal("'Mass', pinned to field 'UF_CRM_WEIGHT', is already the name of field 'UF_CRM_1', which is listed under 'reserved'. Pin another name.", conflict.Message);
    }

    private static PortalNames Name(string names) => (s_portal with { Names = names }).Name();
}
