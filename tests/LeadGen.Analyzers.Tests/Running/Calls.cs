// Each method sends one request to an emulated portal, with one field per line. Exactly the lines whose values the portal loses must be reported.
using System;
using System.Collections.Generic;
using System.Collections.Specialized;
using System.Dynamic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Threading.Tasks;
using System.Web;

#pragma warning disable SYSLIB0014 // Older programs use WebRequest and WebClient.

public static class Calls
{
    private const string Update = "crm.lead.update";
    private static readonly JsonSerializerOptions s_keep = new();

    public static Task Anonymous(HttpClient http, string hook, long id) => http.PostAsJsonAsync(hook + "crm.lead.update", new
    {
        id,
        fields = new
        {
            TITLE = "x",
            NAME = "y",
        },
    });

    public static Task AnonymousKept(HttpClient http, string hook, long id) => http.PostAsJsonAsync(hook + "crm.lead.update", new
    {
        id,
        fields = new
        {
            TITLE = "x",
            NAMES = "y",
            name = "z",
        },
    }, s_keep);

    public static Task Values(HttpClient http, string hook, long id)
    {
        var day = new DateTime(2026, 3, 1);
        bool open = id > 0;
        return Post(http, hook, new Dictionary<string, object?>
        {
            ["id"] = id,
            ["fields"] = new Dictionary<string, object?>
            {
                ["BIRTHDATE"] = day,
                ["OPENED"] = open,
                ["OPPORTUNITY"] = 12.5m,
                ["UF_CRM_1712000000"] = "Курьер",
                ["UF_CRM_1712000005"] = "слово",
                ["DATE_CREATE"] = DateTimeOffset.Now,
                ["UF_CRM_1799999999"] = 1,
                ["PHONE"] = "+7",
                ["EMAIL"] = new[] { new Dictionary<string, string> { ["VALUE"] = "a@example.org", ["VALUE_TYPE"] = "WORK" } },
                ["COMPANY_ID"] = 7,
            },
        });
    }

    public static Task Right(HttpClient http, string hook, long id) => Post(http, hook, new Dictionary<string, object?>
    {
        ["ID"] = id,
        ["FIELDS"] = new Dictionary<string, object?>
        {
            ["BIRTHDATE"] = new DateOnly(2026, 3, 1),
            ["OPENED"] = "Y",
            ["UF_CRM_1712000000"] = 11,
            ["UF_CRM_1712000005"] = new List<string> { "слово" },
            ["STATUS_ID"] = "NEW",
        },
    });

    public static Task Query(HttpClient http, string hook, long id) => http.GetAsync(
        $"{hook}{Update}?id={id}"
        + "&fields[TITLE]=x"
        + "&fields[TITEL]=x"
        + "&fields[STATUS_ID]=DONE"
        + "&fields[PHONE]=79"
        + "&fields[EMAIL][0][VALUE]=a@example.org&fields[EMAIL][0][VALUE_TYPE]=WORK");

    public static Task Form(HttpClient http, string hook, long id) => http.PostAsync(hook + Update, new FormUrlEncodedContent(new Dictionary<string, string>
    {
        ["id"] = id.ToString(),
        ["fields[NAME]"] = "x",
        ["fields[FIO]"] = "x",
        ["fields[OPENED]"] = "да",
        ["params[REGISTER_SONET_EVENT]"] = "Y",
    }));

    public static Task Tree(HttpClient http, string hook, long id)
    {
        var fields = new JsonObject();
        fields["TITLE"] = "x";
        fields["TITEL"] = "y";
        fields["STATUS_ID"] = "В работе";
        return http.PostAsync(hook + Update, Json(new JsonObject { ["id"] = id, ["fields"] = fields }.ToJsonString()));
    }

    public static Task Text(HttpClient http, string hook, long id) => http.PostAsync(hook + Update, Json($$"""
        {
          "id": {{id}},
          "fields": {
            "TITLE": "x",
            "TITEL": "y",
            "OPENED": true
          }
        }
        """));

    public static Task Classes(HttpClient http, string hook, long id) => http.PostAsJsonAsync(hook + Update, new Dictionary<string, object> { ["id"] = id, ["fields"] = new Form1() });

    public static Task Helper(HttpClient http, string hook, long id)
    {
        var fields = new Dictionary<string, object?> { ["TITLE"] = "x" };
        Fill(fields);
        return Post(http, hook, new Dictionary<string, object?> { ["id"] = id, ["fields"] = fields });
    }

    public static async Task Upload(HttpClient http, string hook, long id)
    {
        using var web = new WebClient();
        web.Headers[HttpRequestHeader.ContentType] = "application/json";
        await web.UploadStringTaskAsync(hook + Update, JsonSerializer.Serialize(new
        {
            id,
            fields = new
            {
                TITLE = "x",
                FAMILY = "y",
                BIRTHDATE = "позже",
            },
        }));
    }

    public static async Task UploadForm(HttpClient http, string hook, long id)
    {
        using var web = new WebClient();
        var values = new NameValueCollection();
        values["id"] = id.ToString();
        values["fields[NAME]"] = "x";
        values["fields[LASTNAME]"] = "x";
        values.Add("fields[OPENED]", "true");
        await web.UploadValuesTaskAsync(hook + Update, "POST", values);
    }

    public static async Task WebRequests(HttpClient http, string hook, long id)
    {
        var request = (HttpWebRequest)WebRequest.Create(hook + "crm.lead.update.json");
        request.Method = "POST";
        request.ContentType = "application/json";
        using (var writer = new StreamWriter(await request.GetRequestStreamAsync()))
        {
            writer.Write(JsonSerializer.Serialize(new Dictionary<string, object>
            {
                ["id"] = id,
                ["fields"] = new Dictionary<string, object>
                {
                    ["TITLE"] = "x",
                    ["CITY"] = "x",
                    ["STATUS_ID"] = "Нет такого",
                },
            }));
        }

        using WebResponse response = await request.GetResponseAsync();
    }

    public static Task Pairs(HttpClient http, string hook, long id)
    {
        var pairs = new List<KeyValuePair<string, string>>
        {
            new("id", $"{id}"),
            new("fields[TITLE]", "x"),
            new("fields[MANAGER]", "5"),
        };
        pairs.Add(new KeyValuePair<string, string>("fields[EMAIL]", "a@example.org"));
        return http.PostAsync(hook + Update, new FormUrlEncodedContent(pairs));
    }

    public static Task Parsed(HttpClient http, string hook, long id)
    {
        NameValueCollection query = HttpUtility.ParseQueryString("");
        query["id"] = id.ToString();
        query["fields[TITLE]"] = "x";
        query["fields[COMPANY]"] = "x";
        return http.GetAsync(new UriBuilder(hook + Update) { Query = query.ToString() }.Uri);
    }

    public static Task Built(HttpClient http, string hook, long id)
    {
        var json = new StringBuilder("{\"id\":");
        json.Append(id).Append(",\"fields\":{");
        json.Append("\"TITLE\":\"x\",");
        json.Append("\"TAGS\":\"x\"");
        json.Append("}}");
        return http.PostAsync(hook + Update, Json(json.ToString()));
    }

    public static Task Template(HttpClient http, string hook, long id)
    {
        string template = "{\"id\":{id},\"fields\":{"
            + "\"NAME\":\"x\","
            + "\"NICK\":\"x\"}}";
        return http.PostAsync(hook + Update, Json(template.Replace("{id}", id.ToString())));
    }

    public static Task Writer(HttpClient http, string hook, long id)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteNumber("id", id);
            json.WriteStartObject("fields");
            json.WriteString("TITLE", "x");
            json.WriteString("SUBJECT", "x");
            json.WriteBoolean("OPENED", true);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return http.PostAsync(hook + Update, Json(Encoding.UTF8.GetString(stream.ToArray())));
    }

    public static Task Expando(HttpClient http, string hook, long id)
    {
        dynamic fields = new ExpandoObject();
        fields.TITLE = "x";
        fields.STAGE_ID = "NEW";
        return http.PostAsync(hook + Update, Json(JsonSerializer.Serialize(new { id, fields = (object)fields })));
    }

    public static Task Camel(HttpClient http, string hook, long id) => http.PostAsync(hook + Update, Json(JsonSerializer.Serialize(new
    {
        id,
        fields = new
        {
            COMPANY_ID = 7,
        },
    }, JsonSerializerOptions.Web)));

    public static Task Generic(HttpClient http, string hook, long id) => CallAsync<JsonElement>(http, hook, Update, new
    {
        id,
        fields = new
        {
            TITLE = "x",
            POSITION = "x",
        },
        @params = new
        {
            REGISTER_SONET_EVENT = "Y",
        },
    });

    public static Task Extended(HttpClient http, string hook, long id) => http.Bitrix(hook + Update,
        ("id", id),
        ("fields", new Dictionary<string, object?>
        {
            ["TITLE"] = "x",
            ["STREET"] = "x",
        }));

    public static Task Lambda(HttpClient http, string hook, long id) => Fill(http, hook, fields =>
    {
        fields["TITLE"] = "x";
        fields["FLOOR"] = 5;
    }, id);

    public static Task Entries(HttpClient http, string hook, long id) => Post(http, hook, new Dictionary<string, object?>
    {
        ["id"] = id,
        ["fields"] = new Dictionary<string, object?>
        {
            ["PHONE"] = new[] { "+7" }.Select(p => new { VALUE = p, VALUE_TYPE = "WORK" }).ToArray(),
            ["EMAIL"] = new[] { "a@example.org" }.ToArray(),
        },
    });

    public static Task Batch(HttpClient http, string hook, long id) => http.PostAsJsonAsync(hook + "batch", new
    {
        halt = 0,
        cmd = new Dictionary<string, string>
        {
            ["a"] = $"crm.lead.update?id={id}&fields[TITLE]=x"
                + "&fields[BRANCH]=x",
        },
    });

    private static Task Fill(HttpClient http, string hook, Action<Dictionary<string, object?>> fill, long id)
    {
        var fields = new Dictionary<string, object?>();
        fill(fields);
        return http.PostAsync(hook + Update, Json(JsonSerializer.Serialize(new { id, fields })));
    }

    private static async Task<T?> CallAsync<T>(HttpClient http, string hook, string method, object arguments)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{hook}{method}") { Content = Json(JsonSerializer.Serialize(arguments)) };
        using HttpResponseMessage response = await http.SendAsync(request);
        return JsonSerializer.Deserialize<T>(await response.Content.ReadAsStringAsync());
    }

    private static void Fill(Dictionary<string, object?> fields)
    {
        fields["NAME"] = "x";
        fields["NAEM"] = "x";
    }

    private static Task Post(HttpClient http, string hook, Dictionary<string, object?> arguments) =>
        http.PostAsync($"{hook}{Update}.json", Json(JsonSerializer.Serialize(arguments)));

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");
}

public sealed class Form1
{
    [JsonPropertyName("TITLE")] public string Title { get; set; } = "x";
    [JsonPropertyName("OPENED")] public bool Opened { get; set; } = true;
    [JsonPropertyName("NAMES")] public string Names { get; set; } = "x";
    public string NAME { get; set; } = "x";
}

public static class CallExtensions
{
    public static Task Bitrix(this HttpClient http, string address, params (string Key, object? Value)[] arguments) => http.PostAsync(
        address, new StringContent(JsonSerializer.Serialize(arguments.ToDictionary(a => a.Key, a => a.Value)), Encoding.UTF8, "application/json"));
}
