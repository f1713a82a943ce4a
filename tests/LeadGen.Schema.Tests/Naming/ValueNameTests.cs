using LeadGen.Schema.Naming;
using static LeadGen.TestKit.MemoryPortal;

namespace LeadGen.Schema.Tests.Naming;

/// <summary>The names of items, of dictionary values, and of the types that are generated for them.</summary>
public class ValueNameTests
{
    private const string Code = "UF_CRM_1700000001";

    private static string[] Items(params string[] values)
    {
        PortalNames names = Of(Enumeration(Code, "Доставка", values)).Name();
        return values.Select((_, i) => names.OfItem(Code, i + 1)).ToArray();
    }

    private static MemoryPortal WithStatuses(params (string Code, string Name, int Sort)[] rows) =>
        Of(Field("STATUS_ID", "crm_status", more: "\"statusType\":\"STATUS\"")) with { Statuses = StatusList("STATUS", rows) };

    [Fact]
    public void An_item_is_named_by_its_text() =>
        Assert.Equal(["Kurer", "DoDveri", "_1Klass", "Int", "Equals"], Items("Курьер", "до двери", "1 класс", "int", "Equals"));

    [Fact]
    public void An_item_without_a_name_in_its_text_is_named_by_its_id() => Assert.Equal(["Value1", "Da", "Value3"], Items("", "Да", "+/-"));

    [Fact]
    public void Of_equal_texts_the_later_item_gets_its_id() => Assert.Equal(["Da", "Da_2", "Net", "Da_4"], Items("Да", "да", "Нет", "ДА!"));

    [Fact]
    public void A_text_that_looks_like_another_items_name_is_told_apart() => Assert.Equal(["Value2", "Value2_2"], Items("Value2", ""));

    [Theory]
    [InlineData("courier", "Courier")]
    [InlineData("BY_COURIER", "ByCourier")]
    [InlineData("by-courier", "ByCourier")]
    [InlineData("79b4c576f96e65eb40f390e45c0dc802", "Kurer")]
    [InlineData("abcdefabcdefabcdefabcdefabcdefab", "Kurer")]
    [InlineData("12", "Kurer")]
    [InlineData("a", "Kurer")]
    [InlineData("_courier", "Kurer")]
    [InlineData("курьер", "Kurer")]
    [InlineData("", "Kurer")]
    public void An_item_is_named_by_an_XML_ID_that_a_person_gave(string xmlId, string name) => Assert.Equal(name, (Of(Enumeration(Code, "Доставка", "Курьер")) with
    {
        UserFields = $"[{{\"FIELD_NAME\":\"{Code}\",\"LIST\":[{{\"ID\":\"1\",\"XML_ID\":{Quote(xmlId)}}}]}}]",
    }).Name().OfItem(Code, 1));

    [Theory]
    [InlineData("IN_PROCESS", "В работе", "InProcess")]
    [InlineData("NEW", "", "New")]
    [InlineData("1", "Тёплый", "Tyoplyy")]
    [InlineData("UC_9XK2B1", "Ждёт оплаты", "ZhdyotOplaty")]
    [InlineData("C2:WON", "Успех", "Uspekh")]
    [InlineData("UC_9XK2B1", "", "ValueUc9xk2b1")]
    [InlineData("7", "🚚", "Value7")]
    [InlineData("FROM-CODE", "", "FromCode_FromCode")]
    [InlineData("equals", "", "Equals_Equals")]
    [InlineData("lead_status", "", "LeadStatus_LeadStatus")]
    public void A_dictionary_value_is_named_by_a_code_that_is_a_word_and_else_by_its_name(string code, string name, string expected) =>
        Assert.Equal(expected, WithStatuses((code, name, 10)).Name().OfStatus("STATUS", code));

    [Theory]
    [InlineData(10, 20)]
    [InlineData(20, 10)]
    public void Moving_a_value_on_the_portal_renames_nothing(int first, int second)
    {
        PortalNames names = WithStatuses(("UC_1", "Звонок", first), ("UC_2", "Звонок", second), ("UC_0", "Waiting", 5), ("WAITING", "Ждёт", 99)).Name();

        Assert.Equal(["Zvonok", "Zvonok_Uc2", "Waiting", "Waiting_Uc0"], new[] { "UC_1", "UC_2", "WAITING", "UC_0" }.Select(c => names.OfStatus("STATUS", c)));
    }

    [Fact]
    public void A_value_that_comes_first_on_the_portal_does_not_take_the_name_of_an_older_code()
    {
        PortalNames before = WithStatuses(("CALL", "Звонок", 10), ("UC_1", "Письмо", 20)).Name();
        PortalNames after = WithStatuses(("UC_2", "Call", 1), ("UC_3", "Письмо", 2), ("CALL", "Звонок", 10), ("UC_1", "Письмо", 20)).Name();

        Assert.All(new[] { "CALL", "UC_1" }, code => Assert.Equal(before.OfStatus("STATUS", code), after.OfStatus("STATUS", code)));
    }

    [Fact]
    public void A_dictionary_that_a_field_uses_has_a_type_and_one_that_none_uses_has_not()
    {
        PortalNames names = (Of(
            Field("STATUS_ID", "crm_status", more: "\"statusType\":\"STATUS\""),
            Field("UF_CRM_1", "crm_status", "Отрасль", "\"statusType\":\"INDUSTRY\""),
            Field("UF_CRM_2", "crm_status", "Пусто", "\"statusType\":\"\"")) with
        {
            Statuses = StatusList("DEAL_STAGE", ("NEW", "", 1)),
        }).Name();

        Assert.Equal("LeadStatus", names.OfDictionary("STATUS"));
        Assert.Equal("LeadIndustry", names.OfDictionary("INDUSTRY"));
        Assert.Throws<KeyNotFoundException>(() => names.OfDictionary("DEAL_STAGE"));
        Assert.Throws<KeyNotFoundException>(() => names.OfDictionary(""));
    }

    [Theory]
    [InlineData("FIELDS", "LeadFields_Code")]
    [InlineData("UPDATE", "LeadUpdate_Code")]
    [InlineData("DRAFT", "LeadDraft_Code")]
    [InlineData("***", "Lead_Code")]
    public void A_dictionary_does_not_take_a_name_of_LeadGen(string dictionary, string typeName) => Assert.Equal(
        typeName, Of(Field("UF_CRM_1", "crm_status", "Отрасль", $"\"statusType\":\"{dictionary}\"")).Name().OfDictionary(dictionary));

    [Theory]
    [InlineData("Способ доставки", "SposobDostavki")]
    [InlineData("Money", "MoneyOption")]
    [InlineData("Phone type", "PhoneTypeOption")]
    [InlineData("Crm file", "CrmFileOption")]
    [InlineData("Type", "TypeOption")]
    [InlineData("Action", "ActionOption")]
    [InlineData("Task", "TaskOption")]
    [InlineData("Lead status", "LeadStatusOption")]
    public void An_enumeration_has_the_name_of_its_field_unless_another_type_has_it(string label, string typeName)
    {
        PortalNames names = Of(Enumeration(Code, label, "Да"), Field("STATUS_ID", "crm_status", more: "\"statusType\":\"STATUS\"")).Name();

        Assert.Equal(typeName, names.OfEnumeration(Code));
        Assert.Equal(Identifiers.FromLabel(label, IdentifierStyle.Transliterated), names.OfField(Code));
    }

    [Fact]
    public void The_older_of_two_enumerations_keeps_its_type_name()
    {
        string[] fields = [Enumeration("UF_CRM_1700000009", "File", "Да"), Enumeration("UF_CRM_60000000ABCDE", "File option", "Да")];
        PortalNames names = Of(fields).Name();

        // The second is older: 0x60000000 is a second of January 2021.
        Assert.Equal("FileOption", names.OfEnumeration("UF_CRM_60000000ABCDE"));
        Assert.Equal("FileOption_Option", names.OfEnumeration("UF_CRM_1700000009"));
    }
}
