// Requests whose parts are in one call, locals, fields, other methods of the class, request objects or streams.
using System.IO;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Corpus.Requests;

public sealed class Shop(HttpClient http, string hook)
{
    private const string Add = "crm.lead.add";
    private static readonly string s_update = "crm.lead.update.json";
    private static readonly Dictionary<string, object> s_defaults = new()
    {
        ["SOURCE_ID"] = "WEB",
        ["SORCE_DESCRIPTION"] = "форма", // expect: unknown-field
    };

    private string Address => hook + Add;

    public Task ConstantField(string name) => http.PostAsJsonAsync(hook + Add, new { fields = new Dictionary<string, object> { ["NAMES"] = name } }); // expect: unknown-field

    public Task StaticField(string name) => http.PostAsJsonAsync($"{hook}/{s_update}", new { id = 5, fields = new Dictionary<string, object> { ["NAMES"] = name } }); // expect: unknown-field

    public Task Property(string name) => http.PostAsJsonAsync(Address, new { fields = new Dictionary<string, object> { ["NAMES"] = name } }); // expect: unknown-field

    public Task Defaults() => http.PostAsJsonAsync(Address, new Dictionary<string, object> { ["fields"] = s_defaults });

    public Task Copied(string title) => http.PostAsJsonAsync(Address, new { fields = new Dictionary<string, object>(s_defaults) { ["TITLES"] = title } }); // expect: unknown-field

    public async Task Token(string name, string token)
    {
        string url = $"https://example.bitrix24.ru/rest/crm.lead.update.json?auth={token}";
        var content = new StringContent(JsonSerializer.Serialize(new { id = 5, fields = new { NAMES = name } }), Encoding.UTF8, "application/json"); // expect: unknown-field
        using HttpResponseMessage response = await http.PostAsync(url, content);
        response.EnsureSuccessStatusCode();
    }

    public async Task Message(long id, bool open)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, hook + "crm.lead.update") { Content = JsonContent.Create(new Dictionary<string, object> { ["id"] = id, ["fields"] = new Dictionary<string, object> { ["OPENED"] = open } }) }; // expect: type
        message.Headers.Add("X-Trace", "1");
        await http.SendAsync(message);
    }

    public async Task MessageByParts(long id)
    {
        var message = new HttpRequestMessage();
        message.Method = HttpMethod.Post;
        message.RequestUri = new Uri(new Uri(hook), "crm.lead.update");
        message.Content = new StringContent(JsonSerializer.Serialize(new
        {
            id,
            fields = new
            {
                DATE_MODIFY = DateTime.Now, // expect: read-only
                UF_CRM_1659000001 = 5.5,
            },
        }));
        await http.SendAsync(message);
    }

    public void Web(string text)
    {
        using var client = new WebClient();
        client.Headers[HttpRequestHeader.ContentType] = "application/json";
        client.UploadString(hook + "crm.lead.update", "POST", JsonSerializer.Serialize(new { id = 5, fields = new { COMENTS = text } })); // expect: unknown-field
    }

    public void WebRequests(string text)
    {
        var request = (HttpWebRequest)WebRequest.Create(hook + "crm.lead.update");
        request.Method = "POST";
        string json = JsonSerializer.Serialize(new { id = 5, fields = new { COMENTS = text } }); // expect: unknown-field
        using (var writer = new StreamWriter(request.GetRequestStream()))
        {
            writer.Write(json);
        }

        request.GetResponse();
    }

    public async Task WebRequestBytes(string text)
    {
        WebRequest request = WebRequest.Create($"{hook}crm.lead.update.json");
        byte[] body = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { id = 5, fields = new { COMENTS = text } })); // expect: unknown-field
        using Stream stream = await request.GetRequestStreamAsync();
        stream.Write(body, 0, body.Length);
    }

    public async Task Wrapped(int id, string text)
    {
        var fields = new Dictionary<string, object>();
        Fill(fields, text);
        await Send("crm.lead.update", new Dictionary<string, object> { ["id"] = id, ["fields"] = fields });
        await Send("crm.lead.update", new { id, fields = new { COMMENTS = text } }); // expect: camel-case
        await Send("crm.lead.update", new { id, fields = await MakeAsync(text) });
    }

    public Task Local(int id)
    {
        return Inner(new() { ["UF_CRM_1660500001"] = 1 }); // expect: unknown-field

        Task Inner(Dictionary<string, object> fields) => http.PostAsJsonAsync(hook + "crm.lead.update", new { id, fields });
    }

    public Task Lambda(int id)
    {
        Func<Dictionary<string, object>> make = () => new Dictionary<string, object> { ["POST"] = "директор" };
        Func<Task> send = () => http.PostAsJsonAsync(hook + "crm.lead.update", new { id, fields = new Dictionary<string, object> { ["POSTS"] = "директор" } }); // expect: unknown-field
        return send();
    }

    public Task Node(int id, string text)
    {
        var body = new JsonObject { ["id"] = id, ["fields"] = new JsonObject { ["COMENTS"] = text, ["TITLE"] = "x" } }; // expect: unknown-field
        body["fields"]!["STATUS_ID"] = "Нет такой"; // expect: value
        return http.PostAsync(hook + "crm.lead.update", new StringContent(body.ToJsonString()));
    }

    public Task Json(int id, string text) => http.PostAsync(hook + "crm.lead.update", new StringContent($$"""
        {
          "id": {{id}},
          "fields": {
            "TITLE": "{{text}}",
            "COMENTS": "{{text}}", // expect: unknown-field
            "PHONE": "{{text}}", // expect: multi-field
            "UF_CRM_1665555555": "Самовывоз" // expect: value
          }
        }
        """));

    public Task Escaped(string text) => http.PostAsync(hook + "crm.lead.add", new StringContent("{\"fields\":{\"TITEL\":\"" + text + "\"}}")); // expect: unknown-field

    public async Task Commands(IEnumerable<int> ids, string text)
    {
        var list = new List<string>();
        foreach (int id in ids)
        {
            list.Add($"crm.lead.update?id={id}&fields[COMENTS]={text}"); // expect: unknown-field
        }

        await http.PostAsJsonAsync(hook + "batch", new { halt = 0, cmd = list });
    }

    public Task CommandObjects(int id) => http.PostAsJsonAsync(hook + "batch", new
    {
        cmd = new Dictionary<string, object>
        {
            ["a"] = new { method = "crm.lead.update", @params = new Dictionary<string, object> { ["id"] = id, ["fields"] = new Dictionary<string, object> { ["COMENTS"] = "x" } } }, // expect: unknown-field
            ["b"] = new { method = "crm.deal.update", @params = new Dictionary<string, object> { ["id"] = id, ["fields"] = new Dictionary<string, object> { ["STAGE_ID"] = "WON" } } },
        },
    });

    public Task Conditional(bool isNew, string text) => http.PostAsJsonAsync(
        hook + (isNew ? "crm.lead.add" : "crm.lead.update"),
        new Dictionary<string, object> { ["id"] = 7, ["fields"] = new Dictionary<string, object> { ["COMENTS"] = text, ["UF_CRM_1700000013"] = "vk" } }); // expect: unknown-field

    public Task Both(string text) => Task.WhenAll(
        http.PostAsJsonAsync(hook + "crm.lead.update", new { id = 5, fields = new Dictionary<string, object> { ["STAGE_ID"] = text } }), // expect: unknown-field
        http.PostAsJsonAsync(hook + "crm.deal.update", new { id = 5, fields = new Dictionary<string, object> { ["STAGE_ID"] = text } }));

    public async Task Appended(int id, string text)
    {
        string url = hook + "crm.lead.update?id=" + id;
        url += "&fields[COMENTS]=" + text; // expect: unknown-field
        await http.GetAsync(url);
        var address = new StringBuilder(hook).Append("crm.lead.update?id=").Append(id).Append("&fields[POSTS]=").Append(text); // expect: unknown-field
        await http.GetAsync(address.ToString());
    }

    public Task Dynamic(int id)
    {
        dynamic fields = new System.Dynamic.ExpandoObject();
        fields.TITLE = "x";
        fields.COMENTS = "y"; // expect: unknown-field
        return http.PostAsJsonAsync(hook + "crm.lead.update", new { id, fields = (object)fields });
    }

    public Task Spread(int id, string text)
    {
        IEnumerable<KeyValuePair<string, string>> form =
        [
            new("id", id.ToString()),
            new("fields[COMENTS]", text), // expect: unknown-field
            KeyValuePair.Create("fields[OPENED]", "да"), // expect: value
        ];
        return http.PostAsync(hook + "crm.lead.update", new FormUrlEncodedContent(form));
    }

    public Task Multipart(string text)
    {
        var form = new MultipartFormDataContent();
        form.Add(new StringContent(text), "fields[TITLE]");
        form.Add(new StringContent(text), "fields[COMENTS]"); // expect: unknown-field
        return http.PostAsync(hook + "crm.lead.add", form);
    }

    public Task Values(string text)
    {
        var values = System.Web.HttpUtility.ParseQueryString("");
        values["id"] = "5";
        values["fields[COMENTS]"] = text; // expect: unknown-field
        return http.GetAsync(hook + "crm.lead.update?" + values);
    }

    public Task Builder(string text)
    {
        var builder = new UriBuilder(hook);
        builder.Path += "crm.lead.update.json";
        builder.Query = "id=5&fields[COMENTS]=" + text; // expect: unknown-field
        return http.GetAsync(builder.Uri);
    }

    private async Task Send(string method, object arguments)
    {
        using HttpResponseMessage response = await http.PostAsJsonAsync(hook + method, arguments);
        response.EnsureSuccessStatusCode();
    }

    private static void Fill(Dictionary<string, object> fields, string text)
    {
        fields["COMMENTS"] = text;
        fields["COMENTS"] = text; // expect: unknown-field
    }

    private static async Task<Dictionary<string, object>> MakeAsync(string text)
    {
        await Task.Yield();
        return new Dictionary<string, object> { ["COMENTS"] = text }; // expect: unknown-field
    }
}
