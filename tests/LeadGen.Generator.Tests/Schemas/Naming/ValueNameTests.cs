using LeadGen.Schema.Naming;
using static LeadGen.TestKit.MemoryPortal;

namespace LeadGen.Generator.Tests.Schemas.Naming;

/// <summary>Tests the names of items, of dictionary values, and of the types that are generated for them.</summary>
public class ValueNameTests
{
    private const string Code = "UF_CRM_1700000001";

    private static string[] Items(params string[] values)
    {
        PortalNames names = Create(Enumeration(Code, "Доставка", values)).Name();
        return values.Select((_, i) => names.GetItemName(Code, i + 1)).ToArray();
    }

    private static MemoryPortal WithStatuses(params (string Code, string Name, int Sort)[] rows) =>
        Create(Field("STATUS_ID", "crm_status", more: "\"statusType\":\"STATUS\"")) with { Statuses = StatusList("STATUS", rows) };

    [Fact]
    public void An_item_is_named_after_its_text() =>
        Assert.Equal(["Kurer", "DoDveri", "_1Klass", "Int", "Equals"], Items("Курьер", "до двери", "1 класс", "int", "Equals"));

    [Fact]
    public void An_item_without_a_usable_text_is_named_after_its_ID() => Assert.Equal(["Value1", "Da", "Value3"], Items("", "Да", "+/-"));

    [Fact]
    public void The_later_of_two_items_with_the_same_text_gets_its_ID_as_a_suffix() => Assert.Equal(["Da", "Da_2", "Net", "Da_4"], Items("Да", "да", "Нет", "ДА!"));

    [Fact]
    public void A_generated_item_name_is_unique() => Assert.Equal(["Value2", "Value2_2"], Items("Value2", ""));

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
    public void An_item_is_named_after_an_XML_ID_that_an_administrator_entered(string xmlId, string name) => Assert.Equal(name, (Create(Enumeration(Code, "Доставка", "Курьер")) with
    {
        UserFields = $"[{{\"FIELD_NAME\":\"{Code}\",\"LIST\":[{{\"ID\":\"1\",\"XML_ID\":{Quote(xmlId)}}}]}}]",
    }).Name().GetItemName(Code, 1));

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
    public void A_dictionary_value_is_named_after_its_code_if_it_is_a_word(string code, string name, string expected) =>
        Assert.Equal(expected, WithStatuses((code, name, 10)).Name().GetStatusName("STATUS", code));

    [Theory]
    [InlineData(10, 20)]
    [InlineData(20, 10)]
    public void Reordering_values_does_not_rename_them(int first, int second)
    {
        PortalNames names = WithStatuses(("UC_1", "Звонок", first), ("UC_2", "Звонок", second), ("UC_0", "Waiting", 5), ("WAITING", "Ждёт", 99)).Name();

        Assert.Equal(["Zvonok", "Zvonok_Uc2", "Waiting", "Waiting_Uc0"], new[] { "UC_1", "UC_2", "WAITING", "UC_0" }.Select(c => names.GetStatusName("STATUS", c)));
    }

    [Fact]
    public void A_value_that_comes_first_on_the_portal_does_not_take_the_name_of_an_older_code()
    {
        PortalNames before = WithStatuses(("CALL", "Звонок", 10), ("UC_1", "Письмо", 20)).Name();
        PortalNames after = WithStatuses(("UC_2", "Call", 1), ("UC_3", "Письмо", 2), ("CALL", "Звонок", 10), ("UC_1", "Письмо", 20)).Name();

        Assert.All(new[] { "CALL", "UC_1" }, code => Assert.Equal(before.GetStatusName("STATUS", code), after.GetStatusName("STATUS", code)));
    }

    [Fact]
    public void Only_dictionaries_that_a_field_uses_have_a_type()
    {
        PortalNames names = (Create(
            Field("STATUS_ID", "crm_status", more: "\"statusType\":\"STATUS\""),
            Field("UF_CRM_1", "crm_status", "Отрасль", "\"statusType\":\"INDUSTRY\""),
            Field("UF_CRM_2", "crm_status", "Пусто", "\"statusType\":\"\"")) with
        {
            Statuses = StatusList("DEAL_STAGE", ("NEW", "", 1)),
        }).Name();

        Assert.Equal("LeadStatus", names.GetDictionaryName("STATUS"));
        Assert.Equal("LeadIndustry", names.GetDictionaryName("INDUSTRY"));
        Assert.Throws<KeyNotFoundException>(() => names.GetDictionaryName("DEAL_STAGE"));
        Assert.Throws<KeyNotFoundException>(() => names.GetDictionaryName(""));
    }

    [Theory]
    [InlineData("FIELDS", "LeadFields_Code")]
    [InlineData("UPDATE", "LeadUpdate_Code")]
    [InlineData("DRAFT", "LeadDraft_Code")]
    [InlineData("***", "Lead_Code")]
    public void A_dictionary_does_not_have_the_name_of_another_generated_type(string dictionary, string typeName) => Assert.Equal(
        typeName, Create(Field("UF_CRM_1", "crm_status", "Отрасль", $"\"statusType\":\"{dictionary}\"")).Name().GetDictionaryName(dictionary));

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
        PortalNames names = Create(Enumeration(Code, label, "Да"), Field("STATUS_ID", "crm_status", more: "\"statusType\":\"STATUS\"")).Name();

        Assert.Equal(typeName, names.GetEnumerationName(Code));
        Assert.Equal(Identifiers.FromLabel(label, IdentifierStyle.Transliterated), names.GetFieldName(Code));
    }

    [Fact]
    public void The_older_of_two_enumerations_keeps_its_type_name()
    {
        string[] fields = [Enumeration("UF_CRM_1700000009", "File", "Да"), Enumeration("UF_CRM_60000000ABCDE", "File option", "Да")];
        PortalNames names = Create(fields).Name();

        // UF_CRM_60000000ABCDE is older: 0x60000000 is a time in January 2021.
        Assert.Equal("FileOption", names.GetEnumerationName("UF_CRM_60000000ABCDE"));
        Assert.Equal("FileOption_Option", names.GetEnumerationName("UF_CRM_1700000009"));
    }
}
