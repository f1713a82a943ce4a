// A message worker: envelopes with methods and batches, DTOs with names for JSON, retries. It has nothing to do with Bitrix24.
using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Channels;

namespace Samples.Worker;

public static class Topics
{
    public const string CrmLead = "crm-lead-changed";
    public const string Batch = "batch";
    public const string Update = "user.update";

    public static string Of(string entity, string action) => $"{entity}.{action}";
}

public sealed class Message
{
    [JsonPropertyName("ID")] public string Id { get; set; } = Guid.NewGuid().ToString();
    [JsonPropertyName("METHOD")] public string Method { get; set; } = "";
    [JsonPropertyName("FIELDS")] public Dictionary<string, object?> Fields { get; set; } = new();
    [JsonPropertyName("DATE_CREATE")] public DateTimeOffset Created { get; set; } = DateTimeOffset.UtcNow;
    [JsonPropertyName("UF_TRACE")] public string? Trace { get; set; }
}

public sealed class UserChanged
{
    [JsonPropertyName("TITLE")] public string[]? Titles { get; set; }
    [JsonPropertyName("PHONE")] public string? Phone { get; set; }
    [JsonPropertyName("BIRTHDATE")] public DateTime Birthdate { get; set; }
    [JsonPropertyName("OPENED")] public bool Opened { get; set; }
    [JsonPropertyName("COMMENT")] public string? Comment { get; set; }
}

public sealed record Command(string Method, object Params);

public interface IBus
{
    Task PublishAsync(string topic, object message, CancellationToken cancellationToken = default);

    Task<T> RequestAsync<T>(string method, object? arguments = null);
}

public abstract class WorkerBase
{
    protected abstract Task HandleAsync(Message message, CancellationToken cancellationToken);

    public async Task RunAsync(ChannelReader<Message> messages, CancellationToken cancellationToken)
    {
        await Parallel.ForEachAsync(messages.ReadAllAsync(cancellationToken), cancellationToken, async (message, ct) =>
        {
            for (int attempt = 1; ; attempt++)
            {
                try
                {
                    await HandleAsync(message, ct);
                    return;
                }
                catch (HttpRequestException) when (attempt < 5)
                {
                    await Task.Delay(TimeSpan.FromSeconds(Math.Pow(2, attempt)), ct);
                }
            }
        });
    }
}

public sealed class Worker(IBus bus, HttpClient http, Func<string, Task> alert) : WorkerBase
{
    private readonly ConcurrentDictionary<string, int> _failures = new();
    private readonly Dictionary<string, Func<Message, Task>> _handlers = [];

    public void Register()
    {
        _handlers["user.update"] = m => bus.PublishAsync(Topics.Update, new { id = m.Id, fields = m.Fields });
        _handlers["order.add"] = m => bus.RequestAsync<bool>("order.add", new { fields = new { TITLE = m.Trace, SUM = 5, PHONE = "x" } });
        _handlers["batch"] = BatchAsync;
    }

    protected override async Task HandleAsync(Message message, CancellationToken cancellationToken)
    {
        if (!_handlers.TryGetValue(message.Method.ToLowerInvariant(), out Func<Message, Task>? handler))
        {
            await bus.PublishAsync("dead-letter", new { message.Id, message.Method, fields = new Dictionary<string, object?> { ["REASON"] = "unknown", ["TITLE"] = message.Method } }, cancellationToken);
            return;
        }

        try
        {
            await handler(message);
        }
        catch (Exception e)
        {
            int count = _failures.AddOrUpdate(message.Method, 1, (_, n) => n + 1);
            await bus.PublishAsync("failed", new { id = message.Id, error = e.Message, count, fields = message.Fields }, cancellationToken);
            throw;
        }
    }

    private async Task BatchAsync(Message batch)
    {
        var commands = new Dictionary<string, string>();
        foreach ((string name, object? command) in batch.Fields)
        {
            commands[name] = $"user.update?id={command}&fields[TITLE]=x&fields[RANK]=1";
        }

        await http.PostAsJsonAsync("https://bus.example.com/batch", new { halt = 0, cmd = commands });
        await bus.RequestAsync<JsonElement>(Topics.Batch, new[]
        {
            new Command("user.get", new { ID = 5 }),
            new Command(Topics.Of("user", "update"), new { id = 5, fields = new { NAME = "x", NICK = "y" } }),
        });
        await alert(string.Create(CultureInfo.InvariantCulture, $"batch of {commands.Count} commands: https://bus.example.com/rest/batches/{batch.Id}"));
    }

    public Task ChangeAsync(int id, string phone) => bus.PublishAsync(Topics.CrmLead, new UserChanged { Phone = phone, Opened = true, Comment = id.ToString(CultureInfo.InvariantCulture) });
}
