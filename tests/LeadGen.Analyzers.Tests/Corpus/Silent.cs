// Correct code, and code that is about other things: no line may be reported.
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Flurl.Http;
using Newtonsoft.Json.Linq;
using RestSharp;

namespace Corpus.Silent;

public interface ICaller
{
    Task<JToken> Call(string method, object? arguments = null);
}

public sealed class Lead
{
    public int Id { get; set; }
    public string? Title { get; set; }
    public string? Phone { get; set; }
    public DateTime Created { get; set; }
}

public sealed class DealDto
{
    [JsonPropertyName("UF_CRM_5F00AA11BB22C")] public string? Group { get; set; }
    [JsonPropertyName("CLOSEDATE")] public DateTime Close { get; set; }
    [JsonPropertyName("TITLE")] public string[]? Titles { get; set; }
}

public sealed class Silent(ICaller caller, HttpClient http, RestClient rest, string hook, Action<string, object?> log)
{
    private const string Activity = "UF_CRM_TASK";
    private static readonly Dictionary<string, string> s_map = new() { ["name"] = "NAME", ["phone"] = "PHONE", ["odd"] = "FIO" };

    public Task Deals(DealDto deal) => http.PostAsJsonAsync(hook + "crm.deal.add", new { fields = deal });

    public async Task Convert(int id)
    {
        JToken lead = await caller.Call("crm.lead.get", new { id });
        var fields = new Dictionary<string, object> { ["LEAD_ID"] = id, ["UF_CRM_5F00AA11BB22C"] = lead["UF_CRM_1665555555"], ["STAGE_ID"] = "NEW" };
        await caller.Call("crm.deal.add", new { fields });
        var contact = new JObject { ["NAME"] = lead["NAME"], ["TYPE_ID"] = "CLIENT" };
        await caller.Call("crm.contact.add", new { fields = contact, @params = new { REGISTER_SONET_EVENT = "Y" } });
        await caller.Call("crm.lead.update", new { id, fields = new { STATUS_ID = "CONVERTED" } });
    }

    public async Task Same(int id)
    {
        var fields = new Dictionary<string, object> { ["UF_CRM_5F00AA11BB22C"] = 1, ["TITLE"] = "x" };
        await caller.Call("crm.lead.update", new { id, fields });
        await caller.Call("crm.deal.update", new { id, fields });
    }

    public async Task Reused(int id)
    {
        string method = "crm.lead.update";
        var fields = new Dictionary<string, object> { ["TITLE"] = "x" };
        await caller.Call(method, new { id, fields });
        method = "crm.deal.update";
        fields = new Dictionary<string, object> { ["STAGE_ID"] = "x" };
        await caller.Call(method, new { id, fields });
    }

    public Task AnyEntity(string entity, int id) => caller.Call($"crm.{entity}.update", new { id, fields = new { STAGE_ID = "x", ASSIGNED_BY_ID = 1 } });

    public Task AnyAction(string action, int id) => caller.Call("crm.lead." + action, new { id, fields = new { FIELD_NAME = "x" } });

    public Task Mapped(int id, Dictionary<string, string> form)
    {
        var fields = new Dictionary<string, object>();
        foreach (var (key, value) in form)
        {
            fields[s_map[key]] = value;
        }

        return caller.Call("crm.lead.update", new { id, fields });
    }

    public Task Projected(int id, Lead lead) => caller.Call("crm.lead.update", new
    {
        id,
        fields = new Dictionary<string, object?> { ["TITLE"] = lead.Title, ["PHONE"] = new[] { new { VALUE = lead.Phone, VALUE_TYPE = "WORK" } } },
    });

    public Task Logged(int id, Exception e)
    {
        log("crm.lead.update", new { id, attempt = 2, error = e.Message });
        log("crm.lead.update: {Fields}", new { fields = new { WHATEVER = 1 } });
        return caller.Call("crm.lead.delete", new { id });
    }

    public Task Fields(int id) => Task.WhenAll(
        caller.Call("crm.lead.fields"),
        caller.Call("crm.lead.userfield.add", new { fields = new { FIELD_NAME = "UF_CRM_NEW", USER_TYPE_ID = "string" } }),
        caller.Call("crm.lead.productrows.set", new { id, rows = new[] { new { PRODUCT_ID = 1, PRICE = 5m } } }),
        caller.Call("crm.lead.contact.add", new { id, fields = new { CONTACT_ID = 1, SORT = 5 } }),
        caller.Call("crm.timeline.comment.add", new { fields = new { ENTITY_ID = id, ENTITY_TYPE = "lead", COMMENT = "x" } }),
        caller.Call("tasks.task.add", new { fields = new { TITLE = "x", DEADLINE = DateTime.Now, UF_CRM_TASK = new[] { $"L_{id}" } } }));

    public async Task Whole(int id, DateOnly day, string mail)
    {
        var fields = new Dictionary<string, object>
        {
            ["BIRTHDATE"] = day.ToString("yyyy-MM-dd"),
            ["UF_CRM_1661122334"] = day,
            ["EMAIL"] = new[] { new Dictionary<string, string> { ["VALUE"] = mail, ["VALUE_TYPE"] = "WORK" } },
            ["UF_CRM_1663456789"] = $"{100}|RUB",
            ["UF_CRM_1655290011"] = new List<string> { "тюльпаны" },
            ["UF_CRM_1665555556"] = new[] { 191, 192 },
            ["CONTACT_IDS"] = new[] { 1, 2 },
        };
        await http.PostAsJsonAsync(hook + "crm.lead.update", new { id, fields, @params = new Dictionary<string, string> { ["REGISTER_SONET_EVENT"] = "Y" } });
        await hook.AppendPathSegment("crm.lead.update").PostJsonAsync(new { id, fields = new { TITLE = "x", ASSIGNED_BY_ID = 5 } });
        await rest.ExecuteAsync(new RestRequest("crm.lead.update", Method.Post).AddJsonBody(new { id, fields }));
        await rest.ExecuteAsync(new RestRequest("crm.lead.list").AddQueryParameter("filter[>ID]", "5").AddQueryParameter("start", "-1"));
    }

    public Task Page(int start) => http.GetStringAsync($"{hook}crm.lead.list?order[ID]=ASC&filter[!STATUS_ID]=JUNK&select[]=*&select[]=UF_*&start={start}");

    public Task Other(string title) => http.PostAsJsonAsync("https://shop.example.org/api/lead.update", new { id = 5, fields = new { TITEL = title } });

    public Task Todo(int id) => caller.Call("tasks.task.list", new { filter = new Dictionary<string, object> { [Activity] = "L_" + id }, select = new[] { "ID", Activity } });

    public Task Process(int id) => caller.Call("crm.item.add", new { entityTypeId = 177, fields = new { title = "x", ufCrm5_1 = 1, parentId1 = id } });

    public Task Items() => caller.Call("crm.item.list", new { entityTypeId = 1, filter = new Dictionary<string, object> { ["0"] = new { logic = "OR" }, [">=createdTime"] = "2026-01-01" }, select = new[] { "id" } });

    public string Webhook(string secret) => $"https://example.bitrix24.ru/rest/1/{secret}/crm.lead.add";

    public Task Batch(int id) => caller.Call("batch", new Dictionary<string, object>
    {
        ["halt"] = 0,
        ["cmd"] = new[] { $"crm.lead.get?id={id}", "crm.deal.update?id=$result[0][DEAL]&fields[STAGE_ID]=WON", $"crm.lead.update?id={id}&fields[TITLE]=$result[0][TITLE]" },
    });
}
