using System.Text.Json;

namespace LeadGen.Testing.Tests;

/// <summary>Tests the capacity and the content of the journal, and the <c>OnCall</c> callback.</summary>
public sealed class JournalTests(PortalFixture fixture) : IClassFixture<PortalFixture>
{
    private const string Batch = """{"cmd": {"a": "crm.lead.add?fields[NAME]=Анна", "b": "crm.lead.update?id=1&fields[UF_CRM_404]=x&fields[NAME]=Ольга", "c": "nothing"}}""";

    [Theory]
    [InlineData(null, "profile batch a b c profile")]
    [InlineData(6, "profile batch a b c profile")]
    [InlineData(3, "b c profile")]
    [InlineData(0, "")]
    public async Task The_most_recent_calls_are_kept(int? capacity, string kept)
    {
        await using PortalEmulator portal = await PortalEmulator.StartAsync(PortalFixture.Folder, new PortalEmulatorOptions { JournalCapacity = capacity });
        await fixture.CallAsync(portal, "profile");
        JsonElement answer = await fixture.CallAsync(portal, "batch", Batch);
        await fixture.CallAsync(portal, "profile");

        Assert.Equal(kept, string.Join(' ', portal.Journal.Select(static c => c.BatchKey ?? c.Method)));
        Assert.Equal(["a", "b"], answer.GetProperty("result").GetProperty("result").EnumerateObject().Select(static p => p.Name));
        Assert.Equal("Ольга", portal.GetStoredValue(1, "NAME"));
    }

    [Fact]
    public async Task The_callback_receives_each_call_without_a_journal()
    {
        var seen = new List<PortalCall>();
        await using PortalEmulator portal = await PortalEmulator.StartAsync(PortalFixture.Folder, new PortalEmulatorOptions { JournalCapacity = 0, OnCall = seen.Add });
        await fixture.CallAsync(portal, "batch", Batch);
        string secret = portal.Webhook.Segments[^1].Trim('/');
        await fixture.CallAsync(portal, "crm.lead.update?x=" + secret, $$"""{"id": 1, "fields": {"NAME": "{{secret}}"} }""");

        Assert.Empty(portal.Journal);
        Assert.Equal([(null, 200), ("a", 200), ("b", 200), ("c", 404), (null, 200)], seen.Select(static c => (c.BatchKey, c.Status)));
        Assert.Equal([null, 1L, 1, null, 1], seen.Select(static c => c.LeadId));
        Assert.Equal(["UF_CRM_404 Dropped", "NAME Kept"], seen[2].Fields.Select(static f => $"{f.Code} {f.Outcome}"));
        Assert.DoesNotContain(secret, JsonSerializer.Serialize(seen), StringComparison.Ordinal);
        Assert.Contains("\"***\"", seen[^1].Fields[0].Sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_reported_to_the_callback_are_also_in_the_journal()
    {
        var seen = new List<PortalCall>();
        await using PortalEmulator portal = await PortalEmulator.StartAsync(PortalFixture.Folder, new PortalEmulatorOptions { OnCall = seen.Add });
        await fixture.CallAsync(portal, "batch", Batch);
        Assert.Equal(seen, portal.Journal);
    }

    [Fact]
    public async Task A_call_prints_as_one_line()
    {
        var seen = new List<string>();
        await using PortalEmulator portal = await PortalEmulator.StartAsync(PortalFixture.Folder, new PortalEmulatorOptions { OnCall = call => seen.Add(call.ToString()) });
        string secret = portal.Webhook.Segments[^1].Trim('/');
        portal.InjectFault(PortalFault.Reset(afterCall: false), method: "profile");
        await fixture.CallAsync(portal, "batch", Batch);
        await fixture.CallAsync(portal, "crm.lead.update", $$"""{"id": 1, "fields": {"NAME": "Анна", "a\n##vso[x]": 1, "{{secret}}": 1}, "options": {} }""");
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => fixture.CallAsync(portal, "profile"));
        await fixture.CallAsync(portal, "crm.lead.update", """{"id": 404, "fields": {}}""");

        Assert.Equal(
            [
                "batch: HTTP 200",
                "crm.lead.add (a), lead 1: HTTP 200; NAME: kept",
                "crm.lead.update (b), lead 1: HTTP 200; UF_CRM_404: dropped, the field does not exist; NAME: kept",
                "nothing (c): HTTP 404",
                "crm.lead.update, lead 1: HTTP 200; NAME: kept; a # #vso[x]: dropped, the field does not exist; ***: dropped, the field does not exist; options: dropped, the method has no such argument; options belong in params",
                "profile: HTTP 0, fault: connection reset",
                "crm.lead.update: HTTP 400",
            ],
            seen);
    }

    [Fact]
    public async Task Any_value_is_valid_JSON()
    {
        const string Odd = "\"a\" \\ \n\u0001 Ё";
        await using PortalEmulator portal = await PortalEmulator.StartAsync(PortalFixture.Folder);
        long id = portal.AddLead([new("UF_CRM_1712000006", Odd), new("UF_CRM_1712000006", "b"), new("PHONE", Odd), new("TITLE", Odd)]);
        string sent = JsonSerializer.Serialize(new { id, fields = new Dictionary<string, object> { ["UF_CRM_1712000006"] = new[] { Odd }, ["NAME"] = Odd } });

        Assert.Equal([Odd, "b"], JsonSerializer.Deserialize<string[]>(portal.GetStoredValue(id, "UF_CRM_1712000006")!)!);
        Assert.Equal(Odd, JsonDocument.Parse(portal.GetStoredValue(id, "PHONE")!).RootElement[0].GetProperty("VALUE").GetString());
        Assert.Equal(Odd, portal.GetStoredValue(id, "TITLE"));
        await fixture.CallAsync(portal, "crm.lead.update", sent);
        Assert.Equal([$"[{JsonSerializer.Serialize(Odd)}]", JsonSerializer.Serialize(Odd)], portal.Journal[^1].Fields.Select(static f => JsonSerializer.Serialize(JsonDocument.Parse(f.Sent))));
    }

    [Fact]
    public async Task A_negative_capacity_is_rejected() => await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
        () => PortalEmulator.StartAsync(PortalFixture.Folder, new PortalEmulatorOptions { JournalCapacity = -1 }));
}
