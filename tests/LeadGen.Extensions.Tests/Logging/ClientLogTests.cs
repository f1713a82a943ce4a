using LeadGen.Hosts.Romashka;
using LeadGen.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LeadGen.Extensions.Tests.Logging;

/// <summary>Tests that the events of a client are logged and forwarded to the user's event handler.</summary>
public sealed class ClientLogTests : IAsyncLifetime
{
    private const string Value = "+7 999 123-45-67";

    private readonly Recording _log = new();
    private readonly RecordedEvents _userEvents = new();
    private Bitrix24Exception _failure = null!;

    public async Task InitializeAsync()
    {
        await using PortalEmulator portal = await Portals.StartAsync("romashka");
        portal.InjectFault(PortalFault.Error(400, "ERROR_CORE", "Not today."));
        using var client = new Bitrix24Client(portal.Webhook.ToString());
        _failure = await Assert.ThrowsAnyAsync<Bitrix24Exception>(() => client.CheckSchemaAsync<Lead>());
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public void A_retry_is_logged_as_a_warning()
    {
        Events().OnRetry("acme.example", _failure, 2, TimeSpan.FromSeconds(1.5));

        Recording.Entry entry = Logged(LogLevel.Warning, 1, "Retry", $"Client acme retries crm.lead.fields on acme.example in 00:00:01.5000000 (retry 2): {_failure.Message}");
        Assert.Equal(("crm.lead.fields", 2, TimeSpan.FromSeconds(1.5)), (entry.Fields["Method"], entry.Fields["Attempt"], entry.Fields["Delay"]));
        Assert.Equal($"retry acme.example {_failure.ErrorCode} 2 00:00:01.5000000", Assert.Single(_userEvents.Calls));
    }

    [Theory]
    [InlineData(999, LogLevel.Debug)]
    [InlineData(1000, LogLevel.Information)]
    public void A_wait_is_logged_as_information_unless_it_is_short(int milliseconds, LogLevel level)
    {
        TimeSpan delay = TimeSpan.FromMilliseconds(milliseconds);
        Events().OnWait("acme.example", "crm.lead.update", Bitrix24ClientWait.OperatingTimeLow, delay);

        Recording.Entry entry = Logged(level, 2, "Wait", $"Client acme waits {delay} before crm.lead.update on acme.example: OperatingTimeLow.");
        Assert.Equal(Bitrix24ClientWait.OperatingTimeLow, entry.Fields["Reason"]);
        Assert.Equal($"wait acme.example crm.lead.update OperatingTimeLow {delay}", Assert.Single(_userEvents.Calls));
    }

    [Fact]
    public void A_move_is_logged_as_a_warning_with_instructions()
    {
        Events().OnMove("acme.example", "new.example");

        Logged(LogLevel.Warning, 3, "Move", "The portal of client acme has moved from acme.example to new.example. Change the settings: it redirects calls only for a limited time.");
        Assert.Equal("move acme.example new.example", Assert.Single(_userEvents.Calls));
    }

    [Fact]
    public void New_tokens_are_logged_as_information()
    {
        Events().OnTokenRefresh("acme.example", DateTimeOffset.UnixEpoch);

        Logged(LogLevel.Information, 4, "TokenRefresh", "Client acme has new tokens for acme.example, until 1970-01-01 00:00:00Z.");
        Assert.Equal("refresh acme.example 1970-01-01 00:00:00Z", Assert.Single(_userEvents.Calls));
    }

    [Fact]
    public void A_failed_bulk_update_is_logged_as_a_warning_without_its_values()
    {
        var outcome = new CrmUpdateResult(41, new LeadUpdate(1608).AddPhone(Value, PhoneType.Work), CrmUpdateStatus.Rejected, _failure);
        Events().OnBulkFailure("acme.example", outcome);

        Recording.Entry entry = Logged(LogLevel.Warning, 5, "BulkFailure", $"Client acme: update 41 of a bulk run on acme.example, for record 1608, is Rejected. {_failure.Message}");
        Assert.Equal((41L, 1608L, CrmUpdateStatus.Rejected), (entry.Fields["Index"], entry.Fields["RecordId"], entry.Fields["Status"]));
        Assert.DoesNotContain(Value, _log.Text, StringComparison.Ordinal);
        Assert.Equal($"bulk acme.example {outcome}", Assert.Single(_userEvents.Calls));
    }

    [Fact]
    public void Events_are_logged_even_without_a_user_event_handler()
    {
        Events("", hasUserEvents: false).OnMove("acme.example", "new.example");

        Assert.Equal("(unnamed)", Assert.Single(_log.Entries).Fields["Client"]);
        Assert.Empty(_userEvents.Calls);
    }

    private Recording.Entry Logged(LogLevel level, int id, string name, string message)
    {
        Recording.Entry entry = Assert.Single(_log.Entries);
        Assert.Equal(("LeadGen.Bitrix24Client", level, id, name, message), (entry.Category, entry.Level, entry.Id.Id, entry.Id.Name, entry.Message));
        Assert.Equal("acme", entry.Fields["Client"]);
        return entry;
    }

    private Bitrix24ClientEvents Events(string name = "acme", bool hasUserEvents = true)
    {
        var services = new ServiceCollection();
        services.AddLogging(b => b.SetMinimumLevel(LogLevel.Trace).AddProvider(_log));
        services.AddBitrix24Client(name, static o => o.Webhook = "https://acme.example/rest/7/s3cr3t/").Options.PostConfigure(o => o.Events = hasUserEvents ? _userEvents : null);
        using ServiceProvider host = services.BuildServiceProvider();
        return host.GetRequiredService<IOptionsMonitor<Bitrix24ClientOptions>>().Get(name).Events!;
    }

    private sealed class RecordedEvents : Bitrix24ClientEvents
    {
        public List<string> Calls { get; } = [];

        public override void OnRetry(string portal, Bitrix24Exception failure, int attempt, TimeSpan delay) => Calls.Add($"retry {portal} {failure.ErrorCode} {attempt} {delay}");

        public override void OnWait(string portal, string method, Bitrix24ClientWait reason, TimeSpan delay) => Calls.Add($"wait {portal} {method} {reason} {delay}");

        public override void OnMove(string portal, string movedTo) => Calls.Add($"move {portal} {movedTo}");

        public override void OnTokenRefresh(string portal, DateTimeOffset expiresAt) => Calls.Add($"refresh {portal} {expiresAt:u}");

        public override void OnBulkFailure(string portal, CrmUpdateResult outcome) => Calls.Add($"bulk {portal} {outcome}");
    }
}
