using System.Net;
using System.Text;
using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Client;

/// <summary>Tests that the reply to a new lead contains the CRM mode of the portal, that the mode is cached, and that a failure to read it affects nothing else.</summary>
public sealed class CrmModeTests
{
    private const string Method = "crm.settings.mode.get.json";

    private static readonly LeadDraft s_draft = new LeadDraft().SetDemanded("да");

    [Theory]
    [InlineData("""{"result": 1}""", false)]
    [InlineData("""{"result": 2}""", true)]
    [InlineData("""{"result": "2"}""", true)]
    [InlineData("""{"result": 3}""", null)]
    [InlineData("""{"result": null}""", null)]
    [InlineData("""{"result": true}""", null)]
    [InlineData("""<html>Busy</html>""", null)]
    public async Task The_reply_contains_the_mode(string reply, bool? isSimple)
    {
        StubPortal portal = Script.Create(Script.Json(reply), Script.Json("""{"result": 17}"""));
        using Bitrix24Client client = portal.Client();

        Assert.Equal(new CrmCreateReply(17, isSimple), await client.CreateAsync(s_draft));
        Assert.Equal([Method, "crm.lead.add.json"], GetMethods(portal));
    }

    [Theory]
    [InlineData(200, """{"result": 2}""", true, 60)]
    [InlineData(404, """{"error": "ERROR_METHOD_NOT_FOUND", "error_description": "Method not found!"}""", null, 60)]
    [InlineData(403, """{"error": "insufficient_scope", "error_description": "The request requires higher privileges"}""", null, 60)]
    [InlineData(500, """{"error": "INTERNAL_SERVER_ERROR", "error_description": "Something about it"}""", null, 1)]
    [InlineData(200, "<html>Busy</html>", null, 1)]
    public async Task The_mode_is_cached(int status, string reply, bool? isSimple, int minutes)
    {
        var clock = new SkippingClock();
        StubPortal portal = Script.Create(Script.Json(reply, status), Script.Json("""{"result": 17}"""), Script.Json("""{"result": 18}"""), Script.Json("""{"result": 1}"""), Script.Json("""{"result": 19}"""));
        Bitrix24ClientOptions options = StubPortal.OneAttempt();
        options.TimeProvider = clock;
        using Bitrix24Client client = portal.Client(options);

        Assert.Equal(new CrmCreateReply(17, isSimple), await client.CreateAsync(s_draft));
        clock.Skip(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
        Assert.Equal(new CrmCreateReply(18, isSimple), await client.CreateAsync(s_draft));
        clock.Skip(TimeSpan.FromSeconds(1));
        Assert.Equal(new CrmCreateReply(19, false), await client.CreateAsync(s_draft));
        Assert.Equal([Method, "crm.lead.add.json", "crm.lead.add.json", Method, "crm.lead.add.json"], GetMethods(portal));
    }

    [Fact]
    public async Task The_mode_is_read_in_one_attempt()
    {
        StubPortal portal = Script.Create(Script.Page(503), Script.Json("""{"result": 17}"""));
        using Bitrix24Client client = portal.Client(new Bitrix24ClientOptions { Webhook = StubPortal.Webhook, Limits = PortalLimits.None });

        Assert.Equal(new CrmCreateReply(17, null), await client.CreateAsync(s_draft));
        Assert.Equal([Method, "crm.lead.add.json"], GetMethods(portal));
    }

    [Fact]
    public async Task Calls_at_the_same_time_share_one_request()
    {
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var portal = new StubPortal(async (request, _) =>
        {
            bool isMode = request.RequestUri!.Segments[^1] == Method;
            if (isMode)
            {
                await answer.Task;
            }

            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(isMode ? """{"result": 2}""" : """{"result": 17}""", Encoding.UTF8, "application/json") };
        });
        using Bitrix24Client client = portal.Client();
        using var canceled = new CancellationTokenSource();

        Task<CrmCreateReply> abandoned = client.CreateAsync(s_draft, canceled.Token);
        Task<CrmCreateReply>[] others = [client.CreateAsync(new LeadDraft().SetDemanded("да")), client.CreateAsync(new LeadDraft().SetDemanded("да"))];
        await canceled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => abandoned);
        answer.SetResult();
        Assert.All(await Task.WhenAll(others), static reply => Assert.Equal(new CrmCreateReply(17, true), reply));

        // The canceled call created no lead.
        Assert.Equal([Method, "crm.lead.add.json", "crm.lead.add.json"], GetMethods(portal));
    }

    [Fact]
    public async Task A_lead_with_another_assignee_is_reported_with_the_mode()
    {
        StubPortal portal = Script.Create(
            Script.Json("""{"result": 2}"""), Script.Json("""{"result": 17}"""), Script.Json("""{"result": [{"ID": "17", "ASSIGNED_BY_ID": "1", "CREATED_BY_ID": "1"}]}"""));
        using Bitrix24Client client = portal.Client();

        Bitrix24AssigneeException e = await Assert.ThrowsAsync<Bitrix24AssigneeException>(() => client.CreateAsync(new LeadDraft().SetAssignedById(7)));
        Assert.Equal((17, true), (e.RecordId, e.IsSimpleCrmMode));
        Assert.Contains("change the assignee of the deal", e.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> GetMethods(StubPortal portal) => portal.Requests.Select(static r => r.Request.RequestUri!.Segments[^1]);
}
