using LeadGen.EndToEnd.Portal;
using LeadGen.Testing;

namespace LeadGen.EndToEnd.Tests;

/// <summary>Tests lists of an emulated portal that finds some leads twice.</summary>
public abstract class ListTests(LeadApi api)
{
    private const int Leads = 120;

    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(50)]
    [InlineData(100)]
    [InlineData(Leads)]
    public async Task A_page_with_merged_rows_does_not_end_the_list(int leadWithTwoParents)
    {
        await using PortalEmulator portal = await StartAsync(leadWithTwoParents);
        using Bitrix24Client client = Connect(portal);
        foreach (CrmQuery query in new[]
        {
            new CrmQuery(),
            new CrmQuery().OrderByDescending(LeadFields.Id),
            new CrmQuery().OrderBy(LeadFields.Title),
            new CrmQuery().Where(LeadFields.Title.Is("Заявка")),
            new CrmQuery().Select(LeadFields.Phone, LeadFields.Comments),
        })
        {
            IEnumerable<long> ids = (await client.ListAsync<Lead>(query).ToListAsync()).Select(static lead => lead.Id!.Value);
            Assert.Equal(Enumerable.Range(1, Leads).Select(static id => (long)id), ids.Order());
        }
    }

    private static async Task<PortalEmulator> StartAsync(int leadWithTwoParents)
    {
        PortalEmulator portal = await PortalEmulator.StartAsync(Path.Combine(AppContext.BaseDirectory, "portal"));
        for (int i = 0; i < Leads; i++)
        {
            portal.AddLead([new("TITLE", "Заявка")]);
        }

        portal.AddSecondParent(leadWithTwoParents);
        return portal;
    }

    private Bitrix24Client Connect(PortalEmulator portal) =>
        new(new Bitrix24ClientOptions { Api = api, Webhook = portal.Webhook.ToString(), Limits = PortalLimits.None });
}

public sealed class ClassicListTests() : ListTests(LeadApi.Classic);

public sealed class ItemListTests() : ListTests(LeadApi.Item);
