// Newer C#: collection expressions, spreads, switch expressions, target-typed new, raw strings, records, local functions.
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Field = (string Code, object? Value);

namespace Corpus.Modern;

public readonly record struct LeadId(int Value);

public sealed record Contact(string Name, string? Phone, DateOnly? Birthday, decimal Total);

[JsonSerializable(typeof(Payload))]
public sealed partial class Context;

public sealed class Payload
{
    [JsonPropertyName("id")] public required int Id { get; init; }
    [JsonPropertyName("fields")] public required Dictionary<string, object?> Fields { get; init; }
}

public abstract class Modern(HttpClient http, string hook)
{
    private static readonly JsonSerializerOptions s_upper = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseUpper };
    private static readonly FrozenDictionary<string, string> s_columns = new Dictionary<string, string> { ["title"] = "TITLE", ["city"] = "CITY" }.ToFrozenDictionary();

    protected string Update => $"{hook}crm.lead.update";

    protected abstract Task Call(string method, params ReadOnlySpan<Field> fields);

    protected abstract Task<bool> Send(string method, int id, Dictionary<string, object?> fields);

    public Task Spread(int id)
    {
        string[] basis = ["ID", "TITLE"];
        string[] select = [.. basis, "NAME", "SALUTATION"]; // expect: unknown-field
        return http.PostAsJsonAsync(hook + "crm.lead.list", new { filter = new Dictionary<string, object> { [">ID"] = id }, select });
    }

    public Task Collection(int id) => http.PostAsJsonAsync(Update, new Payload
    {
        Id = id,
        Fields = new()
        {
            ["PHONE"] = (Dictionary<string, string>[])[new() { ["VALUE"] = "+7", ["VALUE_TYPE"] = "WORK" }],
            ["UF_CRM_1655290011"] = (string[])["тюльпаны"],
            ["UF_CRM_1665555556"] = new[] { "Крафт" }, // expect: value
            ["BIRTHDAY"] = null, // expect: unknown-field
        },
    });

    public Task Positional(LeadId id, Contact contact) => Send("crm.lead.update", id.Value, new()
    {
        ["NAME"] = contact.Name,
        ["BIRTHDATE"] = contact.Birthday,
        ["OPPORTUNITY"] = contact.Total,
        ["TOTAL"] = contact.Total, // expect: unknown-field
        ["PHONE"] = contact.Phone is { } phone ? new[] { new { VALUE = phone, VALUE_TYPE = "WORK" } } : [],
    });

    public Task Guarded(int id, Contact? contact)
    {
        if (contact is not { Name: { Length: > 0 } name })
        {
            return Task.CompletedTask;
        }

        Dictionary<string, object?> fields = new() { ["NAME"] = name };
        if (contact.Phone is not null)
        {
            fields["PHONE"] = contact.Phone; // expect: multi-field
        }

        fields["UF_CRM_1663456789"] = contact.Total; // expect: type
        fields["UF_CRM_1661122334"] = DateTime.UtcNow; // expect: type
        return Send("crm.lead.update", id, fields);
    }

    public Task Raw(int id, string title) => http.PostAsync(Update, new StringContent(
        $$"""{ "id": {{id}}, "fields": { "TITLE": {{JsonSerializer.Serialize(title)}}, "EMAIL": "a@example.org" } }""", // expect: multi-field
        Encoding.UTF8, "application/json"));

    public Task Snake(int id, string lastName) => http.PostAsJsonAsync(Update, new { Id = id, Fields = new { LastName = lastName, Comments = "x" } }, s_upper);

    public Task SnakeWrong(int id, string city) => http.PostAsJsonAsync(Update, new { Id = id, Fields = new { City = city } }, s_upper); // expect: unknown-field

    public Task Tree(int id)
    {
        JsonNode body = new JsonObject
        {
            ["id"] = id,
            ["fields"] = new JsonObject
            {
                ["COMPANY_ID"] = 5,
                ["COMPANY"] = "x", // expect: unknown-field
                ["WEB"] = new JsonArray(new JsonObject { ["VALUE"] = "example.org", ["VALUE_TYPE"] = "WORK" }),
                ["IM"] = new JsonArray("x"), // expect: multi-field
            },
        };
        return http.PostAsJsonAsync(Update, body);
    }

    public Task Columns(int id, IReadOnlyDictionary<string, string> row)
    {
        var fields = new Dictionary<string, object?>();
        foreach ((string column, string code) in s_columns)
        {
            fields[code] = row[column];
        }

        return Send("crm.lead.update", id, fields);
    }

    public Task Tuples(int id)
    {
        (string Code, object? Value)[] values = [("TITLE", "x"), ("TITLES", "y")]; // expect: unknown-field
        return Send("crm.lead.update", id, values.ToDictionary(v => v.Code, v => v.Value));
    }

    public Task Pairs(int id)
    {
        List<KeyValuePair<string, string>> pairs =
        [
            new("id", $"{id}"),
            new("fields[TITLE]", "x"),
            new("fields[CATEGORY_ID]", "1"), // expect: unknown-field
        ];
        return http.PostAsync(Update, new FormUrlEncodedContent(pairs));
    }

    public Task Immutable(int id) => Send("crm.lead.update", id, ImmutableDictionary<string, object?>.Empty
        .Add("TITLE", "x")
        .Add("CONTACT_NAME", "y") // expect: unknown-field
        .ToDictionary());

    public async Task Awaited(int id)
    {
        var fields = await BuildAsync(id);
        await Send("crm.lead.update", id, fields);
    }

    private static async Task<Dictionary<string, object?>> BuildAsync(int id)
    {
        await Task.Yield();
        return new() { ["TITLE"] = $"Заявка {id}", ["SORT"] = id }; // expect: unknown-field
    }

    public Task Local(int id)
    {
        return Send("crm.lead.update", id, Fields());

        Dictionary<string, object?> Fields() => new() { ["QUANTITY"] = 5 }; // expect: unknown-field
    }

    public Task Lambda(int id)
    {
        Func<int, Dictionary<string, object?>> make = n => new() { ["TITLE"] = $"{n}", ["INDEX"] = n }; // expect: unknown-field
        return Send("crm.lead.update", id, make(id));
    }

    public Task Iterator(int id) => http.PostAsync(Update, new FormUrlEncodedContent(Parameters(id)));

    private static IEnumerable<KeyValuePair<string, string>> Parameters(int id)
    {
        yield return new("id", $"{id}");
        yield return new("fields[NAME]", "x");
        yield return new("fields[AGE]", "5"); // expect: unknown-field
    }

    public async Task Message(int id)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, Update) { Headers = { Accept = { new MediaTypeWithQualityHeaderValue("application/json") } } };
        request.Content = JsonContent.Create(new Dictionary<string, object?> { ["id"] = id, ["fields"] = new Dictionary<string, object?> { ["FLOOR"] = 1 } }, options: JsonSerializerOptions.Default); // expect: unknown-field
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public Task Linq(int id, IEnumerable<string> phones) => Send("crm.lead.update", id, new()
    {
        ["PHONE"] = phones.Select(p => new { VALUE = p, VALUE_TYPE = "WORK" }).ToList(),
        ["EMAIL"] = phones.Select(p => new { VALUE = p, KIND = "WORK" }), // expect: multi-field
        ["WEB"] = phones.ToArray(), // expect: multi-field
        ["UF_CRM_1665555555"] = new[] { 177 }.First(),
    });

    public Task Span(int id) => Call("crm.lead.update", ("ID", id), ("TITLE", "x"), ("NAMED", "y")); // expect: unknown-field
}
