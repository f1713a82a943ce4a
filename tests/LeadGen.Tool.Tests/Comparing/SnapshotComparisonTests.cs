using LeadGen.Schema;
using LeadGen.Schema.Naming;
using LeadGen.Tool.Comparing;
using static LeadGen.TestKit.MemoryPortal;

namespace LeadGen.Tool.Tests.Comparing;

public class SnapshotComparisonTests
{
    private const string Code = "UF_CRM_1712000000";

    private static readonly string s_title = Field("TITLE", label: "Тема");

    [Fact]
    public void Order_and_formatting_are_not_compared()
    {
        MemoryPortal before = Create(s_title, Enumeration(Code, "Доставка", "Курьер", "Почта"));
        MemoryPortal after = Create(Enumeration(Code, "Доставка", "Курьер", "Почта").Replace(",", " ,\n", StringComparison.Ordinal), s_title)
            with { Names = """{"fields": {"UF_CRM_1712000000": "Dostavka"}}""" };

        Assert.Empty(Compare(before, after));
    }

    [Fact]
    public void A_removed_field_is_breaking_and_reported_at_its_old_line()
    {
        SchemaChange change = Assert.Single(Compare(Create(s_title, Field(Code, "date", "День")), Create(s_title)));

        Assert.Equal((ChangeRules.FieldRemoved, Code, "День", "date", null, true), (change.Rule, change.Code, change.Label, change.Before, change.After, change.IsBreaking));
        Assert.Equal((2, 0), (change.Location.Start.Line, change.Location.Start.Column));
    }

    [Fact]
    public void A_new_field_is_compatible_unless_it_is_required()
    {
        Assert.Equal([(ChangeRules.FieldAdded, false)], Kinds(Create(s_title), Create(s_title, Field(Code, label: "День"))));
        Assert.Equal(
            [(ChangeRules.FieldAdded, false), (ChangeRules.BecameRequired, true)],
            Kinds(Create(s_title), Create(s_title, Flagged("isRequired"))));
    }

    [Theory]
    [InlineData("string", "date", "type-changed", true)]
    [InlineData("string", "url", "type-renamed", false)]
    [InlineData("integer", "rest_7_slider", "type-changed", true)]
    [InlineData("string", "rest_7_slider", "type-renamed", false)]
    [InlineData("rest_7_slider", "rest_8_slider", "type-renamed", false)]
    [InlineData("rest_7_slider", "hlblock", "type-changed", true)]
    [InlineData("crm_contact", "crm_company", "type-changed", true)]
    [InlineData("employee", "iblock_element", "type-changed", true)]
    public void A_changed_type_is_breaking_if_it_behaves_differently(string from, string to, string rule, bool isBreaking)
    {
        SchemaChange change = Assert.Single(Compare(Create(s_title, Field(Code, from, "Поле")), Create(s_title, Field(Code, to, "Поле"))));

        Assert.Equal((rule, isBreaking, from, to), (change.Rule.Id, change.IsBreaking, change.Before, change.After));
        Assert.Equal(2, change.Location.Start.Line);
        Assert.True(change.Location.Start.Column > Code.Length);
    }

    [Theory]
    [InlineData("isRequired", "became-required", true, "became-optional", false)]
    [InlineData("isReadOnly", "became-read-only", true, "became-writable", false)]
    [InlineData("isImmutable", "became-immutable", true, "became-writable", false)]
    [InlineData("isMultiple", "became-multiple", true, "became-single", true)]
    public void A_changed_flag_is_breaking_in_one_or_both_directions(string flag, string on, bool onBreaks, string off, bool offBreaks)
    {
        MemoryPortal without = Create(s_title, Field(Code, label: "Поле"));
        MemoryPortal with = Create(s_title, Flagged(flag));

        Assert.Equal((on, onBreaks), Single(without, with));
        Assert.Equal((off, offBreaks), Single(with, without));
    }

    [Fact]
    public void A_field_without_setter_that_becomes_read_only_is_compatible()
    {
        MemoryPortal Files(string more) => Create(s_title, Field(Code, "file", "Договор").Replace("\"isReadOnly\":false", "\"isReadOnly\":" + more, StringComparison.Ordinal));

        Assert.Equal(("became-read-only", false), Single(Files("false"), Files("true")));
    }

    [Fact]
    public void An_immutable_field_that_becomes_read_only_breaks_code_that_creates_leads()
    {
        MemoryPortal Immutable(string type, string isReadOnly) => Create(s_title, Field(Code, type, "Поле")
            .Replace("\"isImmutable\":false", "\"isImmutable\":true", StringComparison.Ordinal)
            .Replace("\"isReadOnly\":false", "\"isReadOnly\":" + isReadOnly, StringComparison.Ordinal));

        Assert.Equal(("became-read-only", true), Single(Immutable("string", "false"), Immutable("string", "true")));
        Assert.Equal(("became-read-only", false), Single(Immutable("file", "false"), Immutable("file", "true")));
        Assert.Equal(("became-writable", false), Single(Immutable("string", "true"), Immutable("string", "false")));
    }

    [Fact]
    public void Items_are_matched_by_ID()
    {
        MemoryPortal before = Create(Enumeration(Code, "Доставка", "Курьер", "Почта", "Самовывоз"));
        MemoryPortal after = Create(Field(Code, "enumeration", "Доставка",
            "\"items\":[{\"ID\":\"1\",\"VALUE\":\"Курьер до двери\"},{\"ID\":\"3\",\"VALUE\":\"Самовывоз\"},{\"ID\":\"9\",\"VALUE\":\"Дрон\"}]"))
            with { Names = """{"items": {"UF_CRM_1712000000": {"1": "Kurer"}}}""" };

        Assert.Equal(
            [("item-removed", "2", true), ("item-renamed", "1", false), ("item-added", "9", false)],
            Compare(before, after).Select(c => (c.Rule.Id, c.Key!, c.IsBreaking)));
    }

    [Fact]
    public void A_renamed_item_without_a_pin_is_breaking()
    {
        SchemaChange change = Compare(Create(Enumeration(Code, "Доставка", "Курьер")), Create(Enumeration(Code, "Доставка", "Почта"))).Single(c => c.IsBreaking);

        Assert.Equal(("name-changed", "1", "Kurer", "Pochta"), (change.Rule.Id, change.Key, change.Before, change.After));
    }

    [Fact]
    public void A_label_renames_a_member_unless_it_is_pinned()
    {
        MemoryPortal before = Create(Field(Code, label: "Паспорт"));
        MemoryPortal after = Create(Field(Code, label: "Паспорт проекта"));

        Assert.Equal([("label-changed", false), ("name-changed", true)], Ids(before, after));
        Assert.Equal([("label-changed", false)], Ids(before, after with { Names = """{"fields": {"UF_CRM_1712000000": "Pasport"}}""" }));
    }

    [Fact]
    public void A_rename_with_a_former_name_is_breaking_only_for_an_enum_type()
    {
        MemoryPortal before = Create(Enumeration(Code, "Доставка", "Курьер"));
        MemoryPortal after = before with
        {
            Names = """
                {"fields": {"UF_CRM_1712000000": "Delivery"}, "items": {"UF_CRM_1712000000": {"1": "Courier"}},
                 "renamed": {"fields": {"UF_CRM_1712000000": "Dostavka"}, "items": {"UF_CRM_1712000000": {"1": "Kurer"}}}}
                """,
        };

        Assert.Equal([("name-changed", true), ("name-changed", false)], Ids(before, after));
        MemoryPortal text = Create(Field(Code, label: "Номер"));
        Assert.Equal(("name-changed", false), Single(text, text with
        {
            Names = """{"fields": {"UF_CRM_1712000000": "Number"}, "renamed": {"fields": {"UF_CRM_1712000000": "Nomer"}}}""",
        }));
    }

    [Fact]
    public void A_read_only_address_part_changes_how_the_address_is_written()
    {
        MemoryPortal whole = Create(Field("ADDRESS"), Field("ADDRESS_CITY"));
        MemoryPortal parts = Create(Field("ADDRESS"), Field("ADDRESS_CITY").Replace("\"isReadOnly\":false", "\"isReadOnly\":true", StringComparison.Ordinal));

        Assert.Contains(("address-changed", true), Ids(whole, parts));
        Assert.Contains(("address-changed", true), Ids(parts, whole));
    }

    [Fact]
    public void A_required_read_only_field_is_not_reported()
    {
        string field = Field(Code, label: "Поле").Replace("\"isReadOnly\":false", "\"isReadOnly\":true", StringComparison.Ordinal);

        Assert.Empty(Ids(Create(field), Create(field.Replace("\"isRequired\":false", "\"isRequired\":true", StringComparison.Ordinal))));
    }

    [Fact]
    public void A_recreated_item_is_reported_with_the_name_that_it_takes_over()
    {
        MemoryPortal With(string id) => Create(Field(Code, "enumeration", "Доставка", $$"""  "items":[{"ID":"{{id}}","VALUE":"Почта"}]"""));

        SchemaChange removed = Compare(With("12"), With("99")).Single(c => c.Rule == ChangeRules.ItemRemoved);
        Assert.Contains("now belongs to item 99", removed.Consequence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recreated_field_is_reported_with_the_name_that_it_takes_over()
    {
        SchemaChange removed = Compare(Create(Field("UF_CRM_1", label: "Промокод")), Create(Field("UF_CRM_2", label: "Промокод")))
            .Single(c => c.Rule == ChangeRules.FieldRemoved);

        Assert.Equal(("Promokod", true), (removed.Name, removed.IsBreaking));
        Assert.Contains("now belongs to UF_CRM_2", removed.Consequence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "\"MAX_LENGTH\":20", "limit-tightened")]
    [InlineData("\"MAX_LENGTH\":20", "\"MAX_LENGTH\":10", "limit-tightened")]
    [InlineData("\"MAX_LENGTH\":20", "\"MAX_LENGTH\":0", "limit-loosened")]
    [InlineData("\"MIN_LENGTH\":2", "\"MIN_LENGTH\":3", "limit-tightened")]
    [InlineData("\"MIN_LENGTH\":3", "\"MIN_LENGTH\":2", "limit-loosened")]
    [InlineData("\"MIN_VALUE\":-5", "\"MIN_VALUE\":-10", "limit-loosened")]
    [InlineData("\"MAX_VALUE\":10", "\"MAX_VALUE\":5", "limit-tightened")]
    [InlineData("\"REGEXP\":\"/a/\"", "\"REGEXP\":\"/b/\"", "limit-tightened")]
    [InlineData("\"REGEXP\":\"/a/\"", "", "limit-loosened")]
    [InlineData("\"LEAD\":\"Y\",\"DEAL\":\"Y\"", "\"LEAD\":\"Y\",\"DEAL\":\"N\"", "limit-tightened")]
    [InlineData("\"LEAD\":\"Y\"", "\"LEAD\":\"Y\",\"CONTACT\":\"Y\"", "limit-loosened")]
    public void A_stricter_limit_is_breaking(string from, string to, string rule)
    {
        MemoryPortal With(string settings) => Create(Field(Code, "string", "Поле", $"\"settings\":{{{settings}}}"));

        Assert.Equal((rule, rule == "limit-tightened"), Single(With(from), With(to)));
    }

    [Theory]
    [InlineData("PRECISION", "double", "limit-tightened")]
    [InlineData("PRECISION", "string", null)]
    public void Decimal_places_are_compared_only_for_numbers(string setting, string type, string? rule)
    {
        MemoryPortal With(int places) => Create(Field(Code, type, "Поле", $"\"settings\":{{\"{setting}\":{places}}}"));

        Assert.Equal(rule, Compare(With(4), With(2)).SingleOrDefault()?.Rule.Id);
    }

    [Fact]
    public void Values_of_used_dictionaries_are_compared_and_reported_at_their_lines()
    {
        string status = Field("STATUS_ID", "crm_status", "Стадия", "\"statusType\":\"STATUS\"");
        MemoryPortal Listing(params (string, string, int)[] rows) => Create(status) with { Statuses = StatusList("STATUS", rows) };
        MemoryPortal before = Listing(("NEW", "Новый", 10), ("UC_1", "Звонок", 20), ("JUNK", "Брак", 30));
        MemoryPortal after = Listing(("NEW", "Свежий", 10), ("JUNK", "Брак", 5), ("UC_2", "Встреча", 40));

        EquatableArray<SchemaChange> changes = Compare(before, after);

        Assert.Equal(
            [("value-removed", "UC_1", true), ("value-renamed", "NEW", false), ("value-added", "UC_2", false)],
            changes.Select(c => (c.Rule.Id, c.Key!, c.IsBreaking)));
        Assert.EndsWith(PortalFiles.StatusesName, changes[0].Location.Path, StringComparison.Ordinal);
        Assert.EndsWith(PortalFiles.StatusesName, changes[2].Location.Path, StringComparison.Ordinal);
        Assert.Empty(Compare(
            Create(s_title) with { Statuses = StatusList("INDUSTRY", ("IT", "ИТ", 10)) },
            Create(s_title) with { Statuses = StatusList("INDUSTRY", ("FOOD", "Еда", 10)) }));
    }

    [Fact]
    public void A_changed_dictionary_is_breaking() => Assert.Contains(
        Compare(
            Create(Field(Code, "crm_status", "Канал", "\"statusType\":\"SOURCE\"")),
            Create(Field(Code, "crm_status", "Канал", "\"statusType\":\"INDUSTRY\""))),
        c => (c.Rule, c.Before, c.After, c.IsBreaking) == (ChangeRules.DictionaryChanged, "SOURCE", "INDUSTRY", true));

    [Fact]
    public void A_deprecated_field_still_works() => Assert.Equal(
        ("became-deprecated", false),
        Single(Create(Field(Code, label: "Поле")), Create(Field(Code, "string", "Поле", "\"isDeprecated\":true"))));

    [Fact]
    public void Rules_have_unique_IDs_and_consequences()
    {
        Assert.Equal(ChangeRules.All.Count, ChangeRules.All.Select(r => r.Id).Distinct().Count());
        Assert.All(ChangeRules.All, r => Assert.EndsWith(".", r.Consequence, StringComparison.Ordinal));
        Assert.Equal(typeof(ChangeRules).GetFields().Length, ChangeRules.All.Count);
    }

    private static string Flagged(string flag) =>
        Field(Code, "string", "Поле").Replace($"\"{flag}\":false", $"\"{flag}\":true", StringComparison.Ordinal);

    private static EquatableArray<SchemaChange> Compare(MemoryPortal before, MemoryPortal after) => SnapshotComparison.Compare(Named(before), Named(after));

    private static NamedPortal Named(MemoryPortal portal) => Assert.IsType<NamedPortal>(NamedPortal.Load(portal.Files, new NamingOptions(), out _));

    private static IEnumerable<(ChangeRule, bool)> Kinds(MemoryPortal before, MemoryPortal after) => Compare(before, after).Select(c => (c.Rule, c.IsBreaking));

    private static IEnumerable<(string, bool)> Ids(MemoryPortal before, MemoryPortal after) => Compare(before, after).Select(c => (c.Rule.Id, c.IsBreaking));

    private static (string, bool) Single(MemoryPortal before, MemoryPortal after) => Assert.Single(Ids(before, after));
}
