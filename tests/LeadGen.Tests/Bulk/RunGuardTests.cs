using System.Diagnostics;
using System.Diagnostics.Metrics;
using LeadGen.Tests.Client;
using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Bulk;

/// <summary>Tests that failures of all commands end a run, a gateway's error is not a rejection, and user code does not change results.</summary>
public sealed class RunGuardTests
{
    private const string Hook = "https://acme.bitrix24.ru/rest/7/" + StubPortal.Secret + "/";

    private readonly BatchPortal _portal = new();
    private readonly List<CrmUpdateResult> _outcomes = [];

    [Theory]
    [InlineData("insufficient_scope")]
    [InlineData("PORTAL_DELETED")]
    [InlineData("OVERLOAD_LIMIT")]
    [InlineData("ERROR_METHOD_NOT_FOUND")]
    [InlineData("METHOD_CONFIRM_WAITING")]
    [InlineData("NO_AUTH_FOUND")]
    [InlineData("expired_token")]
    public async Task An_error_of_a_command_that_concerns_all_leads_ends_the_run(string code)
    {
        _portal.Answer = _ => Error(code);
        await Assert.ThrowsAnyAsync<Bitrix24Exception>(() => RunAsync(_portal.Client(), 20_000));
        Assert.InRange(_portal.Requests.Count, 1, 8);
        Assert.DoesNotContain(_outcomes, static o => o.Status is CrmUpdateStatus.Updated or CrmUpdateStatus.Unknown);
    }

    [Theory]
    [InlineData("INTERNAL_SERVER_ERROR")]
    [InlineData("QUERY_LIMIT_EXCEEDED")]
    [InlineData("504")]
    [InlineData(null)]
    public async Task A_failure_of_every_command_ends_the_run_after_few_calls(string? code)
    {
        _portal.Answer = _ => code is null ? null : Error(code);
        await Assert.ThrowsAnyAsync<Bitrix24Exception>(() => RunAsync(_portal.Client(), 20_000));
        Assert.InRange(_portal.Requests.Count, 50, 100);
    }

    // A portal can return these errors after it has saved the lead. As for a single call, only a known code proves that it has not.
    [Theory]
    [InlineData("ERROR_ARGUMENT", "Something about it", false)]
    [InlineData("17", "handler failed after save", false)]
    [InlineData("not_found", "Not found", false)]
    [InlineData("ERROR_CORE", "SQL query error!", true)]
    [InlineData("503", "Something about it", true)]
    public async Task An_error_of_a_row_that_may_follow_the_save_leaves_the_outcome_unknown(string code, string text, bool isTransient)
    {
        _portal.Answer = lead => lead == 2 ? $$"""{"error": "{{code}}", "error_description": "{{text}}"}""" : "true";
        await RunAsync(_portal.Client(o => o.Retries.MaxRetries = 1), 3);
        CrmUpdateResult failed = Assert.Single(_outcomes, static o => o.Status != CrmUpdateStatus.Updated);
        Assert.Equal((2L, CrmUpdateStatus.Unknown), (failed.Update.RecordId, failed.Status));
        Assert.Equal((true, isTransient), (failed.Error!.IsOutcomeUnknown, failed.Error.IsTransient));
        Assert.Contains(text, failed.Error.Message, StringComparison.Ordinal);
        Assert.Equal(isTransient ? 2 : 1, _portal.Requests.Count);
    }

    [Fact]
    public async Task Denied_leads_do_not_end_the_run()
    {
        _portal.Answer = lead => Error("ACCESS_DENIED");
        await RunAsync(_portal.Client(), 5000);
        Assert.Equal(5000, _outcomes.Count(static o => o.Status == CrmUpdateStatus.Rejected));
    }

    [Theory]
    [InlineData(403)]
    [InlineData(401)]
    [InlineData(402)]
    public async Task A_JSON_reply_of_a_gateway_is_not_a_rejection_and_does_not_end_the_run(int status)
    {
        _portal.OverrideReply = number => _portal.Http.Requests[number - 1].Body.Contains("id=260&", StringComparison.Ordinal)
            ? Script.Json("""{"error":"Forbidden","error_description":"Request blocked by rule 941100"}""", status)() : null;
        await RunAsync(_portal.Client(), 1000, new CrmBulkOptions { MaxConcurrentBatches = 1 });
        CrmUpdateResult culprit = Assert.Single(_outcomes, static o => o.Status != CrmUpdateStatus.Updated);
        Assert.Equal((260L, CrmUpdateStatus.Unknown), (culprit.Update.RecordId, culprit.Status));
    }

    [Theory]
    [InlineData("""{"result":{"result":{"c0":true},"result_error":"Internal error"}}""")]
    [InlineData("""{"result":{"result":{"c0":true},"result_error":{"0":{"error":"X","error_description":"y"}}}}""")]
    [InlineData("""{"result":{"result":{"c0":true},"result_error":["a","b"]}}""")]
    [InlineData("""{"result":{"result":{"c0":true},"error":"X","error_description":"failed"}}""")]
    [InlineData("""{"result":{"result":{"c00":true}}}""")]
    [InlineData("""{"result":{"result":[],"result_error":{"c0":{"error":504}}}}""")]
    public async Task A_reply_that_contradicts_itself_leaves_the_outcome_unknown(string reply)
    {
        await RunAsync(StubPortal.Answering(reply).Client(), 1);
        Assert.Equal(CrmUpdateStatus.Unknown, Assert.Single(_outcomes).Status);
    }

    [Theory]
    [InlineData(404, "not_found", "")]
    [InlineData(403, "access_denied", "Something about it")]
    [InlineData(404, "invalid_request", "")]
    [InlineData(200, "invalid_token", "")]
    [InlineData(400, "NOT_FOUND", "Not found")]
    [InlineData(400, "INVALID_ARG_VALUE", "The value is not valid.")]
    [InlineData(400, "", "Access denied.")]
    [InlineData(200, "ERROR_CORE", "The value is not valid.")]
    public async Task Updates_that_add_entries_are_not_retried_after_an_ambiguous_error(int status, string code, string description)
    {
        _portal.OverrideReply = _ => Script.Json($$"""{"error":"{{code}}","error_description":"{{description}}"}""", status)();
        await foreach (CrmUpdateResult outcome in _portal.Client(static o => o.Retries.MaxRetries = 3)
            .UpdateManyAsync(Enumerable.Range(1, 4).Select(static i => new LeadUpdate(i).AddPhone("+7 999 123-45-67", PhoneType.Work))))
        {
            _outcomes.Add(outcome);
        }

        Assert.All(_outcomes, static o => Assert.Equal(CrmUpdateStatus.Unknown, o.Status));
        Assert.Equal([[1, 2, 3, 4]], _portal.Requests);
    }

    [Fact]
    public async Task An_append_that_is_redirected_to_the_same_host_is_not_sent_twice()
    {
        var portal = new StubPortal((r, _) => Task.FromResult(Script.Redirect(r.RequestUri!.AbsoluteUri)()));
        await foreach (CrmUpdateResult outcome in portal.Client(StubPortal.OneAttempt(Hook))
            .UpdateManyAsync([new LeadUpdate(1).AddPhone("+7 999 123-45-67", PhoneType.Work)]))
        {
            _outcomes.Add(outcome);
        }

        Assert.Equal(CrmUpdateStatus.Unknown, Assert.Single(_outcomes).Status);
        Assert.Single(portal.Requests);
    }

    [Fact]
    public async Task A_call_that_was_redirected_is_not_reported_as_unsent()
    {
        StubPortal portal = Script.Create(
            Script.Redirect(Hook.Replace("acme", "nova", StringComparison.Ordinal) + "batch.json"), Script.Broken(HttpRequestError.ConnectionError));
        await RunAsync(portal.Client(StubPortal.OneAttempt(Hook)), 1);
        CrmUpdateResult outcome = Assert.Single(_outcomes);
        Assert.Equal((CrmUpdateStatus.Unknown, 2), (outcome.Status, portal.Requests.Count));
        Assert.DoesNotContain("Nothing was sent", outcome.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_reply_to_a_read_counts()
    {
        _portal.OverrideReply = static number => number == 1 ? Script.Page(502)() : null;
        _portal.Answer = static _ => """{"error":"","error_description":"Not found"}""";
        CrmReadResult<Lead> outcome = Assert.Single(await _portal.Client(static o => o.Retries.MaxRetries = 3).GetManyAsync<Lead>([1L]).ToListAsync());
        Assert.Null(outcome.Record);
        Assert.Null(outcome.Error);
    }

    [Fact]
    public async Task Listeners_that_throw_do_not_change_the_results()
    {
        const string Portal = "listeners.example";
        using var meters = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == "LeadGen")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        meters.SetMeasurementEventCallback<long>(static (_, _, tags, _) => ThrowFor(tags));
        meters.SetMeasurementEventCallback<double>(static (_, _, tags, _) => ThrowFor(tags));
        meters.Start();
        using var activities = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "LeadGen",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = static activity =>
            {
                if (activity.GetTagItem("server.address") as string == Portal)
                {
                    throw new InvalidOperationException("The exporter failed.");
                }
            },
        };
        ActivitySource.AddActivityListener(activities);

        Bitrix24Client client = _portal.Http.Client(StubPortal.OneAttempt($"https://{Portal}/rest/7/{StubPortal.Secret}/"));
        await client.UpdateAsync(new LeadUpdate(1).SetName("Анна"));
        await RunAsync(client, 100, new CrmBulkOptions { Progress = new Throwing() });
        Assert.Equal(100, _outcomes.Count(static o => o.Status == CrmUpdateStatus.Updated));

        static void ThrowFor(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            foreach (KeyValuePair<string, object?> tag in tags)
            {
                if (tag.Value as string == Portal)
                {
                    throw new InvalidOperationException("The exporter failed.");
                }
            }
        }
    }

    private static string Error(string code) => $$"""{"error": "{{code}}", "error_description": "Something about it"}""";

    private async Task RunAsync(Bitrix24Client client, int count, CrmBulkOptions? options = null)
    {
        await foreach (CrmUpdateResult outcome in client.UpdateManyAsync(Enumerable.Range(1, count).Select(static i => new LeadUpdate(i).SetName("Анна")), options))
        {
            _outcomes.Add(outcome);
        }
    }

    private sealed class Throwing : IProgress<CrmBulkProgress>
    {
        public void Report(CrmBulkProgress value) => throw new InvalidOperationException("The form is closed.");
    }
}
