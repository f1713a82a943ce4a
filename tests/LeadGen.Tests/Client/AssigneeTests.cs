using System.Net;
using System.Text;
using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Client;

/// <summary>Tests that a new lead is reported if it has another assignee than requested, or if its assignee could not be read.</summary>
public class AssigneeTests
{
    private static readonly LeadDraft s_draft = new LeadDraft().SetAssignedById(7);

    [Theory]
    [InlineData("""[{"ID": "17", "ASSIGNED_BY_ID": "7", "CREATED_BY_ID": "1"}]""")]
    [InlineData("""[{"ID": "17", "ASSIGNED_BY_ID": "7", "CREATED_BY_ID": "7"}]""")]
    [InlineData("""[{"ID": 17, "ASSIGNED_BY_ID": 9, "CREATED_BY_ID": 1}]""")]
    [InlineData("[]")]
    public async Task A_lead_that_is_not_assigned_to_its_creator_is_not_reported(string page)
    {
        StubPortal portal = Script.Create(Script.Json("""{"result": 1}"""), Script.Json("""{"result": 17}"""), Script.Json($$"""{"result": {{page}}}"""));
        using Bitrix24Client client = portal.Client();

        Assert.Equal(17, (await client.CreateAsync(s_draft)).RecordId);
        Assert.Equal("""{"select":["ID","ASSIGNED_BY_ID","CREATED_BY_ID"],"filter":{"=ID":17},"start":-1}""", portal.Requests[2].Body);
    }

    [Theory]
    [InlineData("""[{"ID": "17", "ASSIGNED_BY_ID": "1", "CREATED_BY_ID": "1"}]""", 1L)]
    [InlineData("""[{"ID": "18", "ASSIGNED_BY_ID": "7", "CREATED_BY_ID": "1"}]""", null)]
    [InlineData("""[{"ID": "17", "CREATED_BY_ID": "1"}]""", null)]
    [InlineData("true", null)]
    public async Task A_lead_that_may_be_assigned_to_its_creator_is_reported_with_its_id(string page, long? assignee)
    {
        StubPortal portal = Script.Create(Script.Json("""{"result": 1}"""), Script.Json("""{"result": 17}"""), Script.Json($$"""{"result": {{page}}}"""));
        using Bitrix24Client client = portal.Client();

        Bitrix24AssigneeException e = await Assert.ThrowsAsync<Bitrix24AssigneeException>(() => client.CreateAsync(s_draft));
        Assert.Equal((17, assignee, assignee is null), (e.RecordId, e.AssigneeId, e.InnerException is Bitrix24ReplyException));
        Assert.StartsWith("Record 17 was created on acme.example", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("simple CRM mode", e.Message, StringComparison.Ordinal);
        Assert.Equal(3, portal.Requests.Count);
    }

    [Fact]
    public async Task A_lead_is_reported_with_its_id_if_the_call_is_canceled_after_it_was_created()
    {
        using var canceled = new CancellationTokenSource();
        var portal = new StubPortal((request, cancellationToken) =>
        {
            if (request.RequestUri!.AbsolutePath.Contains("crm.lead.list", StringComparison.Ordinal))
            {
                canceled.Cancel();
                cancellationToken.ThrowIfCancellationRequested();
            }

            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("""{"result": 17}""", Encoding.UTF8, "application/json") });
        });
        using Bitrix24Client client = portal.Client();

        Bitrix24AssigneeException e = await Assert.ThrowsAsync<Bitrix24AssigneeException>(() => client.CreateAsync(s_draft, canceled.Token));
        Assert.Equal(17, e.RecordId);
        Assert.IsAssignableFrom<OperationCanceledException>(e.InnerException);
    }
}
