using LeadGen.EndToEnd.Portal;
using LeadGen.Testing;

namespace LeadGen.EndToEnd.Tests;

/// <summary>Tests filters by phone and email. A portal compares only the start of the value, and treats an underscore as a wildcard.</summary>
public abstract class EntryFilterTests(LeadApi api)
{
    [Fact]
    public async Task Only_leads_with_an_equal_entry_are_returned()
    {
        await using PortalEmulator portal = await PortalEmulator.StartAsync(Path.Combine(AppContext.BaseDirectory, "portal"));
        long equal = portal.AddLead([new("PHONE", "+7 912"), new("PHONE", "+7 999"), new("EMAIL", "Ivan_Petrov@example.org")]);
        portal.AddLead([new("PHONE", "+7 999 123-45-67"), new("EMAIL", "ivan-petrov@example.org")]);
        portal.AddLead([new("TITLE", "no entries")]);
        using var client = new Bitrix24Client(new Bitrix24ClientOptions { Api = api, Webhook = portal.Webhook.ToString(), Limits = PortalLimits.None });

        Assert.Equal([equal], await FindAsync(client, new CrmQuery().Where(LeadFields.Phone.Has("+7 999"))));
        Assert.Equal([equal], await FindAsync(client, new CrmQuery().Select(LeadFields.Title).Where(LeadFields.Email.Has("ivan_petrov@example.org"))));
        Assert.Empty(await FindAsync(client, new CrmQuery().Where(LeadFields.Phone.Has("+7"))));
    }

    private static async Task<List<long>> FindAsync(Bitrix24Client client, CrmQuery query)
    {
        var ids = new List<long>();
        await foreach (Lead lead in client.ListAsync<Lead>(query))
        {
            ids.Add(lead.Id!.Value);
        }

        return ids;
    }
}

public sealed class ClassicEntryFilterTests() : EntryFilterTests(LeadApi.Classic);

public sealed class ItemEntryFilterTests() : EntryFilterTests(LeadApi.Item);
