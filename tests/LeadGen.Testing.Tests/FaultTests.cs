using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;

namespace LeadGen.Testing.Tests;

/// <summary>Tests injected faults from the point of view of a client.</summary>
public sealed class FaultTests : IAsyncLifetime
{
    private static readonly TimeSpan s_shortDelay = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan s_longDelay = TimeSpan.FromHours(1);

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private PortalEmulator _portal = null!;
    private long _id;

    public async Task InitializeAsync()
    {
        _portal = await PortalEmulator.StartAsync(PortalFixture.Folder);
        _id = _portal.AddLead([new("NAME", "Анна")]);
    }

    public Task DisposeAsync()
    {
        _http.Dispose();
        return _portal.DisposeAsync().AsTask();
    }

    public static TheoryData<PortalFault, int, string, string> Replacements => new()
    {
        { PortalFault.Error(503, "QUERY_LIMIT_EXCEEDED", "Too many requests"), 503, "application/json", """{"error":"QUERY_LIMIT_EXCEEDED","error_description":"Too many requests"}""" },
        { PortalFault.Error(429, "OPERATION_TIME_LIMIT"), 429, "application/json", """{"error":"OPERATION_TIME_LIMIT","error_description":"Injected error"}""" },
        { PortalFault.Error(200, "", "Что-то не так"), 200, "application/json", """{"error":"","error_description":"Что-то не так"}""" },
        { PortalFault.Json(200, """{"result": {"OTHER": {"type": "string"}}}"""), 200, "application/json", """{"result": {"OTHER": {"type": "string"}}}""" },
        { PortalFault.Json(500, ""), 500, "application/json", "" },
        { PortalFault.WebPage(), 502, "text/html", "<!DOCTYPE html>" },
        { PortalFault.WebPage(200), 200, "text/html", "<!DOCTYPE html>" },
    };

    [Theory]
    [MemberData(nameof(Replacements))]
    public async Task A_replaced_response_belongs_to_a_call_that_is_not_processed(PortalFault fault, int status, string contentType, string body)
    {
        _portal.InjectFault(fault);
        using HttpResponseMessage response = await UpdateAsync("Ольга");
        string answer = await response.Content.ReadAsStringAsync();

        Assert.Equal((status, contentType), ((int)response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        Assert.StartsWith(body, answer, StringComparison.Ordinal);
        Assert.Equal("Анна", _portal.GetStoredValue(_id, "NAME"));
        PortalCall call = Assert.Single(_portal.Journal);
        Assert.Equal((fault, status, answer, null), (call.Fault, call.Status, call.Answer, call.LeadId));
        Assert.Empty(call.Fields);
        await AssertCallSucceedsAsync();
    }

    public static TheoryData<PortalFault> AfterCalls =>
    [
        PortalFault.Error(500, "INTERNAL_SERVER_ERROR", afterCall: true), PortalFault.Json(200, "{}", afterCall: true), PortalFault.WebPage(502, afterCall: true),
        PortalFault.Reset(), PortalFault.HalfBody, PortalFault.TruncatedBody, PortalFault.Delay(s_shortDelay), PortalFault.Trickle(s_shortDelay),
    ];

    [Theory]
    [MemberData(nameof(AfterCalls))]
    public async Task A_fault_after_the_call_affects_only_the_response(PortalFault fault)
    {
        _portal.InjectFault(fault);
        try
        {
            using HttpResponseMessage response = await UpdateAsync("Ольга");
        }
        catch (HttpRequestException)
        {
            // Other tests cover what the client receives.
        }

        Assert.True(fault.AfterCall);
        Assert.Equal("Ольга", _portal.GetStoredValue(_id, "NAME"));
        PortalCall call = Assert.Single(_portal.Journal);
        Assert.Equal((fault, _id), (call.Fault, call.LeadId));
        Assert.Equal(FieldOutcome.Kept, Assert.Single(call.Fields).Outcome);
        await AssertCallSucceedsAsync();
    }

    [Theory]
    [InlineData(true, "Ольга")]
    [InlineData(false, "Анна")]
    public async Task A_reset_sends_no_response(bool afterCall, string kept)
    {
        await AssertCallSucceedsAsync();
        _portal.ClearJournal();
        _portal.InjectFault(PortalFault.Reset(afterCall));
        await Assert.ThrowsAsync<HttpRequestException>(() => UpdateAsync("Ольга"));

        Assert.Equal(kept, _portal.GetStoredValue(_id, "NAME"));
        PortalCall call = Assert.Single(_portal.Journal);
        Assert.Equal((0, "", afterCall), (call.Status, call.Answer, call.Fields.Count == 1));
    }

    [Fact]
    public async Task Half_a_body_breaks_the_connection()
    {
        _portal.InjectFault(PortalFault.HalfBody);
        using HttpResponseMessage response = await UpdateAsync("Ольга", HttpCompletionOption.ResponseHeadersRead);
        long length = response.Content.Headers.ContentLength!.Value;
        await using Stream body = await response.Content.ReadAsStreamAsync();
        var read = new byte[length];
        await body.ReadExactlyAsync(read.AsMemory(0, (int)length / 2));

        await Assert.ThrowsAsync<HttpIOException>(() => body.ReadExactlyAsync(read.AsMemory(0, 1)).AsTask());
        Assert.Equal(Encoding.UTF8.GetString(read, 0, (int)length / 2), Assert.Single(_portal.Journal).Answer);
    }

    [Fact]
    public async Task A_truncated_body_looks_complete()
    {
        _portal.InjectFault(PortalFault.TruncatedBody);
        using HttpResponseMessage response = await UpdateAsync("Ольга");
        byte[] body = await response.Content.ReadAsByteArrayAsync();

        Assert.Equal((HttpStatusCode.OK, (long?)body.Length, true), (response.StatusCode, response.Content.Headers.ContentLength, response.Headers.ConnectionClose));
        Assert.StartsWith("{\"result\":true", Encoding.UTF8.GetString(body), StringComparison.Ordinal);
        Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(body));
    }

    [Fact]
    public async Task A_delay_can_exceed_the_timeout_of_a_client()
    {
        _portal.InjectFault(PortalFault.Delay(s_longDelay));
        using var timeout = new CancellationTokenSource();
        Task<HttpResponseMessage> call = _http.GetAsync(Address("Ольга"), timeout.Token);
        await CallArrivesAsync();
        Assert.Equal(("Ольга", false), (_portal.GetStoredValue(_id, "NAME"), call.IsCompleted));
        await timeout.CancelAsync();
        await Assert.ThrowsAsync<TaskCanceledException>(() => call);

        _portal.InjectFault(PortalFault.Delay(s_shortDelay));
        long start = Stopwatch.GetTimestamp();
        await AssertCallSucceedsAsync();
        // A timer can fire slightly early.
        Assert.True(Stopwatch.GetElapsedTime(start) > s_shortDelay * 0.9);
    }

    [Fact]
    public async Task A_slow_body_arrives_completely_after_its_headers()
    {
        _portal.InjectFault(PortalFault.Trickle(s_longDelay));
        using HttpResponseMessage headers = await UpdateAsync("Ольга", HttpCompletionOption.ResponseHeadersRead);
        using var timeout = new CancellationTokenSource(s_shortDelay);
        await Assert.ThrowsAsync<TaskCanceledException>(() => headers.Content.ReadAsStringAsync(timeout.Token));
        Assert.Equal(HttpStatusCode.OK, headers.StatusCode);

        _portal.InjectFault(PortalFault.Trickle(s_shortDelay));
        long start = Stopwatch.GetTimestamp();
        await AssertCallSucceedsAsync();
        Assert.True(Stopwatch.GetElapsedTime(start) > s_shortDelay * 0.9);
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Faults_apply_to_https(string version)
    {
        await using PortalEmulator portal = await PortalEmulator.StartAsync(PortalFixture.Folder, new PortalEmulatorOptions { UseHttps = true });
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, served, _, _) => portal.CertificatePem == served?.ExportCertificatePem() };
        using var http = new HttpClient(handler) { DefaultRequestVersion = Version.Parse(version), DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        var address = new Uri(portal.SecureWebhook!, "crm.lead.fields");

        foreach (PortalFault fault in new[] { PortalFault.HalfBody, PortalFault.Reset() })
        {
            portal.InjectFault(fault);
            await Assert.ThrowsAsync<HttpRequestException>(() => http.GetStringAsync(address));
            Assert.Equal(fault, portal.Journal[^1].Fault);
        }

        portal.InjectFault(PortalFault.TruncatedBody);
        string cut = await http.GetStringAsync(address);
        Assert.StartsWith(cut, await http.GetStringAsync(address), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_the_portal_cancels_delays()
    {
        _portal.InjectFault(PortalFault.Delay(s_longDelay));
        Task<HttpResponseMessage> call = UpdateAsync("Ольга");
        await CallArrivesAsync();
        await _portal.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));
        await Assert.ThrowsAsync<HttpRequestException>(() => call);
    }

    [Theory]
    [InlineData(302)]
    [InlineData(308)]
    public async Task A_redirect_has_the_given_status_and_location(int status)
    {
        await using PortalEmulator renamed = await PortalEmulator.StartAsync(PortalFixture.Folder);
        var location = new Uri(renamed.Webhook, "crm.lead.update");
        _portal.InjectFault(PortalFault.Redirect(location, status));
        using HttpResponseMessage response = await UpdateAsync("Ольга");

        Assert.Equal((status, location), ((int)response.StatusCode, response.Headers.Location));
        Assert.Equal("Анна", _portal.GetStoredValue(_id, "NAME"));
        string secret = renamed.Webhook.Segments[^1].Trim('/');
        Assert.DoesNotContain(secret, JsonSerializer.Serialize(_portal.Journal) + _portal.Journal[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Faults_apply_in_order_and_only_to_their_method()
    {
        _portal.InjectFault(PortalFault.Error(503, "A"), calls: 2);
        _portal.InjectFault(PortalFault.Error(503, "B"), method: "crm.lead.get");
        _portal.InjectFault(PortalFault.Error(503, "C"), method: "CRM.Lead.Update");
        foreach (string call in new[] { "crm.lead.fields", "crm.lead.update", $"crm.lead.update?id={_id}&fields[NAME]=x", "crm.lead.fields", "crm.lead.get.json", "crm.status.list" })
        {
            using HttpResponseMessage response = await _http.GetAsync(new Uri(_portal.Webhook, call));
        }

        Assert.Equal(["error 503 A", "error 503 A", "error 503 C", null, "error 503 B", null], _portal.Journal.Select(static c => c.Fault?.ToString()));
    }

    [Fact]
    public async Task Faults_can_be_cleared()
    {
        _portal.InjectFault(PortalFault.Reset(), calls: int.MaxValue);
        _portal.ClearFaults();
        await AssertCallSucceedsAsync();
    }

    [Fact]
    public async Task Random_faults_select_the_same_calls_with_the_same_seed()
    {
        var error = PortalFault.Error(503, "OVERLOAD_LIMIT");
        string first = await CallsAsync(seed: 1);
        string other = await CallsAsync(seed: 2);
        Assert.Equal(first, await CallsAsync(seed: 1));
        Assert.NotEqual(first, other);
        Assert.All(new[] { first, other }, static hits => Assert.InRange(hits.Count(static c => c == 'x'), 5, 35));

        async Task<string> CallsAsync(int seed)
        {
            _portal.ClearJournal();
            _portal.InjectRandomFaults(error, 0.3, seed, "profile");
            // Neither call counts: the first has another method, and the second gets the queued fault.
            await _http.GetStringAsync(new Uri(_portal.Webhook, "crm.lead.fields"));
            _portal.InjectFault(PortalFault.WebPage(200), method: "profile");
            for (int i = 0; i < 60; i++)
            {
                using HttpResponseMessage response = await _http.GetAsync(new Uri(_portal.Webhook, "profile"));
            }

            _portal.ClearFaults();
            await _http.GetStringAsync(new Uri(_portal.Webhook, "profile"));
            return string.Concat(_portal.Journal.Skip(2).Select(c => c.Fault == error ? 'x' : '.'));
        }
    }

    [Fact]
    public async Task Random_faults_apply_to_batch_commands_but_not_to_rejected_requests()
    {
        await using PortalEmulator portal = await PortalEmulator.StartAsync(
            PortalFixture.Folder, new PortalEmulatorOptions { Limits = new PortalEmulatorLimits { CallsPerSecond = 0, Burst = 2 } });
        portal.InjectRandomFaults(PortalFault.Error(500, "INTERNAL_SERVER_ERROR"), 0, seed: 1, "profile");
        portal.InjectRandomFaults(PortalFault.Error(503, "OVERLOAD_LIMIT"), 1, seed: 1, "profile");
        foreach (string call in new[] { "batch?cmd[a]=profile&cmd[b]=crm.lead.fields", "profile", "profile" })
        {
            using HttpResponseMessage response = await _http.GetAsync(new Uri(portal.Webhook, call));
        }

        Assert.Equal([200, 503, 200, 503, 503], portal.Journal.Select(static c => c.Status));
        Assert.Equal([false, true, false, true, false], portal.Journal.Select(static c => c.Fault is not null));
    }

    [Theory]
    [InlineData(false, "Анна")]
    [InlineData(true, "Ольга")]
    public async Task An_error_applies_to_a_command_of_its_method_and_the_batch_continues(bool afterCall, string kept)
    {
        var fault = PortalFault.Error(429, "OPERATION_TIME_LIMIT", "Limit", afterCall);
        _portal.InjectFault(fault, method: "crm.lead.update");
        JsonElement result = await BatchAsync("""{"cmd": {"a": "crm.lead.get?id=#", "b": "crm.lead.update?id=#&fields[NAME]=Ольга", "c": "crm.lead.update?id=#&fields[LAST_NAME]=x"}}""");

        Assert.Equal(["a", "c"], result.GetProperty("result").EnumerateObject().Select(static p => p.Name));
        Assert.Equal("OPERATION_TIME_LIMIT", result.GetProperty("result_error").GetProperty("b").GetProperty("error").GetString());
        Assert.Equal((kept, "x"), (_portal.GetStoredValue(_id, "NAME"), _portal.GetStoredValue(_id, "LAST_NAME")));
        Assert.Equal([null, null, fault, null], _portal.Journal.Select(static c => c.Fault));
        Assert.Equal([200, 200, 429, 200], _portal.Journal.Select(static c => c.Status));
        Assert.Equal(afterCall ? 1 : 0, _portal.Journal[2].Fields.Count);
    }

    [Fact]
    public async Task An_injected_error_stops_a_batch_with_halt()
    {
        _portal.InjectFault(PortalFault.Error(503, "QUERY_LIMIT_EXCEEDED"), method: "crm.lead.get");
        JsonElement result = await BatchAsync("""{"halt": 1, "cmd": {"a": "crm.lead.get?id=#", "b": "crm.lead.update?id=#&fields[NAME]=Ольга"}}""");

        Assert.Equal(["a"], result.GetProperty("result_error").EnumerateObject().Select(static p => p.Name));
        Assert.Equal("Анна", _portal.GetStoredValue(_id, "NAME"));
    }

    [Fact]
    public async Task Other_faults_apply_to_the_whole_batch()
    {
        const string Batch = """{"cmd": {"a": "crm.lead.update?id=#&fields[NAME]=Ольга"}}""";
        _portal.InjectFault(PortalFault.WebPage(), method: "crm.lead.update");
        Assert.True((await BatchAsync(Batch)).GetProperty("result").GetProperty("a").GetBoolean());
        _portal.ClearFaults();
        _portal.ClearJournal();

        _portal.InjectFault(PortalFault.Error(503, "QUERY_LIMIT_EXCEEDED"));
        _portal.InjectFault(PortalFault.TruncatedBody, method: "batch");
        using HttpResponseMessage rejected = await SendAsync("batch", Batch);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, rejected.StatusCode);
        Assert.Null(Assert.Single(_portal.Journal).BatchKey);

        using HttpResponseMessage cut = await SendAsync("batch", Batch);
        Assert.Equal(["batch", "batch", "crm.lead.update"], _portal.Journal.Select(static c => c.Method));
        Assert.Equal(FieldOutcome.Kept, Assert.Single(_portal.Journal[2].Fields).Outcome);
    }

    [Fact]
    public void Invalid_faults_are_rejected()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => PortalFault.Error(204, "X"));
        Assert.Throws<ArgumentOutOfRangeException>(() => PortalFault.Json(0, "{}"));
        Assert.Throws<ArgumentOutOfRangeException>(() => PortalFault.WebPage(600));
        Assert.Throws<ArgumentOutOfRangeException>(() => PortalFault.Redirect(_portal.Webhook, 200));
        Assert.Throws<ArgumentException>(() => PortalFault.Redirect(new Uri("/elsewhere", UriKind.Relative)));
        Assert.Throws<ArgumentOutOfRangeException>(() => PortalFault.Delay(TimeSpan.FromTicks(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => PortalFault.Trickle(TimeSpan.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => _portal.InjectFault(PortalFault.HalfBody, calls: 0));
        Assert.All(new[] { -0.1, 1.1, double.NaN }, p => Assert.Throws<ArgumentOutOfRangeException>(() => _portal.InjectRandomFaults(PortalFault.HalfBody, p, 1)));
    }

    [Fact]
    public void Faults_have_value_equality_and_a_description()
    {
        Assert.Equal(PortalFault.Error(503, "X"), PortalFault.Error(503, "X"));
        Assert.NotEqual(PortalFault.Error(503, "X", "a"), PortalFault.Error(503, "X", "b"));
        Assert.NotEqual(PortalFault.Reset(), PortalFault.Reset(afterCall: false));
        Assert.Equal("delay of 00:00:00.3000000", PortalFault.Delay(s_shortDelay).ToString());
    }

    private Uri Address(string name) => new(_portal.Webhook, $"crm.lead.update?id={_id}&fields[NAME]={name}");

    private async Task<HttpResponseMessage> UpdateAsync(string name, HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead) =>
        await SendAsync("crm.lead.update", $$"""{"id": #, "fields": {"NAME": "{{name}}"} }""", completion);

    private async Task<HttpResponseMessage> SendAsync(string method, string json, HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_portal.Webhook, method))
        {
            Content = new StringContent(json.Replace("#", $"{_id}", StringComparison.Ordinal), Encoding.UTF8, "application/json"),
        };
        return await _http.SendAsync(request, completion);
    }

    private async Task<JsonElement> BatchAsync(string json)
    {
        using HttpResponseMessage response = await SendAsync("batch", json);
        using JsonDocument answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return answer.RootElement.GetProperty("result").Clone();
    }

    private async Task CallArrivesAsync()
    {
        while (_portal.Journal.Count == 0)
        {
            await Task.Delay(5);
        }
    }

    private async Task AssertCallSucceedsAsync()
    {
        string answer = await _http.GetStringAsync(new Uri(_portal.Webhook, $"crm.lead.get?id={_id}"));
        Assert.Contains("\"result\":{", answer, StringComparison.Ordinal);
    }
}
