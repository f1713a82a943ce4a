using System.Net;
using System.Text;
using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Client;

/// <summary>Tests that a client calls the methods of the entity that it reads or writes.</summary>
public sealed class EntityTests
{
    private const string Sum = "SUM";
    private const string IsManualAmount = "IS_MANUAL_SUM";

    private static readonly CrmField<decimal> s_sum = new(Sum, Sum, "double", CrmFieldFlags.None, ClearForm.None, WireFormat.Number);

    private readonly StubPortal _portal = new((request, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
    {
        Content = new StringContent(ReplyTo(request.RequestUri!.Segments[^1]), Encoding.UTF8, "application/json"),
    }));

    [Fact]
    public void Generated_types_belong_to_leads()
    {
        Assert.Equal("lead, crm.lead", $"{Lead.Entity}, {Lead.Entity.MethodPrefix}");
        Assert.Equal("lead 1: ", new LeadUpdate(1).ToString());
        Assert.Equal("new lead: ", new LeadDraft().ToString());
    }

    [Fact]
    public async Task Each_call_uses_the_method_of_the_entity()
    {
        Bitrix24Client client = _portal.Client();
        await client.UpdateAsync(new DealUpdate(1).Set(2));
        await client.CreateAsync(new DealDraft());
        await client.GetAsync<Deal>(1);
        await foreach (Deal deal in client.ListAsync<Deal>())
        {
            Assert.Fail($"The portal returned no deals, but the list contains {deal}.");
        }

        await client.CheckSchemaAsync<Deal>();
        await client.VerifyAsync(1, new DealDraft().Set(2));

        Assert.Equal(
            ["crm.deal.update.json", "crm.settings.mode.get.json", "crm.deal.add.json", "crm.deal.get.json", "crm.deal.list.json", "crm.deal.fields.json", "crm.deal.get.json"],
            _portal.Requests.Select(static r => r.Request.RequestUri!.Segments[^1]));
    }

    [Fact]
    public async Task Each_row_of_a_batch_has_the_method_of_its_entity()
    {
        await foreach (CrmUpdateResult result in _portal.Client().UpdateManyAsync([new DealUpdate(1).Set(2)]))
        {
            Assert.Equal(CrmUpdateStatus.Updated, result.Status);
        }

        Assert.Equal("""{"halt":0,"cmd":{"c0":"crm.deal.update?id=1&fields%5BSUM%5D=2&fields%5BIS_MANUAL_SUM%5D=Y"}}""", Assert.Single(_portal.Requests).Body);
    }

    private static string ReplyTo(string file) => file switch
    {
        "batch.json" => """{"result": {"result": {"c0": true}, "result_error": []}}""",
        "crm.deal.update.json" => """{"result": true}""",
        "crm.deal.add.json" => """{"result": 1}""",
        "crm.deal.get.json" => """{"result": {"ID": "1"}}""",
        "crm.deal.list.json" => """{"result": []}""",
        _ => """{"result": {"SUM": {"type": "double"}}}""",
    };

    private sealed class Deal(CrmPayload payload) : CrmRecord(payload), ICrmRecord<Deal>
    {
        public static CrmEntity Entity { get; } = new("deal", "crm.deal", 2, Sum, IsManualAmount, "CONTACT_ID", "CONTACT_IDS");

        public static CrmFieldSet Fields { get; } = new(s_sum);

        public static Deal Create(CrmPayload payload) => new(payload);
    }

    private sealed class DealUpdate(long id) : CrmUpdate(Deal.Entity, id)
    {
        public DealUpdate Set(decimal sum)
        {
            Record(s_sum, sum);
            return this;
        }
    }

    private sealed class DealDraft() : CrmDraft(Deal.Entity)
    {
        public DealDraft Set(decimal sum)
        {
            Record(s_sum, sum);
            return this;
        }
    }
}
