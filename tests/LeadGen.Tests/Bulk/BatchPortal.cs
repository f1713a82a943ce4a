using System.Text.Json;
using System.Text.RegularExpressions;
using LeadGen.Tests.Client;

namespace LeadGen.Tests.Bulk;

/// <summary>Answers batches and single updates command by command, as a test says.</summary>
internal sealed partial class BatchPortal
{
    public BatchPortal() => Http = new StubPortal(AnswerAsync);

    public StubPortal Http { get; }

    /// <summary>The leads of each request in the order of their rows; a single call is a request with one.</summary>
    public List<long[]> Requests { get; } = [];

    /// <summary>What the portal says to a command: <c>true</c>, an error object, or <see langword="null"/> for no answer.</summary>
    public Func<long, string?> Answer { get; set; } = static _ => "true";

    /// <summary>What it says to a whole request, instead of answering the commands.</summary>
    public Func<int, HttpResponseMessage?> Instead { get; set; } = static _ => null;

    /// <summary>What it does before it answers a request.</summary>
    public Func<int, CancellationToken, Task> Before { get; set; } = static (_, _) => Task.CompletedTask;

    public Bitrix24Client Client(Action<Bitrix24ClientOptions>? configure = null)
    {
        Bitrix24ClientOptions options = StubPortal.OneAttempt();
        options.TimeProvider = new SkippingClock();
        configure?.Invoke(options);
        return Http.Client(options);
    }

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using JsonDocument body = JsonDocument.Parse(StubPortal.BodyOf(request));
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

        await Before(number, cancellationToken);
        if (Instead(number) is { } instead)
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
