using System.Text.Json;
using System.Text.Json.Nodes;
using LeadGen.Tests.Authentication;
using LeadGen.Tests.Client;
using LeadGen.Transport;

namespace LeadGen.Tests.Calls;

public class BatchTests
{
    private static readonly Bitrix24Command s_get = new("lead", "crm.contact.get", new JsonObject { ["id"] = 5 });
    private static readonly Bitrix24Command s_add = new("add", "crm.contact.add", new JsonObject { ["fields"] = new JsonObject { ["NAME"] = "Анна" } });

    private readonly SkippingClock _clock = new();

    [Fact]
    public async Task A_batch_has_a_result_for_each_command()
    {
        StubPortal portal = StubPortal.Answering(
            """
            {"result": {
              "result": {"add": 7, "list": [{"ID": "1"}]},
              "result_error": {"lead": {"error": "NOT_FOUND", "error_description": "Not found"}},
              "result_total": {"list": 51}, "result_next": {"list": 50},
              "result_time": {"list": {"duration": 0.25}}
            }}
            """);
        using Bitrix24Client client = portal.Client();
        Bitrix24BatchReply reply = await client.BatchAsync([s_get, s_add, new("list", "crm.contact.list", new JsonObject { ["start"] = 0 })]);

        Assert.Equal(
            """{"halt":0,"cmd":{"lead":"crm.contact.get?id=5","add":"crm.contact.add?fields%5BNAME%5D=%D0%90%D0%BD%D0%BD%D0%B0","list":"crm.contact.list?start=0"}}""",
            Assert.Single(portal.Requests).Body);
        Assert.Equal([Bitrix24CommandStatus.Failed, Bitrix24CommandStatus.Succeeded, Bitrix24CommandStatus.Succeeded], reply.Select(static r => r.Status));
        Assert.False(reply.IsSuccess);
        Assert.Equal(7, reply["add"].GetReply().Result.GetInt32());
        Assert.Equal((51L, 50L, TimeSpan.FromSeconds(0.25)), (reply[2].Reply!.Total, reply[2].Reply!.Next, reply[2].Reply!.Time!.Duration));
        Assert.IsType<Bitrix24NotFoundException>(reply["lead"].Error);
        Assert.Throws<Bitrix24NotFoundException>(() => reply["lead"].GetReply());
        Assert.Throws<KeyNotFoundException>(() => reply["Lead"]);
        Assert.Equal("command 'add' (crm.contact.add): Succeeded", reply["add"].ToString());
    }

    [Fact]
    public async Task An_empty_batch_needs_no_call()
    {
        StubPortal portal = StubPortal.Answering(Script.Ok);
        using Bitrix24Client client = portal.Client();
        Bitrix24BatchReply reply = await client.BatchAsync([]);
        Assert.Empty(reply);
        Assert.True(reply.IsSuccess);
        Assert.Empty(portal.Requests);
    }

    public static TheoryData<string, string> Unsupported => new()
    {
        { """{"fields": {"UF_LIST": []}}""", "fields.UF_LIST" },
        { """{"fields": {"NAME": null}}""", "fields.NAME" },
        { """{"filter": {}}""", "filter" },
        { """{"flag": true}""", "flag" },
        { """{"fields": {"PHONE": [{"VALUE": "a $result[lead][ID] b"}]}}""", "fields.PHONE[0].VALUE" },
        { """{"fields": {"COMMENTS": "$RESULT"}}""", "fields.COMMENTS" },
        { """{"fields": {"COMMENTS": "100 $time[x]"}}""", "fields.COMMENTS" },
        { """{"filter": {"a]b": 1}}""", "filter.a]b" },
        { """{"filter": {"": 1}}""", "filter." },
    };

    [Theory]
    [MemberData(nameof(Unsupported))]
    public async Task An_argument_that_a_batch_cannot_contain_is_rejected_by_name(string arguments, string path)
    {
        StubPortal portal = StubPortal.Answering(Script.Ok);
        using Bitrix24Client client = portal.Client();
        ArgumentException e = await Assert.ThrowsAsync<ArgumentException>(() => client.BatchAsync([s_get, new("odd", "crm.contact.update", (JsonObject)JsonNode.Parse(arguments)!)]));
        Assert.StartsWith($"The argument '{path}' of command 'odd' (crm.contact.update) can't be sent: ", e.Message, StringComparison.Ordinal);
        Assert.EndsWith("Nothing was sent.", e.Message, StringComparison.Ordinal);
        Assert.Empty(portal.Requests);
    }

    [Fact]
    public async Task Numbers_are_written_as_a_portal_reads_those_of_a_body()
    {
        StubPortal portal = StubPortal.Answering("""{"result": {"result": {"a": true}}}""");
        using Bitrix24Client client = portal.Client();
        await client.BatchAsync([new("a", "crm.contact.update", new JsonObject { ["id"] = 5L, ["price"] = 12.50m, ["share"] = 0.25, ["guid"] = Guid.Empty })]);
        Assert.Contains("?id=5&price=12.5&share=0.25&guid=00000000-0000-0000-0000-000000000000\"", Assert.Single(portal.Requests).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1a")]
    [InlineData("0")]
    [InlineData("a b")]
    [InlineData("a]")]
    [InlineData("имя")]
    [InlineData("a\"")]
    public async Task A_name_that_a_portal_could_change_is_rejected(string name)
    {
        using Bitrix24Client client = StubPortal.Answering(Script.Ok).Client();
        await Assert.ThrowsAsync<ArgumentException>(() => client.BatchAsync([s_get with { Name = name }]));
        Assert.Throws<ArgumentException>(() => Bitrix24Command.ResultOf(name));
    }

    [Fact]
    public async Task Names_are_unique_and_the_number_of_commands_is_limited()
    {
        using Bitrix24Client client = StubPortal.Answering(Script.Ok).Client();
        ArgumentException e = await Assert.ThrowsAsync<ArgumentException>(() => client.BatchAsync([s_get, s_get]));
        Assert.Contains("two commands with the name 'lead'", e.Message, StringComparison.Ordinal);
        e = await Assert.ThrowsAsync<ArgumentException>(() => client.BatchAsync(Enumerable.Range(0, 51).Select(static i => s_get with { Name = "c" + i })));
        Assert.Contains("51 commands", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reference_is_sent_if_the_batch_halts()
    {
        StubPortal portal = StubPortal.Answering("""{"result": {"result": {"lead": {"CONTACT_ID": "9"}, "contact": {"ID": "9"}}}}""");
        using Bitrix24Client client = portal.Client();
        Bitrix24Command contact = new("contact", "crm.contact.get", new JsonObject { ["id"] = Bitrix24Command.ResultOf("lead", "CONTACT_ID") });
        Assert.True((await client.BatchAsync([s_get, contact], haltOnError: true)).IsSuccess);
        Assert.Equal(
            """{"halt":1,"cmd":{"lead":"crm.contact.get?id=5","contact":"crm.contact.get?id=%24result%5Blead%5D%5BCONTACT_ID%5D"}}""",
            Assert.Single(portal.Requests).Body);

        ArgumentException e = await Assert.ThrowsAsync<ArgumentException>(() => client.BatchAsync([s_get, contact]));
        Assert.Contains("set haltOnError", e.Message, StringComparison.Ordinal);
        e = await Assert.ThrowsAsync<ArgumentException>(() => client.BatchAsync([contact, s_get], haltOnError: true));
        Assert.Contains("it refers to 'lead', which is not an earlier command", e.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Bitrix24Command.ResultOf("lead", "a]["));
        Assert.Single(portal.Requests);
    }

    [Fact]
    public async Task Commands_after_a_failed_one_are_skipped()
    {
        using Bitrix24Client client = StubPortal.Answering(
            """{"result": {"result": {"add": 7}, "result_error": {"lead": {"error": "", "error_description": "Not found"}}}}""").Client();
        Bitrix24BatchReply reply = await client.BatchAsync([s_add, s_get, s_add with { Name = "last" }], haltOnError: true);
        Assert.Equal([Bitrix24CommandStatus.Succeeded, Bitrix24CommandStatus.Failed, Bitrix24CommandStatus.Skipped], reply.Select(static r => r.Status));
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => reply["last"].GetReply());
        Assert.Contains("command 'last' (crm.contact.add)", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_command_without_an_answer_has_an_unknown_outcome(bool haltOnError)
    {
        StubPortal portal = StubPortal.Answering("""{"result": {"result": {"first": 6}}}""");
        using Bitrix24Client client = portal.Client(Retrying());
        Bitrix24BatchReply reply = await client.BatchAsync([s_add with { Name = "first" }, s_add, s_add with { Name = "last" }], haltOnError);
        Assert.Equal([Bitrix24CommandStatus.Succeeded, Bitrix24CommandStatus.Unknown, Bitrix24CommandStatus.Unknown], reply.Select(static r => r.Status));
        Assert.True(reply["add"].Error!.IsOutcomeUnknown);
        Assert.Single(portal.Requests);
    }

    [Fact]
    public async Task Only_commands_that_a_portal_did_not_process_are_sent_again()
    {
        StubPortal portal = Script.Create(
            Script.Json("""{"result": {"result": {"add": 7}, "result_error": {"more": {"error": "QUERY_LIMIT_EXCEEDED", "error_description": "Too many requests"}}}}"""),
            Script.Json("""{"result": {"result": {"lead": {"ID": "5"}, "more": 8}}}"""));
        using Bitrix24Client client = portal.Client(Retrying());
        Bitrix24BatchReply reply = await client.BatchAsync([s_get, s_add, s_add with { Name = "more" }, s_add with { Name = "lost" }]);

        // The read and the rejected command are repeated, the command without an answer is not.
        Assert.Equal("""{"halt":0,"cmd":{"lead":"crm.contact.get?id=5","more":"crm.contact.add?fields%5BNAME%5D=%D0%90%D0%BD%D0%BD%D0%B0"}}""", portal.Requests[1].Body);
        Assert.Equal(
            [Bitrix24CommandStatus.Succeeded, Bitrix24CommandStatus.Succeeded, Bitrix24CommandStatus.Succeeded, Bitrix24CommandStatus.Unknown],
            reply.Select(static r => r.Status));
        Assert.Equal([7, 8], new[] { "add", "more" }.Select(name => reply[name].GetReply().Result.GetInt32()));
        Assert.Equal(2, portal.Requests.Count);
    }

    [Fact]
    public async Task A_batch_without_an_answer_is_repeated_for_the_repeatable_commands()
    {
        StubPortal portal = Script.Create(Script.Page(502), Script.Json("""{"result": {"result": {"lead": {"ID": "5"}, "set": true}}}"""));
        using Bitrix24Client client = portal.Client(Retrying());
        Bitrix24BatchReply reply = await client.BatchAsync([s_get, s_add, new Bitrix24Command("set", "crm.lead.productrows.set") { IsRepeatable = true }]);
        Assert.Equal([Bitrix24CommandStatus.Succeeded, Bitrix24CommandStatus.Unknown, Bitrix24CommandStatus.Succeeded], reply.Select(static r => r.Status));
        Assert.Equal("""{"halt":0,"cmd":{"lead":"crm.contact.get?id=5","set":"crm.lead.productrows.set?"}}""", portal.Requests[1].Body);
    }

    [Fact]
    public async Task A_batch_that_fails_as_a_whole_throws()
    {
        StubPortal portal = StubPortal.Answering("<html>", System.Net.HttpStatusCode.BadGateway);
        using Bitrix24Client client = portal.Client(Retrying());
        Bitrix24ServerException e = await Assert.ThrowsAsync<Bitrix24ServerException>(() => client.BatchAsync([s_add]));
        Assert.True(e.IsOutcomeUnknown);
        Assert.EndsWith("The portal may have processed the call.", e.Message, StringComparison.Ordinal);
        Assert.Single(portal.Requests);

        e = await Assert.ThrowsAsync<Bitrix24ServerException>(() => client.BatchAsync([s_get]));
        Assert.DoesNotContain("may have processed", e.Message, StringComparison.Ordinal);
        Assert.Equal(1 + 1 + new Bitrix24RetryOptions().MaxRetries, portal.Requests.Count);
    }

    [Fact]
    public async Task The_rest_of_a_halted_batch_is_sent_again_with_what_it_refers_to()
    {
        StubPortal portal = Script.Create(
            Script.Json("""{"result": {"result": {"other": 1, "lead": {"ID": "5"}}, "result_error": {"set": {"error": "QUERY_LIMIT_EXCEEDED", "error_description": "Too many requests"}}}}"""),
            Script.Json("""{"result": {"result": {"lead": {"ID": "5"}, "set": true, "last": 9}}}"""));
        using Bitrix24Client client = portal.Client(Retrying());
        Bitrix24BatchReply reply = await client.BatchAsync(
            [
                s_add with { Name = "other" },
                s_get,
                new("set", "crm.contact.update", new JsonObject { ["id"] = Bitrix24Command.ResultOf("lead", "ID") }),
                s_add with { Name = "last" },
            ],
            haltOnError: true);
        Assert.True(reply.IsSuccess);
        Assert.Equal(
            """{"halt":1,"cmd":{"lead":"crm.contact.get?id=5","set":"crm.contact.update?id=%24result%5Blead%5D%5BID%5D","last":"crm.contact.add?fields%5BNAME%5D=%D0%90%D0%BD%D0%BD%D0%B0"}}""",
            portal.Requests[1].Body);
    }

    [Theory]
    [InlineData("lost", Bitrix24CommandStatus.Unknown)]
    [InlineData("rejected", Bitrix24CommandStatus.Skipped)]
    public async Task A_command_that_succeeded_keeps_its_result_if_it_is_sent_again_and_fails(string second, Bitrix24CommandStatus status)
    {
        StubPortal portal = Script.Create(
            Script.Json("""{"result": {"result": {"lead": {"ID": "5"}}, "result_error": {"set": {"error": "QUERY_LIMIT_EXCEEDED", "error_description": "Too many requests"}}}}"""),
            second == "lost" ? Script.Page(502) : Script.Json("""{"result": {"result": [], "result_error": {"lead": {"error": "NOT_FOUND", "error_description": "Not found"}}}}"""));
        using Bitrix24Client client = portal.Client(Retrying());
        Bitrix24BatchReply reply = await client.BatchAsync(
            [s_get, new("set", "crm.contact.update", new JsonObject { ["id"] = Bitrix24Command.ResultOf("lead", "ID") })], haltOnError: true);
        Assert.Equal([Bitrix24CommandStatus.Succeeded, status], reply.Select(static r => r.Status));
        Assert.Equal("5", reply["lead"].GetReply().Result.GetProperty("ID").GetString());
        Assert.Null(reply["lead"].Error);
        Assert.Equal(2, portal.Requests.Count);
    }

    [Fact]
    public async Task A_command_that_is_not_repeatable_has_an_unknown_outcome_and_is_not_sent_again()
    {
        StubPortal portal = StubPortal.Answering("""{"result": {"result": {"add": 7}}}""");
        using Bitrix24Client client = portal.Client(Retrying());
        Bitrix24BatchReply reply = await client.BatchAsync([s_add, s_get with { IsRepeatable = false }]);
        Assert.Equal([Bitrix24CommandStatus.Succeeded, Bitrix24CommandStatus.Unknown], reply.Select(static r => r.Status));
        Assert.EndsWith("The portal may have processed the call.", reply["lead"].Error!.Message, StringComparison.Ordinal);
        Assert.Single(portal.Requests);

        portal = Script.Create(Script.Page(502), Script.Json("""{"result": {"result": {"lead": {"ID": "5"}}}}"""));
        using Bitrix24Client other = portal.Client(Retrying());
        Bitrix24ServerException e = await Assert.ThrowsAsync<Bitrix24ServerException>(() => other.BatchAsync([s_get with { IsRepeatable = false }]));
        Assert.True(e.IsOutcomeUnknown);
        Assert.EndsWith("The portal may have processed the call.", e.Message, StringComparison.Ordinal);
        Assert.Single(portal.Requests);
    }

    [Fact]
    public async Task A_command_that_changes_data_and_is_repeatable_has_an_unknown_outcome_after_the_last_attempt()
    {
        StubPortal portal = StubPortal.Answering("""{"result": {"result": {"add": 7}}}""");
        using Bitrix24Client client = portal.Client(Retrying());
        Bitrix24BatchReply reply = await client.BatchAsync([s_add, new Bitrix24Command("set", "crm.lead.productrows.set") { IsRepeatable = true }, s_get]);
        Assert.Equal([Bitrix24CommandStatus.Succeeded, Bitrix24CommandStatus.Unknown, Bitrix24CommandStatus.Failed], reply.Select(static r => r.Status));
        Assert.Equal(1 + new Bitrix24RetryOptions().MaxRetries, portal.Requests.Count);
    }

    // Each reply is to the first attempt. The batch is canceled before the second one.
    [Theory]
    [InlineData("""{"result": {"result": {"add": 7}, "result_error": {"lead": {"error": "QUERY_LIMIT_EXCEEDED", "error_description": ""}}}}""", true)]
    [InlineData("""{"result": {"result": [], "result_error": {"lead": {"error": "QUERY_LIMIT_EXCEEDED", "error_description": ""}}}}""", true)]
    [InlineData("""{"result": {"result": [], "result_error": {"lead": {"error": "QUERY_LIMIT_EXCEEDED", "error_description": ""}, "add": {"error": "ACCESS_DENIED", "error_description": ""}}}}""", true)]
    [InlineData("<html>", true)]
    [InlineData("""{"result": {"result": [], "result_error": {"lead": {"error": "QUERY_LIMIT_EXCEEDED", "error_description": ""}, "add": {"error": "QUERY_LIMIT_EXCEEDED", "error_description": ""}}}}""", false)]
    [InlineData("""{"error": "QUERY_LIMIT_EXCEEDED", "error_description": "Too many requests"}""", false)]
    public async Task A_batch_that_is_canceled_between_attempts_says_whether_one_may_have_been_processed(string first, bool mayBeProcessed)
    {
        using var canceled = new CancellationTokenSource();
        StubPortal portal = Script.Create(Script.Json(first, first[0] == '<' ? 502 : first.StartsWith("""{"error""", StringComparison.Ordinal) ? 503 : 200), Script.Json("""{"result": {"result": {"lead": {}, "add": 7}}}"""));
        Bitrix24ClientOptions options = Retrying();
        options.Events = new CancelingEvents(canceled);
        using Bitrix24Client client = portal.Client(options);
        OperationCanceledException e = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.BatchAsync([s_get, s_add], cancellationToken: canceled.Token));
        Assert.EndsWith(mayBeProcessed ? "An earlier attempt may have been processed." : "The call was canceled before it was sent.", e.Message, StringComparison.Ordinal);
        Assert.Equal(!mayBeProcessed, e is CanceledBeforeSendException);
        Assert.Equal(canceled.Token, e.CancellationToken);
        Assert.Single(portal.Requests);
    }

    [Fact]
    public async Task A_batch_that_is_canceled_before_its_tokens_are_refreshed_says_that_an_attempt_was_processed()
    {
        using var canceled = new CancellationTokenSource();
        var portal = new OAuthPortal
        {
            BeforeCall = static token => Task.FromResult<HttpResponseMessage?>(Script.Json(
                """{"result": {"result": {"add": 7}, "result_error": {"lead": {"error": "expired_token", "error_description": ""}}}}""")()),
        };
        portal.BeforeExchange = canceled.CancelAsync;
        using Bitrix24Client client = portal.Client(new StubTokenStore(OAuthPortal.Token(1)));
        OperationCanceledException e = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.BatchAsync([s_get, s_add], cancellationToken: canceled.Token));
        Assert.Equal("The batch was canceled. An earlier attempt may have been processed.", e.Message);
        Assert.Single(portal.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Only_a_batch_that_is_canceled_before_it_is_sent_says_that_it_was_not_sent(bool wasSent)
    {
        using var canceled = new CancellationTokenSource();
        var portal = new StubPortal(async (_, cancellationToken) =>
        {
            await canceled.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException();
        });
        using Bitrix24Client client = portal.Client();
        if (!wasSent)
        {
            await canceled.CancelAsync();
        }

        OperationCanceledException e = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.BatchAsync([s_get, s_add], cancellationToken: canceled.Token));
        Assert.Equal(wasSent, e is not CanceledBeforeSendException);
        Assert.Equal(wasSent ? 1 : 0, portal.Requests.Count);
    }

    [Fact]
    public async Task A_halted_batch_is_not_sent_again_if_that_would_repeat_a_change()
    {
        StubPortal portal = Script.Create(
            Script.Json("""{"result": {"result": {"add": 7}, "result_error": {"link": {"error": "QUERY_LIMIT_EXCEEDED", "error_description": "Too many requests"}}}}"""));
        using Bitrix24Client client = portal.Client(Retrying());
        Bitrix24BatchReply reply = await client.BatchAsync(
            [s_add, new("link", "crm.lead.contact.add", new JsonObject { ["id"] = 1, ["fields"] = new JsonObject { ["CONTACT_ID"] = Bitrix24Command.ResultOf("add") } })],
            haltOnError: true);
        Assert.Equal([Bitrix24CommandStatus.Succeeded, Bitrix24CommandStatus.Failed], reply.Select(static r => r.Status));
        Assert.IsType<Bitrix24LimitException>(reply["link"].Error);
        Assert.Single(portal.Requests);
    }

    [Fact]
    public async Task A_halted_batch_with_a_change_is_not_repeated_after_a_lost_answer()
    {
        StubPortal portal = Script.Create(Script.Page(502), Script.Json("""{"result": {"result": {"lead": {"ID": "5"}, "add": 7}}}"""));
        using Bitrix24Client client = portal.Client(Retrying());
        await Assert.ThrowsAsync<Bitrix24ServerException>(() => client.BatchAsync([s_get, s_add], haltOnError: true));
        Assert.Single(portal.Requests);
    }

    [Fact]
    public async Task The_operating_time_of_each_method_is_throttled()
    {
        int sent = 0;
        using var client = new StubPortal((_, _) =>
        {
            sent++;
            string time = $$"""{"duration": 1, "processing": 1, "operating": 475, "operating_reset_at": {{_clock.GetUtcNow().ToUnixTimeSeconds() + 300}}, "date_finish": "{{_clock.GetUtcNow():yyyy-MM-ddTHH:mm:sszzz}}"}""";
            return Task.FromResult(Script.Json("""{"result": {"result": {"lead": {}, "add": 7}, "result_time": {"add": TIME}}}""".Replace("TIME", time, StringComparison.Ordinal))());
        }).Client(Retrying(PortalLimits.None with { OperatingTime = TimeSpan.FromSeconds(480) }));
        await client.BatchAsync([s_get, s_add]);
        Assert.Empty(_clock.Waits);

        // The second method of a batch has used up its operating time, and the first one has not.
        await client.BatchAsync([s_get]);
        Assert.Empty(_clock.Waits);
        Bitrix24LimitException e = await Assert.ThrowsAsync<Bitrix24LimitException>(() => client.BatchAsync([s_get, s_add]));
        Assert.StartsWith("The client delays crm.contact.add", e.Message, StringComparison.Ordinal);
        Assert.Equal(2, sent);
    }

    private Bitrix24ClientOptions Retrying(PortalLimits? limits = null) => new() { Webhook = StubPortal.Webhook, Limits = limits ?? PortalLimits.None, TimeProvider = _clock };

    private sealed class CancelingEvents(CancellationTokenSource canceled) : Bitrix24ClientEvents
    {
        public override void OnRetry(string portal, Bitrix24Exception failure, int attempt, TimeSpan delay) => canceled.Cancel();
    }
}
