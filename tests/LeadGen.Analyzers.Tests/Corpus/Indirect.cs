// Fields that are added to the map, or passed to the call, indirectly.
using System.Dynamic;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Corpus.Indirect;

public interface IBx
{
    Task<int> Call(string method, object arguments);

    Task<int> Text(string method, string json);

    Task<int> Run(string entity, string action, object arguments);
}

public sealed class Arguments
{
    [JsonProperty("fields")] public Dictionary<string, object> Fields { get; } = [];
}

public sealed class Indirect(IBx bx)
{
    public Task LocalFunction(string text)
    {
        var fields = new Dictionary<string, object>();
        Set("TITLE", text);
        Set("GOROD", text); // expect: unknown-field
        return bx.Call("crm.lead.add", new { fields });

        void Set(string key, object value) => fields[key] = value;
    }

    public Task Lambda(string text)
    {
        var fields = new Dictionary<string, object>();
        Action<string, object> set = (key, value) => fields.Add(key, value);
        set("TITLE", text);
        set("GOROD", text); // expect: unknown-field
        return bx.Call("crm.lead.add", new { fields });
    }

    public Task TwoTexts(int id) => bx.Run("crm.lead", "update", new { id, fields = new { GOROD = 1 } }); // expect: unknown-field

    public Task Quotes() => bx.Text("crm.lead.add", "{ 'fields': { 'TITLE': 'x', 'GOROD': 'x' } }"); // expect: unknown-field

    public Task Dynamic(string text)
    {
        dynamic arguments = new ExpandoObject();
        arguments.fields = new ExpandoObject();
        arguments.fields.TITLE = text;
        arguments.fields.GOROD = text; // expect: unknown-field
        return bx.Call("crm.lead.add", arguments);
    }

    public Task Parsed(string text)
    {
        JObject arguments = JObject.Parse("{\"fields\":{}}");
        arguments["fields"]["GOROD"] = text; // expect: unknown-field
        return bx.Call("crm.lead.add", arguments);
    }

    public Task Member(string text)
    {
        var arguments = new Arguments();
        arguments.Fields["TITLE"] = text;
        arguments.Fields["GOROD"] = text; // expect: unknown-field
        arguments.Fields.Add("ULITSA", text); // expect: unknown-field
        return bx.Call("crm.lead.add", arguments);
    }

    public Task Out(string text) => TryRead(text, out Dictionary<string, object> fields) ? bx.Call("crm.lead.add", new { fields }) : Task.CompletedTask;

    private static bool TryRead(string text, out Dictionary<string, object> fields)
    {
        fields = new Dictionary<string, object> { ["TITLE"] = text };
        fields["GOROD"] = text; // expect: unknown-field
        return text.Length > 0;
    }

    public Task Singular(int id) => bx.Call("crm.lead.update", new { id, field = new { TITLE = "x" } }); // expect: options

    public Task Plural() => bx.Call("crm.lead.list", new { filters = new { TITLE = "x" } }); // expect: options

    public Task Items() => bx.Call("crm.item.list", new { entityTypeId = 1, filter = new { STATUS_ID = "NEW" } }); // expect: unknown-field

    public Task ItemFields() => bx.Call("crm.item.list", new { entityTypeId = 1, select = new[] { "id", "DATE_CREATE" } }); // expect: unknown-field

    public Task Item(int id) => bx.Call("crm.item.update", new { entityTypeId = 1, id, fields = new { UF_CRM_DELIVERY_SLOT = "x" } }); // expect: unknown-field

    public Task NotEmpty(string? text)
    {
        var fields = new Dictionary<string, object?> { ["TITLE"] = text, ["GOROD"] = text }; // expect: unknown-field
        return bx.Call("crm.lead.add", new { fields = fields.Where(e => e.Value != null).ToDictionary(e => e.Key, e => e.Value) });
    }

    public Task Element(string[] words) => bx.Call("crm.lead.update", new { id = 5, fields = new { UF_CRM_1655290011 = words.First() } }); // expect: type

    public Task Added(int id)
    {
        JObject arguments = JObject.FromObject(new { id });
        arguments.Add("fields", JObject.FromObject(new { GOROD = 1 })); // expect: unknown-field
        return bx.Call("crm.lead.update", arguments);
    }

    public async Task Tuple(int id)
    {
        var commands = new List<(string Method, object Arguments)>();
        commands.Add(("crm.lead.update", new { id, fields = new { GOROD = 1 } })); // expect: unknown-field
        foreach ((string method, object arguments) in commands)
        {
            await bx.Call(method, arguments);
        }
    }

    public Task Escaped(HttpClient http, string name)
    {
        string url = "https://portal.example/rest/crm.lead.add?fields[TITLE]=" + Uri.EscapeDataString("Заявка с сайта") + "&fields[GOROD]=" + name; // expect: unknown-field
        return http.GetAsync(url);
    }

    public Task Steps(HttpClient http, string name)
    {
        string url = "https://portal.example/rest/crm.lead.add?";
        url += "fields[TITLE]=Заявка " + name;
        url += "&fields[GOROD]=" + name; // expect: unknown-field
        return http.GetAsync(url);
    }

    // The entry goes to the lead in each case.
    public async Task Branch(bool isLate, string text, Func<Dictionary<string, object>, Task> archive)
    {
        var fields = new Dictionary<string, object> { ["TITLE"] = text };
        if (isLate)
        {
            fields["GOROD"] = text; // expect: unknown-field
        }

        if (isLate)
        {
            await archive(fields);
        }

        await bx.Call("crm.lead.add", new { fields });
    }
}

public interface ILeads
{
    Task CreateAsync(Dictionary<string, object> fields);
}

public sealed class LeadRepository(IBx bx) : ILeads
{
    public Task CreateAsync(Dictionary<string, object> fields) => bx.Call("crm.lead.add", new { fields });
}

public sealed class LeadService(ILeads leads)
{
    public Task Create(string text) => leads.CreateAsync(new Dictionary<string, object> { ["TITLE"] = text, ["GOROD"] = text }); // expect: unknown-field
}

public static class Methods
{
    private const string Root = "crm.lead.";

    public const string Add = Root + "add";
}

public sealed class Constants(IBx bx)
{
    public Task Create(string text) => bx.Call(Methods.Add, new { fields = new { GOROD = text } }); // expect: unknown-field
}
