// Each method sends one request to an emulated portal. One field a line: a warning on a line must mean that the portal loses it.
using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Threading.Tasks;

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
