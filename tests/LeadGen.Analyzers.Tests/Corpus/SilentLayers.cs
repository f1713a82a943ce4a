// Correct code, and code that may be correct, similar to the code in Layers.cs.
using System.Text;

namespace Corpus.SilentLayers;

public interface ITransport
{
    Task<T> Send<T>(string method, object arguments);
}

// Two implementations: the caller may have either.
public interface IEntities
{
    Task<bool> Change(int id, Dictionary<string, object?> fields);
}

public sealed class LeadEntities(ITransport transport) : IEntities
{
    public Task<bool> Change(int id, Dictionary<string, object?> fields) => transport.Send<bool>("crm.lead.update", new { id, fields });
}

public sealed class DealEntities(ITransport transport) : IEntities
{
    public Task<bool> Change(int id, Dictionary<string, object?> fields) => transport.Send<bool>("crm.deal.update", new { id, fields });
}

// One implementation, for deals.
public interface IDeals
{
    Task<bool> Change(int id, Dictionary<string, object?> fields);
}

public sealed class Deals(ITransport transport) : IDeals
{
    public Task<bool> Change(int id, Dictionary<string, object?> fields) => transport.Send<bool>("crm.deal.update", new { id, fields });
}

// The implementation removes what the portal does not have.
public interface IFiltered
{
    Task<bool> Change(int id, Dictionary<string, object?> fields);
}

public sealed class Filtered(ITransport transport) : IFiltered
{
    private static readonly HashSet<string> s_known = ["TITLE", "NAME"];

    public Task<bool> Change(int id, Dictionary<string, object?> fields) =>
        transport.Send<bool>("crm.lead.update", new { id, fields = fields.Where(f => s_known.Contains(f.Key)).ToDictionary(f => f.Key, f => f.Value) });
}

// Overridden in one class, so the base class may not be the one that runs.
public class Writer(ITransport transport)
{
    public virtual Task<bool> Write(int id, object fields) => transport.Send<bool>("crm.lead.update", new { id, fields });
}

public sealed class DealWriter(ITransport transport) : Writer(transport)
{
    private readonly ITransport _transport = transport;

    public override Task<bool> Write(int id, object fields) => _transport.Send<bool>("crm.deal.update", new { id, fields });
}

public abstract class Method
{
    protected abstract string Name { get; }
    public Task<object> Run(ITransport transport, object arguments) => transport.Send<object>(Name, arguments);
}

public sealed class AddLead : Method
{
    protected override string Name => "crm.lead.add";
    public Task<object> Add(ITransport transport, string text) => Run(transport, new { fields = new { TITLE = text } });
}

public sealed class AddDeal : Method
{
    protected override string Name => "crm.deal.add";
    public Task<object> Add(ITransport transport) => Run(transport, new { fields = new { STAGE_ID = "NEW" } });
}

public sealed class Callers(IEntities entities, IDeals deals, IFiltered filtered, Writer writer, Method method, ITransport transport)
{
    public Task Either(int id) => entities.Change(id, new Dictionary<string, object?> { ["STAGE_ID"] = "WON" });

    public Task Deal(int id) => deals.Change(id, new Dictionary<string, object?> { ["STAGE_ID"] = "WON", ["BEGINDATE"] = "2026-01-15" });

    public Task Clean(int id, string text) => filtered.Change(id, new Dictionary<string, object?> { ["TITLE"] = text, ["LOCAL"] = text });

    public Task Virtual(int id) => writer.Write(id, new { STAGE_ID = "WON" });

    public Task Abstract() => method.Run(transport, new { fields = new { STAGE_ID = "WON" } });
}

public static class Loops
{
    private static readonly Dictionary<string, object?> s_all = new() { ["TITLE"] = "x", ["DEAL_TITLE"] = "x", ["STAGE_ID"] = "WON" };
    private static readonly (string Code, bool IsLead)[] s_codes = [("TITLE", true), ("STAGE_ID", false)];

    public static Task Tested(ITransport transport, int id)
    {
        var fields = new Dictionary<string, object?>();
        foreach (var pair in s_all)
        {
            if (pair.Key.StartsWith("TIT"))
            {
                fields[pair.Key] = pair.Value;
            }
        }

        return transport.Send<bool>("crm.lead.update", new { id, fields });
    }

    public static Task Skipped(ITransport transport, int id)
    {
        var fields = new Dictionary<string, object?>();
        foreach (var (key, value) in s_all)
        {
            if (key == "STAGE_ID" || key.Contains("DEAL"))
            {
                continue;
            }

            fields[key] = value;
        }

        return transport.Send<bool>("crm.lead.update", new { id, fields });
    }

    public static Task Chosen(ITransport transport, int id, string text)
    {
        var fields = new Dictionary<string, object?>();
        foreach (var code in s_codes)
        {
            if (code.IsLead)
            {
                fields[code.Code] = text;
            }
        }

        return transport.Send<bool>("crm.lead.update", new { id, fields });
    }

    public static Task Without(ITransport transport, int id) =>
        transport.Send<bool>("crm.lead.update", new { id, fields = s_all.Where(p => p.Key == "TITLE").ToDictionary(p => p.Key, p => p.Value) });

    public static Task Renamed(ITransport transport, int id) =>
        transport.Send<bool>("crm.lead.update", new { id, fields = s_all.Where(p => p.Value != null).ToDictionary(p => "UF_CRM_" + p.Key, p => p.Value) });

    public static Task NothingToSend(ITransport transport, int id)
    {
        var fields = new Dictionary<string, object?> { ["TITLE"] = "x", ["BIRTHDATE"] = null };
        return transport.Send<bool>("crm.lead.update", new { id, fields = fields.Where(p => p.Value != null).ToDictionary(p => p.Key, p => p.Value) });
    }

    public static Task Elements(ITransport transport, int id, List<string> names, List<int> numbers, List<string[]> rows) => transport.Send<bool>("crm.lead.update", new
    {
        id,
        fields = new Dictionary<string, object?>
        {
            ["TITLE"] = names.First(),
            ["UF_CRM_1658111222"] = numbers.Max(),
            ["UF_CRM_1655290011"] = rows.FirstOrDefault(),
            ["OPPORTUNITY"] = numbers.Sum(),
        },
    });
}

// The method converts the names of members by reflection.
public sealed class Person
{
    public string? LastName { get; set; }
    public string? Comment { get; set; }
}

public sealed class Converting(HttpClient http, string hook)
{
    public Task Update(Person person) => Send("crm.lead.update", person);

    private Task Send(string method, object value)
    {
        string url = $"{hook}{method}?auth=x";
        foreach (var property in value.GetType().GetProperties())
        {
            url += "&fields[" + ToCode(property.Name) + "]=" + property.GetValue(value);
        }

        return http.GetStringAsync(url);
    }

    private static string ToCode(string name) => string.Concat(name.Select(c => char.IsUpper(c) ? "_" + c : c.ToString())).TrimStart('_').ToUpperInvariant();
}

// The dictionary goes to deals, too.
public sealed class EntityBuilder
{
    private readonly Dictionary<string, object> _fields = new();
    public EntityBuilder Stage(string value) => Set("STAGE_ID", value);
    public EntityBuilder Set(string code, object value) { _fields[code] = value; return this; }
    public Task AddLead(ITransport transport) => transport.Send<int>("crm.lead.add", new { fields = _fields });
    public Task AddDeal(ITransport transport) => transport.Send<int>("crm.deal.add", new { fields = _fields });
    public static Task Deal(ITransport transport) => new EntityBuilder().Stage("WON").Set("BEGINDATE", "2026-01-15").AddDeal(transport);
    public static Task Lead(ITransport transport) => new EntityBuilder().Set("TITLE", "x").AddLead(transport);
}

public sealed class OpenBuilder
{
    private readonly Dictionary<string, object> _fields = new();
    public OpenBuilder Stage(string value) { _fields["STAGE_ID"] = value; return this; }
    public OpenBuilder Title(string value) { _fields["TITLE"] = value; return this; }
    public Dictionary<string, object> Build() => _fields;
    public Task AddLead(ITransport transport) => transport.Send<int>("crm.lead.add", new { fields = _fields });
}

// A description of methods is not a request.
public static class Menu
{
    public static readonly List<(string Method, object Help)> Items =
    [
        ("crm.lead.add", new { Title = "Создать лид", Icon = "plus" }),
        ("crm.lead.update", new { Title = "Изменить лид", Icon = "pen" }),
    ];

    public static List<(string, string)> Texts() => new() { ("crm.lead.add", "Создать"), ("crm.lead.update", "Изменить") };
}

// A constant with the name of a method that dictionaries have.
public static class Names
{
    public const string Add = "crm.lead.add";
}

public sealed class Other
{
    public Dictionary<string, object> Build()
    {
        var map = new Dictionary<string, object>();
        map.Add("STAGE_ID", "WON");
        map.Add("fields", new Dictionary<string, object> { ["UNKNOWN"] = 1 });
        return map;
    }
}
