// Names of methods in types of the project and in base classes, constants of enums, query builders, and other conversions.
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.Serialization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Flurl.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.WebUtilities;

namespace Corpus.Converted;

public interface IBx
{
    Task Call(string method, object arguments);

    Task Typed(Method method, object arguments);
}

public readonly record struct MethodName(string Value)
{
    public static implicit operator string(MethodName method) => method.Value;
}

public readonly record struct Method(string Name)
{
    public static implicit operator Method(string name) => new(name);
}

public enum Stage
{
    New = 700,
    Closed,
    InProcess,
}

public enum Source
{
    [EnumMember(Value = "WEB")]
    Site,
}

[JsonConverter(typeof(JsonStringEnumConverter))]
public enum Named
{
    JUNK,
    GONE,
}

public abstract class Entity(IBx bx, string prefix)
{
    protected Task Do(string verb, object arguments) => bx.Call(prefix + verb, arguments);
}

public sealed class Leads(IBx bx) : Entity(bx, "crm.lead.")
{
    public Task Save(int id) => Do("update", new { id, fields = new { BASE_PREFIX = "x" } }); // expect: unknown-field
}

public sealed class Deals(IBx bx) : Entity(bx, "crm.deal.")
{
    public Task Save(int id) => Do("update", new { id, fields = new { STAGE_ID = "WON" } });
}

public abstract class OldEntity
{
    private readonly IBx _bx;
    private readonly string _prefix;

    protected OldEntity(IBx bx, string prefix)
    {
        _bx = bx;
        _prefix = prefix;
    }

    protected Task Do(string verb, object arguments) => _bx.Call(_prefix + verb, arguments);
}

public sealed class OldLeads : OldEntity
{
    public OldLeads(IBx bx)
        : base(bx, "crm.lead.")
    {
    }

    public Task Save(int id) => Do("update", new { id, fields = new { BASE_FIELD = "x" } }); // expect: unknown-field
}

public sealed class OldDeals : OldEntity
{
    public OldDeals(IBx bx)
        : base(bx, "crm.deal.")
    {
    }

    public Task Save(int id) => Do("update", new { id, fields = new { STAGE_ID = "WON" } });
}

public sealed class Converted(IBx bx, HttpClient http, string hook)
{
    private static readonly MethodName Update = new("crm.lead.update");
    private static readonly Method UpdateLead = "crm.lead.update";

    public Task FromType(int id) => bx.Call(Update, new { id, fields = new { FROM_TYPE = "x" } }); // expect: unknown-field

    public Task ToType(int id) => bx.Typed("crm.lead.update", new { id, fields = new { TO_TYPE = "x" } }); // expect: unknown-field

    public Task Held(int id) => bx.Typed(UpdateLead, new { id, fields = new { HELD = "x" } }); // expect: unknown-field

    public Task Frozen(int id) => bx.Call("crm.lead.update", new { id, fields = new Dictionary<string, object> { ["FROZEN"] = "x" }.ToFrozenDictionary() }); // expect: unknown-field

    public Task Immutable(int id) => bx.Call("crm.lead.update", new { id, fields = new Dictionary<string, object> { ["IMMUTABLE"] = "x" }.ToImmutableDictionary() }); // expect: unknown-field

    public Task Constant(int id) => bx.Call("crm.lead.update", new { id, fields = new { STATUS_ID = Stage.Closed } }); // expect: value

    public Task Name(int id) => bx.Call("crm.lead.update", new { id, fields = new { STATUS_ID = Stage.Closed.ToString().ToUpperInvariant() } }); // expect: value

    public Task RightConstants(int id) => bx.Call("crm.lead.update", new { id, fields = new { STATUS_ID = Stage.InProcess, SOURCE_ID = Source.Site } });

    public Task RightNames(int id) => bx.Call("crm.lead.update", new { id, fields = new { STATUS_ID = Stage.New.ToString().ToUpperInvariant(), TITLE = Named.JUNK } });

    public Task Helpers() => http.GetAsync(QueryHelpers.AddQueryString(hook + "crm.lead.update", "fields[HELPERS]", "x")); // expect: unknown-field

    public Task HelpersMap() => http.GetAsync(QueryHelpers.AddQueryString(hook + "crm.lead.update", new Dictionary<string, string?> { ["fields[HELPERS_MAP]"] = "x" })); // expect: unknown-field

    public Task Builder() => http.GetAsync(hook + "crm.lead.update" + new QueryBuilder { { "id", "5" }, { "fields[BUILDER]", "x" } }); // expect: unknown-field

    public Task BuilderVariable()
    {
        var query = new QueryBuilder();
        query.Add("fields[BUILDER_VARIABLE]", "x"); // expect: unknown-field
        return http.GetAsync($"{hook}crm.lead.update{query.ToQueryString()}");
    }

    public Task Struct()
    {
        var query = QueryString.Create("fields[STRUCT]", "x"); // expect: unknown-field
        return http.GetAsync(hook + "crm.lead.update" + query);
    }

    public Task DealBuilder() => http.GetAsync(hook + "crm.deal.update" + new QueryBuilder { { "fields[STAGE_ID]", "x" } });

    public Task Multipart() => (hook + "crm.lead.update").PostMultipartAsync(form => form.AddString("id", "5").AddString("fields[MULTIPART]", "x")); // expect: unknown-field

    public Task DealMultipart() => (hook + "crm.deal.update").PostMultipartAsync(form => form.AddString("fields[STAGE_ID]", "x"));

    public Task BatchBuilder(int id)
    {
        var command = new StringBuilder();
        command.Append("crm.lead.update?id=").Append(id);
        command.Append("&fields[IN_BUILDER]=x"); // expect: unknown-field
        return bx.Call("batch", new { cmd = new Dictionary<string, object> { ["u"] = command.ToString() } });
    }

    public Task PhoneText(int id)
    {
        var phones = new JsonArray(new JsonObject { ["VALUE"] = "+7", ["VALUE_TYPE"] = "WORK" });
        return bx.Call("crm.lead.update", new { id, fields = new { PHONE = phones.ToString() } }); // expect: multi-field
    }

    public Task PhoneSerialized(int id) => bx.Call("crm.lead.update", new { id, fields = new { PHONE = JsonSerializer.Serialize(new[] { new { VALUE = "+7", VALUE_TYPE = "WORK" } }) } }); // expect: multi-field

    public Task PhoneNode(int id) => bx.Call("crm.lead.update", new { id, fields = new { PHONE = JsonSerializer.SerializeToNode(new[] { new { VALUE = "+7", VALUE_TYPE = "WORK" } }) } });

    public Task PhoneInJson(int id)
    {
        var phones = new JsonArray(new JsonObject { ["VALUE"] = "+7", ["VALUE_TYPE"] = "WORK" });
        return http.PostAsync(hook + "crm.lead.update", new StringContent($$"""{ "id": {{id}}, "fields": { "PHONE": {{phones.ToJsonString()}} } }"""));
    }

    public Task Raw() => http.PostAsync(hook + "crm.lead.update", new StringContent("""{ "id": 5, "fields": { "HARVEST": "x" } }""")); // expect: unknown-field

    public Task OtherRaw() => http.PostAsync("https://farm.example.org/api/fields", new StringContent("""{ "id": 5, "fields": { "HARVEST": "x" } }"""));
}
