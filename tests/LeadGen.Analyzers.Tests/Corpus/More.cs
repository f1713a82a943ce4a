// More ways to build a request: helpers in other classes, builders, fields of the class, base classes, bodies from JSON trees.
using System.Collections.Specialized;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Newtonsoft.Json.Linq;

namespace Corpus.More;

public static class Api
{
    public const string Root = "crm.lead";
    public const string Update = Root + ".update";
    public static readonly Uri Hook = new("http://localhost:8080/rest/1/abc/");

    public static class Fields
    {
        public const string Comment = "COMMENT";
        public const string Source = "SOURCE_ID";
    }
}

public sealed class BitrixClient(HttpClient http, string hook)
{
    private static readonly JsonSerializerOptions s_options = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public async Task<JsonElement> CallAsync(string method, object arguments, CancellationToken ct = default)
    {
        string json = JsonSerializer.Serialize(arguments, s_options);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{hook}{method}.json");
        request.Content = new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using HttpResponseMessage response = await http.SendAsync(request, ct);
        return await response.Content.ReadFromJsonAsync<JsonElement>(ct);
    }
}

public abstract class Base(BitrixClient client)
{
    protected Task Change(long id, Dictionary<string, object?> fields) => client.CallAsync(Api.Update, new { id, fields });

    protected Task<JsonElement> Raw(string method, params (string Key, object Value)[] arguments) =>
        client.CallAsync(method, arguments.ToDictionary(a => a.Key, a => a.Value));
}

public sealed class Shop(BitrixClient client, HttpClient http, string hook) : Base(client)
{
    private readonly Dictionary<string, object?> _fields = new() { ["TITLE"] = "x", ["TITLE_2"] = "y" }; // expect: unknown-field
    private const string Json = """{"id": 5, "fields": {"COMMENT": "x"}}""";

    public Task Constants(long id, string text) => client.CallAsync(Api.Update, new Dictionary<string, object?>
    {
        ["id"] = id,
        ["fields"] = new Dictionary<string, object?>
        {
            [Api.Fields.Comment] = text, // expect: unknown-field
            [Api.Fields.Source] = "Сайт", // expect: value
        },
    });

    public Task Field(long id) => client.CallAsync(Api.Update, new { id, fields = _fields });

    public Task FromConstant() => http.PostAsync(new Uri(Api.Hook, "crm.lead.update"), new StringContent(Json, Encoding.UTF8, "application/json")); // expect: unknown-field

    public async Task Upload(long id, string text)
    {
        using var web = new WebClient();
        var values = new NameValueCollection { { "id", id.ToString() }, { "fields[COMMENT]", text } }; // expect: unknown-field
        await web.UploadValuesTaskAsync(hook + "crm.lead.update", values);
        values = new NameValueCollection();
        values.Add("fields[SOURCE_ID]", "WEB");
    }

    public Task Strings(long id) => http.PostAsync($"{hook}crm.lead.update", new StringContent("id=" + id + "&fields[COMMENT]=x", Encoding.UTF8, "application/x-www-form-urlencoded")); // expect: unknown-field

    public Task Encoded(long id) => http.GetAsync($"{hook}crm.lead.update?id={id}&fields%5BCOMMENT%5D=x"); // expect: unknown-field

    public Task Joined(long id)
    {
        string query = string.Join("&", "id=" + id, "fields[COMMENT]=x"); // expect: unknown-field
        return http.GetAsync(hook + "crm.lead.update?" + query);
    }

    public Task Concat(long id) => http.GetAsync(string.Concat(hook, "crm.lead.update", "?id=", id, "&fields[COMMENT]=x")); // expect: unknown-field

    public Task Chosen(long id, bool loud) => client.CallAsync(Api.Update, new
    {
        id,
        fields = loud
            ? new Dictionary<string, object?> { ["TITEL"] = "x" } // expect: unknown-field
            : new Dictionary<string, object?> { ["TITLE"] = "y" },
    });

    public Task Branches(long id, string? text)
    {
        Dictionary<string, object?> fields;
        if (text is null)
        {
            fields = new() { ["COMMENTS"] = "" };
        }
        else
        {
            fields = new() { ["COMMENT"] = text }; // expect: unknown-field
        }

        fields["OPENED"] = true; // expect: type
        return client.CallAsync(Api.Update, new { id, fields });
    }

    public Task Switched(long id, string kind)
    {
        var fields = new Dictionary<string, object?>();
        switch (kind)
        {
            case "a":
                fields["COMMENT"] = "x"; // expect: unknown-field
                break;
            default:
                fields.Add("UF_CRM_1660500000", 1);
                break;
        }

        return client.CallAsync(Api.Update, new { id, fields });
    }

    public Task Tree(long id, string text)
    {
        JsonObject arguments = new() { ["id"] = id };
        arguments["fields"] = new JsonObject();
        arguments["fields"]!.AsObject().Add("COMMENT", text); // expect: unknown-field
        arguments.Add("params", new JsonObject { ["REGISTER_SONET_EVENT"] = "Y" });
        return client.CallAsync(Api.Update, arguments);
    }

    public Task Newton(long id, string text)
    {
        var arguments = JObject.FromObject(new { id, fields = new { COMMENT = text } }); // expect: unknown-field
        arguments["fields"]["STATUS_ID"] = "Нет такого"; // expect: value
        return client.CallAsync(Api.Update, arguments);
    }

    public Task NodeOf(long id, string text) => client.CallAsync(Api.Update, JsonSerializer.SerializeToNode(new { id, fields = new { COMMENT = text } })!); // expect: unknown-field

    public Task Element(long id, string text) => client.CallAsync(Api.Update, JsonSerializer.SerializeToElement(new { id, fields = new { COMMENT = text } }, JsonSerializerOptions.Web)); // expect: unknown-field

    public Task Pairs(long id, string text) => Raw("crm.lead.update", ("id", id), ("fields", new Dictionary<string, object?> { ["COMMENT"] = text })); // expect: unknown-field

    public Task Inherited(long id) => Change(id, new() { ["COMMENT"] = "x" }); // expect: unknown-field

    public Task Initialized(long id) => client.CallAsync(Api.Update, new Dictionary<string, object?>
    {
        { "id", id },
        { "fields", new Dictionary<string, object?> { { "COMMENT", "x" }, { "TITLE", "y" } } }, // expect: unknown-field
    });

    public Task Static(long id, string text) => client.CallAsync(Api.Update, new { id, fields = Mapping.ToFields(text) });

    public Task Extended(long id, string text)
    {
        var fields = new Dictionary<string, object?>().With("COMMENT", text).With("TITLE", text); // expect: unknown-field
        return client.CallAsync(Api.Update, new { id, fields });
    }

    public async Task Stream(long id)
    {
        using var stream = new System.IO.MemoryStream();
        await JsonSerializer.SerializeAsync(stream, new { id, fields = new { COMMENT = "x" } }); // expect: unknown-field
        stream.Position = 0;
        await http.PostAsync(hook + "crm.lead.update", new StreamContent(stream));
    }

    public async Task Bytes(long id)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(new { id, fields = new { COMMENT = "x" } }); // expect: unknown-field
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        await http.PostAsync(hook + "crm.lead.update", content);
    }

    public async Task Selected(IEnumerable<int> ids)
    {
        IEnumerable<Task> tasks = ids.Select(id => client.CallAsync(Api.Update, new { id, fields = new { COMMENT = "x" } })); // expect: unknown-field
        await Task.WhenAll(tasks);
    }

    public Task Positional(long id) => client.CallAsync(arguments: new { id, fields = new { COMMENT = "x" } }, method: "crm.lead.update"); // expect: unknown-field

    public Task Typed(long id, Form form) => client.CallAsync(Api.Update, new { id, fields = form });

    public Task Made(long id, DateTime day) => client.CallAsync(Api.Update, new { id, fields = new Form { Day = day, Source = "Сайт" } }); // expect: value

    public Task Copied(long id, FormRecord form) => client.CallAsync(Api.Update, new { id, fields = form with { STATUS_ID = "Нет такого" } }); // expect: value

    public sealed class Form
    {
        [JsonPropertyName("BIRTHDATE")] public DateTime Day { get; set; } // expect: type
        [JsonPropertyName("SOURCE_ID")] public string? Source { get; set; }
        [JsonPropertyName("COMMENT")] public string? Comment { get; set; } // expect: unknown-field
        [JsonPropertyName("WEB")] public string[] Web { get; set; } = []; // expect: multi-field
        [JsonPropertyName("UF_CRM_1655290011")] public string[] Wishes { get; set; } = [];
    }

    public sealed record FormRecord(string TITLE, string STATUS_ID);

    private static class Mapping
    {
        public static Dictionary<string, object?> ToFields(string text)
        {
            var result = new Dictionary<string, object?>
            {
                ["COMMENTS"] = text,
            };
            result["COMMENT"] = text; // expect: unknown-field
            return result;
        }
    }
}

internal static class Extensions
{
    public static Dictionary<string, object?> With(this Dictionary<string, object?> map, string key, object? value)
    {
        map[key] = value;
        return map;
    }
}
