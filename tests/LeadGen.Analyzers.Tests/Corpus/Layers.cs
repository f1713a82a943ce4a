// Requests whose parts are further apart: tables of constants, interfaces with one implementation, base classes, pairs and loops over pairs.
using System.Collections.Specialized;
using System.IO;
using System.Runtime.Serialization;
using System.Runtime.Serialization.Json;
using System.Text;
using Newtonsoft.Json.Linq;

namespace Corpus.Layers;

public static class Table
{
    public const string Module = "crm";

    public static class Lead
    {
        private const string Prefix = Module + ".lead.";
        public const string Create = Prefix + "add";
        public const string Change = Prefix + "update";
        public static string Find => Prefix + "list";
    }

    public static class Deal
    {
        public const string Change = "crm.deal.update";
    }
}

public static class Codes
{
    public const string Name = "NAME", Nickname = "NICKNAME";
    public static readonly string Source = "SOURCE_ID";
}

public interface ITransport
{
    Task<T> Send<T>(string method, object arguments);
}

public interface ILeads
{
    Task<int> Create(IDictionary<string, object?> fields);
    Task<bool> Change(int id, Dictionary<string, object?> values);
    Dictionary<string, object?> Defaults();
}

public sealed class Leads(ITransport transport) : ILeads
{
    public Task<int> Create(IDictionary<string, object?> fields) => transport.Send<int>("crm.lead.add", new { fields });

    public Task<bool> Change(int identifier, Dictionary<string, object?> fields)
    {
        return transport.Send<bool>("crm.lead.update", new { id = identifier, fields });
    }

    public Dictionary<string, object?> Defaults() => new() { ["SOURCE_ID"] = "SITE" }; // expect: value
}

public sealed class Handler(ILeads leads, ITransport transport)
{
    public Task Create(string user) => leads.Create(new Dictionary<string, object?>
    {
        ["TITLE"] = user,
        ["TELEGRAM"] = user, // expect: unknown-field
    });

    public Task Change(int id, string user)
    {
        var map = new Dictionary<string, object?> { ["STATUS_ID"] = "PAUSE" }; // expect: value
        map["WHATSAPP"] = user; // expect: unknown-field
        return leads.Change(id, map);
    }

    public Task Defaults(string user)
    {
        var map = leads.Defaults();
        map["TITLE"] = user;
        return transport.Send<int>("crm.lead.add", new { fields = map });
    }
}

public abstract class Repository(ITransport transport)
{
    protected virtual Task<bool> Save(int id, object fields) => transport.Send<bool>("crm.lead.update", new { id, fields });
}

public sealed class Names(ITransport transport) : Repository(transport)
{
    public Task<bool> Rename(int id, string name) => Save(id, new { NAME = name, SURNAME = name }); // expect: unknown-field
}

public abstract class Command<T>
{
    protected abstract string Method { get; }
    public Task<object> Run(ITransport transport, T arguments) => transport.Send<object>(Method, arguments!);
}

public sealed class CreateCommand : Command<Dictionary<string, object>>
{
    protected override string Method => "crm.lead.add";

    public Task<object> Create(ITransport transport, string text) =>
        Run(transport, new() { ["fields"] = new Dictionary<string, object> { ["TITLE"] = text, ["SUBTITLE"] = text } }); // expect: unknown-field
}

public sealed class Constants(ITransport transport)
{
    public Task Create(string name) => transport.Send<int>(Table.Lead.Create, new Dictionary<string, object>
    {
        ["fields"] = new Dictionary<string, object>
        {
            [Codes.Name] = name,
            [Codes.Nickname] = name, // expect: unknown-field
            [Codes.Source] = "SITE", // expect: value
        },
    });

    public Task Find() => transport.Send<object>(Table.Lead.Find, new { select = new[] { "ID", "RESPONSIBLE" } }); // expect: unknown-field

    public Task Interpolated(int id) => transport.Send<bool>($"{Table.Module}.lead.update", new { id, fields = new { RANK = 1 } }); // expect: unknown-field
}

public sealed class Request
{
    public string Method { get; set; } = "";
    public Dictionary<string, object> Params { get; set; } = new();
    public object? Fields { get; set; }
}

public interface ISender
{
    Task Send(Request request);
    Task SendAll(IEnumerable<(string Method, object Arguments)> commands);
    Task SendPairs(params KeyValuePair<string, object>[] commands);
}

public sealed class Pairs(ITransport transport, ISender sender)
{
    private static readonly KeyValuePair<string, object>[] s_marks = [new("UTM_SOURCE", "vk"), new("UTM_GROUP", "x")]; // expect: unknown-field

    private readonly Dictionary<string, object> _own;

    public Pairs(ITransport transport, ISender sender, bool isTest) : this(transport, sender) => _own = [];

    public static Dictionary<string, object?> Map(params (string Key, object? Value)[] pairs)
    {
        var map = new Dictionary<string, object?>();
        foreach (var (key, value) in pairs)
        {
            if (value is not null)
            {
                map[key] = value;
            }
        }

        return map;
    }

    public static Dictionary<string, object?> FromList(IEnumerable<(string Code, object? Value)> pairs)
    {
        var map = new Dictionary<string, object?>();
        foreach (var pair in pairs)
        {
            map.Add(pair.Code, pair.Value);
        }

        return map;
    }

    private Task Write(int id, params (string Code, object? Value)[] values) =>
        transport.Send<bool>("crm.lead.update", new { id, fields = values.ToDictionary(v => v.Code, v => v.Value) });

    public Task Mapped(int id, string text) => transport.Send<bool>("crm.lead.update", new
    {
        id,
        fields = Map(
            ("TITLE", text),
            ("TITLES", text), // expect: unknown-field
            ("PHONE", "+375291112233")), // expect: multi-field
    });

    public Task Listed(int id, string text) => transport.Send<bool>("crm.lead.update", new { id, fields = FromList([("NAME", text), ("MIDDLE", text)]) }); // expect: unknown-field

    public Task Written(int id) => Write(id, ("NAME", "Иван"), ("PATRONYM", "Иванович")); // expect: unknown-field

    public Task WrittenValue(int id) => Write(id, ("UF_CRM_1661122334", "завтра")); // expect: value

    public Task Marked(string title)
    {
        var fields = new Dictionary<string, object> { ["TITLE"] = title };
        foreach (var mark in s_marks)
        {
            fields.Add(mark.Key, mark.Value);
        }

        return transport.Send<int>("crm.lead.add", new { fields });
    }

    public Task Each(int id, string text)
    {
        var fields = new Dictionary<string, object?>();
        new List<KeyValuePair<string, object?>>
        {
            new("UTM_SOURCE", text),
            new("UTM_CHANNEL", text), // expect: unknown-field
        }.ForEach(p => fields.Add(p.Key, p.Value));
        return transport.Send<bool>("crm.lead.update", new { id, fields });
    }

    public async Task Tuples(int[] ids)
    {
        var commands = new List<(string, object)>();
        foreach (int id in ids)
        {
            commands.Add(("crm.lead.update", new { id, fields = new { TEAM = id } })); // expect: unknown-field
        }

        commands.Add(("crm.deal.update", new { id = 5, fields = new { STAGE_ID = "WON" } }));
        await sender.SendAll(commands);
    }

    public Task Array(int id) => sender.SendAll([("crm.lead.update", new { id, fields = new { STAGE = "NEW" } })]); // expect: unknown-field

    public Task KeyValues(int id) => sender.SendPairs(new KeyValuePair<string, object>("crm.lead.update", new { id, fields = new { QUEUE = 1 } })); // expect: unknown-field

    public Task Initialized(int id) => sender.Send(new Request
    {
        Method = "crm.lead.update",
        Params = { ["id"] = id, ["fields"] = new Dictionary<string, object> { ["CAPTION"] = "x" } }, // expect: unknown-field
    });
}

public sealed class Assigned
{
    private readonly ITransport _transport;
    private readonly Dictionary<string, object> _defaults;

    public Assigned(ITransport transport)
    {
        _transport = transport;
        _defaults = new Dictionary<string, object> { ["STATUS_ID"] = "FRESH" }; // expect: value
    }

    public Task Write(int id) => _transport.Send<bool>("crm.lead.update", new { id, fields = _defaults });
}

public sealed record Client(string First, string Last, string? Phone);

public enum Code
{
    NAME,
    SKYPE,
}

public enum Delivery
{
    Courier = 177,
    Pickup = 178,
}

public sealed class Linq(ITransport transport)
{
    public Task Filled(int id, Client client)
    {
        var fields = new Dictionary<string, object?>
        {
            ["NAME"] = client.First,
            ["LASTNAME"] = client.Last, // expect: unknown-field
            ["PHONE"] = client.Phone, // expect: multi-field
        };
        return transport.Send<bool>("crm.lead.update", new { id, fields = fields.Where(f => f.Value is not null).OrderBy(f => f.Key).ToDictionary(f => f.Key, f => f.Value) });
    }

    public Task FilledTuples(int id, Client client) => transport.Send<bool>("crm.lead.update", new
    {
        id,
        fields = new (string Code, object? Value)[]
        {
            ("NAME", client.First),
            ("FAMILY", client.Last), // expect: unknown-field
        }.Where(p => p.Value != null).ToDictionary(p => p.Code, p => p.Value),
    });

    public Task Joined(int id, Dictionary<string, object?> rest)
    {
        IEnumerable<KeyValuePair<string, object?>> own = [new("CAMPAIGN", "spring")]; // expect: unknown-field
        return transport.Send<bool>("crm.lead.update", new { id, fields = own.Concat(rest).ToDictionary(p => p.Key, p => p.Value) });
    }

    public Task Elements(int id, IReadOnlyList<string> texts, List<DateTime> dates) => transport.Send<bool>("crm.lead.update", new
    {
        id,
        fields = new Dictionary<string, object?>
        {
            ["UF_CRM_1655290011"] = texts.FirstOrDefault(), // expect: type
            ["PHONE"] = texts.First(), // expect: multi-field
            ["BIRTHDATE"] = dates.Max(), // expect: type
            ["TITLE"] = texts[0],
        },
    });

    public Task Enumerations(int id, string name)
    {
        var fields = new Dictionary<string, object>
        {
            [Code.NAME.ToString()] = name,
            [Code.SKYPE.ToString()] = name, // expect: unknown-field
            ["UF_CRM_1665555555"] = Delivery.Pickup.ToString(), // expect: value
        };
        return transport.Send<bool>("crm.lead.update", new { id, fields });
    }
}

public sealed class Places(ITransport transport)
{
    private static Dictionary<string, object> WithStatus(Dictionary<string, object> fields, string status)
    {
        fields["STATUS_ID"] = status;
        return fields;
    }

    private Task SetSource(int id, string source) => transport.Send<bool>("crm.lead.update", new { id, fields = new { SOURCE_ID = source } });

    public Task Good(int id) => transport.Send<bool>("crm.lead.update", new { id, fields = WithStatus(new(), "NEW") });

    public Task Wrong(int id) => transport.Send<bool>("crm.lead.update", new { id, fields = WithStatus(new(), "SPAM") }); // expect: value

    public Task WrongSource(int id) => SetSource(id, "SITE"); // expect: value

    public Task RightSource(int id) => SetSource(id, "WEB");

    public Task Branches(int id, int step) => transport.Send<bool>("crm.lead.update", new
    {
        id,
        fields = new
        {
            STATUS_ID = step switch
            {
                0 => "NEW",
                1 => "PAID", // expect: value
                _ => "JUNK",
            },
        },
    });
}

// The usual wrapper: it appends the codes that its callers pass, and is correct itself.
public sealed class Wrapper(HttpClient http, string hook)
{
    public Task Get(string method, Dictionary<string, string> parameters)
    {
        string url = $"{hook}{method}.json?auth=x";
        foreach (var pair in parameters)
        {
            url += "&" + pair.Key + "=" + Uri.EscapeDataString(pair.Value);
        }

        return http.GetStringAsync(url);
    }

    public Task GetKeys(string method, NameValueCollection parameters)
    {
        string url = $"{hook}{method}.json?auth=x";
        foreach (string key in parameters)
        {
            url += "&" + Uri.EscapeDataString(key) + "=" + parameters[key];
        }

        return http.GetStringAsync(url);
    }

    public Task Write(int id, Dictionary<string, string> fields)
    {
        string url = $"{hook}crm.lead.update?id={id}";
        foreach (var (code, value) in fields)
        {
            url += $"&fields[{code}]=";
            url += value;
        }

        return http.GetStringAsync(url);
    }

    public Task Fill(int id, Dictionary<string, string> fields)
    {
        var query = new NameValueCollection { ["id"] = id.ToString() };
        foreach (var pair in fields)
        {
            query[$"fields[{pair.Key}]"] = pair.Value;
        }

        return new System.Net.WebClient().UploadValuesTaskAsync(hook + "crm.lead.update", query);
    }
}

public sealed class WrapperUser(Wrapper wrapper)
{
    public Task Get(string text) => wrapper.Get("crm.lead.add", new() { ["fields[TITLE]"] = text, ["fields[THEME]"] = text }); // expect: unknown-field

    public Task GetOne(string text) => wrapper.Get("crm.lead.add", new() { { "fields[THEME]", text } }); // expect: unknown-field

    public Task GetKeys(string text) => wrapper.GetKeys("crm.lead.add", new NameValueCollection { { "fields[TITLE]", text }, { "fields[THEME]", text } }); // expect: unknown-field

    public Task Write(int id, string text) => wrapper.Write(id, new() { ["TITLE"] = text, ["THEME"] = text }); // expect: unknown-field

    public Task WriteValue(int id) => wrapper.Write(id, new() { ["NAME"] = "NEW", ["STATUS_ID"] = "OPEN" }); // expect: value

    public Task Fill(int id, string text) => wrapper.Fill(id, new() { ["TITLE"] = text, ["THEME"] = text }); // expect: unknown-field

    public Task GetPhone(string phone) => wrapper.GetKeys("crm.lead.add", new NameValueCollection { { "fields[PHONE]", phone } }); // expect: multi-field

    public Task Deal(string text) => wrapper.Get("crm.deal.add", new() { ["fields[TITLE]"] = text, ["fields[STAGE_ID]"] = text });
}

public sealed class LeadBuilder
{
    private readonly Dictionary<string, object> _fields = new();
    public LeadBuilder Title(string value) => Set("TITLE", value);
    public LeadBuilder Town(string value) => Set("TOWN", value); // expect: unknown-field
    public LeadBuilder Set(string code, object value) { _fields[code] = value; return this; }
    public Task Add(ITransport transport) => transport.Send<int>("crm.lead.add", new { fields = _fields });
}

public sealed class BuilderUser(ITransport transport)
{
    public Task Chain(string text) => new LeadBuilder().Title(text).Set("HEADER", text).Add(transport); // expect: unknown-field

    public Task Local(string text)
    {
        var builder = new LeadBuilder().Title(text);
        builder.Set("FOOTER", text); // expect: unknown-field
        return builder.Add(transport);
    }
}

public sealed class Webhooks(HttpClient http, string hook)
{
    public static string Formatted => string.Format("{0}/rest/{1}/{2}/", "https://acme.bitrix24.ru", 1, "k3v9x1z7q5w2r8t4"); // expect: secret

    public static string Open(string secret) => string.Format("{0}/rest/{1}/{2}/", "https://acme.bitrix24.ru", 1, secret);

    public Task Dynamic(string text)
    {
        dynamic request = new System.Dynamic.ExpandoObject();
        request.fields = new System.Dynamic.ExpandoObject();
        request.fields.TITLE = text;
        request.fields.REMARK = text; // expect: unknown-field
        return http.PostAsync(hook + "crm.lead.add", new StringContent(Newtonsoft.Json.JsonConvert.SerializeObject(request)));
    }
}

[DataContract]
public sealed class Contract
{
    [DataMember(Name = "fields")] public ContractFields Fields { get; set; } = new();
}

[DataContract]
public sealed class ContractFields
{
    [DataMember(Name = "TITLE")] public string? Title;
    [DataMember(Name = "TELEPHONE")] public string? Phone; // expect: unknown-field
    public string? Ignored { get; set; }
}

public sealed class Contracts(HttpClient http, string hook)
{
    public async Task Send(Contract contract)
    {
        var serializer = new DataContractJsonSerializer(typeof(Contract));
        using var stream = new MemoryStream();
        serializer.WriteObject(stream, contract);
        await http.PostAsync(hook + "crm.lead.add", new StringContent(Encoding.UTF8.GetString(stream.ToArray()), Encoding.UTF8, "application/json"));
    }

    public async Task Tree(int id)
    {
        var fields = new JObject(new JProperty("STATUS_ID", "DONE")); // expect: value
        fields.Add(new JProperty("IS_CLOSED", "Y")); // expect: unknown-field
        var request = JObject.FromObject(new { id });
        request.Add("fields", fields);
        await http.PostAsync(hook + "crm.lead.update", new StringContent(request.ToString()));
    }
}
