using System.Collections.Frozen;
// Values: constants, and static types that a field cannot store.
namespace Corpus.Values;

public interface ICaller
{
    Task Call(string method, object arguments);
}

public enum Slot { Morning, Evening }

public enum Stage { InProcess, Web, Done = 40 }

public enum Carrier { Courier = 177, Other = 5 }

public enum Named { [System.Runtime.Serialization.EnumMember(Value = "WEB")] Site }

public sealed class Values(ICaller caller)
{
    public Task Constants(int id) => caller.Call("crm.lead.update", new
    {
        id,
        fields = new
        {
            UF_CRM_1665555555 = 177,
            UF_CRM_1665555556 = new[] { 191, 999 }, // expect: value
            UF_CRM_1665555557 = "РФ", // expect: value
            UF_CRM_1661122334 = "завтра", // expect: value
            UF_CRM_1662000300 = "2026-03-01T10:00:00+03:00",
            UF_CRM_1663456789 = "300", // expect: value
            UF_CRM_1658111222 = "пять", // expect: value
            SOURCE_ID = "Сайт", // expect: value
            TITLE = "", // expect: value
            UF_CRM_1660500000 = false,
            CURRENCY_ID = "RUB",
        },
    });

    public Task Types(int id, DateTime day, DateTimeOffset moment, DateOnly date, decimal money, bool flag, string text, string[] texts, int number, List<int> numbers, object any, Slot slot, Guid key)
        => caller.Call("crm.lead.update", new
        {
            id,
            fields = new
            {
                BIRTHDATE = day, // expect: type
                UF_CRM_1661122334 = moment, // expect: type
                UF_CRM_1661122335 = new[] { date },
                UF_CRM_1662000300 = day,
                UF_CRM_1663456789 = money, // expect: type
                OPPORTUNITY = money,
                OPENED = flag, // expect: type
                UF_CRM_1660500000 = flag,
                TITLE = texts, // expect: type
                UF_CRM_1655290011 = text, // expect: type
                UF_CRM_1665555556 = number, // expect: type
                UF_CRM_1665555555 = numbers, // expect: type
                UF_CRM_1665555557 = number,
                UF_CRM_1658111222 = key, // expect: type
                UF_CRM_1658111223 = numbers,
                UF_CRM_1652088000 = any,
                UF_CRM_1665555558 = (int)slot,
                SOURCE_ID = text,
                UF_CRM_1661122336 = day, // expect: unknown-field
                UF_CRM_1669000003 = any,
                COMMENTS = $"{day:g}",
            },
        });

    public Task Entries(int id, string phone, string[] phones, Entry entry, Entry[] entries, dynamic any) => caller.Call("crm.lead.update", new
    {
        id,
        fields = new
        {
            PHONE = phone, // expect: multi-field
            EMAIL = phones, // expect: multi-field
            WEB = new[] { new { VALUE = phone } }, // expect: multi-field
            IM = new { VALUE = phone, VALUE_TYPE = "TELEGRAM" }, // expect: multi-field
        },
    });

    public Task MoreEntries(int id, string phone, string[] phones, Entry entry, Entry[] entries, dynamic any) => caller.Call("crm.lead.update", new
    {
        id,
        fields = new
        {
            PHONE = new object[] { phone }, // expect: multi-field
            EMAIL = entry, // expect: multi-field
            WEB = entries,
            IM = any,
        },
    });

    public Task Deleted(int id) => caller.Call("crm.lead.update", new
    {
        id,
        fields = new
        {
            PHONE = new object[] { new { ID = 7, DELETE = "Y" }, new { ID = 8, VALUE = "" }, new { ID = 9, VALUE = "+7", VALUE_TYPE = "WORK" } },
            EMAIL = new Dictionary<string, object> { ["12"] = new { VALUE = "a@example.org", VALUE_TYPE = "HOME" } },
        },
    });

    public Task Chosen(int id, bool flag) => caller.Call("crm.lead.update", new
    {
        id,
        fields = new
        {
            OPENED = flag ? "Y" : "N",
            IS_MANUAL_OPPORTUNITY = flag ? "Y" : "нет", // expect: value
            UF_CRM_1665555555 = flag ? 177 : 178,
        },
    });

    public Task Options(int id, bool flag) => caller.Call("crm.lead.update", new
    {
        id,
        fields = new { POST = "x" },
        @params = new { REGISTER_SONET_EVENT = flag }, // expect: type
    });

    public Task Frozen(int id) => caller.Call("crm.lead.update", new { id, fields = new Dictionary<string, object> { ["TITEL"] = "x" }.ToFrozenDictionary() }); // expect: unknown-field

    public Task Member(int id) => caller.Call("crm.lead.update", new
    {
        id,
        fields = new
        {
            STATUS_ID = Stage.Done, // expect: value
            SOURCE_ID = Stage.Web,
            UF_CRM_1665555555 = Carrier.Other, // expect: value
        },
    });

    public Task Known(int id) => caller.Call("crm.lead.update", new
    {
        id,
        fields = new { STATUS_ID = Stage.InProcess, SOURCE_ID = Named.Site, UF_CRM_1665555555 = Carrier.Courier },
    });

    public Task Zero(string text) => caller.Call("crm.lead.get", new { id = -1 }); // expect: value

    public sealed record Entry(string VALUE, string VALUE_TYPE);
}
