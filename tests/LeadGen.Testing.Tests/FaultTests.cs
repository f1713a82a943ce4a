using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;

namespace LeadGen.Testing.Tests;

/// <summary>Bad days of a portal, as a client sees them.</summary>
public sealed class FaultTests : IAsyncLifetime
{
    private static readonly TimeSpan s_while = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan s_forever = TimeSpan.FromHours(1);

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
    public async Task Another_answer_replaces_that_of_a_call_which_is_not_carried_out(PortalFault fault, int status, string contentType, string body)
    {
        _portal.InjectFault(fault);
        using HttpResponseMessage response = await UpdateAsync("Ольга");
        string answer = await response.Content.ReadAsStringAsync();

        Assert.Equal((status, contentType), ((int)response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        Assert.StartsWith(body, answer, StringComparison.Ordinal);
        Assert.Equal("Анна", _portal.StoredValue(_id, "NAME"));
        PortalCall call = Assert.Single(_portal.Journal);
        Assert.Equal((fault, status, answer, null), (call.Fault, call.Status, call.Answer, call.LeadId));
        Assert.Empty(call.Fields);
        await AssertGoodDayAsync();
    }

    public static TheoryData<PortalFault> AfterCalls =>
    [
        PortalFault.Error(500, "INTERNAL_SERVER_ERROR", afterCall: true), PortalFault.Json(200, "{}", afterCall: true), PortalFault.WebPage(502, afterCall: true),
        PortalFault.Reset(), PortalFault.HalfBody, PortalFault.TruncatedBody, PortalFault.Delay(s_while), PortalFault.Trickle(s_while),
    ];

    [Theory]
    [MemberData(nameof(AfterCalls))]
    public async Task A_lost_answer_is_that_of_a_call_which_was_carried_out(PortalFault fault)
    {
        _portal.InjectFault(fault);
        try
        {
            using HttpResponseMessage response = await UpdateAsync("Ольга");
        }
        catch (HttpRequestException)
        {
            // What the client sees is the business of the other tests.
        }

        Assert.True(fault.AfterCall);
        Assert.Equal("Ольга", _portal.StoredValue(_id, "NAME"));
        PortalCall call = Assert.Single(_portal.Journal);
        Assert.Equal((fault, _id), (call.Fault, call.LeadId));
        Assert.Equal(FieldOutcome.Kept, Assert.Single(call.Fields).Outcome);
        await AssertGoodDayAsync();
    }

    [Theory]
    [InlineData(true, "Ольга")]
    [InlineData(false, "Анна")]
    public async Task A_reset_leaves_no_answer(bool afterCall, string kept)
    {
        await AssertGoodDayAsync();
        _portal.ClearJournal();
        _portal.InjectFault(PortalFault.Reset(afterCall));
        await Assert.ThrowsAsync<HttpRequestException>(() => UpdateAsync("Ольга"));

        Assert.Equal(kept, _portal.StoredValue(_id, "NAME"));
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
    public async Task A_delay_outlasts_an_impatient_client()
    {
        _portal.InjectFault(PortalFault.Delay(s_forever));
        using var patience = new CancellationTokenSource();
        Task<HttpResponseMessage> call = _http.GetAsync(Address("Ольга"), patience.Token);
        await CallArrivesAsync();
        Assert.Equal(("Ольга", false), (_portal.StoredValue(_id, "NAME"), call.IsCompleted));
        await patience.CancelAsync();
        await Assert.ThrowsAsync<TaskCanceledException>(() => call);

        _portal.InjectFault(PortalFault.Delay(s_while));
        long start = Stopwatch.GetTimestamp();
        await AssertGoodDayAsync();
        // Timers may be a tick of the system early.
        Assert.True(Stopwatch.GetElapsedTime(start) > s_while * 0.9);
    }

    [Fact]
    public async Task A_trickling_body_comes_after_its_headers_and_whole()
    {
        _portal.InjectFault(PortalFault.Trickle(s_forever));
        using HttpResponseMessage headers = await UpdateAsync("Ольга", HttpCompletionOption.ResponseHeadersRead);
        using var patience = new CancellationTokenSource(s_while);
        await Assert.ThrowsAsync<TaskCanceledException>(() => headers.Content.ReadAsStringAsync(patience.Token));
        Assert.Equal(HttpStatusCode.OK, headers.StatusCode);

        _portal.InjectFault(PortalFault.Trickle(s_while));
        long start = Stopwatch.GetTimestamp();
        await AssertGoodDayAsync();
        Assert.True(Stopwatch.GetElapsedTime(start) > s_while * 0.9);
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Https_is_disturbed_as_well(string version)
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
    public async Task A_portal_that_stops_waits_for_no_delay()
    {
        _portal.InjectFault(PortalFault.Delay(s_forever));
        Task<HttpResponseMessage> call = UpdateAsync("Ольга");
        await CallArrivesAsync();
        await _portal.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));
        await Assert.ThrowsAsync<HttpRequestException>(() => call);
    }

    [Theory]
    [InlineData(302)]
    [InlineData(308)]
    public async Task A_redirect_says_where_to(int status)
    {
        await using PortalEmulator renamed = await PortalEmulator.StartAsync(PortalFixture.Folder);
        var location = new Uri(renamed.Webhook, "crm.lead.update");
        _portal.InjectFault(PortalFault.Redirect(location, status));
        using HttpResponseMessage response = await UpdateAsync("Ольга");

        Assert.Equal((status, location), ((int)response.StatusCode, response.Headers.Location));
        Assert.Equal("Анна", _portal.StoredValue(_id, "NAME"));
        string secret = renamed.Webhook.Segments[^1].Trim('/');
        Assert.DoesNotContain(secret, JsonSerializer.Serialize(_portal.Journal) + _portal.Journal[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Faults_come_in_turn_and_to_the_method_that_they_are_meant_for()
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
    public async Task Faults_can_be_taken_back()
    {
        _portal.InjectFault(PortalFault.Reset(), calls: int.MaxValue);
        _portal.ClearFaults();
        await AssertGoodDayAsync();
    }

    [Fact]
    public async Task Faults_at_random_hit_the_same_calls_again_with_the_same_seed()
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
            // Neither counts: the one is of another method, the other is hit already.
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
    public async Task Faults_at_random_hit_commands_of_a_batch_and_no_refused_request()
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
    public async Task An_error_hits_a_command_of_its_method_and_the_batch_goes_on(bool afterCall, string kept)
    {
        var fault = PortalFault.Error(429, "OPERATION_TIME_LIMIT", "Limit", afterCall);
        _portal.InjectFault(fault, method: "crm.lead.update");
        JsonElement result = await BatchAsync("""{"cmd": {"a": "crm.lead.get?id=#", "b": "crm.lead.update?id=#&fields[NAME]=Ольга", "c": "crm.lead.update?id=#&fields[LAST_NAME]=x"}}""");

        Assert.Equal(["a", "c"], result.GetProperty("result").EnumerateObject().Select(static p => p.Name));
        Assert.Equal("OPERATION_TIME_LIMIT", result.GetProperty("result_error").GetProperty("b").GetProperty("error").GetString());
        Assert.Equal((kept, "x"), (_portal.StoredValue(_id, "NAME"), _portal.StoredValue(_id, "LAST_NAME")));
        Assert.Equal([null, null, fault, null], _portal.Journal.Select(static c => c.Fault));
        Assert.Equal([200, 200, 429, 200], _portal.Journal.Select(static c => c.Status));
        Assert.Equal(afterCall ? 1 : 0, _portal.Journal[2].Fields.Count);
    }

    [Fact]
    public async Task An_error_of_a_command_halts_the_batch_where_that_is_asked_for()
    {
        _portal.InjectFault(PortalFault.Error(503, "QUERY_LIMIT_EXCEEDED"), method: "crm.lead.get");
        JsonElement result = await BatchAsync("""{"halt": 1, "cmd": {"a": "crm.lead.get?id=#", "b": "crm.lead.update?id=#&fields[NAME]=Ольга"}}""");

        Assert.Equal(["a"], result.GetProperty("result_error").EnumerateObject().Select(static p => p.Name));
        Assert.Equal("Анна", _portal.StoredValue(_id, "NAME"));
    }

    [Fact]
    public async Task All_else_happens_to_the_batch_as_a_whole()
    {
        const string Batch = """{"cmd": {"a": "crm.lead.update?id=#&fields[NAME]=Ольга"}}""";
        _portal.InjectFault(PortalFault.WebPage(), method: "crm.lead.update");
        Assert.True((await BatchAsync(Batch)).GetProperty("result").GetProperty("a").GetBoolean());
        _portal.ClearFaults();
        _portal.ClearJournal();

        _portal.InjectFault(PortalFault.Error(503, "QUERY_LIMIT_EXCEEDED"));
        _portal.InjectFault(PortalFault.TruncatedBody, method: "batch");
        using HttpResponseMessage refused = await SendAsync("batch", Batch);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Null(Assert.Single(_portal.Journal).BatchKey);

        using HttpResponseMessage cut = await SendAsync("batch", Batch);
        Assert.Equal(["batch", "batch", "crm.lead.update"], _portal.Journal.Select(static c => c.Method));
        Assert.Equal(FieldOutcome.Kept, Assert.Single(_portal.Journal[2].Fields).Outcome);
    }

    [Fact]
    public void A_fault_that_no_portal_has_is_refused()
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
    public void Equal_faults_are_equal_and_have_names()
    {
        Assert.Equal(PortalFault.Error(503, "X"), PortalFault.Error(503, "X"));
        Assert.NotEqual(PortalFault.Error(503, "X", "a"), PortalFault.Error(503, "X", "b"));
        Assert.NotEqual(PortalFault.Reset(), PortalFault.Reset(afterCall: false));
        Assert.Equal("a delay of 00:00:00.3000000", PortalFault.Delay(s_while).ToString());
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

    private async Task AssertGoodDayAsync()
    {
        string answer = await _http.GetStringAsync(new Uri(_portal.Webhook, $"crm.lead.get?id={_id}"));
        Assert.Contains("\"result\":{", answer, StringComparison.Ordinal);
    }
}
