// Code that sends a value only for some arguments, or converts it first. A line is reported only if each call loses data.
using Newtonsoft.Json.Linq;

namespace Corpus.Branches;

public interface ICaller
{
    Task<JToken> Call(string method, object? arguments = null);
}

public sealed class CrmMap : Dictionary<string, object>
{
    public new void Add(string key, object value) => base.Add(key.ToUpperInvariant(), value is bool flag ? flag ? "Y" : "N" : value);
}

public sealed class Branches(ICaller caller, HttpClient http, string hook, List<Dictionary<string, object>> failed)
{
    // The method converts the value by its type.
    public Task SetField(int id, string code, object? value)
    {
        if (value is bool flag)
        {
            value = flag ? "Y" : "N";
        }

        if (value is DateTime day)
        {
            value = day.ToString("yyyy-MM-dd");
        }

        return caller.Call("crm.lead.update", new { id, fields = new Dictionary<string, object?> { [code] = value } });
    }

    public Task Opened() => SetField(5, "OPENED", true);

    public Task Born() => SetField(5, "BIRTHDATE", DateTime.Now);

    private Task Write(int id, string code, object? value) => caller.Call("crm.lead.update", new { id, fields = new Dictionary<string, object?> { [code] = value switch { bool b => b ? "Y" : "N", DateTime d => d.ToString("yyyy-MM-dd"), decimal m => $"{m}|RUB", _ => value } } });

    public Task Paid() => Write(5, "UF_CRM_1663456789", 5m);

    public Task Day() => Write(5, "BIRTHDATE", DateTime.Today);

    // The wrapper writes the query itself.
    private Task<string> Get(string method, Dictionary<string, object?> arguments)
    {
        var parts = new List<string>();
        Build(parts, "", arguments);
        return http.GetStringAsync($"{hook}/{method}?{string.Join("&", parts)}");
    }

    private static void Build(List<string> parts, string prefix, object? value)
    {
        switch (value)
        {
            case IDictionary<string, object?> map:
                foreach ((string key, object? item) in map)
                {
                    Build(parts, prefix.Length == 0 ? key : $"{prefix}[{key}]", item);
                }

                break;
            case bool flag:
                parts.Add($"{prefix}={(flag ? "Y" : "N")}");
                break;
            case DateTime day:
                parts.Add($"{prefix}={day:yyyy-MM-dd}");
                break;
            case not null:
                parts.Add($"{prefix}={value}");
                break;
        }
    }

    public Task Queried(int id) => Get("crm.lead.update", new() { ["id"] = id, ["fields"] = new Dictionary<string, object?> { ["OPENED"] = true, ["BIRTHDATE"] = DateTime.Today, ["UF_CRM_1661122334"] = null } });

    public Task QueriedUnknown(int id) => Get("crm.lead.update", new() { ["id"] = id, ["fields"] = new Dictionary<string, object?> { ["TITEL"] = "x" } }); // expect: unknown-field

    // Values are replaced in the map.
    private Task Update(int id, Dictionary<string, object> data)
    {
        Normalize(data);
        return caller.Call("crm.lead.update", new { id, fields = data });
    }

    private static void Normalize(Dictionary<string, object> data)
    {
        if (data.TryGetValue("PHONE", out object? phone) && phone is string text)
        {
            data["PHONE"] = new[] { new { VALUE = text, VALUE_TYPE = "WORK" } };
        }

        foreach (string key in data.Keys.ToList())
        {
            if (data[key] is bool flag)
            {
                data[key] = flag ? "Y" : "N";
            }
        }
    }

    public Task Normalized() => Update(5, new() { ["PHONE"] = "+7 999", ["OPENED"] = true });

    public Task NormalizedUnknown() => Update(5, new() { ["TITEL"] = "x" }); // expect: unknown-field

    public Task Own(int id) => caller.Call("crm.lead.update", new { id, fields = new CrmMap { { "title", "x" }, { "OPENED", true } } });

    // A helper for several entities.
    private static Dictionary<string, object> Make(string title, bool isDeal)
    {
        var map = new Dictionary<string, object> { ["TITLE"] = title };
        if (isDeal)
        {
            map["STAGE_ID"] = "NEW";
            map["CATEGORY_ID"] = 1;
        }
        else
        {
            map["STATUS_ID"] = "NEW";
        }

        return map;
    }

    public Task Lead(string title) => caller.Call("crm.lead.add", new { fields = Make(title, isDeal: false) });

    public Task Deal(string title) => caller.Call("crm.deal.add", new { fields = Make(title, isDeal: true) });

    private static Dictionary<string, object> Make2(string title, int type)
    {
        if (type == 2)
        {
            return new() { ["TITLE"] = title, ["STAGE_ID"] = "NEW" };
        }

        return new() { ["TITLE"] = title, ["STATUS_ID"] = "NEW" };
    }

    public Task Lead2(string title) => caller.Call("crm.lead.add", new { fields = Make2(title, 1) });

    public Task Set(int id, string kind, string value)
    {
        if (kind == "status")
        {
            return caller.Call("crm.lead.update", new { id, fields = new { STATUS_ID = value } });
        }

        return caller.Call("crm.lead.update", new { id, fields = new { COMMENTS = value } });
    }

    public Task Comment() => Set(5, "comment", "любой текст");

    // Entries that the call does not get.
    public async Task<bool> Guard(int id, Dictionary<string, object> fields)
    {
        if (!fields.ContainsKey("TITLE"))
        {
            fields["message"] = "пусто";
            failed.Add(fields);
            return false;
        }

        await caller.Call("crm.lead.update", new { id, fields });
        return true;
    }

    public async Task<object?> DryRun(int id, bool isDry)
    {
        var fields = new Dictionary<string, object> { ["TITLE"] = "x" };
        if (isDry)
        {
            fields["dryRun"] = true;
            return fields;
        }

        return await caller.Call("crm.lead.update", new { id, fields });
    }

    // Both calls lose the entry.
    public async Task Optional(int id, string? mail)
    {
        var fields = new Dictionary<string, object> { ["TITLE"] = "x" };
        if (mail != null)
        {
            fields["EMAIL_WORK"] = mail; // expect: unknown-field
        }

        if (id == 0)
        {
            await caller.Call("crm.lead.add", new { fields });
        }
        else
        {
            await caller.Call("crm.lead.update", new { id, fields });
        }
    }

    public Task Changed(int id, bool isDeleted) => caller.Call(isDeleted ? "crm.lead.delete" : "crm.lead.update", new { id, fields = new { STATUS_ID = "NEW" } });

    public Task ChangedUnknown(int id, bool isDeleted) => caller.Call(isDeleted ? "crm.lead.delete" : "crm.lead.update", new { id, fields = new { TITEL = "x" } }); // expect: unknown-field

    public Task Empty() => caller.Call("crm.lead.add", new { fields = new Dictionary<string, object> { ["TITLE"] = "x", ["WEB"] = Array.Empty<object>() } });
}
