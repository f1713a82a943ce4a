using CsCheck;
using LeadGen.Schema.Naming;
using static LeadGen.TestKit.MemoryPortal;

namespace LeadGen.Generator.Tests.Schemas.Naming;

/// <summary>Tests names from before a rename. They are kept if no other field or value has the name.</summary>
public class FormerNameTests
{
    private const string Weight = "UF_CRM_WEIGHT";
    private const string Delivery = "UF_CRM_DELIVERY";
    private const string Kind = "UF_CRM_KIND";

    private static readonly MemoryPortal s_portal = Create(
        Field("TITLE"), Field("STATUS_ID", "crm_status", more: "\"statusType\":\"STATUS\""), Field("ADDRESS"),
        Field(Weight, label: "Вес"), Enumeration(Delivery, "Доставка", "Курьер", "Почта"), Enumeration(Kind, "Type", "A")) with
    {
        Statuses = StatusList("STATUS", ("NEW", "Новый", 10), ("UC_1", "Ждёт", 20)),
    };

    private static readonly string[] s_codes = ["TITLE", "STATUS_ID", "ADDRESS", Weight, Delivery, Kind];

    [Fact]
    public void Fields_items_and_statuses_have_current_and_former_names()
    {
        PortalNames names = Name("""
            {
              "fields": {"TITLE": "Subject", "UF_CRM_DELIVERY": "Delivery"},
              "items": {"UF_CRM_DELIVERY": {"2": "Post"}},
              "statuses": {"STATUS": {"UC_1": "Waiting"}},
              "renamed": {
                "fields": {"TITLE": "Title", "UF_CRM_DELIVERY": "DeliveryMethod"},
                "items": {"UF_CRM_DELIVERY": {"2": "Mail"}},
                "statuses": {"STATUS": {"UC_1": "Zhdyot"}}
              }
            }
            """);

        Assert.Equal(("Subject", "Title"), (names.GetFieldName("TITLE"), names.GetFormerFieldName("TITLE")));
        Assert.Equal(("Delivery", "DeliveryMethod"), (names.GetFieldName(Delivery), names.GetFormerFieldName(Delivery)));
        Assert.Equal(("Delivery", "DeliveryMethod"), (names.GetEnumerationName(Delivery), names.GetFormerEnumerationName(Delivery)));
        Assert.Equal(("Post", "Mail"), (names.GetItemName(Delivery, 2), names.GetFormerItemName(Delivery, 2)));
        Assert.Equal(("Waiting", "Zhdyot"), (names.GetStatusName("STATUS", "UC_1"), names.GetFormerStatusName("STATUS", "UC_1")));
        Assert.Null(names.GetFormerFieldName(Weight) ?? names.GetFormerItemName(Delivery, 1) ?? names.GetFormerStatusName("STATUS", "NEW"));
    }

    [Theory]
    [InlineData("TITLE", "Title", "its own")]
    [InlineData("TITLE", "StatusId", "another standard field's")]
    [InlineData(Weight, "Dostavka", "another custom field's")]
    [InlineData(Weight, "ToString", "a member of every object")]
    [InlineData(Weight, "FromChanges", "a member of the update")]
    [InlineData(Weight, "SetAddress", "a method")]
    [InlineData(Weight, "Address", "the whole address")]
    [InlineData(Weight, "LeadUpdate", "a generated type")]
    [InlineData(Weight, "LeadDraft", "a generated type")]
    [InlineData("UF_CRM_404", "Gone", "of a field that was deleted")]
    public void A_former_name_that_is_in_use_or_has_no_field_is_ignored(string code, string former, string whose) =>
        Assert.True(Name(Renamed((code, former))).GetFormerFieldName(code) is null, whose);

    [Fact]
    public void Former_names_of_values_that_are_in_use_or_have_no_value_are_ignored()
    {
        PortalNames names = Name("""
            {
              "renamed": {
                "items": {"UF_CRM_DELIVERY": {"1": "Pochta", "2": "Pochta", "9": "Gone"}, "UF_CRM_WEIGHT": {"1": "X"}},
                "statuses": {"STATUS": {"NEW": "Zhdyot", "UC_1": "FromCode"}, "SOURCE": {"WEB": "Site"}}
              }
            }
            """);

        Assert.All(new[] { 1L, 2L, 9L }, id => Assert.Null(names.GetFormerItemName(Delivery, id)));
        Assert.All(new[] { "NEW", "UC_1" }, code => Assert.Null(names.GetFormerStatusName("STATUS", code)));
        Assert.Null(names.GetFormerStatusName("SOURCE", "WEB"));
    }

    [Fact]
    public void Two_fields_that_swap_names_have_no_former_names()
    {
        PortalNames names = Name("""
            {
              "fields": {"UF_CRM_KIND": "Dostavka", "UF_CRM_DELIVERY": "Vid"},
              "renamed": {"fields": {"UF_CRM_KIND": "Vid", "UF_CRM_DELIVERY": "Dostavka"}}
            }
            """);

        Assert.Equal(("Dostavka", "Vid"), (names.GetFieldName(Kind), names.GetFieldName(Delivery)));
        Assert.All(new[] { Kind, Delivery }, code => Assert.Null(names.GetFormerFieldName(code) ?? names.GetFormerEnumerationName(code)));
    }

    [Fact]
    public void A_former_name_of_two_fields_is_ignored()
    {
        PortalNames names = Name(Renamed((Weight, "Old"), (Delivery, "Old")));
        Assert.All(new[] { Weight, Delivery }, code => Assert.Null(names.GetFormerFieldName(code)));
    }

    [Theory]
    [InlineData(Delivery, "Sposob", "Sposob", "Sposob")]
    [InlineData(Delivery, "File", "File", "FileOption")]
    [InlineData(Delivery, "LeadStatus", "LeadStatus", "LeadStatusOption")]
    [InlineData(Delivery, "TypeOption", "TypeOption", null)]
    [InlineData(Delivery, "Title", null, null)]
    [InlineData(Weight, "Massa", "Massa", null)]
    public void An_enumeration_has_the_former_name_of_its_field(string code, string former, string? field, string? type)
    {
        PortalNames names = Name(Renamed((code, former)));
        Assert.Equal("TypeOption", names.GetEnumerationName(Kind));
        Assert.Equal((field, type), (names.GetFormerFieldName(code), names.GetFormerEnumerationName(code)));
    }

    [Fact]
    public void Former_names_do_not_change_current_names() => Gen
        .OneOf(Generators.HostileText, Gen.OneOf("Ves", "Dostavka", "Title", "Old", "Type", "TypeOption"))
        .Array[s_codes.Length]
        .Sample(
            former =>
            {
                PortalNames expected = s_portal.Name();
                PortalNames names = (s_portal with { Names = Renamed([.. s_codes.Zip(former)]) }).Name();

                Assert.Equal(s_codes.Select(expected.GetFieldName), s_codes.Select(names.GetFieldName));
                Assert.Equal(expected.GetEnumerationName(Delivery), names.GetEnumerationName(Delivery));
                AssertUnique(s_codes.SelectMany(c => new[] { names.GetFieldName(c), names.GetFormerFieldName(c) }));
                AssertUnique(new[] { Delivery, Kind }.SelectMany(c => new[] { names.GetEnumerationName(c), names.GetFormerEnumerationName(c) }).Append("LeadStatus"));
            },
            iter: 2_000);

    private static PortalNames Name(string names)
    {
        PortalNames found = (s_portal with { Names = names }).Name();
        Assert.Empty(found.Diagnostics);
        return found;
    }

    private static string Renamed(params (string Code, string Name)[] fields) =>
        "{\"renamed\": {\"fields\": {" + string.Join(',', fields.Select(f => $"{Quote(f.Code)}: {Quote(f.Name)}")) + "}}}";

    private static void AssertUnique(IEnumerable<string?> names)
    {
        string[] given = [.. names.OfType<string>()];
        Assert.Equal(given.Length, given.Distinct(StringComparer.Ordinal).Count());
    }
}
