using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Client;

/// <summary>Tests malformed replies: the client throws a typed exception, and valid values stay readable. Found by tests/LeadGen.Fuzz.</summary>
public sealed class HostileReplyTests
{
    [Fact]
    public void Invalid_Unicode_affects_only_its_field()
    {
        Lead lead = Given.Lead("""{"NAME": "\ud83d", "TITLE": "a", "PHONE": [{"\udc00": 1}], "UF_CRM_1712000031": {"a": "\ud83d"}}""");
        Assert.Equal("a", lead.Title);
        Assert.Throws<CrmFieldFormatException>(() => lead.Name);
        Assert.Throws<CrmFieldFormatException>(() => lead.Phone);
        Assert.Throws<CrmFieldFormatException>(() => lead.HlblockOne);
    }

    [Fact]
    public void JSON_with_duplicate_names_is_available_only_as_raw_JSON()
    {
        Lead lead = Given.Lead("""{"UF_CRM_1712000031": {"a": 1, "a": 2}}""");
        Assert.Throws<CrmFieldFormatException>(() => lead.HlblockOne);
        Assert.Equal("""{"a": 1, "a": 2}""", lead["UF_CRM_1712000031"]!.Value.GetRawText());
    }

    [Theory]
    [InlineData("9999-12-31T23:59:59-14:00")]
    [InlineData("9999-12-31T20:00:00-05:00")]
    public void A_time_after_DateTimeOffset_MaxValue_is_rejected(string time) =>
        Assert.Throws<CrmFieldFormatException>(() => Given.Lead($$"""{"DATE_CREATE": "{{time}}"}""").DateCreate);

    [Theory]
    [InlineData("""[{"ID": "1"}]""")]
    [InlineData("[1, 2]")]
    [InlineData("\"1\"")]
    public async Task A_result_that_is_not_a_lead_is_rejected(string result)
    {
        using Bitrix24Client client = StubPortal.Answering($$"""{"result": {{result}}}""").Client();
        await Assert.ThrowsAsync<Bitrix24ReplyException>(() => client.GetAsync<Lead>(1));
    }

    [Theory]
    [InlineData("[]", "an empty result instead of record 1")]
    [InlineData("{}", "an empty result instead of record 1")]
    [InlineData("""{"ID": "999"}""", "record 999 instead of record 1")]
    [InlineData("""{"TITLE": "a"}""", "a record without an ID instead of record 1")]
    [InlineData("""{"ID": true}""", "a record without an ID instead of record 1")]
    [InlineData("""{"ID": 1.0}""", "a record without an ID instead of record 1")]
    [InlineData("""{"ID": 1e0}""", "a record without an ID instead of record 1")]
    [InlineData("""{"ID": "1.0"}""", "a record without an ID instead of record 1")]
    [InlineData("""{"ID": " 1"}""", "a record without an ID instead of record 1")]
    [InlineData("""{"ID": "+1"}""", "a record without an ID instead of record 1")]
    [InlineData("""{"ID": ["1"]}""", "a record without an ID instead of record 1")]
    [InlineData("""{"ID": "2", "ID": "1"}""", "a record with two values for one field")]
    [InlineData("""{"ID": "1", "TITLE": "a", "T\u0049TLE": "b"}""", "a record with two values for one field")]
    [InlineData("""{"ID": "1", "UNKNOWN": "a", "UNKNOWN": "b"}""", "a record with two values for one field")]
    public async Task A_result_that_is_not_the_requested_lead_is_rejected(string result, string what)
    {
        using Bitrix24Client client = StubPortal.Answering($$"""{"result": {{result}}}""").Client();
        Bitrix24ReplyException e = await Assert.ThrowsAsync<Bitrix24ReplyException>(() => client.GetAsync<Lead>(1));
        Assert.Contains(what, e.Message, StringComparison.Ordinal);

        using Bitrix24Client bulk = StubPortal.Answering("{\"result\": {\"result\": {\"c0\": " + result + "}, \"result_error\": []}}").Client();
        CrmReadResult<Lead> outcome = Assert.Single(await bulk.GetManyAsync<Lead>([1L]).ToListAsync());
        Assert.Null(outcome.Record);
        Assert.IsType<Bitrix24ReplyException>(outcome.Error);
    }

    [Theory]
    [InlineData("""[{"ID": "1"}, {"ID": "1"}]""")]
    [InlineData("""[{"ID": "2"}, {"ID": "1"}]""")]
    [InlineData("""[{"ID": "0"}]""")]
    [InlineData("""[{"ID": true}]""")]
    [InlineData("""[{"ID": 1.5}]""")]
    [InlineData("""[{"ID": "1", "TITLE": "a", "TITLE": "b"}]""")]
    [InlineData("""[{"ID": "-1"}]""")]
    [InlineData("""[{"TITLE": "a"}]""")]
    public async Task A_page_with_leads_that_were_not_requested_is_rejected(string leads)
    {
        using Bitrix24Client client = StubPortal.Answering($$"""{"result": {{leads}}}""").Client();
        await Assert.ThrowsAsync<Bitrix24ReplyException>(async () => await client.ListAsync<Lead>().ToListAsync());
    }

    [Theory]
    [InlineData("""{"result": true}""")]
    [InlineData("""{"result": 1.5}""")]
    [InlineData("""{"result": 1.0}""")]
    [InlineData("""{"result": "1.0"}""")]
    [InlineData("""{"result": [1]}""")]
    [InlineData("""{"result": 5, "result": 6}""")]
    [InlineData("""{"result": 5, "time": {}, "time": {}}""")]
    [InlineData("""{"error": null, "error": "", "result": 5}""")]
    public async Task A_malformed_reply_to_a_new_lead_leaves_the_outcome_unknown(string reply)
    {
        using Bitrix24Client client = StubPortal.Answering(reply).Client();
        Assert.True((await Assert.ThrowsAsync<Bitrix24ReplyException>(() => client.CreateAsync(new LeadDraft().SetTitle("a").SetDemanded("b")))).IsOutcomeUnknown);
    }

    [Theory]
    [InlineData("""{"result": true, "result": true}""")]
    [InlineData("""{"result": true, "error_description": "", "error_description": ""}""")]
    [InlineData("""{"result": true, "next": 1, "next": 2}""")]
    public async Task A_malformed_reply_to_an_update_leaves_the_outcome_unknown(string reply)
    {
        using Bitrix24Client client = StubPortal.Answering(reply).Client();
        Assert.True((await Assert.ThrowsAsync<Bitrix24ReplyException>(() => client.UpdateAsync(new LeadUpdate(1).SetTitle("a")))).IsOutcomeUnknown);
    }

    public static TheoryData<string, Func<Lead, object?>> Malformed => new()
    {
        { """{"PHONE": [{"ID": true, "VALUE": "+7", "VALUE_TYPE": "WORK"}]}""", l => l.Phone },
        { """{"PHONE": [{"ID": 1.0, "VALUE": "+7", "VALUE_TYPE": "WORK"}]}""", l => l.Phone },
        { """{"PHONE": [{"ID": "a", "VALUE": "+7", "VALUE_TYPE": "WORK"}]}""", l => l.Phone },
        { """{"PHONE": [{"ID": "1", "ID": "2", "VALUE": "+7", "VALUE_TYPE": "WORK"}]}""", l => l.Phone },
        { """{"PHONE": [{"ID": "1", "VALUE": "+7", "VALUE": "+8", "VALUE_TYPE": "WORK"}]}""", l => l.Phone },
        { """{"PHONE": [{"ID": "1", "VALUE": "+7", "VALUE_TYPE": "WORK", "VALUE_TYPE": "HOME"}]}""", l => l.Phone },
        { """{"PHONE": {"0": {"ID": "1"}, "0": {"ID": "2"}}}""", l => l.Phone },
        { """{"ASSIGNED_BY_ID": true}""", l => l.AssignedById },
        { """{"UF_CRM_1712000021": true}""", l => l.EnumerationOne },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void A_malformed_value_is_not_read(string json, Func<Lead, object?> read) =>
        Assert.Throws<CrmFieldFormatException>(() => read(Given.Lead(json)));

    [Fact]
    public async Task A_page_of_more_leads_than_a_portal_returns_is_rejected()
    {
        string leads = string.Join(',', Enumerable.Range(1, 51).Select(static id => $$"""{"ID": {{id}}}"""));
        using Bitrix24Client client = StubPortal.Answering($$"""{"result": [{{leads}}]}""").Client();
        Bitrix24ReplyException e = await Assert.ThrowsAsync<Bitrix24ReplyException>(async () => await client.ListAsync<Lead>().ToListAsync());
        Assert.Contains("more than 50 records", e.Message, StringComparison.Ordinal);
        Assert.False(e.IsTransient);
    }

    [Fact]
    public async Task A_lead_with_too_many_fields_is_rejected()
    {
        string fields = string.Join(',', Enumerable.Range(1, 4001).Select(static i => $"\"F{i}\": 1"));
        using Bitrix24Client client = StubPortal.Answering("{\"result\": {" + fields + "}}").Client();
        Bitrix24ReplyException e = await Assert.ThrowsAsync<Bitrix24ReplyException>(() => client.GetAsync<Lead>(1));
        Assert.Contains("more than 4000 fields", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_compressed_body_that_grows_to_256_megabytes_is_rejected_within_bounded_memory()
    {
        using var body = new CountingStream(ReplyLimitTests.Decompress(256));
        using Bitrix24Client client = Script.Create(() => new HttpResponseMessage { Content = new StreamContent(body) }).Client();

        // Other tests run at the same time. This one completes synchronously, so it stays on its thread.
        long before = GC.GetAllocatedBytesForCurrentThread();
        Bitrix24ReplyException e = await Assert.ThrowsAsync<Bitrix24ReplyException>(async () => await client.ListAsync<Lead>().ToListAsync());

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 150_000_000);
        Assert.InRange(body.Count, 64 * 1024 * 1024, 65 * 1024 * 1024);
        Assert.Contains("a body of more than 67108864 bytes", e.Message, StringComparison.Ordinal);
        Assert.False(e.IsTransient);
    }

    [Fact]
    public async Task A_page_whose_last_lead_has_no_ID_is_the_last_page_that_is_read()
    {
        string leads = string.Join(',', Enumerable.Repeat("""{"ID": "x"}""", 50));
        using Bitrix24Client client = StubPortal.Answering($$"""{"result": [{{leads}}]}""").Client();
        await Assert.ThrowsAsync<Bitrix24ReplyException>(async () =>
        {
            await foreach (Lead lead in client.ListAsync<Lead>())
            {
                Assert.Throws<CrmFieldFormatException>(() => lead.Id);
            }
        });
    }

    [Fact]
    public void An_invalid_value_that_was_not_changed_does_not_prevent_an_update()
    {
        Lead before = Given.Lead("""{"ID": "7", "BIRTHDATE": "soon", "ADDRESS_2": {}, "PHONE": [{"ID": "1", "VALUE": "+7"}, {"ID": "1", "VALUE": "+8"}]}""");
        Lead after = before.Copy();
        after.Name = "Анна";
        Assert.Equal("""{"NAME":"Анна"}""", Given.Fields(LeadUpdate.FromChanges(before, after)));
    }

    [Fact]
    public void Two_entries_with_the_same_ID_are_removed_once()
    {
        Lead read = Given.Lead("""{"ID": "42", "PHONE": [{"ID": "1", "VALUE": "+7", "VALUE_TYPE": "WORK"}, {"ID": "1", "VALUE": "+8", "VALUE_TYPE": "WORK"}]}""");
        Assert.Equal("""{"PHONE":[{"ID":1,"DELETE":"Y"}]}""", Given.Fields(new LeadUpdate(42).ReplacePhone(read, [])));
    }

    [Fact]
    public void The_URL_of_a_file_is_not_included_in_messages()
    {
        Lead lead = Given.Lead("""{"UF_CRM_1712000029": "/bitrix/show_file.php?auth=t0ken&fileId=7"}""");
        Assert.DoesNotContain("t0ken", Assert.Throws<CrmFieldFormatException>(() => lead.FileOne).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_text_of_a_portal_cannot_forge_log_lines_and_is_truncated()
    {
        string text = @"no\r\n2026-11-25 INFO paid\u001b[2J\u202e\u2028" + new string('x', 100_000);
        using Bitrix24Client client = StubPortal.Answering($$"""{"error": "ERROR_CORE", "error_description": "{{text}}"}""", System.Net.HttpStatusCode.BadRequest).Client();
        Bitrix24RejectedException e = await Assert.ThrowsAsync<Bitrix24RejectedException>(() => client.UpdateAsync(new LeadUpdate(1).SetTitle("a")));

        Assert.InRange(e.Message.Length, 1, 1000);
        Assert.DoesNotContain(e.Message, static c => char.IsControl(c) || c is '\u202e' or '\u2028');
        Assert.StartsWith("acme.example answered crm.lead.update for record 1 with “ERROR_CORE: no  2026-11-25 INFO paid", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_very_long_Retry_After_fails_the_call()
    {
        StubPortal portal = Script.Create(
            static () => new HttpResponseMessage(System.Net.HttpStatusCode.BadGateway)
            {
                Headers = { { "Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT" } },
                Content = new StringContent(""),
            },
            Script.Json(Script.Ok));
        Bitrix24ClientOptions options = StubPortal.OneAttempt();
        options.Retries.MaxRetries = 1;
        using Bitrix24Client client = portal.Client(options);

        Bitrix24ServerException e = await Assert.ThrowsAsync<Bitrix24ServerException>(() => client.UpdateAsync(new LeadUpdate(1).SetTitle("a")));
        Assert.True(e.RetryAfter > TimeSpan.FromDays(365));
        Assert.Single(portal.Requests);
    }

    [Theory]
    [InlineData("description")]
    [InlineData("encoded")]
    [InlineData("code")]
    public async Task A_secret_in_a_reply_is_not_included_in_exceptions(string where)
    {
        string said = where == "encoded" ? string.Concat(StubPortal.Secret.Select(static c => $"%{(int)c:X2}")) : StubPortal.Secret.ToUpperInvariant();
        string body = where == "code" ? $$"""{"error": "{{said}}"}""" : $$"""{"error": "", "error_description": "at /rest/7/{{said}}/"}""";
        using Bitrix24Client client = StubPortal.Answering(body, System.Net.HttpStatusCode.BadRequest).Client();
        Bitrix24Exception e = await Assert.ThrowsAnyAsync<Bitrix24Exception>(() => client.UpdateAsync(new LeadUpdate(1).SetTitle("a")));
        Assert.DoesNotContain(StubPortal.Secret, Uri.UnescapeDataString($"{e} {e.ErrorCode} {e.ErrorDescription}"), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"result\":")]
    [InlineData("{\"result\":{\"TITLE\":[")]
    public async Task A_hundred_thousand_brackets_cause_an_exception_and_not_a_crash(string open)
    {
        using Bitrix24Client client = StubPortal.Answering(string.Concat(Enumerable.Repeat(open, 100_000))).Client();
        await Assert.ThrowsAsync<Bitrix24ReplyException>(() => client.GetAsync<Lead>(1));
    }

    public static TheoryData<string> UnusableTokens =>
    [
        Pair(access: "null"), Pair(refresh: "null"), Pair(access: "\"\""), Pair(refresh: "\"\""), Pair(endpoint: "http://acme.example/rest/"),
        Pair(endpoint: "file:///etc/passwd"), Pair(endpoint: "/rest/"), "[]", "{}", "\"x\"", "{\"access_token\": \"\\ud83d\"}",
    ];

    [Theory]
    [MemberData(nameof(UnusableTokens))]
    public async Task Unusable_new_tokens_cause_a_Bitrix24Exception(string pair)
    {
        StubPortal portal = Script.Create(Script.Error(401, "expired_token"), Script.Json(pair), Script.Json(Script.Ok));
        using Bitrix24Client client = portal.Client(WithTokens());
        Bitrix24Exception e = await Assert.ThrowsAnyAsync<Bitrix24Exception>(() => client.UpdateAsync(new LeadUpdate(1).SetTitle("a")));
        Assert.DoesNotContain("0ld-", e.ToString(), StringComparison.Ordinal);
        Assert.All(portal.Requests, static r => Assert.Equal("https", r.Request.RequestUri!.Scheme));
    }

    [Theory]
    [InlineData("9223372036854775807")]
    [InlineData("\"99999999999999999999\"")]
    [InlineData("-1")]
    public async Task New_tokens_with_any_lifetime_are_accepted(string expiresIn)
    {
        StubPortal portal = Script.Create(Script.Error(401, "expired_token"), Script.Json(Pair(expiresIn: expiresIn)), Script.Json(Script.Ok));
        using Bitrix24Client client = portal.Client(WithTokens());
        Assert.True((await client.UpdateAsync(new LeadUpdate(1).SetTitle("a"))).WasSent);
    }

    private static string Pair(string access = "\"new-access\"", string refresh = "\"new-refresh\"", string endpoint = "https://acme.example/rest/", string expiresIn = "3600") =>
        $$"""{"access_token": {{access}}, "refresh_token": {{refresh}}, "expires_in": {{expiresIn}}, "client_endpoint": "{{endpoint}}"}""";

    private static Bitrix24ClientOptions WithTokens() => new()
    {
        OAuth = new OAuthApplication
        {
            ClientId = "app",
            ClientSecret = "0ld-secret",
            TokenStore = new MemoryOAuthTokenStore(new OAuthToken("0ld-access", "0ld-refresh", DateTimeOffset.UnixEpoch, new Uri("https://acme.example/rest/"))),
        },
        Limits = PortalLimits.None,
        Retries = { MaxRetries = 0 },
    };
}
