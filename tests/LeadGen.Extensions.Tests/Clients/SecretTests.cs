using System.Collections.Concurrent;
using System.Diagnostics;
using LeadGen.Hosts.Romashka;
using LeadGen.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LeadGen.Extensions.Tests.Clients;

/// <summary>Tests that the webhook's secret, which is in the address of each call, is not in logs, activities or diagnostic events.</summary>
public sealed class SecretTests : IAsyncLifetime
{
    private readonly Recording _log = new();
    private PortalEmulator _portal = null!;

    public async Task InitializeAsync() => _portal = await Portals.StartAsync("romashka");

    public async Task DisposeAsync() => await _portal.DisposeAsync();

    [Fact]
    public async Task Logs_of_all_levels_do_not_contain_the_secret()
    {
        await using ServiceProvider host = Build();

        await CallAsync(host);
        Assert.DoesNotContain(_portal.Secret(), _log.Text, StringComparison.OrdinalIgnoreCase);

        // Another client of the factory logs the secret.
        await CallWithOtherClientAsync(host);
        Assert.Contains(_portal.Secret(), _log.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Activities_and_diagnostic_events_do_not_contain_the_secret()
    {
        await using ServiceProvider host = Build();
        var seen = new ConcurrentQueue<string>();
        using var activities = new ActivityListener
        {
            // The portal runs in the same process and has its own activities.
            ShouldListenTo = static s => !s.Name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal),
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = a => seen.Enqueue($"{a.Source.Name} {a.DisplayName} {string.Join(' ', a.TagObjects)} {string.Join(' ', a.Events.SelectMany(static e => e.Tags))} {string.Join(' ', a.Baggage)}"),
        };
        ActivitySource.AddActivityListener(activities);
        using IDisposable events = DiagnosticListener.AllListeners.Subscribe(new Observer<DiagnosticListener>(listener =>
        {
            if (listener.Name == "HttpHandlerDiagnosticListener")
            {
                listener.Subscribe(new Observer<KeyValuePair<string, object?>>(e => seen.Enqueue($"{e.Key} {e.Value}")));
            }
        }));

        await CallAsync(host);
        Assert.DoesNotContain(seen, s => s.Contains(_portal.Secret(), StringComparison.OrdinalIgnoreCase));

        // Another client records the secret in both; in activities only since .NET 9.
        await CallWithOtherClientAsync(host);
        Assert.Equal(
            Environment.Version.Major >= 9,
            seen.Any(s => s.StartsWith("System.Net.Http ", StringComparison.Ordinal) && s.Contains(_portal.Secret(), StringComparison.OrdinalIgnoreCase)));
        Assert.Contains(seen, s => s.StartsWith("System.Net.Http.HttpRequestOut.Start ", StringComparison.Ordinal) && s.Contains(_portal.Secret(), StringComparison.OrdinalIgnoreCase));
    }

    private ServiceProvider Build()
    {
        var services = new ServiceCollection();
        services.AddLogging(b => b.SetMinimumLevel(LogLevel.Trace).AddProvider(_log));

        // A host can enable the default logger for all HTTP clients.
        services.ConfigureHttpClientDefaults(static b => b.AddDefaultLogger());
        services.AddBitrix24Client("acme", o =>
        {
            o.Webhook = _portal.Webhook.ToString();
            o.Retries.MaxRetries = 0;
        });
        services.AddHttpClient("other");
        return services.BuildServiceProvider();
    }

    /// <summary>Makes a call that succeeds, one that the portal rejects, one without a response, and one that is redirected.</summary>
    private async Task CallAsync(ServiceProvider host)
    {
        Bitrix24Client client = host.GetRequiredKeyedService<Bitrix24Client>("acme");
        await client.CheckSchemaAsync<Lead>();
        foreach (PortalFault fault in new[]
        {
            PortalFault.Error(400, "ERROR_CORE", "No."),
            PortalFault.Reset(),
            PortalFault.Redirect(new Uri("http://127.0.0.2:9/rest/1/else/crm.lead.fields.json")),
        })
        {
            _portal.InjectFault(fault);
            await Assert.ThrowsAnyAsync<Bitrix24Exception>(() => client.CheckSchemaAsync<Lead>());
        }
    }

    private async Task CallWithOtherClientAsync(ServiceProvider host)
    {
        HttpClient http = host.GetRequiredService<IHttpClientFactory>().CreateClient("other");
        using HttpResponseMessage response = await http.GetAsync(new Uri(_portal.Webhook, "profile.json"));
        response.EnsureSuccessStatusCode();
    }

    private sealed class Observer<T>(Action<T> next) : IObserver<T>
    {
        public void OnNext(T value) => next(value);

        public void OnError(Exception error)
        {
        }

        public void OnCompleted()
        {
        }
    }
}
