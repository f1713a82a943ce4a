// Wrappers around the REST interface, and requests whose parts are combined only inside the wrappers.
using System.Collections.Concurrent;
using System.Dynamic;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Flurl.Http;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Refit;
using RestSharp;
using JsonSerializer = System.Text.Json.JsonSerializer;

namespace Corpus.Wrapped;

public static class Methods
{
    public static class Lead
    {
        public const string Add = "crm.lead.add";
        public const string Update = "crm.lead.update";
        public static string List => "crm.lead.list";
    }

    public static class Deal
    {
        public const string Update = "crm.deal.update";
    }
}

public sealed record Reply<T>(T Result);

public record UpdateRequest([property: JsonPropertyName("id")] int Id, [property: JsonPropertyName("fields")] LeadFields Fields);

public record LeadFields(
    [property: JsonPropertyName("TITLE")] string Title,
    [property: JsonPropertyName("UF_CRM_1665555555")] int Delivery,
    [property: JsonPropertyName("RESPONSIBLE_ID")] int Responsible); // expect: unknown-field

public struct LeadStruct
{
    [JsonProperty("NAME")] public string Name;
    [JsonProperty(PropertyName = "PATRONYMIC")] public string Middle; // expect: unknown-field
    [JsonProperty("OPENED")] public bool Opened; // expect: type
}

public class AddBody
{
    [JsonPropertyName("fields")]
    public AddFields? Fields { get; set; }

    [JsonPropertyName("params")]
    public Dictionary<string, string> Options { get; set; } = new();
}

public class AddFields
{
    public string? TITLE { get; set; }
    public decimal? OPPORTUNITY { get; set; }
    public DateTime? BIRTHDATE { get; set; } // expect: type
    public string? EMAIL { get; set; } // expect: multi-field
    public List<Entry>? PHONE { get; set; }
    public DateTimeOffset DATE_CREATE { get; set; } // expect: read-only
    [System.Text.Json.Serialization.JsonIgnore] public string? Local { get; set; }
}

public class Entry
{
    public string? VALUE { get; set; }
    public string? TYPE { get; set; } // expect: multi-field
}

public interface IWebhookApi
{
    [Post("/crm.lead.add.json")]
    Task<string> AddLead([Body] AddRequest request);

    [Get("/crm.lead.update")]
    Task<string> Update([AliasAs("id")] int id, [AliasAs("fields[COMPANY]")] string company);

    [Post("/crm.deal.add.json")]
    Task<string> AddDeal([Body] DealRequest request);
}

public record AddRequest([property: JsonPropertyName("fields")] RefitFields Fields);

public record RefitFields(
    [property: JsonPropertyName("TITLE")] string Title,
    [property: JsonPropertyName("LEAD_SOURCE")] string Source, // expect: unknown-field
    string COMMENTS); // expect: camel-case

public record DealRequest([property: JsonPropertyName("fields")] DealFields Fields);

public record DealFields([property: JsonPropertyName("STAGE_ID")] string Stage, string CATEGORY_ID);

public abstract class BitrixServiceBase
{
    protected abstract Task<Reply<T>> CallAsync<T>(string method, object? arguments = null, CancellationToken ct = default);

    protected async Task<T> Execute<T>(string method, Action<Dictionary<string, object?>> fill)
    {
        var arguments = new Dictionary<string, object?>();
        fill(arguments);
        return (await CallAsync<T>(method, arguments)).Result;
    }
}

public abstract class LeadService(ILogger log) : BitrixServiceBase
{
    private int _lead = 5;

    public async Task<int> Create(string title, CancellationToken ct)
    {
        var reply = await CallAsync<int>(Methods.Lead.Add, new { fields = new { TITLE = title, SOURCE = "WEB" } }, ct); // expect: unknown-field
        return reply.Result;
    }

    public Task Change(int id) => CallAsync<bool>(Methods.Lead.Update, new UpdateRequest(id, new LeadFields("x", 177, 5)));

    public Task Struct(int id, LeadStruct fields) => CallAsync<bool>(Methods.Lead.Update, JsonConvert.SerializeObject(new { id, fields }));

    public Task Body(string email) => CallAsync<int>("crm.lead.add", new AddBody { Fields = new AddFields { TITLE = "x", BIRTHDATE = DateTime.Today, EMAIL = email, PHONE = [new Entry { VALUE = "x", TYPE = "WORK" }] }, Options = { ["REGISTER_SONET_EVENT"] = "Y" } });

    public async Task<List<int>> Search(string phone)
    {
        try
        {
            var reply = await CallAsync<List<int>>(Methods.Lead.List, new
            {
                filter = new Dictionary<string, object> { ["PHONE"] = phone, ["!STATUS"] = "JUNK" }, // expect: unknown-field
                select = new[] { "ID", "TITLE", "LEAD_NAME" }, // expect: unknown-field
                order = new { DATE_CREATED = "DESC" }, // expect: unknown-field
            }).ConfigureAwait(false);
            return reply.Result;
        }
        catch (Exception e)
        {
            log.Error(e, "crm.lead.list: {Phone}", new { phone });
            throw;
        }
    }

    public Task Lambda(int id) => Execute<bool>("crm.lead.update", a =>
    {
        a["id"] = id;
        a["fields"] = new Dictionary<string, object?> { ["TITLE"] = "x", ["PIPELINE"] = 1 }; // expect: unknown-field
    });

    public Task Local(int id, string name)
    {
        return Send(new { NAME = name, FIRST_NAME = name }); // expect: unknown-field

        Task Send(object fields) => CallAsync<bool>(Methods.Lead.Update, new { id, fields });
    }

    public Task Many(IEnumerable<int> ids) => Parallel.ForEachAsync(ids, async (id, ct) =>
    {
        await CallAsync<bool>("crm.lead.update", new { id, fields = new { STAGE_ID = "NEW" } }, ct); // expect: unknown-field
    });

    public Task Background() => Task.Run(async () =>
    {
        var fields = new Dictionary<string, object>();
        fields.Add("TITLE", "x");
        fields.Add("OWNER", 5); // expect: unknown-field
        await CallAsync<int>(method: "crm.lead.add", arguments: new { fields });
    });

    public Task Switched(string kind, int id)
    {
        string status = kind switch { "new" => "NEW", "won" => "CONVERTED", _ => "LOST" };
        return CallAsync<bool>("crm.lead.update", new { id, fields = new { STATUS_ID = kind switch { "a" => "NEW", _ => "JUNK" }, NAME = status, PRICE = 5 } }); // expect: unknown-field
    }

    public Task Expando(int id)
    {
        dynamic fields = new ExpandoObject();
        fields.TITLE = "x";
        fields.AMOUNT = 100; // expect: unknown-field
        fields.OPENED = "Y";
        return CallAsync<bool>("crm.lead.update", new { id, fields = (object)fields });
    }

    public Task ExpandoKeys(int id)
    {
        IDictionary<string, object?> fields = new ExpandoObject();
        fields["TITLE"] = "x";
        fields["SUM"] = 100; // expect: unknown-field
        return CallAsync<bool>("crm.lead.update", new { id, fields });
    }

    public Task Nested(int id) => CallAsync<bool>("crm.lead.update", new Dictionary<string, object>
    {
        ["id"] = id,
        ["fields"] = new Dictionary<string, object>
        {
            ["PHONE"] = new List<Dictionary<string, object>> { new() { ["VALUE"] = "+7", ["TYPE"] = "WORK" } }, // expect: multi-field
            ["EMAIL"] = new Dictionary<string, string> { ["VALUE"] = "a@example.org", ["VALUE_TYPE"] = "WORK" }, // expect: multi-field
            ["STATUS_ID"] = new[] { "NEW" }, // expect: value
        },
    });

    public Task Merged(int id, Dictionary<string, object> more)
    {
        Dictionary<string, object> fields = new(more) { ["SECTION"] = 1 }; // expect: unknown-field
        if (_lead > 3)
        {
            fields["OPENED"] = false; // expect: type
        }

        return CallAsync<bool>("crm.lead.update", new { id, fields });
    }

    public Task Coalesced(int id, Dictionary<string, object?>? fields)
    {
        fields ??= new();
        fields.TryAdd("COMMENTS", "x");
        fields.TryAdd("REMARKS", "x"); // expect: unknown-field
        return CallAsync<bool>("crm.lead.update", new { id, fields });
    }

    public Task Optional(int id, string? name)
    {
        var arguments = new Dictionary<string, object?> { ["id"] = id };
        var fields = (Dictionary<string, object?>)(arguments["fields"] = new Dictionary<string, object?>());
        fields["TITLE"] = name;
        return CallAsync<bool>("crm.lead.update", arguments);
    }
}

public interface ILogger
{
    void Error(Exception e, string message, object value);

    void Info(string message, params object[] values);
}

public static class HttpBitrixExtensions
{
    public static async Task<T?> CallBitrixAsync<T>(this HttpClient http, string method, object body, CancellationToken ct = default)
    {
        string json = JsonSerializer.Serialize(body);
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await http.PostAsync(method, content, ct);
        return await response.Content.ReadFromJsonAsync<T>(ct);
    }

    public static Task Bitrix(this HttpClient http, string method, params (string, object?)[] arguments) =>
        http.PostAsJsonAsync(method, arguments.ToDictionary(static a => a.Item1, static a => a.Item2));
}

public sealed class Users(HttpClient http, RestClient rest, IWebhookApi api, string hook, ILogger log)
{
    public Task Extended(int id) => http.CallBitrixAsync<bool>("crm.lead.update", new { id, fields = new { LASTNAME = "x" } }); // expect: unknown-field

    public Task Tuples(int id) => http.Bitrix("crm.lead.update", ("id", id), ("fields", new Dictionary<string, object> { ["GENDER"] = "M" })); // expect: unknown-field

    public Task RefitRecord() => api.AddLead(new AddRequest(new RefitFields("x", "WEB", "y")));

    public Task RefitQuery(int id) => api.Update(id, "x"); // expect: unknown-field

    public Task RefitDeal() => api.AddDeal(new DealRequest(new DealFields("NEW", "1")));

    public async Task Json(int id)
    {
        var request = new RestRequest("crm.lead.update.json", RestSharp.Method.Post);
        request.AddHeader("Content-Type", "application/json");
        request.AddJsonBody(new { id, fields = new { TITLE = "x" } }); // expect: camel-case
        await rest.ExecuteAsync(request);
    }

    public async Task Body(int id)
    {
        var client = new RestClient(hook);
        var request = new RestRequest($"crm.lead.update", RestSharp.Method.Post);
        var body = JsonConvert.SerializeObject(new { id, fields = new { RATING = 5 } }, Formatting.Indented); // expect: unknown-field
        request.AddBody(body);
        var response = await client.ExecuteAsync(request);
        log.Info("crm.lead.update {Response}", response);
    }

    public async Task Parameters(int id)
    {
        var request = new RestRequest("crm.lead.update");
        request.AddParameter("id", id).AddParameter("fields[PHONE][0][VALUE]", "+7").AddParameter("fields[MOBILE]", "+7"); // expect: unknown-field
        await rest.ExecuteAsync(request);
    }

    public Task Flurl(int id) => $"{hook}/crm.lead.update".PostJsonAsync(new { id, fields = new { TAGS = "x" } }); // expect: unknown-field

    public Task FlurlQuery(int id) => (hook + "/crm.lead.update").SetQueryParam("id", id).SetQueryParam("fields[TAG]", "x").GetStringAsync(); // expect: unknown-field

    public Task FlurlQueries(int id) => hook.AppendPathSegment("crm.lead.list").SetQueryParams(new Dictionary<string, object> { ["filter[PHONES]"] = "x" }).GetStringAsync(); // expect: unknown-field

    public Task Message(int id)
    {
        var message = new HttpRequestMessage
        {
            Method = HttpMethod.Post,
            RequestUri = new Uri(hook + "crm.lead.update"),
            Content = JsonContent.Create(new { id, fields = new Dictionary<string, object> { ["DEPARTMENT"] = 1 } }), // expect: unknown-field
        };
        return http.SendAsync(message);
    }

    public Task Web(int id) => http.PostAsJsonAsync($"{hook}/crm.lead.update", new { id, fields = new { NAME = "x" } }, CancellationToken.None); // expect: camel-case

    public Task Commands(IReadOnlyList<int> ids)
    {
        var cmd = new Dictionary<string, string>();
        foreach (int id in ids)
        {
            cmd[$"lead_{id}"] = $"crm.lead.update?id={id}&fields[TITLE]=x&fields[PRIORITY]=1"; // expect: unknown-field
            cmd.Add("deal_" + id, $"crm.deal.update?id={id}&fields[STAGE_ID]=WON");
        }

        return http.PostAsJsonAsync(hook + "batch", new { halt = 0, cmd });
    }

    public Task Selected(IEnumerable<(int Id, string Name)> leads) => http.PostAsJsonAsync(hook + "batch", new
    {
        halt = 0,
        cmd = leads.Select(l => $"crm.lead.update?id={l.Id}&fields[FIRSTNAME]={Uri.EscapeDataString(l.Name)}").ToArray(), // expect: unknown-field
    });

    public Task ToMap(IEnumerable<int> ids) => http.PostAsJsonAsync(hook + "batch", new
    {
        halt = 0,
        cmd = ids.ToDictionary(id => $"u{id}", id => $"crm.lead.update?id={id}&fields[BRANCH]=1"), // expect: unknown-field
    });

    public Task Built(int id)
    {
        var command = "crm.lead.update?" + string.Join("&", new[] { $"id={id}", "fields[TITLE]=x", "fields[CHANNEL]=x" }); // expect: unknown-field
        return http.PostAsJsonAsync(hook + "batch", new Dictionary<string, object> { ["cmd"] = new List<string> { command } });
    }
}
