// Maps that the source does not visibly pass to a request. If the method body names one lead method, they are taken as its arguments.
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.IO;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using System.Xml.Linq;
using Newtonsoft.Json.Linq;

namespace Corpus.Bodies;

public interface IQueue
{
    void Push(object item);

    Task FlushAsync(string method);
}

public interface IPort
{
    string Method { get; set; }

    object? Body { get; set; }

    void Set(string name, object value);

    Task SendAsync();
}

public interface IWriter<T>
{
    Task Write(T value);
}

public sealed class Bodies(HttpClient http, IQueue queue, IPort port, IWriter<object> writer, string hook, Func<object, string> serialize, Func<string, string, Task> send)
{
    private string _json = "";
    private Dictionary<string, object>? _fields;

    public async Task Queued(int id)
    {
        queue.Push(new { id, fields = new { HEADLINE = "x" } }); // expect: unknown-field
        await queue.FlushAsync("crm.lead.update");
    }

    public async Task Properties(int id)
    {
        port.Method = "crm.lead.update";
        port.Body = new { id, fields = new { SUBTITLE = "x" } }; // expect: unknown-field
        await port.SendAsync();
    }

    public async Task Settings(int id)
    {
        port.Method = "crm.lead.update";
        port.Set("id", id);
        port.Set("fields", new Dictionary<string, object> { ["TITLE"] = "x", ["SUBJECT"] = "y" }); // expect: unknown-field
        await port.SendAsync();
    }

    public async Task Delegate(int id)
    {
        string body = serialize(new { id, fields = new Dictionary<string, object> { ["COMMENTARY"] = "x" } }); // expect: unknown-field
        await send("crm.lead.update", body);
    }

    public async Task Stored(int id)
    {
        _json = JsonSerializer.Serialize(new { id, fields = new { TITLE = "x", DETAILS = "y" } }); // expect: unknown-field
        await Flush("crm.lead.update");
    }

    public async Task StoredFields(int id)
    {
        _fields = new Dictionary<string, object> { ["TITLE"] = "x", ["COMMENTS"] = "y", ["SUMMARY"] = "z" }; // expect: unknown-field
        await Flush("crm.lead.update?id=" + id);
    }

    public async Task Written(int id)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteNumber("id", id);
            json.WriteStartObject("fields");
            json.WriteString("TITLE", "x");
            json.WriteString("CAPTION", "x"); // expect: unknown-field
            json.WriteBoolean("OPENED", true); // expect: type
            json.WriteEndObject();
            json.WriteEndObject();
        }

        await http.PostAsync(hook + "crm.lead.update", new ByteArrayContent(stream.ToArray()));
    }

    public async Task Channelled(int id, Channel<object> channel)
    {
        await channel.Writer.WriteAsync(new Dictionary<string, object>
        {
            ["method"] = "crm.lead.update",
            ["params"] = new Dictionary<string, object> { ["id"] = id, ["fields"] = new Dictionary<string, object> { ["TOPIC"] = "x" } }, // expect: unknown-field
        });
    }

    public async Task Split(int id)
    {
        const string Method = "crm.lead.update";
        JsonObject payload = Envelope(id);
        payload["fields"]!["STREET"] = "x"; // expect: unknown-field
        await send(Method, payload.ToJsonString());
    }

    // Not followed: the map and the method go to different objects.
    public async Task Split2(int id)
    {
        var endpoint = new Uri(hook + "crm.lead.update");
        var bag = new ConcurrentDictionary<string, object>();
        bag["TITLE"] = "x";
        bag["NAME"] = "x";
        bag["LASTNAME"] = "x";
        Parallel.ForEach(new[] { bag }, b => queue.Push(b));
        await queue.FlushAsync(endpoint.ToString());
    }

    public Task Argument(int id, IDictionary<string, object> fields)
    {
        fields["TITLE"] = "x";
        fields["COMMENTS"] = "x";
        fields["ABOUT"] = "x"; // expect: unknown-field
        return queue.FlushAsync("crm.lead.update");
    }

    // Correct: the map may be for something else.
    public async Task Logged(int id)
    {
        queue.Push(new { message = "sent", level = 3, fields = 5 });
        var measures = new Dictionary<string, object> { ["duration"] = 5, ["status"] = "ok", ["title"] = "x" };
        queue.Push(measures);
        await queue.FlushAsync("crm.lead.update");
    }

    public async Task TwoMethods(int id)
    {
        queue.Push(new { fields = new { STAGE_ID = "NEW" } });
        await queue.FlushAsync("crm.deal.add");
        await queue.FlushAsync("crm.lead.delete");
    }

    public async Task TwoWrites(int id)
    {
        port.Body = new { id, fields = new { WHATEVER = "x" } };
        port.Method = id > 0 ? "crm.lead.update" : "crm.company.update";
        await port.SendAsync();
    }

    public async Task Other(int id)
    {
        queue.Push(new { id, fields = new { STAGE_ID = "NEW" } });
        await queue.FlushAsync(Entity.Deal);
        await send("crm.lead.get", "{}");
    }

    public async Task Both(int id, string entity)
    {
        queue.Push(new { id, fields = new { STAGE_ID = "NEW" } });
        await queue.FlushAsync(entity);
        await send("crm.lead.update", "{}");
    }

    public async Task Reading(int id)
    {
        var columns = new Dictionary<string, object> { ["TITLE"] = "Тема", ["NAME"] = "Имя", ["PIPELINE"] = "Воронка" };
        using JsonDocument lead = JsonDocument.Parse(await http.GetStringAsync($"{hook}crm.lead.get?id={id}"));
        foreach (var (code, label) in columns)
        {
            Console.WriteLine(label + ": " + lead.RootElement.GetProperty("result").GetProperty(code));
        }
    }

    public async Task Saved(int id)
    {
        await http.PostAsync(hook + "crm.lead.update", new StringContent($$"""{"id": {{id}}, "fields": {"TITLE": "x"} }"""));
        await writer.Write(new { id, fields = new { CHANGED = DateTime.Now } });
        await http.PostAsJsonAsync("https://log.example.org/events", new { fields = new { TITLES = "x" } });
    }

    public async Task Labels(int id)
    {
        var labels = new Dictionary<string, string> { ["TITLE"] = "Название", ["STATUS_ID"] = "Стадия", ["OPENED"] = "Доступен всем", ["MANAGER"] = "Менеджер" };
        await http.PostAsJsonAsync(hook + "crm.lead.update", new { id, fields = new Dictionary<string, object> { ["TITLE"] = labels["TITLE"] } });
    }

    private static JsonObject Envelope(int id) => new() { ["id"] = id, ["fields"] = new JsonObject { ["TITLE"] = "x" } };

    private Task Flush(string method) => send(method, _json + _fields?.Count.ToString(CultureInfo.InvariantCulture));

    private static class Entity
    {
        public static readonly string Deal = string.Concat("crm", ".deal", ".add");
    }
}
