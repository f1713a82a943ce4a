using System.Text;
using LeadGen.Hosts.Romashka;
using LeadGen.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LeadGen.Extensions.Tests.Hosting;

/// <summary>Tests what one line adds to an application.</summary>
public sealed class HostApplicationBuilderTests : IAsyncLifetime
{
    private readonly HostApplicationBuilder _builder = Host.CreateEmptyApplicationBuilder(null);
    private PortalEmulator _portal = null!;

    public async Task InitializeAsync() => _portal = await Portals.StartAsync("romashka");

    public Task DisposeAsync() => _portal.DisposeAsync().AsTask();

    [Fact]
    public async Task A_client_has_a_health_check_traces_and_metrics()
    {
        Set("LeadGen:Webhook", _portal.Webhook.ToString());
        _builder.AddBitrix24Client<Lead>();
        using IHost host = await StartAsync();

        HealthReport report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        Assert.Equal(HealthStatus.Healthy, report.Entries["lead-schema"].Status);
        Assert.Equal(["crm.lead.fields"], _portal.Journal.Select(static c => c.Method));
        Assert.True(HasTracing(host));
        Assert.True(HasMetrics(host));
    }

    [Fact]
    public async Task A_named_client_has_its_own_section_and_health_check()
    {
        Set("LeadGen:romashka:Webhook", _portal.Webhook.ToString());
        _builder.AddBitrix24Client<Lead>("romashka");
        using IHost host = await StartAsync();

        await host.Services.GetRequiredKeyedService<Bitrix24Client>("romashka").CheckSchemaAsync<Lead>();
        Assert.Equal(["lead-schema:romashka"], (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries.Keys);
    }

    [Fact]
    public async Task The_webhook_of_a_named_client_can_be_a_connection_string()
    {
        Set("ConnectionStrings:romashka", _portal.Webhook.ToString());
        _builder.AddBitrix24Client<Lead>("romashka", configureOptions: static options => options.MaxWait = TimeSpan.FromSeconds(7));
        using IHost host = await StartAsync();

        await host.Services.GetRequiredKeyedService<Bitrix24Client>("romashka").CheckSchemaAsync<Lead>();
        Assert.Equal(TimeSpan.FromSeconds(7), host.Services.GetRequiredService<IOptionsMonitor<Bitrix24ClientOptions>>().Get("romashka").MaxWait);
    }

    [Fact]
    public async Task The_webhook_of_the_section_replaces_the_connection_string()
    {
        Set("ConnectionStrings:romashka", "https://other.bitrix24.ru/rest/1/s3cr3t/");
        Set("LeadGen:romashka:Webhook", _portal.Webhook.ToString());
        _builder.AddBitrix24Client<Lead>("romashka");
        using IHost host = await StartAsync();

        await host.Services.GetRequiredKeyedService<Bitrix24Client>("romashka").CheckSchemaAsync<Lead>();
        Assert.Single(_portal.Journal);
    }

    [Fact]
    public async Task The_documented_settings_of_two_clients_are_valid()
    {
        string settings = Readme.Pages.SelectMany(static page => page.Fences).Single(static f => f.Text.StartsWith("// appsettings.json with two clients", StringComparison.Ordinal)).Text;
        _builder.Configuration.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(settings)));
        Set("LeadGen:acme:Webhook", _portal.Webhook.ToString());
        Set("ConnectionStrings:harbor", _portal.Webhook.ToString());
        _builder.AddBitrix24Client<Lead>("acme");
        _builder.AddBitrix24Client<Lead>("harbor");
        using IHost host = await StartAsync();

        IOptionsMonitor<Bitrix24ClientOptions> options = host.Services.GetRequiredService<IOptionsMonitor<Bitrix24ClientOptions>>();
        Assert.Equal((PortalLimits.Enterprise, PortalLimits.None), (options.Get("acme").Limits, options.Get("harbor").Limits));
        Assert.Equal(2, (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Each_part_can_be_turned_off(bool inConfiguration)
    {
        Set("LeadGen:Webhook", _portal.Webhook.ToString());
        if (inConfiguration)
        {
            Set("LeadGen:DisableHealthChecks", "true");
            Set("LeadGen:DisableTracing", "True");
            Set("LeadGen:DisableMetrics", "true");
        }

        _builder.AddBitrix24Client<Lead>(configureSettings: settings =>
        {
            Assert.Equal((inConfiguration, inConfiguration, inConfiguration), (settings.DisableHealthChecks, settings.DisableTracing, settings.DisableMetrics));
            (settings.DisableHealthChecks, settings.DisableTracing, settings.DisableMetrics) = (true, true, true);
        });
        using IHost host = await StartAsync();

        Assert.Null(host.Services.GetService<HealthCheckService>());
        Assert.False(HasTracing(host));
        Assert.False(HasMetrics(host));
    }

    [Fact]
    public async Task Without_settings_the_application_does_not_start()
    {
        _builder.AddBitrix24Client<Lead>("romashka");
        OptionsValidationException e = await Assert.ThrowsAsync<OptionsValidationException>(StartAsync);
        Assert.Contains("LeadGen__romashka__Webhook", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_key_stops_the_application_and_the_valid_keys_are_named()
    {
        Set("LeadGen:Webhook", _portal.Webhook.ToString());
        Set("LeadGen:DisableTraces", "true");
        _builder.AddBitrix24Client<Lead>();
        OptionsValidationException e = await Assert.ThrowsAsync<OptionsValidationException>(StartAsync);
        Assert.Contains("'DisableTraces'", e.Message, StringComparison.Ordinal);
        Assert.Contains("DisableTracing", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_can_be_added_once_and_a_flag_must_be_true_or_false()
    {
        _builder.AddBitrix24Client<Lead>("romashka");
        Assert.Throws<InvalidOperationException>(() => _builder.AddBitrix24Client<Lead>("romashka"));
        Set("LeadGen:DisableMetrics", "on");
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => _builder.AddBitrix24Client<Lead>());
        Assert.Contains("LeadGen:DisableMetrics", e.Message, StringComparison.Ordinal);
    }

    private void Set(string key, string value) => _builder.Configuration.AddInMemoryCollection([KeyValuePair.Create<string, string?>(key, value)]);

    private async Task<IHost> StartAsync()
    {
        IHost host = _builder.Build();
        await host.StartAsync();
        return host;
    }

    // Other tests have listeners too, so the providers are asked, not the source.
    private static bool HasTracing(IHost host) => host.Services.GetService<OpenTelemetry.Trace.TracerProvider>() is not null;

    private static bool HasMetrics(IHost host) => host.Services.GetService<OpenTelemetry.Metrics.MeterProvider>() is not null;
}
