using System.Globalization;
using LeadGen.EndToEnd.Portal;
using LeadGen.Testing;

namespace LeadGen.EndToEnd.Tests;

/// <summary>Tests the comparison of updates and drafts with the lead that the portal stores.</summary>
public abstract class VerifyTests(PortalFixture fixture)
{
    [Fact]
    public async Task A_value_that_the_portal_does_not_store_is_a_mismatch()
    {
        long id = fixture.AddLead(("TITLE", "Первая"));
        LeadUpdate update = new LeadUpdate(id).SetTitle("Вторая").SetStatusId(LeadStatus.InProcess).SetOpportunity(5).ClearName();
        await fixture.Client.UpdateAsync(update);
        await fixture.UpdateUntypedAsync(id, """{"TITLE": "Третья", "NAME": "Анна", "STATUS_ID": "NEW"}""");

        CrmVerification verification = await fixture.Client.VerifyAsync(update);

        Assert.False(verification.IsStored);
        Assert.Equal(
            [("TITLE", "Вторая", "Третья"), ("STATUS_ID", LeadStatus.InProcess, LeadStatus.FromCode("NEW")), ("NAME", null, "Анна")],
            verification.Mismatches.Select(m => (m.Field.Code, m.Sent, m.Stored)));
        Assert.DoesNotContain("Третья", verification.ToString(), StringComparison.Ordinal);
        Assert.StartsWith($"record {id}: TITLE (", verification.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entries_are_compared_one_by_one()
    {
        long id = fixture.AddLead();
        Lead lead = await fixture.UpdateAsync(new LeadUpdate(id).AddPhone("+7 999 000-00-01", PhoneType.Work).AddPhone("+7 999 000-00-02", PhoneType.Work));
        LeadUpdate update = new LeadUpdate(id)
            .RemovePhone(lead.Phone[0]).ChangePhone(lead.Phone[1], "+7 999 000-00-03", PhoneType.Home).AddPhone("+7 999 000-00-04", PhoneType.Mobile);

        CrmFieldMismatch before = Assert.Single((await fixture.Client.VerifyAsync(update)).Mismatches);
        Assert.Equal(["+7 999 000-00-01", "+7 999 000-00-03", "+7 999 000-00-04"], Values(before.Sent));
        Assert.Equal(["+7 999 000-00-01", "+7 999 000-00-02"], Values(before.Stored));

        await fixture.Client.UpdateAsync(update);
        Assert.True((await fixture.Client.VerifyAsync(update)).IsStored);

        static IEnumerable<string> Values(object? entries) => Assert.IsAssignableFrom<IEnumerable<MultiFieldEntry<PhoneType>>>(entries).Select(e => e.Value);
    }

    [Fact]
    public async Task A_removed_entry_whose_value_is_added_again_is_stored()
    {
        long id = fixture.Portal.AddLead([new("PHONE", "+71"), new("PHONE", "+72")]);
        Lead lead = await fixture.ReadAsync(id);
        LeadUpdate update = new LeadUpdate(id).RemovePhone(lead.Phone[0]).AddPhone("+71", lead.Phone[0].Type).SetName("Анна");
        await fixture.Client.UpdateAsync(update);
        Assert.True((await fixture.Client.VerifyAsync(update)).IsStored);
        Assert.Equal(["+71", "+72"], (await fixture.ReadAsync(id)).Phone.Select(p => p.Value).Order());

        await fixture.Client.UpdateAsync(new LeadUpdate(id).RemovePhone((await fixture.ReadAsync(id)).Phone.Single(p => p.Value == "+71")));
        Assert.False((await fixture.Client.VerifyAsync(update)).IsStored);
    }

    [Fact]
    public async Task An_empty_difference_that_is_out_of_date_is_not_stored()
    {
        long id = fixture.AddLead();
        Lead before = await fixture.ReadAsync(id);
        LeadUpdate update = LeadUpdate.FromChanges(before, before.Copy());
        Assert.True((await fixture.Client.VerifyAsync(update)).IsStored);
        await fixture.Client.UpdateAsync(new LeadUpdate(id).SetTitle("Новая"));
        await Assert.ThrowsAsync<CrmValueException>(() => fixture.Client.VerifyAsync(update));
        CrmVerification[] results = await fixture.Client.VerifyManyAsync([update, new LeadUpdate(id).SetTitle("Новая")]).ToArrayAsync();
        Assert.Equal([false, true], results.Select(r => r.IsStored).Order());
        CrmVerification rejected = Assert.Single(results, r => r.ValidationError is not null);
        Assert.IsType<CrmValueException>(rejected.ValidationError);
        Assert.Contains("read the lead again", rejected.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_is_compared_with_the_lead_that_was_created()
    {
        LeadDraft draft = new LeadDraft().SetTitle("Новая").SetLocked("Д-17").SetDemanded("да").SetAssignedById(17).AddPhone("+7 999 123-45-67", PhoneType.Work);
        long id = (await fixture.Client.CreateAsync(draft)).RecordId;
        Assert.True((await fixture.Client.VerifyAsync(id, draft)).IsStored);

        await fixture.UpdateUntypedAsync(id, """{"ASSIGNED_BY_ID": 1}""");
        CrmFieldMismatch mismatch = Assert.Single((await fixture.Client.VerifyAsync(id, draft)).Mismatches);
        Assert.Equal(("ASSIGNED_BY_ID", 17L, 1L), (mismatch.Field.Code, mismatch.Sent, mismatch.Stored));
        await Assert.ThrowsAsync<Bitrix24NotFoundException>(() => fixture.Client.VerifyAsync(999_999, draft));
    }

    [Fact]
    public async Task An_update_with_an_unknown_outcome_can_be_verified()
    {
        await using PortalEmulator portal = await PortalEmulator.StartAsync(Path.Combine(AppContext.BaseDirectory, "portal"));
        using var client = new Bitrix24Client(new Bitrix24ClientOptions
        {
            Api = fixture.Api,
            Webhook = portal.Webhook.ToString(),
            Limits = PortalLimits.None,
            Retries = new Bitrix24RetryOptions { MaxRetries = 0 },
        });
        LeadUpdate[] updates = [.. Enumerable.Range(0, 4).Select(i => new LeadUpdate(portal.AddLead([new("TITLE", "Заявка")])).SetTitle($"Заявка {i}"))];
        portal.InjectFault(PortalFault.Reset(afterCall: true), method: fixture.Api.Method("update"));
        Assert.True((await Assert.ThrowsAsync<Bitrix24TransportException>(() => client.UpdateAsync(updates[0]))).IsOutcomeUnknown);
        portal.InjectFault(PortalFault.Reset(afterCall: false), method: fixture.Api.Method("update"));
        Assert.True((await Assert.ThrowsAsync<Bitrix24TransportException>(() => client.UpdateAsync(updates[1]))).IsOutcomeUnknown);
        await client.UpdateAsync(updates[2]);

        List<CrmVerification> results = await client.VerifyManyAsync([.. updates, new LeadUpdate(999_999).SetTitle("Нет такой")]).ToListAsync();

        Assert.Equal(
            [(updates[0].RecordId, true), (updates[1].RecordId, false), (updates[2].RecordId, true), (updates[3].RecordId, false), (999_999, false)],
            results.OrderBy(r => r.RecordId).Select(r => (r.RecordId, r.IsStored)));
        Assert.IsType<Bitrix24NotFoundException>(results.Single(r => r.RecordId == 999_999).Error);
    }

    [Fact]
    public async Task A_custom_field_that_is_not_returned_is_not_verified()
    {
        long id = fixture.AddLead();
        using Bitrix24Client client = Returning(string.Create(CultureInfo.InvariantCulture, $$"""{"ID": "{{id}}", "NAME": ""}"""));
        CrmVerification verification = await client.VerifyAsync(new LeadUpdate(id).ClearName().ClearStringOne().SetDateOne(new DateOnly(2026, 1, 2)));

        Assert.False(verification.IsStored);
        Assert.Empty(verification.Mismatches);
        Assert.Equal([LeadFields.StringOne, LeadFields.DateOne], verification.Unverified);
    }

    [Theory]
    [InlineData("5", "\"5\"", true)]
    [InlineData("true", "\"1\"", true)]
    [InlineData("\"a\"", "\"b\"", false)]
    [InlineData("5", "\"6\"", false)]
    public async Task A_value_of_an_unknown_type_may_be_returned_as_text(string sent, string returned, bool isStored)
    {
        long id = fixture.AddLead();
        using Bitrix24Client client = Returning(string.Create(CultureInfo.InvariantCulture, $$"""{"ID": "{{id}}", "{{LeadFields.HlblockOne.Code}}": {{returned}}}"""));
        LeadUpdate update = new LeadUpdate(id).SetHlblockOne(System.Text.Json.JsonDocument.Parse(sent).RootElement);

        Assert.Equal(isStored, (await client.VerifyAsync(update)).IsStored);
    }

    [Fact]
    public async Task An_update_without_changes_needs_no_call()
    {
        long id = fixture.AddLead();
        Assert.True((await fixture.Client.VerifyAsync(new LeadUpdate(id))).IsStored);
        Assert.DoesNotContain(fixture.Portal.Journal, c => c.LeadId == id);
    }

    [Theory]
    [InlineData("<b>Звонить</b> & писать", "<b>Звонить</b> &amp; писать")]
    [InlineData("Первая\r\nвторая ", "Первая\nвторая")]
    [InlineData("«Ромашка» < 100", "«Ромашка» &lt; 100")]
    public async Task A_comment_may_be_returned_with_entities(string sent, string returned)
    {
        long id = fixture.AddLead();
        using Bitrix24Client client = Returning(string.Create(CultureInfo.InvariantCulture, $$"""{"ID": "{{id}}", "COMMENTS": {{System.Text.Json.JsonSerializer.Serialize(returned)}}}"""));
        LeadUpdate update = new LeadUpdate(id).SetComments(sent);

        Assert.True((await client.VerifyAsync(update)).IsStored);
        Assert.False((await client.VerifyAsync(new LeadUpdate(id).SetComments("Другая"))).IsStored);
    }

    private static Bitrix24Client Returning(string result) => StubPortal.Answering($$"""{"result": {{result}}}""").Client();
}

public sealed class ClassicVerifyTests(ClassicPortal fixture) : VerifyTests(fixture), IClassFixture<ClassicPortal>;

public sealed class ItemVerifyTests(ItemPortal fixture) : VerifyTests(fixture), IClassFixture<ItemPortal>;
