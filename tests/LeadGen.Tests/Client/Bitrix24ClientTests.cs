using System.Net;
using System.Net.Sockets;
using System.Text;
using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Client;

/// <summary>Tests calls, replies and failures. No exception contains the secret.</summary>
public sealed class Bitrix24ClientTests
{
    private const string Ok = """{"result": true, "time": {"start": 1, "duration": 0.5, "processing": 0, "finish": 1705765000.5, "operating": 3.25, "operating_reset_at": 1705765533}}""";

    private static readonly LeadUpdate s_update = new LeadUpdate(42).SetName("Анна");

    [Fact]
    public async Task An_update_is_a_JSON_POST_to_the_method()
    {
        StubPortal portal = StubPortal.Answering(Ok);
        CrmUpdateReply reply = await portal.Client().UpdateAsync(s_update, new CrmUpdateOptions { RegisterSonetEvent = true });

        (HttpRequestMessage request, string body) = Assert.Single(portal.Requests);
        Assert.Equal((HttpMethod.Post, StubPortal.Webhook + "crm.lead.update.json"), (request.Method, request.RequestUri!.ToString()));
        Assert.Equal("application/json; charset=utf-8", request.Content!.Headers.ContentType!.ToString());
        Assert.Equal("application/json", request.Headers.Accept.ToString());
        Assert.StartsWith("LeadGen/", request.Headers.UserAgent.ToString(), StringComparison.Ordinal);
        Assert.Equal("""{"id":42,"fields":{"NAME":"Анна"},"params":{"REGISTER_SONET_EVENT":"Y"},"options":{"REGISTER_SONET_EVENT":"Y"}}""", body);
        Assert.Equal(
            new CrmUpdateReply(true, new PortalTime(TimeSpan.FromSeconds(0.5), TimeSpan.Zero, TimeSpan.FromSeconds(3.25), DateTimeOffset.FromUnixTimeSeconds(1705765533))
            {
                FinishedAt = DateTimeOffset.FromUnixTimeMilliseconds(1705765000500),
            }),
            reply);
    }

    [Fact]
    public async Task An_empty_update_is_not_sent()
    {
        StubPortal portal = StubPortal.Answering(Ok);
        Assert.Equal(new CrmUpdateReply(false, null), await portal.Client().UpdateAsync(new LeadUpdate(42)));
        Assert.Empty(portal.Requests);
    }

    [Theory]
    [InlineData("""{"result": true}""", null)]
    [InlineData("""{"result": true, "time": []}""", null)]
    [InlineData("""{"result": true, "time": {"duration": "soon", "operating": 1e300}}""", "")]
    public async Task Invalid_times_do_not_invalidate_a_reply(string answer, string? expected)
    {
        PortalTime? time = (await StubPortal.Answering(answer).Client().UpdateAsync(s_update)).Time;
        Assert.Equal(expected is null ? null : new PortalTime(null, null, null, null), time);
    }

    public static TheoryData<int, string, Type> Errors => new()
    {
        { 400, """{"error": "", "error_description": "ID is not defined or invalid."}""", typeof(Bitrix24RejectedException) },
        { 400, """{"error": "", "error_description": "Access denied."}""", typeof(Bitrix24AccessDeniedException) },
        { 400, """{"error": "", "error_description": "access denied"}""", typeof(Bitrix24AccessDeniedException) },
        { 400, """{"error": "", "error_description": "Not found"}""", typeof(Bitrix24NotFoundException) },
        { 400, """{"error": "", "error_description": "Lead is not found."}""", typeof(Bitrix24NotFoundException) },
        { 400, """{"error": "NOT_FOUND", "error_description": "x"}""", typeof(Bitrix24NotFoundException) },
        { 404, """{"error": "NOT_FOUND", "error_description": "x"}""", typeof(Bitrix24ReplyException) },
        { 400, """{"error": "NOT_FOUND", "error_description": ""}""", typeof(Bitrix24ReplyException) },
        { 400, """{"error": "NOT_FOUND", "error_description": 404}""", typeof(Bitrix24ReplyException) },
        { 400, """{"error": "ERROR_CORE", "error_description": "Поле «Договор» обязательно<br>"}""", typeof(Bitrix24RejectedException) },
        { 400, """{"error": 100, "error_description": "Could not find value"}""", typeof(Bitrix24RejectedException) },
        { 503, """{"error": "QUERY_LIMIT_EXCEEDED", "error_description": "Too many requests"}""", typeof(Bitrix24LimitException) },
        { 200, """{"error": "QUERY_LIMIT_EXCEEDED", "error_description": "x"}""", typeof(Bitrix24LimitException) },
        { 200, """{"error": "query_limit_exceeded", "error_description": "x"}""", typeof(Bitrix24ReplyException) },
        { 200, """{"error": "QUERY_LIMIT_EXCEEDED"}""", typeof(Bitrix24ReplyException) },
        { 429, """{"error": "OPERATION_TIME_LIMIT", "error_description": "x"}""", typeof(Bitrix24LimitException) },
        { 503, """{"error": "OVERLOAD_LIMIT", "error_description": "x"}""", typeof(Bitrix24LimitException) },
        { 401, """{"error": "expired_token", "error_description": "x"}""", typeof(Bitrix24AuthenticationException) },
        { 200, """{"error": "INVALID_CREDENTIALS", "error_description": "x"}""", typeof(Bitrix24AuthenticationException) },
        { 401, """{"error": "NO_AUTH_FOUND", "error_description": "x"}""", typeof(Bitrix24AuthenticationException) },
        { 401, """{"error": "OVERLOAD_LIMIT", "error_description": "x"}""", typeof(Bitrix24LimitException) },
        { 401, """{"error": "ACCESS_DENIED", "error_description": "x"}""", typeof(Bitrix24AccessDeniedException) },
        { 401, """{"error": "INVALID_REQUEST", "error_description": "x"}""", typeof(Bitrix24RejectedException) },
        { 401, """{"error": "user_access_error", "error_description": "x"}""", typeof(Bitrix24AccessDeniedException) },
        { 403, """{"error": "PORTAL_DELETED", "error_description": "x"}""", typeof(Bitrix24AuthenticationException) },
        { 410, """{"error": "PORTAL_DELETED", "error_description": "x"}""", typeof(Bitrix24AuthenticationException) },
        { 401, """{"error": "METHOD_CONFIRM_WAITING", "error_description": "x"}""", typeof(Bitrix24AuthenticationException) },
        { 403, """{"error": "insufficient_scope", "error_description": "x"}""", typeof(Bitrix24AccessDeniedException) },
        { 401, """{"error": "PAYMENT_REQUIRED", "error_description": "x"}""", typeof(Bitrix24AccessDeniedException) },
        { 500, """{"error": "INTERNAL_SERVER_ERROR", "error_description": "x"}""", typeof(Bitrix24ServerException) },
        { 500, """{"error": "ERROR_UNEXPECTED_ANSWER", "error_description": "x"}""", typeof(Bitrix24ServerException) },
        { 404, """{"error": "ERROR_METHOD_NOT_FOUND", "error_description": "Method not found!"}""", typeof(Bitrix24RejectedException) },
        { 500, """{"error": "SOMETHING_NEW", "error_description": "x"}""", typeof(Bitrix24ServerException) },
        { 400, """{"error": {"code": "X", "message": "y"}}""", typeof(Bitrix24ReplyException) },
        { 503, "<html>Service unavailable</html>", typeof(Bitrix24ServerException) },
        { 429, "<html>Slow down</html>", typeof(Bitrix24LimitException) },
        { 502, "<html>Bad gateway</html>", typeof(Bitrix24ServerException) },
        { 202, "", typeof(Bitrix24ReplyException) },
        { 204, "", typeof(Bitrix24ReplyException) },
        { 206, "{\"result\": tr", typeof(Bitrix24ReplyException) },
        { 304, "", typeof(Bitrix24ReplyException) },
        { 400, "<html>Blocked</html>", typeof(Bitrix24ReplyException) },
        { 401, "<html>Blocked</html>", typeof(Bitrix24ReplyException) },
        { 403, "<html>Blocked</html>", typeof(Bitrix24ReplyException) },
        { 404, "<html>Blocked</html>", typeof(Bitrix24ReplyException) },
        { 409, "", typeof(Bitrix24ReplyException) },
        { 413, "<html>Too large</html>", typeof(Bitrix24ReplyException) },
        { 460, "", typeof(Bitrix24ReplyException) },
        { 499, "", typeof(Bitrix24ReplyException) },
        { 403, """{"error": "Forbidden", "message": "x", "status": 403}""", typeof(Bitrix24ReplyException) },
        { 403, """{"error": true, "error_description": "x"}""", typeof(Bitrix24ReplyException) },
        { 403, """{"message": "Forbidden"}""", typeof(Bitrix24ReplyException) },
        { 400, """{"error": "", "error_description": "x", "result": true}""", typeof(Bitrix24ReplyException) },
        { 200, """{"result": {"ID": 1}, "error": "ACCESS_DENIED", "error_description": "x"}""", typeof(Bitrix24ReplyException) },
        { 200, """{"error": "ACCESS_DENIED", "error_description": "x", "error": null}""", typeof(Bitrix24ReplyException) },
        { 200, """{"result": false, "result": true}""", typeof(Bitrix24ReplyException) },
        { 200, """{"result": true, "error": false}""", typeof(Bitrix24ReplyException) },
        { 403, """{"result": true}""", typeof(Bitrix24ReplyException) },
        { 500, """{"result": true}""", typeof(Bitrix24ServerException) },
        { 403, """{"error": "SOMETHING_NEW", "error_description": "x"}""", typeof(Bitrix24ReplyException) },
        { 401, """{"error": "Unauthorized", "error_description": "x"}""", typeof(Bitrix24ReplyException) },
        { 409, """{"error": "duplicate", "error_description": "x"}""", typeof(Bitrix24ReplyException) },
        { 499, """{"error": 499, "error_description": "x"}""", typeof(Bitrix24ReplyException) },
        { 200, """{"error": 504, "error_description": "x"}""", typeof(Bitrix24ReplyException) },
        { 400, """{"error": "", "error_description": ""}""", typeof(Bitrix24ReplyException) },
        { 202, """{"error": "ACCESS_DENIED", "error_description": "x"}""", typeof(Bitrix24ReplyException) },
        { 206, """{"error": "", "error_description": "x"}""", typeof(Bitrix24ReplyException) },
        { 200, """{"result": true, "error_description": "x"}""", typeof(Bitrix24ReplyException) },
        { 400, """{"error": "ERROR_CORE", "error_description": "x", "result": null}""", typeof(Bitrix24RejectedException) },
        { 200, "<html>Log in</html>", typeof(Bitrix24ReplyException) },
        { 200, "", typeof(Bitrix24ReplyException) },
        { 200, "{\"result\": tr", typeof(Bitrix24ReplyException) },
        { 200, "{\"result\": true} {}", typeof(Bitrix24ReplyException) },
        { 200, "[]", typeof(Bitrix24ReplyException) },
        { 200, "{}", typeof(Bitrix24ReplyException) },
        { 200, "{\"result\": false}", typeof(Bitrix24ReplyException) },
        { 200, "{\"result\": []}", typeof(Bitrix24ReplyException) },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public async Task Each_error_has_a_specific_exception_type(int status, string answer, Type expected)
    {
        Bitrix24Client client = StubPortal.Answering(answer.Replace("\"x\"", $"\"x {StubPortal.Secret}\"", StringComparison.Ordinal), (HttpStatusCode)status).Client();
        Exception e = await Assert.ThrowsAnyAsync<Bitrix24Exception>(() => client.UpdateAsync(s_update));

        Assert.IsType(expected, e);
        var failure = (Bitrix24Exception)e;
        Assert.Equal("crm.lead.update", failure.Method);
        bool isPage = !answer.StartsWith('{');
        Assert.Equal(isPage || expected == typeof(Bitrix24ServerException) || expected == typeof(Bitrix24ReplyException), failure.IsOutcomeUnknown);
        Assert.Equal(failure.IsOutcomeUnknown, failure.Message.Contains("may have processed the call", StringComparison.Ordinal));
        AssertNoSecret(e);
    }

    /// <summary>Gets errors of gateways that have a portal's error code, but not its description, casing or status.</summary>
    public static TheoryData<int, string> ErrorsOfGateways()
    {
        var errors = new TheoryData<int, string>();
        string[] codes = ["not_found", "NOT_FOUND", "invalid_request", "INVALID_REQUEST", "access_denied", "ACCESS_DENIED", "invalid_token", "insufficient_scope", "payment_required"];
        foreach (string code in codes)
        {
            errors.Add(200, $$"""{"error": "{{code}}"}""");
            errors.Add(404, $$"""{"error": "{{code}}"}""");
            errors.Add(403, $$"""{"error": "{{code}}", "error_description": " "}""");
            errors.Add(404, $$"""{"error": "{{code}}", "error_description": "Something about it"}""");
        }

        errors.Add(403, """{"error": "access_denied", "error_description": "Something about it"}""");
        errors.Add(400, """{"error": "not_found", "error_description": "Something about it"}""");
        errors.Add(429, """{"error": "", "error_description": "Something about it"}""");
        return errors;
    }

    [Theory]
    [MemberData(nameof(ErrorsOfGateways))]
    public async Task An_error_that_a_gateway_may_have_sent_leaves_the_outcome_unknown(int status, string answer)
    {
        Bitrix24ClientOptions options = StubPortal.OneAttempt();
        options.TimeProvider = new SkippingClock();
        Bitrix24Client client = StubPortal.Answering(answer, (HttpStatusCode)status).Client(options);
        Bitrix24Exception e = await Assert.ThrowsAnyAsync<Bitrix24Exception>(() => client.UpdateAsync(s_update));
        Assert.True(e.IsOutcomeUnknown);
        Assert.Contains("may have processed the call", e.Message, StringComparison.Ordinal);

        e = await Assert.ThrowsAnyAsync<Bitrix24Exception>(() => client.GetAsync<Lead>(5));
        Assert.IsNotType<Bitrix24NotFoundException>(e);
    }

    [Fact]
    public async Task GetAsync_returns_a_lead_or_null_if_it_does_not_exist()
    {
        StubPortal portal = StubPortal.Answering("""{"result": {"ID": "5", "NAME": "Анна"}, "time": {"duration": 1}}""");
        Lead? lead = await portal.Client().GetAsync<Lead>(5);

        Assert.Equal((5L, "Анна", TimeSpan.FromSeconds(1)), (lead!.Id, lead.Name, lead.ReplyTime!.Duration));
        Assert.Equal("""{"id":5}""", portal.Requests[0].Body);
        Assert.Null(await StubPortal.Answering("""{"error": "", "error_description": "Not found"}""", HttpStatusCode.BadRequest).Client().GetAsync<Lead>(5));
        await Assert.ThrowsAsync<Bitrix24ReplyException>(() => StubPortal.Answering("""{"result": true}""").Client().GetAsync<Lead>(5));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => portal.Client().GetAsync<Lead>(0));
    }

    [Theory]
    [InlineData("Not found")]
    [InlineData("Access denied.")]
    [InlineData("The value is not valid.")]
    public async Task The_message_of_a_failure_contains_the_lead_ID(string description)
    {
        string error = $$"""{"error": "", "error_description": "{{description}}"}""";
        Bitrix24Client single = StubPortal.Answering(error, HttpStatusCode.BadRequest).Client();
        List<Bitrix24Exception?> failures = [await Assert.ThrowsAnyAsync<Bitrix24Exception>(() => single.UpdateAsync(s_update))];
        Bitrix24Client bulk = StubPortal.Answering($$"""{"result": {"result_error": {"c0": {{error}} } } }""").Client();
        failures.Add((await bulk.UpdateManyAsync([s_update]).ToListAsync())[0].Error);
        if (description != "Not found")
        {
            failures.Add(await Assert.ThrowsAnyAsync<Bitrix24Exception>(() => single.GetAsync<Lead>(42)));
            failures.Add((await bulk.GetManyAsync<Lead>([42]).ToListAsync())[0].Error);
        }

        Assert.All(failures, e => Assert.Matches("^acme.example answered crm.lead.(update|get) for record 42 with “" + description, e!.Message));
    }

    [Fact]
    public async Task A_null_error_is_not_an_error()
    {
        StubPortal portal = StubPortal.Answering("""{"error": null, "error_description": null, "result": true}""");
        Assert.True((await portal.Client().UpdateAsync(s_update)).WasSent);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_redirect_is_not_followed_and_the_new_host_is_named(bool wasFollowed)
    {
        var portal = new StubPortal((request, _) =>
        {
            var elsewhere = new Uri($"https://renamed.example/rest/7/{StubPortal.Secret}/crm.lead.update.json");
            return Task.FromResult(wasFollowed
                ? new HttpResponseMessage { RequestMessage = new HttpRequestMessage(HttpMethod.Get, elsewhere), Content = new StringContent(Ok) }
                : new HttpResponseMessage(HttpStatusCode.Redirect) { Headers = { Location = elsewhere } });
        });
        Bitrix24ReplyException e = await Assert.ThrowsAsync<Bitrix24ReplyException>(() => portal.Client().UpdateAsync(s_update));

        Assert.Contains("renamed.example", e.Message, StringComparison.Ordinal);
        Assert.Equal((true, false), (e.IsOutcomeUnknown, e.IsTransient));
        Assert.Single(portal.Requests);
        AssertNoSecret(e);
    }

    [Fact]
    public async Task A_missing_reply_leaves_the_outcome_unknown()
    {
        var late = new StubPortal(async (_, ct) =>
        {
            await Task.Delay(Timeout.Infinite, ct);
            throw new InvalidOperationException("An endless wait ended.");
        });
        using var http = new HttpClient(late) { Timeout = TimeSpan.FromMilliseconds(50) };
        using var hurried = new Bitrix24Client(StubPortal.OneAttempt(), http);
        var broken = new StubPortal((r, _) => throw new HttpRequestException($"Error while asking {r.RequestUri}"));

        foreach (Bitrix24Client client in new[] { hurried, broken.Client() })
        {
            Bitrix24TransportException e = await Assert.ThrowsAsync<Bitrix24TransportException>(() => client.UpdateAsync(s_update));
            Assert.True(e.IsOutcomeUnknown);
            AssertNoSecret(e);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_slow_or_endless_body_is_not_read_to_the_end(bool isEndless)
    {
        var slow = new StubPortal((_, _) => Task.FromResult(new HttpResponseMessage { Content = new StreamContent(new Drip(isEndless ? TimeSpan.Zero : TimeSpan.FromMinutes(5))) }));
        using var http = new HttpClient(slow) { Timeout = isEndless ? TimeSpan.FromMinutes(1) : TimeSpan.FromMilliseconds(100) };
        using var client = new Bitrix24Client(StubPortal.OneAttempt(), http);

        Bitrix24Exception e = await Assert.ThrowsAnyAsync<Bitrix24Exception>(() => client.UpdateAsync(s_update));
        Assert.IsType(isEndless ? typeof(Bitrix24ReplyException) : typeof(Bitrix24TransportException), e);
        Assert.Contains(isEndless ? "a body of more than 67108864 bytes" : "timed out", e.Message, StringComparison.Ordinal);
        Assert.True(e.IsOutcomeUnknown);
    }

    [Fact]
    public async Task A_canceled_call_throws_OperationCanceledException()
    {
        using var source = new CancellationTokenSource();
        var portal = new StubPortal(async (_, ct) =>
        {
            await source.CancelAsync();
            ct.ThrowIfCancellationRequested();
            return new HttpResponseMessage();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => portal.Client().UpdateAsync(s_update, source.Token));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"result\": true}")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n{\"result\": tr")]
    [InlineData("")]
    [InlineData("SSH-2.0-nonsense\r\n")]
    public async Task An_incomplete_reply_leaves_the_outcome_unknown(string raw)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task server = Task.Run(async () =>
        {
            using TcpClient connection = await listener.AcceptTcpClientAsync();
            NetworkStream stream = connection.GetStream();
            byte[] buffer = new byte[4096];
            int read = await stream.ReadAsync(buffer);
            Assert.True(read > 0);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(raw));
        });
        using var client = new Bitrix24Client(StubPortal.OneAttempt($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/rest/7/{StubPortal.Secret}/"));

        Bitrix24TransportException e = await Assert.ThrowsAsync<Bitrix24TransportException>(() => client.UpdateAsync(s_update));
        Assert.True(e.IsOutcomeUnknown);
        AssertNoSecret(e);
        await server;
    }

    [Fact]
    public async Task The_exception_for_an_unreachable_portal_contains_its_host_and_no_secret()
    {
        int port;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        using var client = new Bitrix24Client(StubPortal.OneAttempt($"http://127.0.0.1:{port}/rest/7/{StubPortal.Secret}"));
        Bitrix24TransportException e = await Assert.ThrowsAsync<Bitrix24TransportException>(() => client.UpdateAsync(s_update));
        Assert.Contains($"127.0.0.1:{port}", e.Message, StringComparison.Ordinal);
        Assert.False(e.IsOutcomeUnknown);
        AssertNoSecret(e);
        Assert.DoesNotContain(StubPortal.Secret, client.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_hundred_concurrent_updates_each_send_the_correct_body()
    {
        StubPortal portal = StubPortal.Answering(Ok);
        Bitrix24Client client = portal.Client();
        await Task.WhenAll(Enumerable.Range(1, 200).Select(i => Task.Run(() => client.UpdateAsync(new LeadUpdate(i).SetTitle(new string('я', i))))));

        Assert.Equal(
            Enumerable.Range(1, 200).Select(i => $"{{\"id\":{i},\"fields\":{{\"TITLE\":\"{new string('я', i)}\"}}}}").Order(StringComparer.Ordinal),
            portal.Requests.Select(r => r.Body).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("s3cr3tw0rdofthehook")]
    [InlineData("ftp://acme.example/rest/7/s3cr3tw0rdofthehook/")]
    [InlineData("http://acme.example/rest/7/s3cr3tw0rdofthehook/")]
    [InlineData("https://acme.example/s3cr3tw0rdofthehook/")]
    [InlineData("https://acme.example/rest/me/s3cr3tw0rdofthehook/")]
    [InlineData("https://acme.example/rest/7/s3cr3tw0rdofthehook/a/b")]
    [InlineData("https://user:word@acme.example/rest/7/s3cr3tw0rdofthehook/")]
    [InlineData("https://acme.bitrix24.ru@evil.example/rest/7/s3cr3tw0rdofthehook/")]
    [InlineData("https://@acme.example/rest/7/s3cr3tw0rdofthehook/")]
    [InlineData("https://acme.example\\@evil.example/rest/7/s3cr3tw0rdofthehook/")]
    [InlineData("https:\\\\acme.example\\rest\\7\\s3cr3tw0rdofthehook")]
    [InlineData("https://acme.example/rest/7/s3cr3tw0rdofthehook/#acme.bitrix24.ru")]
    [InlineData("https://acme.example/rest/7/s3cr3t w0rdofthehook/")]
    [InlineData("https://acme.example/rest/7/s3cr3tw0rdofthehook/\r\nX: y")]
    [InlineData("https://acme.example/rest/7/s3cr3t\0w0rdofthehook/")]
    [InlineData("https://acme\u200b.example/rest/7/s3cr3tw0rdofthehook/")]
    [InlineData("https://acme\u202e.example/rest/7/s3cr3tw0rdofthehook/")]
    public void An_invalid_webhook_is_rejected_without_revealing_it(string webhook)
    {
        ArgumentException e = Assert.ThrowsAny<ArgumentException>(() => new Bitrix24Client(webhook));
        AssertNoSecret(e);
    }

    [Theory]
    [InlineData("https://портал.рф/rest/7/s3cr3tw0rdofthehook/", "xn--80awhdgm.xn--p1ai")]
    [InlineData("https://aсme.bitrix24.ru/rest/7/s3cr3tw0rdofthehook/", "xn--ame-4ed.bitrix24.ru")]
    [InlineData("https://acme。example/rest/7/s3cr3tw0rdofthehook/", "acme.example")]
    public async Task A_host_is_shown_and_called_in_ASCII(string webhook, string host)
    {
        StubPortal portal = StubPortal.Answering(Ok);
        using var http = new HttpClient(portal);
        using var client = new Bitrix24Client(webhook, http);
        await client.UpdateAsync(s_update);
        Assert.Equal(host, portal.Requests[0].Request.RequestUri!.Host);
        Assert.Contains(host, client.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "The webhook is null.")]
    [InlineData("", "The webhook is empty.")]
    [InlineData("  ", "The webhook is empty.")]
    public void The_message_for_a_missing_webhook_says_how_to_create_one(string? webhook, string start)
    {
        using var http = new HttpClient();
        ArgumentException[] thrown = [Assert.ThrowsAny<ArgumentException>(() => new Bitrix24Client(webhook!)), Assert.ThrowsAny<ArgumentException>(() => new Bitrix24Client(webhook!, http))];
        Assert.All(thrown, e =>
        {
            Assert.StartsWith(start + " Create an inbound webhook on the portal", e.Message, StringComparison.Ordinal);
            Assert.Contains("https://<portal>/rest/<user id>/<secret>/", e.Message, StringComparison.Ordinal);
            Assert.Equal(webhook is null, e is ArgumentNullException { ParamName: "webhook" });
        });
    }

    [Fact]
    public void Options_with_no_or_two_credentials_have_different_errors()
    {
        var application = new OAuthApplication { ClientId = "a", ClientSecret = "b", TokenStore = new MemoryOAuthTokenStore() };
        ArgumentException none = Assert.Throws<ArgumentException>(() => new Bitrix24Client(new Bitrix24ClientOptions()));
        ArgumentException both = Assert.Throws<ArgumentException>(() => new Bitrix24Client(new Bitrix24ClientOptions { Webhook = StubPortal.Webhook, OAuth = application }));

        Assert.Contains("neither Webhook nor OAuth is set. Set Webhook to the address that the portal shows, or OAuth", none.Message, StringComparison.Ordinal);
        Assert.Contains("Webhook and OAuth are both set. Set only one of them.", both.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://acme.example/rest/7/s3cr3tw0rdofthehook")]
    [InlineData("\"https://acme.example/rest/7/s3cr3tw0rdofthehook/\"")]
    [InlineData(" 'https://acme.example/rest/7/s3cr3tw0rdofthehook/'\r\n")]
    [InlineData("«https://acme.example/rest/7/s3cr3tw0rdofthehook/»")]
    [InlineData("“https://acme.example/rest/7/s3cr3tw0rdofthehook/”")]
    [InlineData("„https://acme.example/rest/7/s3cr3tw0rdofthehook/“")]
    [InlineData("<https://acme.example/rest/7/s3cr3tw0rdofthehook/>")]
    [InlineData("`https://acme.example/rest/7/s3cr3tw0rdofthehook/`")]
    [InlineData("\uFEFF\" https://acme.example/rest/7/s3cr3tw0rdofthehook/ \"")]
    [InlineData(" https://acme.example/rest/7/s3cr3tw0rdofthehook/profile.json ")]
    public async Task A_webhook_with_pasted_quotes_or_spaces_is_accepted(string webhook)
    {
        StubPortal portal = StubPortal.Answering(Ok);
        using var http = new HttpClient(portal);
        using var client = new Bitrix24Client(webhook, http);
        await client.UpdateAsync(s_update);
        Assert.Equal(StubPortal.Webhook + "crm.lead.update.json", portal.Requests[0].Request.RequestUri!.AbsoluteUri);
    }

    private static void AssertNoSecret(Exception e)
    {
        Assert.DoesNotContain(StubPortal.Secret, e.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("/rest/7", e.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Empty(e.Data);
    }
}
