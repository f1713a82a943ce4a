// Values that calls and conversions return, keys that selectors choose, and request classes that contain the name of a method.
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

#pragma warning disable SYSLIB0014

namespace Corpus.Results;

public interface ICaller
{
    Task<JToken> Call(string method, object arguments);

    Task Send(object request);
}

public sealed class Returned(ICaller caller)
{
    public Task Texts(int id, string phone, JObject row, JsonElement json, object any) => caller.Call("crm.lead.update", new
    {
        id,
        fields = new
        {
            PHONE = Digits(phone), // expect: multi-field
            EMAIL = (string?)row["mail"], // expect: multi-field
            WEB = json.GetProperty("site").GetString(), // expect: multi-field
            IM = new[] { any as string }, // expect: multi-field
            UF_CRM_1655290011 = Convert.ToString(any, CultureInfo.InvariantCulture), // expect: type
            TITLE = row.Value<string>("title"),
            NAME = (string?)row["name"],
        },
    });

    public Task Dates(int id, DateTime day, string text, object any, JsonElement json) => caller.Call("crm.lead.update", new
    {
        id,
        fields = new Dictionary<string, object?>
        {
            ["BIRTHDATE"] = day.AddDays(1), // expect: type
            ["UF_CRM_1661122334"] = DateTime.Parse(text, CultureInfo.InvariantCulture), // expect: type
            ["UF_CRM_1662000300"] = json.GetProperty("at").GetDateTime(),
            ["UF_CRM_1663456789"] = Math.Round((decimal)any, 2), // expect: type
            ["OPENED"] = bool.Parse(text), // expect: type
            ["OPPORTUNITY"] = Convert.ToDecimal(any, CultureInfo.InvariantCulture),
            ["COMPANY_ID"] = (int)any,
        },
    });

    public Task Unix(int id) => caller.Call("crm.lead.update", new { id, fields = new { BIRTHDATE = DateTimeOffset.UtcNow.ToUnixTimeSeconds() } }); // expect: type

    public Task Dictionary(int id, Dictionary<string, string> extra) => caller.Call("crm.lead.update", new { id, fields = new { COMMENTS = Copy(extra) } }); // expect: type

    public Task Member(int id, Order order) => caller.Call("crm.lead.update", new { id, fields = new { COMMENTS = order.Extra } }); // expect: type

    public Task Chosen(int id, Order order) => caller.Call("crm.lead.update", new { id, fields = new { SOURCE_ID = SourceOf(order) } }); // expect: value

    public Task Element() => caller.Call("crm.lead.update", JsonDocument.Parse("""{ "id": 5, "fields": { "BRANCH_NAME": "x" } }""").RootElement); // expect: unknown-field

    public Task Parsed(int id) => caller.Call("crm.lead.update", new { id, fields = new { PHONE = JsonDocument.Parse("""[{ "VALUE": "1", "VALUE_TYPE": "WORK" }]""").RootElement } });

    public Task RemovedFromTree(int id)
    {
        var fields = new JObject { ["TITLE"] = "x", ["LOCAL_NOTE"] = 1 };
        fields.Property("LOCAL_NOTE")!.Remove();
        return caller.Call("crm.lead.update", new { id, fields });
    }

    private static string Digits(string phone) => Regex.Replace(phone, "[^0-9]", "");

    private static object Copy(object value) => value;

    private static string SourceOf(Order order) => order.Extra.Count > 0 ? "WEB" : "SITE";
}

public sealed class Order
{
    public Dictionary<string, string> Extra { get; } = [];
}

public sealed class Selectors(ICaller caller)
{
    private static readonly (string Deal, string Lead)[] s_pairs = [("STAGE_ID", "COMMENTS"), ("UF_CRM_1500000001", "UF_CRM_1652088000")];
    private static readonly Dictionary<string, string> s_names = new() { ["STAGE_ID"] = "COMMENTS", ["TYPE"] = "LEAD_TYPE" }; // expect: unknown-field

    public async Task Right(int id)
    {
        JToken deal = await caller.Call("crm.deal.get", new { id });
        await caller.Call("crm.lead.update", new { id, fields = s_pairs.ToDictionary(p => p.Lead, p => deal[p.Deal]) });
    }

    public async Task Values(int id)
    {
        JToken deal = await caller.Call("crm.deal.get", new { id });
        await caller.Call("crm.lead.update", new { id, fields = s_names.ToDictionary(n => n.Value, n => deal[n.Key]) });
    }

    public Task Removed(int id)
    {
        var fields = new Dictionary<string, object?> { ["TITLE"] = "x", ["LOCAL_STATE"] = 1 };
        foreach (string key in fields.Keys.Where(k => k.StartsWith("LOCAL")).ToList())
        {
            fields.Remove(key);
        }

        fields["LATER"] = 1; // expect: unknown-field
        return caller.Call("crm.lead.update", new { id, fields });
    }
}

public sealed class QueryStrings(HttpClient http, string hook)
{
    public string Client()
    {
        using var client = new WebClient { BaseAddress = hook };
        client.QueryString.Add("id", "5");
        client.QueryString.Add("fields[TITLE]", "x");
        client.QueryString.Add("fields[SUPERVISOR]", "x"); // expect: unknown-field
        return client.DownloadString("crm.lead.update.json");
    }

    public Task Batch(int id) => http.GetAsync(hook + "batch?halt=0&cmd[0]=" + Uri.EscapeDataString($"crm.lead.update?id={id}&fields[EXTRA_NOTE]=1")); // expect: unknown-field
}

public abstract class Request(string method)
{
    [System.Text.Json.Serialization.JsonIgnore] public string Method { get; } = method;
}

public sealed class AddLead
{
    [System.Text.Json.Serialization.JsonIgnore] public string Method => "crm.lead.add";
    [JsonPropertyName("fields")] public Dictionary<string, object> Fields { get; set; } = new();
}

public sealed class UpdateLead : Request
{
    public UpdateLead() : base("crm.lead.update")
    {
    }

    [JsonPropertyName("id")] public int Id { get; set; }
    [JsonPropertyName("fields")] public object? Fields { get; set; }
}

public sealed class UpdateDeal : Request
{
    public UpdateDeal() : base("crm.deal.update")
    {
    }

    [JsonPropertyName("id")] public int Id { get; set; }
    [JsonPropertyName("fields")] public object? Fields { get; set; }
}

public sealed class UpdateEntity(string entity)
{
    public string Method => $"crm.{entity}.update";
    public int Attempts { get; set; }
    [JsonPropertyName("fields")] public Dictionary<string, object> Fields { get; } = [];
}

public sealed class FindLeads(string status)
{
    public string Method { get; } = "crm.lead.list";

    public object Arguments => new { filter = new { STATE = status }, select = new[] { "ID" } }; // expect: unknown-field
}

// DefaultUrl is the address of one request of this class. The other requests are not checked as leads.
public sealed class Service(ICaller caller)
{
    private static string LeadUrl => "crm.lead.add";

    public string DefaultUrl => "crm.lead.update.json";

    public static object Deal => new { fields = new { TITLE = "x", NAME = "x", STAGE_ID = "NEW" } };

    public Task Other(string method) => caller.Call(method, new { url = LeadUrl.Length, fields = new { STAGE_ID = "x" } });

    public object Arguments(int id) => new { id, fields = new { TITLE = "x", STAGE_ID = "NEW" } };
}

public sealed class Requests(ICaller caller)
{
    public Task Initialized(string t) => caller.Send(new AddLead { Fields = { ["TITLE"] = t, ["SUBJECT_LINE"] = t } }); // expect: unknown-field

    public Task Assigned(string t) => caller.Send(new AddLead { Fields = new() { ["HEADER_TEXT"] = t } }); // expect: unknown-field

    public Task Base(int id, string t) => caller.Send(new UpdateLead { Id = id, Fields = new { TITLE = t, FOOTER_TEXT = t } }); // expect: unknown-field

    public Task Local(int id, string t)
    {
        var request = new UpdateLead { Id = id };
        request.Fields = new Dictionary<string, object> { ["TITLE"] = t, ["FOOTER_LINE"] = t }; // expect: unknown-field
        return caller.Send(request);
    }

    public Task Deal(int id) => caller.Send(new UpdateDeal { Id = id, Fields = new { STAGE_ID = "WON", CLOSED = "Y" } });

    // Several requests in one array. The method of the last one is known only at run time.
    public Task Several(int id, string entity) => caller.Send(new object[]
    {
        new UpdateLead { Id = id, Fields = new { TITLE = "x", MAIN_STAGE = "x" } }, // expect: unknown-field
        new UpdateDeal { Id = id, Fields = new { STAGE_ID = "WON" } },
        new UpdateEntity(entity) { Fields = { ["STAGE_ID"] = "WON" } },
    });

    public async Task Each(int id, string entity)
    {
        foreach (object request in new object[] { new UpdateLead { Id = id, Fields = new { TITLE = "x" } }, new UpdateEntity(entity) { Fields = { ["STAGE_ID"] = "WON" } } })
        {
            await caller.Send(request);
        }
    }
}
