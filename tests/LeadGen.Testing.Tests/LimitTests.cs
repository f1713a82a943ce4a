using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace LeadGen.Testing.Tests;

/// <summary>Tests the limits of the portal with a manual clock.</summary>
public sealed class LimitTests(PortalFixture fixture) : IClassFixture<PortalFixture>
{
    private static readonly DateTimeOffset s_start = new(2026, 3, 20, 21, 0, 30, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(s_start);

    [Fact]
    public async Task Requests_beyond_the_burst_are_rejected_until_the_bucket_drains()
    {
        await using PortalEmulator portal = await StartAsync(new PortalEmulatorLimits { CallsPerSecond = 2, Burst = 3 });
        Assert.Equal([200, 200, 200, 503, 503], await StatusesAsync(portal, 5));
        _clock.Advance(TimeSpan.FromSeconds(0.4));
        Assert.Equal([503], await StatusesAsync(portal, 1));
        _clock.Advance(TimeSpan.FromSeconds(0.6));
        Assert.Equal([200, 200, 503], await StatusesAsync(portal, 3));

        PortalLimitStatistics statistics = portal.LimitStatistics;
        Assert.Equal((9, 4, 0, 3.0), (statistics.Requests, statistics.RejectedRequests, statistics.RejectedCommands, statistics.HighestLevel));
        PortalCall rejected = portal.Journal[3];
        Assert.Equal((503, """{"error":"QUERY_LIMIT_EXCEEDED","error_description":"Too many requests"}""", null), (rejected.Status, rejected.Answer, rejected.LeadId));
        Assert.Equal(9, portal.Journal.Count);
    }

    [Fact]
    public async Task A_rejected_request_is_not_processed_and_consumes_no_fault()
    {
        await using PortalEmulator portal = await StartAsync(new PortalEmulatorLimits { CallsPerSecond = 0, Burst = 1 });
        long id = portal.AddLead([]);
        await fixture.CallAsync(portal, "profile");
        portal.InjectFault(PortalFault.WebPage());
        await fixture.CallAsync(portal, "crm.lead.update", $$"""{"id": {{id}}, "fields": {"NAME": "x"} }""");

        Assert.Null(portal.GetStoredValue(id, "NAME"));
        Assert.Equal([200, 503], portal.Journal.Select(static c => c.Status));
        Assert.All(portal.Journal, static c => Assert.Null(c.Fault));
    }

    [Fact]
    public async Task A_batch_is_one_request()
    {
        await using PortalEmulator portal = await StartAsync(new PortalEmulatorLimits { CallsPerSecond = 0, Burst = 2 });
        string commands = string.Join(",", Enumerable.Range(0, 50).Select(static i => $"\"c{i}\": \"profile\""));
        JsonElement answer = await fixture.CallAsync(portal, "batch", $$"""{"cmd": { {{commands}} } }""");
        Assert.Equal(50, answer.GetProperty("result").GetProperty("result").EnumerateObject().Count());
        Assert.Equal((1, 1.0), (portal.LimitStatistics.Requests, portal.LimitStatistics.HighestLevel));
    }

    [Fact]
    public async Task Only_methods_over_their_operating_limit_are_rejected()
    {
        await using PortalEmulator portal = await StartAsync(OperatingLimits(limit: 100, perCall: 60));
        Assert.Equal([200, 200, 429], await StatusesAsync(portal, 3));
        Assert.True((await fixture.CallAsync(portal, "crm.lead.list")).TryGetProperty("result", out _));
        Assert.Equal("OPERATION_TIME_LIMIT", (await fixture.CallAsync(portal, "PROFILE")).GetProperty("error").GetString());

        // Both calls are in the bucket of 21:00, which is discarded at 21:10.
        _clock.SetUtcNow(s_start.AddMinutes(9));
        Assert.Equal([429], await StatusesAsync(portal, 1));
        _clock.SetUtcNow(s_start.AddMinutes(9.5));
        Assert.Equal([200], await StatusesAsync(portal, 1));

        PortalLimitStatistics statistics = portal.LimitStatistics;
        Assert.Equal((0, 3), (statistics.RejectedRequests, statistics.RejectedCommands));
        Assert.Equal(["crm.lead.list 60", "profile 120"], statistics.HighestOperating.OrderBy(static h => h.Key, StringComparer.Ordinal).Select(static h => $"{h.Key} {h.Value.TotalSeconds}"));
    }

    [Fact]
    public async Task Responses_contain_the_operating_time_and_its_reset_time()
    {
        await using PortalEmulator portal = await StartAsync(OperatingLimits(limit: null, perCall: 1.5));
        Assert.Equal((1.5, At("21:10"), 1.5), await TimeAsync("profile"));
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal((3, At("21:10"), 1.5), await TimeAsync("profile"));
        Assert.Equal((1.5, At("21:12"), 1.5), await TimeAsync("crm.lead.fields"));
        _clock.SetUtcNow(s_start.AddMinutes(9.5));
        Assert.Equal((3, At("21:12"), 1.5), await TimeAsync("profile"));

        async Task<(double, DateTimeOffset, double)> TimeAsync(string method) => Time((await fixture.CallAsync(portal, method)).GetProperty("time"));
        static DateTimeOffset At(string time) => DateTimeOffset.Parse($"2026-03-20T{time}:00Z", CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Operating_time_applies_to_the_commands_of_a_batch_but_not_to_the_batch()
    {
        await using PortalEmulator portal = await StartAsync(OperatingLimits(limit: 10, perCall: 6));
        portal.InjectFault(PortalFault.Error(500, "INTERNAL_SERVER_ERROR"), method: "profile");
        JsonElement answer = await fixture.CallAsync(portal, "batch", """
            {"cmd": {"a": "profile", "b": "profile", "c": "profile", "d": "profile", "e": "crm.lead.get?id=404", "f": "crm.lead.fields"}}
            """);

        JsonElement result = answer.GetProperty("result");
        Assert.Equal(["b", "c", "f"], result.GetProperty("result").EnumerateObject().Select(static p => p.Name));
        Assert.Equal(
            ["a INTERNAL_SERVER_ERROR", "d OPERATION_TIME_LIMIT", "e "],
            result.GetProperty("result_error").EnumerateObject().Select(static p => $"{p.Name} {p.Value.GetProperty("error").GetString()}"));
        Assert.Equal([6.0, 12, 6], result.GetProperty("result_time").EnumerateObject().Select(static p => Time(p.Value).Operating));
        Assert.Equal(24, answer.GetProperty("time").GetProperty("duration").GetDouble());
        Assert.False(answer.GetProperty("time").TryGetProperty("operating", out _));
        Assert.Equal([200, 500, 200, 200, 429, 400, 200], portal.Journal.Select(static c => c.Status));
        Assert.Equal(["crm.lead.fields", "crm.lead.get", "profile"], portal.LimitStatistics.HighestOperating.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((1, 1), (portal.LimitStatistics.Requests, portal.LimitStatistics.RejectedCommands));
    }

    [Fact]
    public async Task A_portal_without_limits_counts_requests()
    {
        await using PortalEmulator portal = await PortalEmulator.StartAsync(PortalFixture.Folder);
        Assert.All(await StatusesAsync(portal, 60), static s => Assert.Equal(200, s));
        Assert.Equal((60, 0, 0.0), (portal.LimitStatistics.Requests, portal.LimitStatistics.RejectedRequests, portal.LimitStatistics.HighestLevel));
    }

    [Fact]
    public void The_plans_match_the_documentation()
    {
        Assert.Equal((2, 50, null), (PortalEmulatorLimits.Standard.CallsPerSecond, PortalEmulatorLimits.Standard.Burst, PortalEmulatorLimits.Standard.OperatingLimit));
        Assert.Equal((5, 250), (PortalEmulatorLimits.Enterprise.CallsPerSecond, PortalEmulatorLimits.Enterprise.Burst));
        Assert.Equal(TimeSpan.FromMinutes(10), PortalEmulatorLimits.Enterprise.OperatingWindow);
    }

    public static TheoryData<PortalEmulatorLimits> InvalidLimits =>
    [
        new() { CallsPerSecond = -1 }, new() { CallsPerSecond = double.NaN }, new() { CallsPerSecond = double.PositiveInfinity }, new() { Burst = 0 },
        new() { OperatingLimit = TimeSpan.FromTicks(-1) }, new() { OperatingPerCall = TimeSpan.FromTicks(-1) }, new() { OperatingWindow = TimeSpan.Zero },
    ];

    [Theory]
    [MemberData(nameof(InvalidLimits))]
    public async Task An_invalid_limit_is_rejected(PortalEmulatorLimits limits) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => PortalEmulator.StartAsync(PortalFixture.Folder, new PortalEmulatorOptions { Limits = limits }));

    private static PortalEmulatorLimits OperatingLimits(double? limit, double perCall) => new()
    {
        Burst = int.MaxValue,
        OperatingLimit = limit is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        OperatingPerCall = TimeSpan.FromSeconds(perCall),
    };

    private static (double Operating, DateTimeOffset ResetAt, double Duration) Time(JsonElement time) => (
        time.GetProperty("operating").GetDouble(), DateTimeOffset.FromUnixTimeSeconds(time.GetProperty("operating_reset_at").GetInt64()), time.GetProperty("duration").GetDouble());

    private Task<PortalEmulator> StartAsync(PortalEmulatorLimits limits) =>
        PortalEmulator.StartAsync(PortalFixture.Folder, new PortalEmulatorOptions { Limits = limits, TimeProvider = _clock });

    private async Task<IEnumerable<int>> StatusesAsync(PortalEmulator portal, int calls)
    {
        var statuses = new int[calls];
        for (int i = 0; i < calls; i++)
        {
            (statuses[i], _) = await fixture.GetAsync(new Uri(portal.Webhook, "profile"));
        }

        return statuses;
    }
}
