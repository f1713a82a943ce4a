using CsCheck;
using LeadGen.Schema.Naming;
using static LeadGen.TestKit.MemoryPortal;

namespace LeadGen.Schema.Tests.Naming;

/// <summary>Names that were current before a renaming: they are kept where nothing else wants them.</summary>
public class FormerNameTests
{
    private const string Weight = "UF_CRM_WEIGHT";
    private const string Delivery = "UF_CRM_DELIVERY";
    private const string Kind = "UF_CRM_KIND";

    private static readonly MemoryPortal s_portal = Of(
        Field("TITLE"), Field("STATUS_ID", "crm_status", more: "\"statusType\":\"STATUS\""), Field("ADDRESS"),
        Field(Weight, label: "Вес"), Enumeration(Delivery, "Доставка", "Курьер", "Почта"), Enumeration(Kind, "Type", "A")) with
    {
        Statuses = StatusList("STATUS", ("NEW", "Новый", 10), ("UC_1", "Ждёт", 20)),
    };

    private static readonly string[] s_codes = ["TITLE", "STATUS_ID", "ADDRESS", Weight, Delivery, Kind];

    [Fact]
    public void Fields_items_and_statuses_keep_their_former_names_beside_the_current_ones()
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

        Assert.Equal(("Subject", "Title"), (names.OfField("TITLE"), names.FormerOfField("TITLE")));
        Assert.Equal(("Delivery", "DeliveryMethod"), (names.OfField(Delivery), names.FormerOfField(Delivery)));
        Assert.Equal(("Delivery", "DeliveryMethod"), (names.OfEnumeration(Delivery), names.FormerOfEnumeration(Delivery)));
        Assert.Equal(("Post", "Mail"), (names.OfItem(Delivery, 2), names.FormerOfItem(Delivery, 2)));
        Assert.Equal(("Waiting", "Zhdyot"), (names.OfStatus("STATUS", "UC_1"), names.FormerOfStatus("STATUS", "UC_1")));
        Assert.Null(names.FormerOfField(Weight) ?? names.FormerOfItem(Delivery, 1) ?? names.FormerOfStatus("STATUS", "NEW"));
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
    public void A_name_that_is_taken_or_belongs_to_nothing_is_dropped_without_a_word(string code, string former, string whose) =>
        Assert.True(Name(Renamed((code, former))).FormerOfField(code) is null, whose);

    [Fact]
    public void Names_of_values_are_dropped_likewise()
    {
        PortalNames names = Name("""
            {
              "renamed": {
                "items": {"UF_CRM_DELIVERY": {"1": "Pochta", "2": "Pochta", "9": "Gone"}, "UF_CRM_WEIGHT": {"1": "X"}},
                "statuses": {"STATUS": {"NEW": "Zhdyot", "UC_1": "FromCode"}, "SOURCE": {"WEB": "Site"}}
              }
            }
            """);

        Assert.All(new[] { 1L, 2L, 9L }, id => Assert.Null(names.FormerOfItem(Delivery, id)));
        Assert.All(new[] { "NEW", "UC_1" }, code => Assert.Null(names.FormerOfStatus("STATUS", code)));
        Assert.Null(names.FormerOfStatus("SOURCE", "WEB"));
    }

    [Fact]
    public void Two_fields_that_change_names_with_each_other_keep_no_former_name()
    {
        PortalNames names = Name("""
            {
              "fields": {"UF_CRM_KIND": "Dostavka", "UF_CRM_DELIVERY": "Vid"},
              "renamed": {"fields": {"UF_CRM_KIND": "Vid", "UF_CRM_DELIVERY": "Dostavka"}}
            }
            """);

        Assert.Equal(("Dostavka", "Vid"), (names.OfField(Kind), names.OfField(Delivery)));
        Assert.All(new[] { Kind, Delivery }, code => Assert.Null(names.FormerOfField(code) ?? names.FormerOfEnumeration(code)));
    }

    [Fact]
    public void A_name_that_two_fields_had_leads_to_neither()
    {
        PortalNames names = Name(Renamed((Weight, "Old"), (Delivery, "Old")));
        Assert.All(new[] { Weight, Delivery }, code => Assert.Null(names.FormerOfField(code)));
    }

    [Theory]
    [InlineData(Delivery, "Sposob", "Sposob", "Sposob")]
    [InlineData(Delivery, "File", "File", "FileOption")]
    [InlineData(Delivery, "LeadStatus", "LeadStatus", "LeadStatusOption")]
    [InlineData(Delivery, "TypeOption", "TypeOption", null)]
    [InlineData(Delivery, "Title", null, null)]
    [InlineData(Weight, "Massa", "Massa", null)]
    public void An_enumeration_has_the_former_name_that_its_field_gave_it(string code, string former, string? field, string? type)
    {
        PortalNames names = Name(Renamed((code, former)));
        Assert.Equal("TypeOption", names.OfEnumeration(Kind));
        Assert.Equal((field, type), (names.FormerOfField(code), names.FormerOfEnumeration(code)));
    }

    [Fact]
    public void No_former_name_changes_a_current_one() => Gen
        .OneOf(Generators.HostileText, Gen.OneOf("Ves", "Dostavka", "Title", "Old", "Type", "TypeOption"))
        .Array[s_codes.Length]
        .Sample(
            former =>
            {
                PortalNames expected = s_portal.Name();
                PortalNames names = (s_portal with { Names = Renamed([.. s_codes.Zip(former)]) }).Name();

                Assert.Equal(s_codes.Select(expected.OfField), s_codes.Select(names.OfField));
                Assert.Equal(expected.OfEnumeration(Delivery), names.OfEnumeration(Delivery));
                AssertUnique(s_codes.SelectMany(c => new[] { names.OfField(c), names.FormerOfField(c) }));
                AssertUnique(new[] { Delivery, Kind }.SelectMany(c => new[] { names.OfEnumeration(c), names.FormerOfEnumeration(c) }).Append("LeadStatus"));
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
