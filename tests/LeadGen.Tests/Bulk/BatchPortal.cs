using System.Text.Json;
using System.Text.RegularExpressions;
using LeadGen.Tests.Client;

namespace LeadGen.Tests.Bulk;

/// <summary>Replies to the commands of batches and to single updates as a test specifies.</summary>
internal sealed partial class BatchPortal
{
    public BatchPortal() => Http = new StubPortal(AnswerAsync);

    public StubPortal Http { get; }

    /// <summary>Gets the leads of each request, in the order of their rows. A single call is a request with one lead.</summary>
    public List<long[]> Requests { get; } = [];

    /// <summary>Gets or sets the reply to a command: <c>true</c>, an error object, or <see langword="null"/> for none.</summary>
    public Func<long, string?> Answer { get; set; } = static _ => "true";

    /// <summary>Gets or sets a function that overrides the reply to a whole request.</summary>
    public Func<int, HttpResponseMessage?> OverrideReply { get; set; } = static _ => null;

    /// <summary>Gets or sets a callback that runs before the reply to a request.</summary>
    public Func<int, CancellationToken, Task> BeforeReply { get; set; } = static (_, _) => Task.CompletedTask;

    public Bitrix24Client Client(Action<Bitrix24ClientOptions>? configure = null)
    {
        Bitrix24ClientOptions options = StubPortal.OneAttempt();
        options.TimeProvider = new SkippingClock();
        configure?.Invoke(options);
        return Http.Client(options);
    }

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using JsonDocument body = JsonDocument.Parse(StubPortal.GetBody(request));
        bool isBatch = body.RootElement.TryGetProperty("cmd", out JsonElement commands);
        (string Key, long Lead)[] rows = isBatch
            ? [.. commands.EnumerateObject().Select(c => (c.Name, long.Parse(Id().Match(c.Value.GetString()!).Groups[1].Value, null)))]
            : [("", body.RootElement.GetProperty("id").GetInt64())];
        int number;
        lock (Requests)
        {
            Requests.Add([.. rows.Select(r => r.Lead)]);
            number = Requests.Count;
        }

        await BeforeReply(number, cancellationToken);
        if (OverrideReply(number) is { } instead)
        {
            return instead;
        }

        if (!isBatch)
        {
            string answer = Answer(rows[0].Lead)!;
            return Script.Json(IsError(answer) ? answer : $$"""{"result": {{answer}}}""")();
        }

        var answers = rows.Select(r => (r.Key, Text: Answer(r.Lead))).Where(a => a.Text is not null).ToArray();
        string Map(bool errors) => string.Join(",", answers.Where(a => IsError(a.Text!) == errors).Select(a => $"\"{a.Key}\":{a.Text}")) is { Length: > 0 } members
            ? "{" + members + "}"
            : "[]";
        return Script.Json($$"""{"result": {"result": {{Map(errors: false)}}, "result_error": {{Map(errors: true)}}, "result_total": [], "result_next": [], "result_time": [] } }""")();
    }

    private static bool IsError(string answer) => answer.StartsWith("{\"error\"", StringComparison.Ordinal);

    [GeneratedRegex(@"^crm\.lead\.(?:update|get)\?id=(\d+)")]
    private static partial Regex Id();
}
