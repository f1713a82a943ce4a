using LeadGen.Schema.Naming;
using static LeadGen.TestKit.MemoryPortal;

namespace LeadGen.Generator.Tests.Schemas.Naming;

/// <summary>Tests the names of fields.</summary>
public class FieldNameTests
{
    [Fact]
    public void Standard_fields_are_named_after_their_code_in_every_language()
    {
        string[] codes = ["ID", "TITLE", "STATUS_ID", "ADDRESS_2", "UTM_SOURCE", "PARENT_ID_1036", "LAST_ACTIVITY_TIME"];
        PortalNames russian = Create(codes.Select((c, i) => Field(c, label: "Поле " + i))).Name();
        PortalNames english = Create(codes.Select((c, i) => Field(c, label: "Title"))).Name();

        Assert.Equal(["Id", "Title", "StatusId", "Address2", "UtmSource", "ParentId1036", "LastActivityTime"], codes.Select(russian.GetFieldName));
        Assert.Equal(codes.Select(russian.GetFieldName), codes.Select(english.GetFieldName));
    }

    [Theory]
    [InlineData("\"formLabel\":\"Форма\",\"listLabel\":\"Список\",\"filterLabel\":\"Фильтр\",\"title\":\"Заголовок\"", "Forma")]
    [InlineData("\"formLabel\":\"\",\"listLabel\":\"Список\",\"filterLabel\":\"Фильтр\",\"title\":\"Заголовок\"", "Spisok")]
    [InlineData("\"formLabel\":null,\"listLabel\":\" \",\"filterLabel\":\"Фильтр\",\"title\":\"Заголовок\"", "Filtr")]
    [InlineData("\"title\":\"Заголовок\"", "Zagolovok")]
    [InlineData("\"formLabel\":\"🚚\",\"listLabel\":\"Машина\"", "Mashina")]
    [InlineData("\"formLabel\":\"UF_CRM_1700000001\",\"title\":\"UF_CRM_1700000001\"", "UfCrm1700000001")]
    [InlineData("\"formLabel\":\"🚚\"", "UfCrm1700000001")]
    [InlineData("\"title\":\"\"", "UfCrm1700000001")]
    public void A_custom_field_is_named_after_its_first_usable_label_or_its_code(string labels, string name) =>
        Assert.Equal(name, new MemoryPortal($"{{\"UF_CRM_1700000001\":{{\"type\":\"string\",\"isDynamic\":true,{labels}}}}}").Name().GetFieldName("UF_CRM_1700000001"));

    [Fact]
    public void Native_names_keep_the_letters_of_labels() =>
        Assert.Equal("ВесКг", Create(Field("UF_CRM_1700000001", label: "Вес, кг")).Name(IdentifierStyle.Native).GetFieldName("UF_CRM_1700000001"));

    [Theory]
    [InlineData("Equals")]
    [InlineData("Get Type")]
    [InlineData("to string")]
    [InlineData("Item")]
    [InlineData("Lead")]
    [InlineData("Lead update")]
    [InlineData("Lead fields")]
    [InlineData("From changes")]
    [InlineData("Record id")]
    [InlineData("Schema hash")]
    public void A_reserved_name_gets_the_code_as_a_suffix(string label)
    {
        PortalNames names = Create(Field("UF_CRM_1700000001", label: label)).Name();

        Assert.Equal(Identifiers.FromCode(label.Replace(' ', '_')) + "_1700000001", names.GetFieldName("UF_CRM_1700000001"));
        Assert.Empty(names.Diagnostics);
    }

    [Fact]
    public void No_field_has_the_name_of_a_reserved_member()
    {
        string[] codes = ReservedNames.Members.Select((_, i) => $"UF_CRM_{1_700_000_000 + i}").ToArray();
        PortalNames names = Create(ReservedNames.Members.Zip(codes, (label, code) => Field(code, label: label))).Name();

        Assert.Empty(codes.Select(names.GetFieldName).Intersect(ReservedNames.Members));
        Assert.Equal(codes.Length, codes.Select(names.GetFieldName).Distinct().Count());
    }

    [Fact]
    public void No_field_has_the_name_of_a_generated_class()
    {
        PortalNames names = Create(
            Field("UF_CRM_1700000001", label: "Customer update"), Field("UF_CRM_1700000002", label: "Lead update"), Field("UF_CRM_1700000003", label: "Customer draft"))
            .Name(className: "Customer");

        Assert.Equal("CustomerUpdate_1700000001", names.GetFieldName("UF_CRM_1700000001"));
        Assert.Equal("CustomerDraft_1700000003", names.GetFieldName("UF_CRM_1700000003"));
        Assert.Equal("LeadUpdate", names.GetFieldName("UF_CRM_1700000002"));
    }

    [Fact]
    public void A_custom_field_never_has_the_name_of_a_standard_field()
    {
        PortalNames names = Create(Field("UF_CRM_1700000001", label: "Title"), Field("TITLE")).Name();

        Assert.Equal("Title", names.GetFieldName("TITLE"));
        Assert.Equal("Title_1700000001", names.GetFieldName("UF_CRM_1700000001"));
    }

    [Fact]
    public void Standard_codes_with_the_same_name_get_unique_names()
    {
        PortalNames names = Create(Field("A_B"), Field("A__B"), Field("***")).Name();

        Assert.Equal(["AB", "AB_Field", "Field"], new[] { "A_B", "A__B", "***" }.Select(names.GetFieldName));
    }

    // Two codes, and the name of the newer field.
    public static TheoryData<string, string, string> Ages => new()
    {
        { "UF_CRM_1600000000", "UF_CRM_1700000000", "Ves_1700000000" },
        { "UF_CRM_1700000000", "UF_CRM_1600000001000", "Ves_1700000000" },
        { "UF_CRM_1600000001000", "UF_CRM_1700000000", "Ves_1700000000" },
        { "UF_CRM_1700000000", "UF_CRM_64A29A1CD5CC2", "Ves_1700000000" },
        { "UF_CRM_1650000000", "UF_CRM_64A29A1CD5CC2", "Ves_64a29a1cd5cc2" },
        { "UF_CRM_64A29A1CD5CC2", "UF_CRM_65A29A1CD5CC2", "Ves_65a29a1cd5cc2" },
        { "UF_CRM_6412345678901", "UF_CRM_1700000000", "Ves_1700000000" },
        { "UF_CRM_1700000000", "UF_CRM_WEIGHT", "Ves_Weight" },
        { "UF_CRM_A", "UF_CRM_B", "Ves_B" },
        { "UF_CRM_1700000000", "UF_CRM_0000000001", "Ves_0000000001" },
        { "UF_CRM_1700000000", "UF_CRM_9999999999", "Ves_9999999999" },
        { "UF_CRM_1700000000", "UF_CRM_64A29A1CHILDS", "Ves_64a29a1childs" },
    };

    [Theory]
    [MemberData(nameof(Ages))]
    public void The_older_of_two_fields_with_the_same_label_keeps_the_name(string first, string second, string name)
    {
        bool isFirstNewer = name.EndsWith(Identifiers.FromCode(first[7..]).TrimStart('_'), StringComparison.Ordinal);
        (string older, string newer) = isFirstNewer ? (second, first) : (first, second);
        foreach (string[] order in new[] { new[] { first, second }, [second, first] })
        {
            PortalNames names = Create(order.Select(code => Field(code, label: "Вес"))).Name();

            Assert.Equal(("Ves", name), (names.GetFieldName(older), names.GetFieldName(newer)));
        }
    }

    [Fact]
    public void The_ID_of_a_custom_field_determines_its_age_before_its_code()
    {
        MemoryPortal portal = Create(Field("UF_CRM_1700000000", label: "Вес"), Field("UF_CRM_WEIGHT", label: "Вес"), Field("UF_CRM_1600000000", label: "Вес"));
        PortalNames names = (portal with
        {
            UserFields = """[{"FIELD_NAME": "UF_CRM_1700000000", "ID": "90"}, {"FIELD_NAME": "UF_CRM_WEIGHT", "ID": "12"}]""",
        }).Name();

        Assert.Equal("Ves", names.GetFieldName("UF_CRM_WEIGHT"));
        Assert.Equal("Ves_1700000000", names.GetFieldName("UF_CRM_1700000000"));
        Assert.Equal("Ves_1600000000", names.GetFieldName("UF_CRM_1600000000"));
    }

    [Fact]
    public void Fields_with_the_same_name_and_suffix_are_numbered()
    {
        PortalNames names = Create(Field("UF_CRM_A", label: "Вес"), Field("UF_CRM_B_1", label: "Вес"), Field("UF_CRM_B1", label: "Вес"), Field("UF_CRM_B__1", label: "Вес")).Name();

        Assert.Equal(["Ves", "Ves_B1", "Ves_B1_2", "Ves_B1_3"], new[] { "UF_CRM_A", "UF_CRM_B1", "UF_CRM_B_1", "UF_CRM_B__1" }.Select(names.GetFieldName));
    }
}
