using LeadGen.Schema.Naming;
using static LeadGen.TestKit.MemoryPortal;

namespace LeadGen.Schema.Tests.Naming;

/// <summary>Pinned names win over labels and codes.</summary>
public class PinTests
{
    private static readonly MemoryPortal s_portal = Of(
        Field("TITLE"), Field("STATUS_ID", "crm_status", more: "\"statusType\":\"STATUS\""),
        Field("UF_CRM_1600000000", label: "Вес"), Field("UF_CRM_1700000000", label: "Вес"),
        Enumeration("UF_CRM_1700000001", "Доставка", "Курьер", "Почта")) with
    {
        Statuses = StatusList("STATUS", ("NEW", "Новый", 10), ("UC_1", "Ждёт", 20)),
    };

    private static PortalNames Name(string names) => (s_portal with { Names = names }).Name();

    [Fact]
    public void Fields_items_and_statuses_take_their_pins()
    {
        PortalNames names = Name("""
            {"fields": {"TITLE": "Subject", "UF_CRM_1700000000": "Weight", "UF_CRM_1700000001": "Delivery"},
             "items": {"UF_CRM_1700000001": {"2": "Post"}}, "statuses": {"STATUS": {"NEW": "Fresh"}}}
            """);

        Assert.Empty(names.Diagnostics);
        Assert.Equal(["Subject", "Ves", "Weight", "Delivery"], new[] { "TITLE", "UF_CRM_1600000000", "UF_CRM_1700000000", "UF_CRM_1700000001" }.Select(names.OfField));
        Assert.Equal("Delivery", names.OfEnumeration("UF_CRM_1700000001"));
        Assert.Equal(["Kurer", "Post"], new[] { 1L, 2L }.Select(id => names.OfItem("UF_CRM_1700000001", id)));
        Assert.Equal(["Fresh", "Zhdyot"], new[] { "NEW", "UC_1" }.Select(code => names.OfStatus("STATUS", code)));
    }

    [Fact]
    public void A_pin_takes_the_name_from_an_older_field_that_is_not_pinned()
    {
        PortalNames names = Name("""{"fields": {"UF_CRM_1700000000": "Ves"}, "items": {"UF_CRM_1700000001": {"2": "Kurer"}}, "statuses": {"STATUS": {"UC_1": "New"}}}""");

        Assert.Empty(names.Diagnostics);
        Assert.Equal(["Ves_1600000000", "Ves"], new[] { "UF_CRM_1600000000", "UF_CRM_1700000000" }.Select(names.OfField));
        Assert.Equal(["Kurer_1", "Kurer"], new[] { 1L, 2L }.Select(id => names.OfItem("UF_CRM_1700000001", id)));
        Assert.Equal(["New_New", "New"], new[] { "NEW", "UC_1" }.Select(code => names.OfStatus("STATUS", code)));
    }

    [Fact]
    public void A_pinned_standard_field_frees_its_own_name()
    {
        PortalNames names = Name("""{"fields": {"TITLE": "Subject", "UF_CRM_1700000000": "Title"}}""");

        Assert.Empty(names.Diagnostics);
        Assert.Equal(["Subject", "Title"], new[] { "TITLE", "UF_CRM_1700000000" }.Select(names.OfField));
    }

    [Fact]
    public void A_label_that_changes_does_not_rename_what_is_pinned()
    {
        const string Names = """{"fields": {"UF_CRM_1700000000": "Weight"}}""";
        MemoryPortal relabelled = s_portal with { Fields = s_portal.Fields.Replace("Вес", "Масса", StringComparison.Ordinal), Names = Names };

        Assert.Equal("Weight", relabelled.Name().OfField("UF_CRM_1700000000"));
        Assert.Equal("Massa", relabelled.Name().OfField("UF_CRM_1600000000"));
    }

    [Fact]
    public void A_pin_that_cannot_be_used_is_reported_and_every_name_stays_unique()
    {
        PortalNames names = Name("""{"fields": {"UF_CRM_1600000000": "Title", "UF_CRM_1700000000": "1st"}}""");

        Assert.Equal(["LG0011", "LG0010"], names.Diagnostics.Select(d => d.Rule.Id));
        Assert.Equal(["Title", "Title_Pinned", "Ves"], new[] { "TITLE", "UF_CRM_1600000000", "UF_CRM_1700000000" }.Select(names.OfField));
    }

    [Fact]
    public void A_pin_for_what_was_deleted_takes_no_name()
    {
        PortalNames names = Name("""{"fields": {"UF_CRM_404": "Ves"}, "items": {"UF_CRM_404": {"1": "Kurer"}, "UF_CRM_1700000001": {"9": "Kurer"}}}""");

        Assert.Equal(["LG0009", "LG0009", "LG0009"], names.Diagnostics.Select(d => d.Rule.Id));
        Assert.Equal("Ves", names.OfField("UF_CRM_1600000000"));
        Assert.Equal("Kurer", names.OfItem("UF_CRM_1700000001", 1));
    }
}
