using System.Globalization;
using LeadGen.EndToEnd.Portal;
using LeadGen.Testing;

namespace LeadGen.EndToEnd.Tests;

/// <summary>Tests that leads are found or created exactly once, also if replies are lost.</summary>
public sealed class FindOrCreateTests(ClassicPortal fixture) : IClassFixture<ClassicPortal>
{
    private const int Workers = 16;

    [Fact]
    public async Task A_lead_is_created_once_and_then_found_by_its_origin()
    {
        LeadDraft draft = Draft().SetOriginatorId("shop").SetOriginId("order 1");
        CrmFindOrCreateReply first = await fixture.Client.FindOrCreateAsync(draft, CrmKey.Origin);
        CrmFindOrCreateReply second = await fixture.Client.FindOrCreateAsync(draft, CrmKey.Origin);
        Assert.True(first.WasCreated);
        Assert.Equal(new CrmFindOrCreateReply(first.RecordId, WasCreated: false, [first.RecordId!.Value]), second);
    }

    [Theory]
    [InlineData(CrmKey.Phone)]
    [InlineData(CrmKey.Email)]
    [InlineData(CrmKey.PhoneOrEmail)]
    public async Task A_lead_is_found_by_phone_or_email(CrmKey key)
    {
        string name = key.ToString();
        CrmFindOrCreateReply first = await fixture.Client.FindOrCreateAsync(Draft().AddPhone($"+7 495 {(int)key}23-45-67", PhoneType.Work).AddEmail($"{name}@example.com", EmailType.Work), key);
        LeadDraft other = Draft().AddPhone($"+7 (495) {(int)key}234567, доб. 12", PhoneType.Mobile).AddEmail($"{name.ToUpperInvariant()}@EXAMPLE.com", EmailType.Home);
        Assert.Equal((true, false), (first.WasCreated, (await fixture.Client.FindOrCreateAsync(other, key)).WasCreated));

        long second = fixture.AddLead(("EMAIL", $"{name}@example.com"), ("PHONE", $"7495{(int)key}234567"));
        CrmFindOrCreateReply several = await fixture.Client.FindOrCreateAsync(other, key);
        Assert.Equal(new CrmFindOrCreateReply(null, WasCreated: false, [first.RecordId!.Value, second]), several);
    }

    [Fact]
    public async Task Duplicates_are_found_by_phones_and_emails()
    {
        long byPhone = fixture.AddLead(("PHONE", "+7 (812) 555-00-01"));
        long byEmail = fixture.AddLead(("EMAIL", "Duplicate@example.com"));
        for (int i = 0; i < 25; i++)
        {
            fixture.AddLead(("PHONE", "+7 (812) 555-00-02"));
        }

        CrmDuplicates found = await fixture.Client.FindDuplicatesAsync(
            [.. Enumerable.Range(1000, 40).Select(static i => string.Create(CultureInfo.InvariantCulture, $"+7 813 {i}")), "78125550001"], ["duplicate@EXAMPLE.com"]);
        Assert.Equal(new CrmMatches([byPhone, byEmail], false), found.Leads);
        Assert.True((await fixture.Client.FindDuplicatesAsync(["+78125550002"], [], CrmDuplicateTypes.Leads)).Leads is { IsTruncated: true, Ids.Count: 20 });
    }

    [Fact]
    public Task Each_lead_is_created_exactly_once_although_replies_are_lost() => RunAsync(500);

    [Fact]
    [Trait("Category", "Nightly")]
    public Task Each_of_10_000_leads_is_created_exactly_once_although_replies_are_lost() => RunAsync(10_000);

    // Two callers search for each lead at the same time. A caller repeats the call after each failure.
    private static async Task RunAsync(int count)
    {
        await using PortalEmulator portal = await PortalEmulator.StartAsync(Path.Combine(AppContext.BaseDirectory, "portal"), new PortalEmulatorOptions { JournalCapacity = 0 });
        using var client = new Bitrix24Client(new Bitrix24ClientOptions
        {
            Webhook = portal.Webhook.ToString(),
            Limits = PortalLimits.None,
            Timeout = TimeSpan.FromSeconds(2),
            Retries = { BudgetPerCall = 10 },
            TimeProvider = new SkippingClock(),
        });
        (PortalFault Fault, double Probability)[] faults =
        [
            (PortalFault.Reset(afterCall: true), 0.1), (PortalFault.HalfBody, 0.05), (PortalFault.TruncatedBody, 0.05), (PortalFault.WebPage(502, afterCall: true), 0.05),
            (PortalFault.Error(500, "INTERNAL_SERVER_ERROR", afterCall: true), 0.02), (PortalFault.WebPage(503), 0.02), (PortalFault.Reset(afterCall: false), 0.01),
            (PortalFault.Error(503, "QUERY_LIMIT_EXCEEDED"), 0.005), (PortalFault.Delay(TimeSpan.FromSeconds(3)), 0.005),
        ];
        foreach (string method in new[] { "crm.lead.add", "crm.lead.list", "batch" })
        {
            for (int i = 0; i < faults.Length; i++)
            {
                portal.InjectRandomFaults(faults[i].Fault, method == "crm.lead.add" ? faults[i].Probability : faults[i].Probability / 4, seed: 20261130 + i, method);
            }
        }

        int failures = 0, unknown = 0;
        long[][] found = new long[count][];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = Workers }, async (i, cancellationToken) =>
            found[i] = await Task.WhenAll(FindOrCreateAsync(i, cancellationToken), FindOrCreateAsync(i, cancellationToken)));
        portal.ClearFaults();

        List<Lead> leads = await client.ListAsync<Lead>(new CrmQuery().Select(LeadFields.OriginId)).ToListAsync();
        Assert.Equal(Enumerable.Range(0, count).Select(Key).Order(StringComparer.Ordinal), leads.Select(static lead => lead.OriginId!).Order(StringComparer.Ordinal));
        Assert.All(found, static ids => Assert.Equal(ids[0], ids[1]));
        Assert.Equal(count, found.Select(static ids => ids[0]).Distinct().Count());
        Assert.InRange(unknown, count / 10, count);

        async Task<long> FindOrCreateAsync(int i, CancellationToken cancellationToken)
        {
            string phone = string.Create(CultureInfo.InvariantCulture, $"+7 900 {i:0000000}");
            LeadDraft draft = Draft().SetOriginatorId("shop").SetOriginId(Key(i)).AddPhone(phone, PhoneType.Work);
            while (true)
            {
                try
                {
                    CrmFindOrCreateReply reply = await client.FindOrCreateAsync(draft, i % 2 == 0 ? CrmKey.Origin : CrmKey.Phone, cancellationToken);
                    Interlocked.Add(ref unknown, reply.HadUnknownAttempt ? 1 : 0);
                    return reply.RecordId!.Value;
                }
                catch (Bitrix24Exception)
                {
                    Assert.True(Interlocked.Increment(ref failures) < count);
                }
            }
        }

        static string Key(int i) => string.Create(CultureInfo.InvariantCulture, $"order {i:00000}");
    }

    private static LeadDraft Draft() => new LeadDraft().SetTitle("Заявка").SetDemanded("да");
}
