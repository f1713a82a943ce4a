// Classes that are sent: attributes, names as codes, serializers that rename, records, initializers.
using System.Net.Http.Json;
using System.Runtime.Serialization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Newtonsoft.Json;

namespace Corpus.Objects;

public sealed class Named
{
    public string? TITLE { get; set; }
    public string? COMENTS { get; set; } // expect: unknown-field
    public bool OPENED { get; set; } // expect: type
    public DateTime? BIRTHDATE { get; set; } // expect: type
    public List<string> UF_CRM_1655290011 { get; set; } = [];
    public string? UF_CRM_1665555556 { get; set; } // expect: type
    public DateTime DATE_CREATE { get; set; } // expect: read-only
    [System.Text.Json.Serialization.JsonIgnore] public string? Note { get; set; }
    public static string? Other { get; set; }
}

public sealed class Renamed
{
    public string? TITLE { get; set; } // expect: camel-case
    [JsonPropertyName("NAME")] public string? Name { get; set; }
    [JsonPropertyName("SECONDNAME")] public string? Second { get; set; } // expect: unknown-field
}

[DataContract]
public sealed class Contract
{
    [DataMember(Name = "TITLE")] public string? Title { get; set; }
    [DataMember(Name = "FIO")] public string? Fio { get; set; } // expect: unknown-field
}

public sealed class Newton
{
    [JsonProperty("TITLE")] public string? Title { get; set; }
    [JsonProperty("PHONE")] public string? Phone { get; set; } // expect: multi-field
    [JsonProperty("EMAIL")] public List<Entry>? Email { get; set; }
    [JsonProperty("STATUS_ID")] public string? Status { get; set; }
}

public sealed class Entry
{
    [JsonProperty("VALUE")] public string? Value { get; set; }
    [JsonProperty("TYPE")] public string? Type { get; set; } // expect: multi-field
}

public sealed class Snake
{
    public string? LastName { get; set; }
    public string? Title { get; set; }
    public string? CompanyName { get; set; } // expect: unknown-field
}

public sealed class Read
{
    public string? ID { get; set; }
    public string? DATE_CREATE { get; set; }
    public string? WHATEVER { get; set; }
}

public sealed record Request<T>(int id, T fields);

public sealed class Objects(HttpClient http, string hook)
{
    private static readonly JsonSerializerOptions s_snake = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseUpper };
    private static readonly JsonSerializerOptions s_web = new(JsonSerializerDefaults.Web);

    public Task Send(Named lead) => Post("crm.lead.add", JsonConvert.SerializeObject(new { fields = lead }));

    public Task Send(Renamed lead) => http.PostAsJsonAsync(hook + "crm.lead.update", new Request<Renamed>(5, lead));

    public Task Send(Contract lead) => Post("crm.lead.add", JsonConvert.SerializeObject(new { fields = lead }));

    public Task Send(string phone) => Post("crm.lead.add", JsonConvert.SerializeObject(new
    {
        fields = new Newton
        {
            Title = "x",
            Phone = phone,
            Email = [new Entry { Value = phone, Type = "WORK" }],
            Status = "Новый лид", // expect: value
        },
    }));

    public Task Send(Snake lead) => Post("crm.lead.add", System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, object> { ["fields"] = lead }, s_snake));

    public Task Web(string title) => Post("crm.lead.add", System.Text.Json.JsonSerializer.Serialize(new { fields = new { TITLE = title } }, s_web)); // expect: camel-case

    public Task Injected(string title, JsonSerializerOptions options) =>
        Post("crm.lead.add", System.Text.Json.JsonSerializer.Serialize(new { fields = new { TITLE = title, LastName = title, TITEL = title } }, options)); // expect: unknown-field

    public Task Kept(string title)
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        options.PropertyNamingPolicy = null;
        return http.PostAsJsonAsync(hook + "crm.lead.add", new { fields = new { TITLE = title } }, options);
    }

    public Task<Read?> Get(int id) => http.GetFromJsonAsync<Read>(hook + "crm.lead.get?id=" + id);

    private Task Post(string method, string json) => http.PostAsync(hook + method, new StringContent(json));
}
