using LeadGen.Schema.Naming;
using static LeadGen.TestKit.MemoryPortal;

namespace LeadGen.Generator.Tests.Schemas.Naming;

/// <summary>Tests that pinned names take precedence over labels and codes.</summary>
public class PinTests
{
    private static readonly MemoryPortal s_portal = Create(
        Field("TITLE"), Field("STATUS_ID", "crm_status", more: "\"statusType\":\"STATUS\""),
        Field("UF_CRM_1600000000", label: "Вес"), Field("UF_CRM_1700000000", label: "Вес"),
        Enumeration("UF_CRM_1700000001", "Доставка", "Курьер", "Почта")) with
    {
        Statuses = StatusList("STATUS", ("NEW", "Новый", 10), ("UC_1", "Ждёт", 20)),
    };

    private static PortalNames Name(string names) => (s_portal with { Names = names }).Name();

    [Fact]
    public void Fields_items_and_statuses_have_their_pinned_names()
    {
        PortalNames names = Name("""
            {"fields": {"TITLE": "Subject", "UF_CRM_1700000000": "Weight", "UF_CRM_1700000001": "Delivery"},
             "items": {"UF_CRM_1700000001": {"2": "Post"}}, "statuses": {"STATUS": {"NEW": "Fresh"}}}
            """);

        Assert.Empty(names.Diagnostics);
        Assert.Equal(["Subject", "Ves", "Weight", "Delivery"], new[] { "TITLE", "UF_CRM_1600000000", "UF_CRM_1700000000", "UF_CRM_1700000001" }.Select(names.GetFieldName));
        Assert.Equal("Delivery", names.GetEnumerationName("UF_CRM_1700000001"));
        Assert.Equal(["Kurer", "Post"], new[] { 1L, 2L }.Select(id => names.GetItemName("UF_CRM_1700000001", id)));
        Assert.Equal(["Fresh", "Zhdyot"], new[] { "NEW", "UC_1" }.Select(code => names.GetStatusName("STATUS", code)));
    }

    [Fact]
    public void A_pin_takes_precedence_over_an_older_field()
    {
        PortalNames names = Name("""{"fields": {"UF_CRM_1700000000": "Ves"}, "items": {"UF_CRM_1700000001": {"2": "Kurer"}}, "statuses": {"STATUS": {"UC_1": "New"}}}""");

        Assert.Empty(names.Diagnostics);
        Assert.Equal(["Ves_1600000000", "Ves"], new[] { "UF_CRM_1600000000", "UF_CRM_1700000000" }.Select(names.GetFieldName));
        Assert.Equal(["Kurer_1", "Kurer"], new[] { 1L, 2L }.Select(id => names.GetItemName("UF_CRM_1700000001", id)));
        Assert.Equal(["New_New", "New"], new[] { "NEW", "UC_1" }.Select(code => names.GetStatusName("STATUS", code)));
    }

    [Fact]
    public void A_pinned_standard_field_releases_its_default_name()
    {
        PortalNames names = Name("""{"fields": {"TITLE": "Subject", "UF_CRM_1700000000": "Title"}}""");

        Assert.Empty(names.Diagnostics);
        Assert.Equal(["Subject", "Title"], new[] { "TITLE", "UF_CRM_1700000000" }.Select(names.GetFieldName));
    }

    [Fact]
    public void A_changed_label_does_not_rename_a_pinned_field()
    {
        const string Names = """{"fields": {"UF_CRM_1700000000": "Weight"}}""";
        MemoryPortal relabelled = s_portal with { Fields = s_portal.Fields.Replace("Вес", "Масса", StringComparison.Ordinal), Names = Names };

        Assert.Equal("Weight", relabelled.Name().GetFieldName("UF_CRM_1700000000"));
        Assert.Equal("Massa", relabelled.Name().GetFieldName("UF_CRM_1600000000"));
    }

    [Fact]
    public void A_pin_that_cannot_be_used_is_reported_and_every_name_stays_unique()
    {
        PortalNames names = Name("""{"fields": {"UF_CRM_1600000000": "Title", "UF_CRM_1700000000": "1st"}}""");

        Assert.Equal(["LG0011", "LG0010"], names.Diagnostics.Select(d => d.Rule.Id));
        Assert.Equal(["Title", "Title_Pinned", "Ves"], new[] { "TITLE", "UF_CRM_1600000000", "UF_CRM_1700000000" }.Select(names.GetFieldName));
    }

    [Fact]
    public void A_pin_of_a_deleted_field_does_not_reserve_its_name()
    {
        PortalNames names = Name("""{"fields": {"UF_CRM_404": "Ves"}, "items": {"UF_CRM_404": {"1": "Kurer"}, "UF_CRM_1700000001": {"9": "Kurer"}}}""");

        Assert.Equal(["LG0009", "LG0009", "LG0009"], names.Diagnostics.Select(d => d.Rule.Id));
        Assert.Equal("Ves", names.GetFieldName("UF_CRM_1600000000"));
        Assert.Equal("Kurer", names.GetItemName("UF_CRM_1700000001", 1));
    }
}
