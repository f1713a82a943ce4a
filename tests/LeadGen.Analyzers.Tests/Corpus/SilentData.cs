// Correct code in which the connection between a map and a method, a key or a value is only known in part.
using System.Net.Http.Json;
using System.Runtime.Serialization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Corpus.SilentData;

public interface IBx
{
    Task<int> Call(string method, object arguments);
}

public interface IMediator
{
    Task Send(object message);
}

public interface IMetrics
{
    void Count(string name, object tags);
}

public interface ILog
{
    void Write(string name, object fields);
}

public interface ICommand
{
    void Bind(object parameters);
}

public interface ITaskQueue
{
    void Enqueue(string name, object job);
}

public interface IConfiguration
{
    string? this[string key] { get; }
}

public sealed class LeadCreated
{
    public int ID { get; set; }
    public string? TITLE { get; set; }
    public string? NAME { get; set; }
    public string? MANAGER { get; set; }
}

// The arguments are an object from elsewhere, and the other maps are for something else.
public sealed class OtherMaps(IBx bx, HttpClient http, string hook, IMediator mediator, ICommand command, IMetrics metrics, ILog log, ITaskQueue queue, Uri erp)
{
    private object? _model;

    public async Task<object> Ok(object dto, string n)
    {
        int id = await bx.Call("crm.lead.add", dto);
        return Json(new { ID = id, TITLE = n, NAME = n, CITY = 1 });
    }

    public async Task<object> Body(string json)
    {
        await http.PostAsync(hook + "crm.lead.add", new StringContent(json));
        return Json(new { ID = 0, STATUS_ID = "NEW", TITLE = "x", RESULT = "ok" });
    }

    public async Task Bound(object dto, string n)
    {
        await bx.Call("crm.lead.add", dto);
        command.Bind(new { NAME = n, PHONE = n, EMAIL = n, AGE = 5 });
    }

    public async Task Reply(object dto, string n)
    {
        await bx.Call("crm.lead.add", dto);
        await Respond(new Dictionary<string, string> { ["NAME"] = n, ["PHONE"] = n, ["AGE"] = n });
    }

    public async Task Model(object dto, string n)
    {
        await bx.Call("crm.lead.add", dto);
        _model = new { NAME = n, PHONE = n, EMAIL = n, AGE = 5 };
    }

    public async Task Message(string n)
    {
        await mediator.Send(new LeadCreated { ID = 5, TITLE = n, NAME = n, MANAGER = n });
        await bx.Call("crm.lead.add", Mapper.Build(n));
    }

    public async Task Erp(object dto, string n)
    {
        await bx.Call("crm.lead.add", dto);
        await http.PostAsync(erp, JsonContent.Create(new { NAME = n, PHONE = n, EMAIL = n, AGE = 5 }));
    }

    public void Logged(string n)
    {
        metrics.Count("crm.lead.add", new { fields = new { STAGE = n } });
        log.Write("crm.lead.add", new { ELAPSED = 5, PORTAL = n });
        queue.Enqueue("crm.lead.update", new { id = 5, fields = new { TITLE = n }, retries = 3, delay = 10 });
    }

    public async Task AddedLater(string n)
    {
        var fields = new Dictionary<string, object> { ["TITLE"] = n };
        await bx.Call("crm.lead.add", new { fields });
        fields["SCORE"] = 5;
        command.Bind(fields);
    }

    public async Task Copied(string n)
    {
        var fields = new Dictionary<string, object> { ["TITLE"] = n };
        var copy = new Dictionary<string, object>(fields);
        fields["SCORE"] = 5;
        command.Bind(fields);
        await bx.Call("crm.lead.add", new { fields = copy });
    }

    private object Json(object value) => _model ?? value;

    private static Task Respond(object value) => Task.FromResult(value);
}

public static class Mapper
{
    public static object Build(string n) => Activator.CreateInstance(Type.GetType(n)!)!;
}

// "No" is meant, there is nothing to send, or the field is emptied.
public sealed class Values(IBx bx)
{
    public Task No(bool yes) => bx.Call("crm.lead.update", new { id = 5, fields = new { UF_CRM_1660500000 = yes ? "Y" : "N" } });

    public Task NoText() => bx.Call("crm.lead.update", new { id = 5, fields = new { UF_CRM_1660500000 = "false" } });

    public Task Empty() => bx.Call("crm.lead.update", new { id = 5, fields = new { UF_CRM_1660500000 = "", COMPANY_ID = "" } });

    public Task Zero() => bx.Call("crm.lead.add", new { fields = new { UF_CRM_1660500000 = 0 } });

    public Task Nothing(string? mail, DateTime? birth) => bx.Call("crm.lead.add", new
    {
        fields = new
        {
            EMAIL = mail == null ? null : new[] { new { VALUE = mail, VALUE_TYPE = "WORK" } },
            BIRTHDATE = birth == null ? null : birth.Value.ToString("yyyy-MM-dd"),
            SOURCE_ID = mail == null ? null : "WEB",
            COMPANY_ID = (int?)null,
        },
    });
}

// The method may be another entity's.
public sealed class Methods(IBx bx, IConfiguration configuration)
{
    private readonly string _given = "crm.lead.add";
    private string _method = "crm.lead.add";
    private int _type = 1;
    private Dictionary<string, object> _fields = new() { ["TITLE"] = 1, ["STAGE_ID"] = "NEW" };

    public Methods(IBx bx, IConfiguration configuration, string given)
        : this(bx, configuration) => _given = given;

    public void UseDeals()
    {
        _method = "crm.deal.add";
        _type = 2;
    }

    public Task Changed() => bx.Call(_method, new { fields = new { STAGE_ID = "x" } });

    public Task Given() => bx.Call(_given, new { fields = new { STAGE_ID = "x" } });

    public Task Typed() => bx.Call("crm.item.add", new { entityTypeId = _type, fields = new { ufCrm5_1 = 1 } });

    public Task Replaced()
    {
        _fields = new() { ["TITLE"] = "x" };
        return bx.Call("crm.lead.add", new { fields = _fields });
    }

    public Task Default(string? method)
    {
        method ??= "crm.lead.add";
        return bx.Call(method, new { fields = new { STAGE_ID = "x" } });
    }

    public Task Default2(string method)
    {
        if (method == null)
        {
            method = "crm.lead.add";
        }

        return bx.Call(method, new { fields = new { STAGE_ID = "x" } });
    }

    public Task Configured() => bx.Call(configuration["method"] ?? "crm.lead.add", new { fields = new { STAGE_ID = "x" } });

    public Task Renamed(string entity)
    {
        string method = "crm.lead.add";
        method = method.Replace("lead", entity);
        return bx.Call(method, new { fields = new { STAGE_ID = "x" } });
    }

    public Task Built(string entity)
    {
        var method = new StringBuilder("crm.lead.add");
        method.Replace("lead", entity);
        return bx.Call(method.ToString(), new { fields = new { STAGE_ID = "x" } });
    }

    public Task ByReference()
    {
        string method = "crm.lead.add";
        Switch(ref method);
        return bx.Call(method, new { fields = new { STAGE_ID = "x" } });
    }

    private static void Switch(ref string method) => method = "crm.deal.add";
}

// The keys are changed on the way.
public sealed class Keys(IBx bx)
{
    private static readonly Dictionary<string, string> s_names = new() { ["title"] = "TITLE", ["level"] = "COMMENTS" };

    public Task Update(int id, Dictionary<string, object> values) =>
        bx.Call("crm.lead.update", new { id, fields = values.ToDictionary(v => s_names[v.Key], v => v.Value) });

    public Task Use(int id) => Update(id, new() { ["title"] = "x", ["level"] = 41 });

    public Task Upper()
    {
        var fields = new Dictionary<string, object> { ["title"] = "x", ["last_name"] = "y" };
        return bx.Call("crm.lead.add", new { fields = fields.ToDictionary(f => f.Key.ToUpperInvariant(), f => f.Value) });
    }

    public Task Cleared()
    {
        var fields = new Dictionary<string, object> { ["STAGE_ID"] = "x" };
        fields.Clear();
        fields["TITLE"] = "x";
        return bx.Call("crm.lead.add", new { fields });
    }
}

public sealed class ReadAndWrite
{
    [JsonPropertyName("ID")] public int? Id { get; set; }
    [JsonPropertyName("TITLE")] public string? Title { get; set; }
    [JsonPropertyName("DATE_CREATE")] public DateTime? Created { get; set; }
}

public sealed class Shared
{
    [JsonPropertyName("TITLE")] public string? Title { get; set; }
    [JsonPropertyName("STAGE_ID"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Stage { get; set; }
}

[DataContract]
public sealed class Contract
{
    [DataMember(Name = "TITLE")] public string? Title { get; set; }
    public string? NotSent { get; set; }
}

public sealed class Conditional
{
    public string? TITLE { get; set; }
    public string? LOCAL { get; set; }

    public bool ShouldSerializeLOCAL() => false;
}

// The serializer leaves members out.
public sealed class Classes(IBx bx, HttpClient http, string hook)
{
    private static readonly JsonSerializerOptions s_options = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
    private static readonly JsonSerializerOptions s_changed = new(JsonSerializerDefaults.Web);

    static Classes() => s_changed.PropertyNamingPolicy = null;

    public Task Created(string t) => http.PostAsJsonAsync(hook + "crm.lead.add", new { fields = new ReadAndWrite { Title = t } }, s_options);

    public Task Received(ReadAndWrite lead) => http.PostAsJsonAsync(hook + "crm.lead.add", new { fields = lead }, s_options);

    public Task WithoutStage(string t) => bx.Call("crm.lead.add", new { fields = new Shared { Title = t } });

    public Task OptIn(string t) => bx.Call("crm.lead.add", new { fields = new Contract { Title = t, NotSent = t } });

    public Task Method(string t) => bx.Call("crm.lead.add", new { fields = new Conditional { TITLE = t, LOCAL = t } });

    public Task Options(string t) => http.PostAsJsonAsync(hook + "crm.lead.add", new { fields = new { TITLE = t } }, s_changed);
}
