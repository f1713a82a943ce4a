// Filters and orders of crm.lead.list that portals ignore in part.
namespace Corpus.Filters;

public interface ICaller
{
    Task Call(string method, object arguments);
}

public sealed class Filters(ICaller caller, HttpClient http, string hook)
{
    public Task Contacts(int contact) => caller.Call("crm.lead.list", new { filter = new { CONTACT_IDS = contact } }); // expect: filter

    public Task Query() => http.GetStringAsync(hook + "crm.lead.list?filter[ADDRESS_LOC_ADDR_ID]=5"); // expect: filter

    public Task Conditions(string[] days) => caller.Call("crm.lead.list", new
    {
        filter = new Dictionary<string, object>
        {
            ["!LINK"] = "", // expect: filter
            ["!%TITLE"] = "спам", // expect: filter
            ["!%UF_CRM_1652088000"] = "спам",
            ["!=%NAME"] = "А%", // expect: filter
            ["!@UF_CRM_1661122334"] = days, // expect: filter
            ["!@UF_CRM_1662000300"] = days, // expect: filter
            ["!@BIRTHDATE"] = days,
            ["!@STATUS_ID"] = new[] { "JUNK" },
            ["!%PHONE"] = "+7",
            ["!CONTACT_ID"] = 5,
            ["!UF_CRM_1661122334"] = false,
        },
    });

    public Task Order() => caller.Call("crm.lead.list", new { order = new { STATUS_ID = "ASC", ID = "DESC" } }); // expect: filter

    public Task OrderInQuery() => http.GetStringAsync(hook + "crm.lead.list?order[STATUS_ID]=ASC&order[ID]=DESC"); // expect: filter

    public Task Last() => caller.Call("crm.lead.list", new { order = new Dictionary<string, string> { ["ID"] = "DESC", ["STATUS_ID"] = "ASC" } });

    public Task Only() => caller.Call("crm.lead.list", new { order = new { STATUS_ID = "ASC" } });

    public Task Branches(bool byStatus)
    {
        var order = new Dictionary<string, string>();
        if (byStatus)
        {
            order["STATUS_ID"] = "ASC";
        }
        else
        {
            order["ID"] = "ASC";
        }

        return caller.Call("crm.lead.list", new { order });
    }

    // The filter of another method.
    public Task Other(int contact) => Task.WhenAll(
        caller.Call("crm.deal.list", new { filter = new Dictionary<string, object> { ["CONTACT_IDS"] = contact, ["!%TITLE"] = "x" }, order = new { STATUS_ID = "ASC", ID = "ASC" } }),
        caller.Call("crm.item.list", new { entityTypeId = 1, filter = new Dictionary<string, object> { ["!%title"] = "x", ["@contactIds"] = new[] { contact } }, order = new { stageId = "ASC", id = "ASC" } }));
}
