using System.Net;
using System.Threading.RateLimiting;
using LeadGen.Hosts.Romashka;
using LeadGen.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace LeadGen.Extensions.Tests.Clients;

/// <summary>Tests which clients are registered in a host, and which HTTP handlers they use.</summary>
public sealed class ClientRegistrationTests : IAsyncLifetime
{
    private readonly ServiceCollection _services = new();
    private PortalEmulator _romashka = null!;
    private PortalEmulator _harbor = null!;

    public async Task InitializeAsync()
    {
        _romashka = await Portals.StartAsync("romashka");
        _harbor = await Portals.StartAsync("harbor");
    }

    public async Task DisposeAsync()
    {
        await _romashka.DisposeAsync();
        await _harbor.DisposeAsync();
    }

    [Fact]
    public async Task An_unnamed_client_is_a_singleton()
    {
        _services.AddBitrix24Client(Use(_romashka));
        await using ServiceProvider host = Build();
        await using AsyncServiceScope scope = host.CreateAsyncScope();

        Bitrix24Client client = host.GetRequiredService<Bitrix24Client>();
        await client.CheckSchemaAsync<Lead>();

        Assert.Same(client, scope.ServiceProvider.GetRequiredService<Bitrix24Client>());
        Assert.Equal(["crm.lead.fields"], _romashka.Journal.Select(static c => c.Method));
    }

    [Fact]
    public async Task Each_named_client_calls_its_own_portal()
    {
        _services.AddBitrix24Client("romashka", Use(_romashka));
        _services.AddBitrix24Client("harbor", Use(_harbor));
        _services.AddSingleton<Consumer>();
        await using ServiceProvider host = Build();

        await host.GetRequiredService<Consumer>().Client.CheckSchemaAsync<Hosts.Harbor.Lead>();
        Assert.Equal((0, 1), (_romashka.Journal.Count, _harbor.Journal.Count));

        await host.GetRequiredKeyedService<Bitrix24Client>("romashka").CheckSchemaAsync<Lead>();
        Assert.Equal((1, 1), (_romashka.Journal.Count, _harbor.Journal.Count));
        Assert.Null(host.GetService<Bitrix24Client>());
    }

    [Fact]
    public async Task Names_are_case_sensitive_and_an_empty_name_means_unnamed()
    {
        _services.AddBitrix24Client("Acme", Use(_romashka));
        _services.AddBitrix24Client("acme", Use(_harbor));
        _services.AddBitrix24Client("", Use(_harbor));
        await using ServiceProvider host = Build();

        Assert.Equal($"Bitrix24Client of {_romashka.Webhook.Authority}", host.GetRequiredKeyedService<Bitrix24Client>("Acme").ToString());
        Assert.Equal($"Bitrix24Client of {_harbor.Webhook.Authority}", host.GetRequiredKeyedService<Bitrix24Client>("acme").ToString());
        Assert.Equal($"Bitrix24Client of {_harbor.Webhook.Authority}", host.GetRequiredService<Bitrix24Client>().ToString());
        Assert.Null(host.GetKeyedService<Bitrix24Client>("ACME"));
    }

    [Fact]
    public async Task Adding_a_client_twice_combines_the_settings()
    {
        Bitrix24ClientBuilder first = _services.AddBitrix24Client("acme", o =>
        {
            o.Webhook = _harbor.Webhook.ToString();
            o.MaxWait = TimeSpan.FromSeconds(5);
        });
        first.HttpClient.UseSocketsHttpHandler(static (handler, _) => handler.MaxConnectionsPerServer = 3);
        Bitrix24ClientBuilder second = _services.AddBitrix24Client("acme", Use(_romashka));
        await using ServiceProvider host = Build();

        Bitrix24Client client = Assert.Single(host.GetKeyedServices<Bitrix24Client>("acme"));
        Bitrix24ClientOptions options = GetOptions(host, "acme");
        Assert.Equal($"Bitrix24Client of {_romashka.Webhook.Authority}", client.ToString());
        Assert.Equal((_romashka.Webhook.ToString(), TimeSpan.FromSeconds(5)), (options.Webhook, options.MaxWait));
        Assert.Equal(3, PrimaryHandler(host, "LeadGen:acme").MaxConnectionsPerServer);
        Assert.Equal(("acme", "LeadGen:acme"), (second.Name, second.HttpClient.Name));
        Assert.Same(_services, second.Services);
    }

    [Fact]
    public async Task Options_can_be_configured_with_services_and_post_configured()
    {
        _services.AddSingleton(_romashka);
        Bitrix24ClientBuilder builder = _services.AddBitrix24Client(static o => o.Timeout = TimeSpan.FromSeconds(9));
        builder.Options.Configure<PortalEmulator>(static (o, portal) => o.Webhook = portal.Webhook.ToString());
        builder.Options.PostConfigure(static o => o.Timeout *= 2);
        await using ServiceProvider host = Build();

        await host.GetRequiredService<Bitrix24Client>().CheckSchemaAsync<Lead>();

        Assert.Single(_romashka.Journal);
        Assert.Equal(TimeSpan.FromSeconds(18), GetOptions(host, "").Timeout);
    }

    [Theory]
    [InlineData("", "LeadGen")]
    [InlineData("acme", "LeadGen:acme")]
    public async Task The_handler_does_not_leak_the_secret_and_is_not_recycled(string name, string httpClientName)
    {
        _services.AddBitrix24Client(name, Use(_romashka)).HttpClient.UseSocketsHttpHandler(static (h, _) => h.Proxy = new WebProxy("http://proxy.example:3128"));
        await using ServiceProvider host = Build();

        SocketsHttpHandler handler = PrimaryHandler(host, httpClientName);
        Assert.Equal((false, false, DecompressionMethods.All, TimeSpan.FromMinutes(5)), (handler.AllowAutoRedirect, handler.UseCookies, handler.AutomaticDecompression, handler.PooledConnectionLifetime));
        Assert.Null(handler.ActivityHeadersPropagator);
        Assert.IsType<WebProxy>(handler.Proxy);
        Assert.Equal(Timeout.InfiniteTimeSpan, host.GetRequiredService<IOptionsMonitor<HttpClientFactoryOptions>>().Get(httpClientName).HandlerLifetime);
        Assert.Equal(Timeout.InfiniteTimeSpan, host.GetRequiredService<IHttpClientFactory>().CreateClient(httpClientName).Timeout);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        _services.AddBitrix24Client(Use(_romashka));
        await using ServiceProvider host = Build();
        _romashka.InjectFault(PortalFault.Redirect(new Uri("http://127.0.0.2:9/rest/1/else/crm.lead.fields.json")));

        await Assert.ThrowsAsync<Bitrix24ReplyException>(() => host.GetRequiredService<Bitrix24Client>().CheckSchemaAsync<Lead>());
    }

    [Fact]
    public async Task Default_handlers_of_the_host_are_not_used_but_handlers_of_the_client_are()
    {
        int forAll = 0, own = 0;
        _services.ConfigureHttpClientDefaults(b => b.AddHttpMessageHandler(() => new Counting(() => forAll++)));
        _services.AddBitrix24Client(Use(_romashka)).HttpClient.AddHttpMessageHandler(() => new Counting(() => own++));
        _services.ConfigureHttpClientDefaults(b => b.AddHttpMessageHandler(() => new Counting(() => forAll++)));
        _services.AddHttpClient("other");
        await using ServiceProvider host = Build();

        await host.GetRequiredService<Bitrix24Client>().CheckSchemaAsync<Lead>();
        Assert.Equal((0, 1), (forAll, own));

        using HttpResponseMessage response = await host.GetRequiredService<IHttpClientFactory>().CreateClient("other").GetAsync(new Uri(_romashka.Webhook, "profile.json"));
        Assert.Equal((2, 1), (forAll, own));
    }

    [Fact]
    public async Task The_host_disposes_the_client_but_not_its_rate_limiter()
    {
        await using var limiter = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = 1 });
        _services.AddSingleton<RateLimiter>(limiter);
        _services.AddBitrix24Client(Use(_romashka));
        _services.AddBitrix24Client("harbor", Use(_harbor));
        ServiceProvider host = Build();
        await host.GetRequiredService<Bitrix24Client>().CheckSchemaAsync<Lead>();
        host.GetRequiredKeyedService<Bitrix24Client>("harbor");

        await host.DisposeAsync();

        Assert.Throws<ObjectDisposedException>(host.GetService<Bitrix24Client>);
        using RateLimitLease lease = limiter.AttemptAcquire();
        Assert.True(lease.IsAcquired);
    }

    [Fact]
    public void Null_arguments_are_rejected()
    {
        Assert.Throws<ArgumentNullException>("services", () => LeadGenServiceCollectionExtensions.AddBitrix24Client(null!, static _ => { }));
        Assert.Throws<ArgumentNullException>("name", () => _services.AddBitrix24Client(null!, static (Bitrix24ClientOptions _) => { }));
        Assert.Throws<ArgumentNullException>("configure", () => _services.AddBitrix24Client((Action<Bitrix24ClientOptions>)null!));
        Assert.Throws<ArgumentNullException>("section", () => _services.AddBitrix24Client((Microsoft.Extensions.Configuration.IConfiguration)null!));
    }

    private static Action<Bitrix24ClientOptions> Use(PortalEmulator portal) => o => o.Webhook = portal.Webhook.ToString();

    private static Bitrix24ClientOptions GetOptions(ServiceProvider host, string name) => host.GetRequiredService<IOptionsMonitor<Bitrix24ClientOptions>>().Get(name);

    private static SocketsHttpHandler PrimaryHandler(ServiceProvider host, string name)
    {
        HttpMessageHandler handler = host.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(name);
        while (handler is DelegatingHandler { InnerHandler: { } inner })
        {
            handler = inner;
        }

        return Assert.IsType<SocketsHttpHandler>(handler);
    }

    private ServiceProvider Build() => _services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true });

    private sealed class Consumer([FromKeyedServices("harbor")] Bitrix24Client client)
    {
        public Bitrix24Client Client => client;
    }

    private sealed class Counting(Action count) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            count();
            return base.SendAsync(request, cancellationToken);
        }
    }
}
