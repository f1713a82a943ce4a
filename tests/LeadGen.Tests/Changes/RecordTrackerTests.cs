using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using LeadGen.Tests.Client;
using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Changes;

/// <summary>Tests that each update marks all leads with its ID that the same client has read, regardless of how it was created.</summary>
public sealed class RecordTrackerTests
{
    private const string Json = """{"ID": "42", "COMMENTS": "old", "POST": "a"}""";

    public static TheoryData<string, Func<Bitrix24Client, Task<Lead>>> Reads => new()
    {
        { Json, static async client => (await client.GetAsync<Lead>(42))! },
        { $"[{Json}]", static async client => await client.ListAsync<Lead>().FirstAsync() },
        { $$"""{"result": {"c0": {{Json}} } }""", static async client => Assert.Single(await client.GetManyAsync<Lead>([42]).ToListAsync()).Record! },
    };

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task A_lead_is_out_of_date_after_an_update_by_ID(string result, Func<Bitrix24Client, Task<Lead>> read)
    {
        using Bitrix24Client client = Script.Create(Reply(result), Script.Json(Script.Ok), Reply(result)).Client();
        Lead lead = await read(client);
        LeadUpdate early = Back(lead), unchanged = LeadUpdate.FromChanges(lead, lead.Copy()), post = Difference(lead, static l => l.Post = "b");
        Assert.True((await client.UpdateAsync(new LeadUpdate(42).SetComments("new"))).WasSent);
        AssertStale(() => Back(lead));
        await Assert.ThrowsAsync<CrmValueException>(() => client.UpdateAsync(early));
        await Assert.ThrowsAsync<CrmValueException>(() => client.UpdateAsync(unchanged));
        Assert.False(post.IsStale);

        Lead again = await read(client);
        Assert.True(Back(again).IsEmpty);
        Assert.False((await client.UpdateAsync(LeadUpdate.FromChanges(again, again.Copy()))).WasSent);
    }

    [Fact]
    public async Task A_field_that_was_not_read_does_not_make_an_empty_difference_out_of_date()
    {
        using Bitrix24Client client = Script.Create(Reply("""[{"ID": "42", "POST": "a", "ADDRESS_CITY": "b"}]"""), Script.Json(Script.Ok)).Client();
        Lead lead = await client.ListAsync<Lead>(new CrmQuery().Select(LeadFields.Post, LeadFields.AddressCity)).FirstAsync();
        await client.UpdateAsync(new LeadUpdate(42).SetComments("new"));
        Assert.False((await client.UpdateAsync(LeadUpdate.FromChanges(lead, lead.Copy()))).WasSent);
        await client.UpdateAsync(new LeadUpdate(42).SetAddress(new CrmAddress { City = "a" }));
        await Assert.ThrowsAsync<CrmValueException>(() => client.UpdateAsync(LeadUpdate.FromChanges(lead, lead.Copy())));
    }

    [Fact]
    public async Task An_update_that_the_portal_rejected_changes_nothing()
    {
        using Bitrix24Client client = Script.Create(Reply(Json), Script.Error(400, ""), Script.Json(Script.Ok)).Client();
        Lead lead = (await client.GetAsync<Lead>(42))!;
        await Assert.ThrowsAsync<Bitrix24RejectedException>(() => client.UpdateAsync(new LeadUpdate(42).SetComments("new")));
        Assert.True(Back(lead).IsEmpty);
        Assert.False((await client.UpdateAsync(LeadUpdate.FromChanges(lead, lead.Copy()))).WasSent);
    }

    [Fact]
    public async Task Updates_of_other_leads_and_of_other_clients_change_nothing()
    {
        using Bitrix24Client client = Script.Create(Reply(Json), Script.Json(Script.Ok)).Client(), other = Script.Create(Script.Json(Script.Ok)).Client();
        Lead lead = (await client.GetAsync<Lead>(42))!;
        await client.UpdateAsync(new LeadUpdate(43).SetComments("new"));
        await other.UpdateAsync(new LeadUpdate(42).SetComments("new"));
        Assert.True(Back(lead).IsEmpty);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_lead_that_is_read_during_an_update_is_out_of_date(bool isUpdateFirst)
    {
        // Either the update takes longer than the read, or the portal replies to the read before processing the update, but the reply is late.
        var reply = new TaskCompletionSource();
        string held = isUpdateFirst ? "crm.lead.update" : "crm.lead.get";
        using Bitrix24Client client = new StubPortal(async (request, _) =>
        {
            bool isGet = request.RequestUri!.AbsolutePath.Contains("crm.lead.get", StringComparison.Ordinal);
            if (request.RequestUri.AbsolutePath.Contains(held, StringComparison.Ordinal))
            {
                await reply.Task;
            }

            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(isGet ? $$"""{"result": {{Json}}}""" : Script.Ok, Encoding.UTF8, "application/json") };
        }).Client();
        Task<CrmUpdateReply>? update = isUpdateFirst ? client.UpdateAsync(new LeadUpdate(42).SetComments("new")) : null;
        Task<Lead?> read = client.GetAsync<Lead>(42);
        await (update is null ? client.UpdateAsync(new LeadUpdate(42).SetComments("new")) : (Task)read);
        if (update is not null)
        {
            AssertStale(() => Back(read.Result!));
        }

        reply.SetResult();
        Lead lead = (await read)!;
        await (update ?? Task.CompletedTask);
        AssertStale(() => Back(lead));
        Assert.True(Back((await client.GetAsync<Lead>(42))!).IsEmpty);
    }

    [Fact]
    public void Parallel_sends_of_one_update_are_tracked_separately()
    {
        var tracker = new RecordTracker();
        Lead first = Read(tracker, 42);
        LeadUpdate update = new LeadUpdate(42).SetComments("new");
        update.BeginSend(tracker);
        update.BeginSend(tracker);
        update.OnNotSent(tracker);
        AssertStale(() => Back(first));
        AssertStale(() => Back(Read(tracker, 42)));
        update.OnNotSent(tracker);
        Assert.True(Back(first).IsEmpty);
        Assert.True(Back(Read(tracker, 42)).IsEmpty);
    }

    [Fact]
    public void Leads_that_are_no_longer_used_are_not_kept_in_memory()
    {
        var tracker = new RecordTracker();
        Lead kept = Read(tracker, 1);
        for (int i = 0; i < 20; i++)
        {
            ReadMany(tracker, 1000);
            GC.Collect();
        }

        Assert.InRange(tracker.Count, 1, 3000);
        var update = new LeadUpdate(1).SetComments("new");
        update.BeginSend(tracker);
        Assert.True(kept.ReadOrigin!.Has(LeadFields.Comments.Code));
        GC.KeepAlive(kept);
    }

    [Fact]
    public void A_lead_that_is_kept_does_not_keep_later_updates_and_their_leads_in_memory()
    {
        var tracker = new RecordTracker();
        Lead kept = Read(tracker, 1);
        List<WeakReference> updates = UpdateMany(tracker, 10);
        GC.Collect();
        Assert.DoesNotContain(updates, static update => update.IsAlive);
        AssertStale(() => Difference(kept, static l => l.Comments = "x"));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<WeakReference> UpdateMany(RecordTracker tracker, int count)
    {
        List<WeakReference> updates = [];
        for (int i = 0; i < count; i++)
        {
            LeadUpdate update = Difference(Read(tracker, 1), l => l.Comments = i.ToString(CultureInfo.InvariantCulture));
            update.BeginSend(tracker);
            update.OnSent(tracker);
            updates.Add(new WeakReference(update));
        }

        return updates;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ReadMany(RecordTracker tracker, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Read(tracker, 2 + i);
        }
    }

    private static Lead Read(RecordTracker tracker, long id)
    {
        using RecordRead read = tracker.BeginRead();
        Lead lead = Given.Lead(Json.Replace("42", id.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        read.Add(lead);
        return lead;
    }

    private static Func<HttpResponseMessage> Reply(string result) => Script.Json($$"""{"result": {{result}}}""");

    private static LeadUpdate Back(Lead lead) => Difference(lead, static l => l.Comments = "old");

    private static LeadUpdate Difference(Lead read, Action<Lead> change)
    {
        Lead form = read.Copy();
        change(form);
        return LeadUpdate.FromChanges(read, form);
    }

    private static void AssertStale(Func<LeadUpdate> make) => Assert.Equal("COMMENTS", Assert.Throws<CrmValueException>(make).Code);
}
