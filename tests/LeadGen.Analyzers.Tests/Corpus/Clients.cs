// Clients and wrappers: RestSharp, Flurl, Refit, Newtonsoft.Json, JSON-RPC, commands as objects.
using Flurl.Http;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Newtonsoft.Json.Serialization;
using Refit;
using RestSharp;

namespace Corpus.Clients;

public interface IBitrixApi
{
    [Post("/crm.lead.update.json")]
    Task Update([Body] object body);

    [Post("/crm.lead.add")]
    Task Add([Body] Dictionary<string, object> body);

    [Post("/crm.deal.add")]
    Task AddDeal([Body] object body);
}

[System.CodeDom.Compiler.GeneratedCode("Refit", "16.0.0.0")]
public sealed class GeneratedBitrixApi(HttpClient http) : IBitrixApi
{
    public Task Update(object body) => SendAsync("/crm.lead.update", body);

    public Task Add(Dictionary<string, object> body) => SendAsync("/crm.lead.add", body);

    public Task AddDeal(object body) => SendAsync("/crm.deal.add", body);

    private Task SendAsync(string address, object body) => http.PostAsync(address, new StringContent(System.Text.Json.JsonSerializer.Serialize(body)));
}

public interface ICaller
{
    Task<T> Call<T>(string method, object? arguments = null, CancellationToken ct = default);

    Task Run(BitrixCommand command);

    Task Update(string method, long id, IDictionary<string, object> fields);
}

public sealed record BitrixCommand(string Method, Dictionary<string, object> Parameters);

public sealed class Clients(RestClient rest, IBitrixApi api, ICaller caller, string hook)
{
    public Task Refit(int id) => api.Update(new { id, fields = new { TITLE = "x" } }); // expect: camel-case

    public Task RefitDictionary() => api.Add(new() { ["fields"] = new Dictionary<string, object> { ["TITLES"] = "x" } }); // expect: unknown-field

    public Task RefitDeal() => api.AddDeal(new { fields = new { STAGE_ID = "NEW" } });

    public Task Segment(int id)
    {
        var request = new RestRequest("{method}.json", Method.Post);
        request.AddUrlSegment("method", "crm.lead.update");
        request.AddParameter("id", id);
        request.AddParameter("fields[COMENTS]", "x"); // expect: unknown-field
        request.AddParameter("fields[EMAIL]", "x@example.org"); // expect: multi-field
        return rest.ExecuteAsync(request);
    }

    public Task Body(int id)
    {
        var request = new RestRequest { Resource = "crm.lead.update", Method = Method.Post };
        request.AddJsonBody(new { id, fields = new Dictionary<string, object> { ["COMENTS"] = "x" } }); // expect: unknown-field
        return rest.ExecuteAsync(request);
    }

    public Task Text(int id) => rest.ExecuteAsync(new RestRequest("crm.lead.update", Method.Post).AddStringBody(JsonConvert.SerializeObject(new { id, fields = new { COMENTS = "x" } }), "json")); // expect: unknown-field

    public Task Segments(int id) => hook.AppendPathSegments("rest", "crm.lead.update").PostJsonAsync(new { id, fields = new { COMENTS = "x" } }); // expect: unknown-field

    public Task UrlEncoded(int id) => hook.AppendPathSegment("crm.lead.update").PostUrlEncodedAsync(new Dictionary<string, object> { ["id"] = id, ["fields[COMENTS]"] = "x" }); // expect: unknown-field

    public Task Queries(int id) => hook.AppendPathSegment("crm.lead.update").SetQueryParams(new Dictionary<string, object> { ["id"] = id, ["fields[COMENTS]"] = "x" }).GetStringAsync(); // expect: unknown-field

    public Task Filtered() => hook.AppendPathSegment("crm.lead.list").SetQueryParam("filter[>=DATE_CREATED]", "2026-01-01").SetQueryParam("select[]", new[] { "ID", "FIO" }).GetStringAsync(); // expect: unknown-field

    public Task Resolver(int id) => caller.Call<bool>("crm.lead.update", JsonConvert.SerializeObject(
        new { id, fields = new { TITLE = "x" } }, // expect: camel-case
        new JsonSerializerSettings { ContractResolver = new CamelCasePropertyNamesContractResolver() }));

    public Task Keys(int id) => caller.Call<bool>("crm.lead.update", JsonConvert.SerializeObject(
        new { id, fields = new Dictionary<string, object> { ["TITLE"] = "x" } }, // expect: camel-case
        new JsonSerializerSettings { ContractResolver = new CamelCasePropertyNamesContractResolver() }));

    public Task Strategy(int id) => caller.Call<bool>("crm.lead.update", JsonConvert.SerializeObject(
        new { id, fields = new Dictionary<string, object> { ["TITLE"] = "x" } },
        new JsonSerializerSettings { ContractResolver = new DefaultContractResolver { NamingStrategy = new CamelCaseNamingStrategy() } }));

    public Task Tree(int id)
    {
        var fields = new JObject();
        fields["TITLE"] = "x";
        fields.Add("COMENTS", "y"); // expect: unknown-field
        fields.Add(new JProperty("POSTS", "z")); // expect: unknown-field
        var phones = new JArray();
        phones.Add(new JObject { ["VALUE"] = "+7", ["TYPE"] = "WORK" }); // expect: multi-field
        fields["PHONE"] = phones;
        return caller.Call<bool>("crm.lead.update", new JObject(new JProperty("id", id), new JProperty("fields", fields)));
    }

    public Task Parsed() => caller.Call<bool>("crm.lead.add", JObject.Parse("""{"fields": {"TITEL": "x"}}""")); // expect: unknown-field

    public Task Command(int id) => caller.Run(new BitrixCommand("crm.lead.update", new()
    {
        ["id"] = id,
        ["fields"] = new Dictionary<string, object> { ["COMENTS"] = "x" }, // expect: unknown-field
    }));

    public Task Separate(int id) => caller.Update("crm.lead.update", id, new Dictionary<string, object> { ["TITLE"] = "x", ["COMENTS"] = "y" }); // expect: unknown-field

    public Task Rpc(int id) => caller.Call<bool>("/rpc", new { method = "crm.lead.update", @params = new { id, fields = new { COMENTS = "x" } } }); // expect: unknown-field

    public Task Immutable(int id) => caller.Call<bool>("crm.lead.update", new
    {
        id,
        fields = System.Collections.Immutable.ImmutableDictionary<string, object>.Empty.Add("TITLE", "x").Add("COMENTS", "y"), // expect: unknown-field
    });

    public Task Sorted(int id)
    {
        var fields = new SortedDictionary<string, object> { { "TITLE", "x" }, { "COMENTS", "y" } }; // expect: unknown-field
        return caller.Call<bool>("crm.lead.update", new { id, fields });
    }

    public Task Switch(int id, string text)
    {
        string method = text switch { "a" => "crm.lead.update", _ => "crm.lead.update.json" };
        return caller.Call<bool>(method, new { id, fields = new { COMENTS = text } }); // expect: unknown-field
    }

    public Task Upper(int id) => caller.Call<bool>("CRM.LEAD.UPDATE", new { Id = id, Fields = new { COMENTS = "x" } }); // expect: unknown-field
}
