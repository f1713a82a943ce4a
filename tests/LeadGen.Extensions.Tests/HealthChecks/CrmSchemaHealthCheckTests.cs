using System.Net;
using LeadGen.Hosts.Romashka;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;

namespace LeadGen.Extensions.Tests.HealthChecks;

/// <summary>Tests how the health check reports the drift of a portal, and how often it calls the portal.</summary>
public sealed class CrmSchemaHealthCheckTests : IAsyncDisposable
{
    private readonly StubPortal _portal = new(static (_, _) => Task.FromResult(FieldReplies.Fields("romashka")));
    private readonly TaskCompletionSource _called = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly FakeTimeProvider _time = new();
    private readonly List<ServiceProvider> _hosts = [];

    [Fact]
    public async Task An_unchanged_portal_is_healthy()
    {
        HealthReportEntry entry = await ProbeAsync(Host(b => b.AddCrmSchema<Lead>()));

        Assert.Equal((HealthStatus.Healthy, "acme.example does not drop any value."), (entry.Status, entry.Description));
        Assert.Empty(entry.Data);
    }

    [Fact]
    public async Task Differences_that_lose_no_writes_are_reported_as_healthy()
    {
        _portal.Answer = (_, _) => Task.FromResult(FieldReplies.Fields("romashka", f =>
        {
            f["NEW_FIELD"] = f["TITLE"]!.DeepClone();
            f.Remove("DATE_CREATE");
        }));

        HealthReportEntry entry = await ProbeAsync(Host(b => b.AddCrmSchema<Lead>()));

        Assert.Equal(HealthStatus.Healthy, entry.Status);
        Assert.Equal(["DATE_CREATE", "NEW_FIELD"], entry.Data.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(null, HealthStatus.Unhealthy)]
    [InlineData(HealthStatus.Degraded, HealthStatus.Degraded)]
    public async Task Lost_writes_fail_the_check_and_the_fields_are_listed(HealthStatus? failureStatus, HealthStatus expected)
    {
        _portal.Answer = (_, _) => Task.FromResult(FieldReplies.Fields("romashka", f =>
        {
            f.Remove("NAME");
            f.Remove("DATE_CREATE");
            f["COMPANY_ID"]!["isReadOnly"] = true;
            f["COMPANY_ID"]!["type"] = "crm_contact";
        }));

        HealthReportEntry entry = await ProbeAsync(Host(b => b.AddCrmSchema<Lead>(failureStatus: failureStatus, tags: ["crm"])));

        Assert.Equal((expected, "acme.example drops values that are written to COMPANY_ID, NAME."), (entry.Status, entry.Description));
        Assert.Equal(["COMPANY_ID", "DATE_CREATE", "NAME"], entry.Data.Keys.Order(StringComparer.Ordinal));
        string[] company = Assert.IsType<string>(entry.Data["COMPANY_ID"]).Split('\n');
        Assert.Equal(2, company.Length);
        Assert.Contains("BecameReadOnly, loses writes", company[1], StringComparison.Ordinal);
        Assert.Equal(["crm"], entry.Tags);
    }

    public static TheoryData<int, string, HealthStatus, Type> Failures => new()
    {
        { 503, """{"error": "QUERY_LIMIT_EXCEEDED", "error_description": "Too many requests"}""", HealthStatus.Degraded, typeof(Bitrix24LimitException) },
        { 500, """{"error": "INTERNAL_SERVER_ERROR", "error_description": "Internal server error"}""", HealthStatus.Degraded, typeof(Bitrix24ServerException) },
        { 502, "<html>Bad gateway</html>", HealthStatus.Degraded, typeof(Bitrix24ServerException) },
        { 200, "<html>Maintenance</html>", HealthStatus.Degraded, typeof(Bitrix24ReplyException) },
        { 200, """{"result": []}""", HealthStatus.Degraded, typeof(Bitrix24ReplyException) },
        { 200, """{"result": {"CODE": {"type": "string"}}}""", HealthStatus.Degraded, typeof(Bitrix24ReplyException) },
        { 401, """{"error": "INVALID_CREDENTIALS", "error_description": "Invalid request credentials"}""", HealthStatus.Unhealthy, typeof(Bitrix24AuthenticationException) },
        { 403, """{"error": "insufficient_scope", "error_description": "The scope crm is missing"}""", HealthStatus.Unhealthy, typeof(Bitrix24AccessDeniedException) },
        { 404, """{"error": "ERROR_METHOD_NOT_FOUND", "error_description": "Method not found!"}""", HealthStatus.Unhealthy, typeof(Bitrix24RejectedException) },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Transient_errors_are_degraded_and_permanent_errors_fail(int status, string body, HealthStatus expected, Type failure)
    {
        _portal.Answer = (_, _) => Task.FromResult(FieldReplies.Json(body, (HttpStatusCode)status));
        HealthReportEntry entry = await ProbeAsync(Host(b => b.AddCrmSchema<Lead>()));

        Assert.Equal(expected, entry.Status);
        Assert.Equal(failure, entry.Exception?.GetType());
        Assert.Equal(entry.Exception!.Message, entry.Description);
        Assert.DoesNotContain(StubPortal.Secret, entry.Exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unreachable_portal_is_degraded_and_the_secret_is_not_reported()
    {
        _portal.Answer = (_, _) => throw new HttpRequestException($"https://acme.example/rest/7/{StubPortal.Secret}/ is not there");
        HealthReportEntry entry = await ProbeAsync(Host(b => b.AddCrmSchema<Lead>()));

        Assert.Equal(HealthStatus.Degraded, entry.Status);
        Assert.DoesNotContain(StubPortal.Secret, entry.Description + entry.Exception, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_is_cached_for_five_minutes()
    {
        ServiceProvider host = Host(b => b.AddCrmSchema<Lead>());
        await ProbeAsync(host);
        _portal.Answer = (_, _) => Task.FromResult(FieldReplies.Fields("romashka", f => f.Remove("NAME")));

        _time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        Assert.Equal(HealthStatus.Healthy, (await ProbeAsync(host)).Status);
        Assert.Equal(1, _portal.Requests.Count);

        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(HealthStatus.Unhealthy, (await ProbeAsync(host)).Status);
        Assert.Equal(2, _portal.Requests.Count);
    }

    [Theory]
    [InlineData(null, 30)]
    [InlineData(3600, 30)]
    [InlineData(10, 10)]
    public async Task A_failure_is_cached_for_a_shorter_time(int? cacheSeconds, int expectedSeconds)
    {
        ServiceProvider host = Host(b => b.AddCrmSchema<Lead>(cacheDuration: cacheSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null));
        _portal.Answer = (_, _) => Task.FromResult(FieldReplies.Json("""{"error": "QUERY_LIMIT_EXCEEDED", "error_description": "Too many requests"}""", HttpStatusCode.ServiceUnavailable));
        await ProbeAsync(host);
        _portal.Answer = (_, _) => Task.FromResult(FieldReplies.Fields("romashka"));

        _time.Advance(TimeSpan.FromSeconds(expectedSeconds) - TimeSpan.FromTicks(1));
        Assert.Equal(HealthStatus.Degraded, (await ProbeAsync(host)).Status);

        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(HealthStatus.Healthy, (await ProbeAsync(host)).Status);
        Assert.Equal(2, _portal.Requests.Count);
    }

    [Fact]
    public async Task A_cache_duration_of_zero_disables_caching()
    {
        ServiceProvider host = Host(b => b.AddCrmSchema<Lead>(cacheDuration: TimeSpan.Zero));
        await ProbeAsync(host);
        await ProbeAsync(host);
        Assert.Equal(2, _portal.Requests.Count);
    }

    [Fact]
    public async Task Probes_at_the_same_time_share_a_call()
    {
        TaskCompletionSource<HttpResponseMessage> answer = DelayResponses();
        ServiceProvider host = Host(b => b.AddCrmSchema<Lead>());
        Task<HealthReportEntry>[] probes = [.. Enumerable.Range(0, 20).Select(_ => ProbeAsync(host))];
        await WaitForCallAsync();

        // Gives the other probes time to call the portal, if they do.
        await Task.Delay(50);
        answer.SetResult(FieldReplies.Fields("romashka"));

        Assert.All(await Task.WhenAll(probes), e => Assert.Equal(HealthStatus.Healthy, e.Status));
        Assert.Equal(1, _portal.Requests.Count);
    }

    [Fact]
    public async Task Canceling_a_probe_neither_cancels_the_shared_call_nor_starts_another()
    {
        TaskCompletionSource<HttpResponseMessage> answer = DelayResponses();
        ServiceProvider host = Host(b => b.AddCrmSchema<Lead>());
        using var cancellation = new CancellationTokenSource();
        Task<HealthReportEntry> canceledProbe = ProbeAsync(host, cancellation.Token);
        await WaitForCallAsync();
        Task<HealthReportEntry> otherProbe = ProbeAsync(host);

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => canceledProbe);
        answer.SetResult(FieldReplies.Fields("romashka"));

        Assert.Equal(HealthStatus.Healthy, (await otherProbe).Status);
        Assert.Equal(1, _portal.Requests.Count);
    }

    [Fact]
    public async Task A_slow_portal_is_degraded_until_it_responds()
    {
        TaskCompletionSource<HttpResponseMessage> answer = DelayResponses();
        ServiceProvider host = Host(b => b.AddCrmSchema<Lead>(timeout: TimeSpan.FromSeconds(2)));
        Task<HealthReportEntry> first = ProbeAsync(host);
        while (!first.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1);
        }

        Assert.Equal((HealthStatus.Degraded, "The portal did not return its fields within 00:00:02."), ((await first).Status, (await first).Description));

        answer.SetResult(FieldReplies.Fields("romashka"));
        Assert.Equal(HealthStatus.Healthy, (await ProbeAsync(host)).Status);
        Assert.Equal(1, _portal.Requests.Count);
    }

    [Fact]
    public async Task Disposing_the_host_cancels_the_call()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _portal.Answer = async (_, token) =>
        {
            try
            {
                _called.SetResult();
                await Task.Delay(Timeout.Infinite, token);
                throw new InvalidOperationException("The delay has no end.");
            }
            finally
            {
                ended.SetResult();
            }
        };
        ServiceProvider host = Host(b => b.AddCrmSchema<Lead>());
        Task<HealthReportEntry> probe = ProbeAsync(host);
        await WaitForCallAsync();

        await host.DisposeAsync();

        await ended.Task.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.NotEqual(HealthStatus.Healthy, (await probe).Status);
    }

    [Fact]
    public async Task Each_portal_has_its_own_check_client_and_result()
    {
        var harbor = new StubPortal(static (_, _) => Task.FromResult(FieldReplies.Fields("harbor", static f => f.Remove("TITLE"))));
        ServiceProvider host = Host(
            b => b.AddCrmSchema<Lead>(name: "romashka")
                .AddCrmSchema<Hosts.Harbor.Lead>(s => s.GetRequiredKeyedService<Bitrix24Client>("harbor"), name: "harbor"),
            s => s.AddKeyedSingleton("harbor", harbor.Client(StubPortal.OneAttempt($"https://harbor.example/rest/7/{StubPortal.Secret}/"))));

        HealthReport report = await host.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        await host.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        Assert.Equal((HealthStatus.Healthy, "acme.example does not drop any value."), (report.Entries["romashka"].Status, report.Entries["romashka"].Description));
        Assert.Equal(
            (HealthStatus.Unhealthy, "harbor.example drops values that are written to TITLE."), (report.Entries["harbor"].Status, report.Entries["harbor"].Description));
        Assert.Equal((1, 1), (_portal.Requests.Count, harbor.Requests.Count));
    }

    [Fact]
    public async Task The_check_of_a_named_client_contains_the_name()
    {
        var harbor = new StubPortal(static (_, _) => Task.FromResult(FieldReplies.Fields("harbor", static f => f.Remove("TITLE"))));
        ServiceProvider host = Host(
            b => b.AddCrmSchema<Lead>().AddCrmSchema<Hosts.Harbor.Lead>(clientName: "harbor").AddCrmSchema<Hosts.Harbor.Lead>("docks", clientName: "harbor"),
            s => s.AddKeyedSingleton("harbor", harbor.Client(StubPortal.OneAttempt($"https://harbor.example/rest/7/{StubPortal.Secret}/"))));

        HealthReport report = await host.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        Assert.Equal(["docks", "lead-schema", "lead-schema:harbor"], report.Entries.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("acme.example does not drop any value.", report.Entries["lead-schema"].Description);
        Assert.All(["docks", "lead-schema:harbor"], n => Assert.Equal("harbor.example drops values that are written to TITLE.", report.Entries[n].Description));
    }

    [Fact]
    public async Task A_scoped_client_lives_for_one_call()
    {
        int made = 0;
        ServiceProvider host = Host(
            b => b.AddCrmSchema<Lead>(s => s.GetRequiredKeyedService<Bitrix24Client>("scoped")),
            s => s.AddKeyedScoped("scoped", (_, _) =>
            {
                made++;
                return _portal.Client();
            }));

        await ProbeAsync(host);
        await ProbeAsync(host);
        _time.Advance(TimeSpan.FromMinutes(5));
        await ProbeAsync(host);

        Assert.Equal((2, 2), (made, _portal.Requests.Count));
    }

    [Fact]
    public async Task A_client_that_is_not_registered_fails_the_check_with_the_reason()
    {
        ServiceProvider host = Host(b => b.AddCrmSchema<Lead>(s => s.GetRequiredKeyedService<Bitrix24Client>("nobody")));
        HealthReportEntry entry = await ProbeAsync(host);

        Assert.Equal(HealthStatus.Unhealthy, entry.Status);
        Assert.IsType<InvalidOperationException>(entry.Exception);
    }

    [Fact]
    public void Invalid_durations_are_rejected()
    {
        IHealthChecksBuilder builder = new ServiceCollection().AddHealthChecks();
        Assert.Throws<ArgumentOutOfRangeException>("timeout", () => builder.AddCrmSchema<Lead>(timeout: TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>("cacheDuration", () => builder.AddCrmSchema<Lead>(cacheDuration: TimeSpan.FromSeconds(-1)));
        builder.AddCrmSchema<Lead>(timeout: Timeout.InfiniteTimeSpan);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ServiceProvider host in _hosts)
        {
            await host.DisposeAsync();
        }
    }

    private ServiceProvider Host(Action<IHealthChecksBuilder> addChecks, Action<IServiceCollection>? addServices = null)
    {
        var services = new ServiceCollection();
        Bitrix24ClientOptions options = StubPortal.OneAttempt();
        options.TimeProvider = _time;
        services.AddLogging().AddSingleton<TimeProvider>(_time).AddSingleton(_portal.Client(options));
        addServices?.Invoke(services);
        addChecks(services.AddHealthChecks());
        ServiceProvider host = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true });
        _hosts.Add(host);
        return host;
    }

    /// <summary>Waits until the portal has received a call that it does not answer immediately.</summary>
    private Task WaitForCallAsync() => _called.Task.WaitAsync(TimeSpan.FromSeconds(20));

    private static async Task<HealthReportEntry> ProbeAsync(IServiceProvider host, CancellationToken cancellationToken = default) =>
        (await host.GetRequiredService<HealthCheckService>().CheckHealthAsync(cancellationToken)).Entries["lead-schema"];

    /// <summary>Delays the responses of the portal until the test provides one.</summary>
    private TaskCompletionSource<HttpResponseMessage> DelayResponses()
    {
        var answer = new TaskCompletionSource<HttpResponseMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _portal.Answer = (_, token) =>
        {
            _called.TrySetResult();
            return answer.Task.WaitAsync(token);
        };
        return answer;
    }
}
