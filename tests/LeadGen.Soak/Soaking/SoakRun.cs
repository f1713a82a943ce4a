using System.Diagnostics;
using System.Security.Cryptography;
using LeadGen.Soak.Output;
using LeadGen.Soak.Portal;
using LeadGen.Soak.Processes;
using LeadGen.Testing;
using StackExchange.Redis;

namespace LeadGen.Soak.Soaking;

/// <summary>Updates leads in bulk despite faults, expired tokens, a move and a Redis failure, and then verifies the stored values.</summary>
internal static class SoakRun
{
    // The name of the portal in Redis, which all processes of a portal share. Here, there is only one process.
    private const string PortalName = "soak.example";

    // From this share of the operating limit on, the client delays bulk calls.
    private const double SlowFrom = 0.8;

    /// <param name="plan">The settings.</param>
    /// <param name="progress">Called with the number of results so far.</param>
    /// <param name="cancellationToken">Ends the run; the results so far are checked.</param>
    public static async Task<Report> RunAsync(SoakPlan plan, Action<int>? progress = null, CancellationToken cancellationToken = default)
    {
        var portalTally = new PortalCounters();
        var clientTally = new ClientCounters();
        string secret = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        await using PortalEmulator portal = await PortalEmulator.StartAsync(
            PortalProcess.Folder,
            new PortalEmulatorOptions
            {
                Limits = plan.Limits,
                OAuth = new PortalEmulatorOAuth { ClientId = "local.soak", ClientSecret = secret },
                JournalCapacity = 0,
                IsAdministrator = false,
                HiddenFields = [LeadFields.Codes.UrlOne],
                OnCall = portalTally.Watch,
            },
            cancellationToken);
        PortalProcess.AddLeads(portal, plan.Leads);

        using RedisProcess? redis = plan.UsesRedis ? new RedisProcess() : null;
        redis?.Start();
        await using ConnectionMultiplexer? connection = redis is null ? null : await RedisProcess.ConnectWhenStartedAsync(redis.Port);
        await using RedisRateLimiter? limiter = connection is null ? null : new RedisRateLimiter(connection, PortalName, plan.ClientLimits);
        Bitrix24ClientOptions options = OptionsFor(plan, portal, secret);
        (options.Events, options.RateLimiter) = (clientTally, limiter);
        using var client = new Bitrix24Client(options);

        // The first call of a process is slow, because its code is compiled first. That matters more with the short times of a soak.
        await foreach (CrmReadResult<Lead> _ in client.GetManyAsync<Lead>([1], cancellationToken))
        {
        }

        SoakFaults.Begin(portal, plan);
        var incidents = new Incidents(plan, portal, redis);
        var source = new StepSource(plan);
        var ledger = new Ledger();
        var watch = Stopwatch.StartNew();
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ending.CancelAfter(plan.Limit ?? Timeout.InfiniteTimeSpan);
        try
        {
            CrmBulkOptions bulk = plan.Bulk with { UpdateOptions = new CrmUpdateOptions { Verify = plan.Verifies, AllowUnknownValues = true } };
            await foreach (CrmUpdateResult result in client.UpdateManyAsync(source.Updates(), bulk, ending.Token))
            {
                ledger.Add(result);
                progress?.Invoke(ledger.Count);
                await incidents.AdvanceAsync(ledger.Count);
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The results so far are checked in the same way as those of a complete run.
        }

        watch.Stop();
        var report = new Report();
        report.Add("seed", $"{plan.Seed}");
        report.Add("updates taken", $"{Figures.Count(source.Taken.Count)} of {Figures.Count(plan.Updates)}, on {Figures.Count(plan.Leads)} leads");
        report.Add("duration", $"{Figures.Seconds(watch.Elapsed)}, {Figures.Count(ledger.Count / watch.Elapsed.TotalSeconds)} updates/s");
        report.Add("outcomes", Figures.Counts(ledger.ByStatus));
        if (plan.Verifies)
        {
            (int compared, int different, int unread) = ledger.Verified;
            report.Add("verified", $"{Figures.Count(compared)}: {Figures.Count(different)} with a difference, {Figures.Count(unread)} whose lead could not be read");
        }

        AddFigures(report, plan, portal, portalTally, clientTally);
        AddClaims(report, plan, portal, clientTally, ledger.Check(source.Taken, portal.GetStoredValue), isWhole: ledger.Count == plan.Updates);
        return report;
    }

    private static Bitrix24ClientOptions OptionsFor(SoakPlan plan, PortalEmulator portal, string secret)
    {
        PortalToken token = portal.IssueToken();
        return new Bitrix24ClientOptions
        {
            OAuth = new OAuthApplication
            {
                ClientId = "local.soak",
                ClientSecret = secret,
                TokenEndpoint = portal.OAuthEndpoint!,
                TokenStore = new MemoryOAuthTokenStore(new OAuthToken(token.AccessToken, token.RefreshToken, token.ExpiresAt, token.ClientEndpoint, token.MemberId)),
            },
            Limits = plan.ClientLimits,
            Api = plan.Api,
            Timeout = plan.Timeout,
            Retries = { Delay = plan.RetryDelay },
        };
    }

    private static void AddFigures(Report report, SoakPlan plan, PortalEmulator portal, PortalCounters portalTally, ClientCounters clientTally)
    {
        PortalLimitStatistics limits = portal.LimitStatistics;
        report.Add("limiter", plan.UsesRedis ? "Redis, killed and restarted in the middle" : "the client's own");
        report.Add("HTTP calls", $"{Figures.Count(limits.Requests)}: {Figures.Count(portalTally.Batches)} batches with {Figures.Count(portalTally.Rows)} updates, {Figures.Count(portalTally.Singles)} single updates");
        report.Add("faults", Figures.Counts(portalTally.Faults));
        report.Add("retries", Figures.Counts(clientTally.Retries));
        report.Add("waits", Figures.Counts(clientTally.Waits));
        report.Add("token refreshes, moves", $"{clientTally.Refreshes}, {clientTally.Moves}");
        report.Add("rejected by limits", $"{limits.RejectedRequests} requests, {limits.RejectedCommands} updates");
        report.Add("highest level", $"{Figures.Number(limits.HighestLevel)} of {plan.Limits.Burst} calls");
        report.Add("highest operating time", $"{Figures.Seconds(HighestOperating(plan, limits))} of {Figures.Seconds(plan.Limits.OperatingLimit!.Value)}");
        report.Add("peak memory, with the portal's", Figures.Memory(Process.GetCurrentProcess().PeakWorkingSet64));
    }

    private static void AddClaims(Report report, SoakPlan plan, PortalEmulator portal, ClientCounters clientTally, IEnumerable<Claim> state, bool isWhole)
    {
        PortalLimitStatistics limits = portal.LimitStatistics;
        foreach (Claim claim in state)
        {
            report.Add(claim);
        }

        report.Add(new Claim("calls rejected by the portal's limits", limits is { RejectedRequests: 0, RejectedCommands: 0 }, $"{limits.RejectedRequests} requests, {limits.RejectedCommands} updates"));
        if (isWhole)
        {
            long slowed = clientTally.Waits.GetValueOrDefault(Bitrix24ClientWait.OperatingTimeLow);

            // A client that starts without saved permits, or on a busy machine, may be too slow to use that much.
            bool isShort = HighestOperating(plan, limits) > plan.Limits.OperatingLimit * SlowFrom;
            report.Add(new Claim("the client slowed down near its operating limit", slowed > 0 || !isShort, $"{Figures.Count(slowed)} waits"));
            report.Add(new Claim("expired tokens were exchanged once each", clientTally.Refreshes == portal.TokenRefreshes && portal.TokenRefreshes == Incidents.Expirations, $"{portal.TokenRefreshes} times for {Incidents.Expirations}"));
            report.Add(new Claim("the client moved with the portal", clientTally.Moves == 1, $"{clientTally.Moves} times"));
        }
    }

    private static TimeSpan HighestOperating(SoakPlan plan, PortalLimitStatistics limits) => limits.HighestOperating.GetValueOrDefault(plan.UpdateMethod);
}
