// Correct code: values that the portal stores as intended, classes and dictionaries that also serve other calls, and texts that are completed later.
using System.Text;
using System.Text.Json.Serialization;

namespace Corpus.SilentUses;

public interface IBx
{
    Task<int> Call(string method, object arguments);

    Task<int> Text(string method, string json);
}

public interface IDeals
{
    Task Create(Dictionary<string, object> fields);
}

public sealed class SharedForm
{
    [JsonPropertyName("TITLE")] public string? Title { get; set; }
    [JsonPropertyName("STAGE_ID")] public string? Stage { get; set; }
    [JsonPropertyName("UF_CRM_1599999999")] public string? Contract { get; set; }
}

public sealed record SharedRow(string TITLE, string STAGE_ID);

public sealed class PartlySet
{
    [JsonPropertyName("TITLE")] public string? Title { get; set; }
    [JsonPropertyName("STAGE_ID")] public string? Stage { get; set; }
}

public sealed class ForBoth
{
    [JsonPropertyName("ID")] public int? Id { get; set; }
    [JsonPropertyName("TITLE")] public string? Title { get; set; }
    [JsonPropertyName("DATE_CREATE")] public DateTime? Created { get; set; }
    [JsonPropertyName("PHONE")] public string? Phone { get; set; }
}

public sealed class Values(IBx bx)
{
    public Task Contact(int id) => bx.Call("crm.lead.update", new { id, fields = new { CONTACT_ID = 12 } });

    public Task Time(int id) => bx.Call("crm.lead.update", new { id, fields = new { UF_CRM_1662000300 = "2026-03-01 10:00:00", UF_CRM_1662000301 = new[] { "2026-03-01T10:00:00" } } });

    public Task Trace(string trace) => bx.Call("crm.lead.add", new { fields = new { TITLE = "x", TRACE = trace } });

    public Task Conditions() => bx.Call("crm.lead.list", new { filter = new { PRODUCT_ID = 5, TRACKING_SOURCE_ID = 7, COMMUNICATION_TYPE = "PHONE" } });

    public Task Unset() => bx.Call("crm.lead.add", new { fields = new PartlySet { Title = "x" } });

    public Task ForReading(string title) => bx.Call("crm.lead.update", new { id = 5, fields = new ForBoth { Title = title } });

    public Task Wrapped(string title) => bx.Call("crm.lead.add", new { fields = new { fields = new { TITLE = title }, @params = new { REGISTER_SONET_EVENT = "Y" } } });
}

// A class of fields for leads and for deals.
public sealed class Leads(IBx bx)
{
    public Task Add(SharedForm form) => bx.Call("crm.lead.add", new { fields = form });

    public Task Add(SharedRow row) => bx.Call("crm.lead.add", new { fields = row });
}

public sealed class Deals(IBx bx)
{
    public Task Add(SharedForm form) => bx.Call("crm.deal.add", new { fields = form });

    public Task Add(SharedRow row) => bx.Call("crm.deal.add", new { fields = row });
}

// The branch that adds an entry belongs to the branch that calls another method.
public sealed class Branches(IBx bx, IDeals deals)
{
    public async Task Switch(string entity, string title)
    {
        var fields = new Dictionary<string, object> { ["TITLE"] = title };
        if (entity == "deal")
        {
            fields["STAGE_ID"] = "NEW";
        }

        switch (entity)
        {
            case "lead":
                await bx.Call("crm.lead.add", new { fields });
                break;
            case "deal":
                await deals.Create(fields);
                break;
        }
    }

    public async Task Return(bool isDeal, string title)
    {
        var fields = new Dictionary<string, object> { ["TITLE"] = title };
        if (isDeal)
        {
            fields.Add("STAGE_ID", "NEW");
        }

        if (isDeal)
        {
            await deals.Create(fields);
            return;
        }

        await bx.Call("crm.lead.add", new { fields });
    }
}

// Texts with placeholders.
public sealed class Templates(IBx bx, HttpClient http, string hook)
{
    private const string Body = "{ \"fields\": { \"TITLE\": \"#TITLE#\", \"STATUS_ID\": \"{{status}}\", \"BIRTHDATE\": \"%BIRTHDATE%\" } }";

    public Task Format(string name) => http.GetAsync(new StringBuilder(hook).AppendFormat("crm.lead.add?fields[{0}]={1}", "TITLE", name).ToString());

    public Task Fields(string code, string name) => http.GetAsync(hook + "crm.lead.update?id=5&fields[{code}]={value}".Replace("{code}", code).Replace("{value}", name));

    public Task Status(Func<string, string> fill) => http.GetAsync(fill(hook + "crm.lead.update?id=5&fields[STATUS_ID]={status}&fields[BIRTHDATE]=$birthdate"));

    public Task Json(Func<string, string> fill) => bx.Text("crm.lead.add", fill(Body));

    public Task Select(Func<string, string> fill) => bx.Text("crm.lead.list", fill("{ \"select\": [ \"ID\", \"{{code}}\" ] }"));
}

// A query that is built in steps is judged as a whole.
public sealed class Steps(HttpClient http, string hook)
{
    public Task Builder(string name, string phone)
    {
        var text = new StringBuilder(hook);
        text.Append("crm.lead.add?fields[TITLE]=").Append(name);
        text.Append("&fields[PHONE][0][VALUE]=" + phone);
        text.Append("&fields[PHONE][0][VALUE_TYPE]=WORK");
        return http.GetAsync(text.ToString());
    }

    public Task Start(string name)
    {
        var text = new StringBuilder();
        text.Append($"{hook}/crm.lead.add?fields[TITLE]={Uri.EscapeDataString("Заявка " + name)}");
        text.Append($"&fields[NAME]={name}");
        return http.GetAsync(text.ToString());
    }

    public Task Append(string phone)
    {
        var url = hook + "crm.lead.update?id=5&fields[PHONE][0][VALUE]=" + phone;
        url += "&fields[PHONE][0][VALUE_TYPE]=WORK";
        return http.GetAsync(url);
    }

    public Task Longer(string phone)
    {
        string start = $"{hook}crm.lead.update?id=5&fields[PHONE][0][VALUE]={phone}";
        string url = $"{start}&fields[PHONE][0][VALUE_TYPE]=WORK";
        return http.GetAsync(url);
    }

    public string Usage => "curl https://portal.example/rest/1/<secret>/crm.lead.add?fields[TITEL]=x";
}

public sealed class YesNo : JsonConverter<bool>
{
    public override bool Read(ref System.Text.Json.Utf8JsonReader reader, Type type, System.Text.Json.JsonSerializerOptions options) => reader.GetString() == "Y";

    public override void Write(System.Text.Json.Utf8JsonWriter writer, bool value, System.Text.Json.JsonSerializerOptions options) => writer.WriteStringValue(value ? "Y" : "N");
}

public sealed class Day : JsonConverter<DateTime>
{
    public override DateTime Read(ref System.Text.Json.Utf8JsonReader reader, Type type, System.Text.Json.JsonSerializerOptions options) => reader.GetDateTime();

    public override void Write(System.Text.Json.Utf8JsonWriter writer, DateTime value, System.Text.Json.JsonSerializerOptions options) => writer.WriteStringValue(value.ToString("yyyy-MM-dd"));
}

// Values that are set again before the request.
public sealed class SetAgain(IBx bx)
{
    public Task Id(int id)
    {
        var arguments = new Dictionary<string, object> { ["id"] = 0, ["fields"] = new { TITLE = "x" } };
        arguments["id"] = id;
        return bx.Call("crm.lead.update", arguments);
    }

    public Task Json(int id)
    {
        var arguments = System.Text.Json.Nodes.JsonNode.Parse("{ \"id\": 0, \"fields\": { \"TITLE\": \"x\" } }")!;
        arguments["id"] = id;
        return bx.Text("crm.lead.update", arguments.ToJsonString());
    }

    public Task Date(int id, DateOnly day)
    {
        var fields = new Dictionary<string, object?> { ["BIRTHDATE"] = null, ["STATUS_ID"] = "" };
        fields["BIRTHDATE"] = day;
        fields["STATUS_ID"] = "NEW";
        return bx.Call("crm.lead.update", new { id, fields });
    }

    public Task Parsed(string text)
    {
        int id = 0;
        int.TryParse(text, out id);
        return bx.Call("crm.lead.update", new { id, fields = new { TITLE = "x" } });
    }

    public Task Changed()
    {
        string status = "x";
        Change(ref status);
        return bx.Call("crm.lead.update", new { id = 5, fields = new { STATUS_ID = status } });
    }

    private static void Change(ref string status) => status = "NEW";

    public Task Converted(bool isOpen, DateTime day) => bx.Text("crm.lead.update", System.Text.Json.JsonSerializer.Serialize(
        new { id = 5, fields = new { OPENED = isOpen, BIRTHDATE = day } }, new System.Text.Json.JsonSerializerOptions { Converters = { new YesNo(), new Day() } }));

    public Task Trimmed() => bx.Call("crm.lead.add", new { fields = new Dictionary<string, object> { ["TITLEx".TrimEnd('x')] = "x" } });

    public Task Filtered(string title)
    {
        var fields = new Dictionary<string, object> { ["TITLE"] = title, ["TEMPORARY"] = 5 };
        return bx.Call("crm.lead.add", new { fields = fields.Where(e => e.Key != "TEMPORARY").ToDictionary(e => e.Key, e => e.Value) });
    }
}

// The names of items.
public sealed class Items(IBx bx)
{
    public Task Rows(int id) => bx.Call("crm.item.update", new { entityTypeId = 1, id, fields = new { ufCrmDeliverySlot = "x", ufCrm_64A29A1CD5CC2 = "y", ufCrm_1652088000 = "z", observers = new[] { 5 } } });

    public Task Originals(int id) => bx.Call("crm.item.update", new { entityTypeId = 1, id, useOriginalUfNames = "Y", fields = new { stageId = "NEW", UF_CRM_DELIVERY_SLOT = "x" } });

    public Task Find(string title) => bx.Call("crm.item.list", new
    {
        entityTypeId = 1,
        select = new[] { "id", "title", "stageId", "ufCrm_1652088000", "phone" },
        filter = new Dictionary<string, object> { ["%title"] = title, ["@stageId"] = new[] { "NEW" }, ["0"] = new { logic = "OR", name = "x", lastName = "x" } },
        order = new { createdTime = "DESC" },
    });

    public Task Find(bool original) => bx.Call("crm.item.list", new { entityTypeId = 1, useOriginalUfNames = original ? "Y" : "N", select = new[] { "UF_CRM_1652088000" } });
}
