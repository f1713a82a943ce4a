using System.Threading.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LeadGen.Extensions.Tests.Settings;

/// <summary>Tests which registered services are used for options that are not set.</summary>
public sealed class ContainerServicesTests
{
    private static readonly Action<Bitrix24ClientOptions> s_webhook = static o => o.Webhook = HostStart.Webhook;
    private static readonly Action<Bitrix24ClientOptions> s_oauth = static o => o.OAuth = new OAuthApplication { ClientId = "local.1", ClientSecret = HostStart.Secret };

    [Fact]
    public async Task Keyed_services_take_precedence_over_unkeyed_services()
    {
        var own = new ServicesOfPortal();
        var shared = new ServicesOfPortal();
        var time = new FakeTimeProvider();
        Bitrix24ClientOptions options = await HostStart.OptionsAsync(services =>
        {
            own.AddTo(services, "acme");
            shared.AddTo(services, null);
            services.AddSingleton<TimeProvider>(time).AddBitrix24Client("acme", s_oauth);
        }, "acme");

        own.AssertUsed(options);
        Assert.Same(time, options.TimeProvider);
    }

    [Theory]
    [InlineData("")]
    [InlineData("acme")]
    public async Task A_single_client_uses_unkeyed_services(string name)
    {
        var shared = new ServicesOfPortal();
        Bitrix24ClientOptions options = await HostStart.OptionsAsync(services =>
        {
            shared.AddTo(services, null);
            services.AddBitrix24Client(name, s_oauth);
        }, name);

        shared.AssertUsed(options);
    }

    [Fact]
    public async Task Services_set_in_options_are_kept_even_if_post_configured()
    {
        var mine = new ServicesOfPortal();
        var time = new FakeTimeProvider();
        Bitrix24ClientOptions options = await HostStart.OptionsAsync(services =>
        {
            new ServicesOfPortal().AddTo(services, null);
            services.AddSingleton<TimeProvider>(new FakeTimeProvider()).AddBitrix24Client(static _ => { }).Options.PostConfigure(o =>
            {
                s_oauth(o);
                (o.RateLimiter, o.OperatingTimes, o.OAuth!.TokenStore, o.TimeProvider) = (mine.Limiter, mine.Times, mine.Tokens, time);
            });
        });

        mine.AssertUsed(options);
        Assert.Same(time, options.TimeProvider);
    }

    [Fact]
    public async Task A_post_configured_application_gets_a_token_store()
    {
        var shared = new ServicesOfPortal();
        Bitrix24ClientOptions options = await HostStart.OptionsAsync(services =>
        {
            shared.AddTo(services, null);
            services.AddBitrix24Client(static _ => { }).Options.PostConfigure(s_oauth);
        });

        shared.AssertUsed(options);
    }

    [Fact]
    public async Task Several_clients_share_a_limiter_but_no_stores()
    {
        var shared = new ServicesOfPortal();
        void Add(IServiceCollection services)
        {
            shared.AddTo(services, null);
            services.AddBitrix24Client(s_oauth);
            services.AddBitrix24Client("acme", s_webhook);
        }

        shared.AssertUsed(await HostStart.OptionsAsync(Add));
        Bitrix24ClientOptions acme = await HostStart.OptionsAsync(Add, "acme");
        Assert.Same(shared.Limiter, acme.RateLimiter);
        Assert.Null(acme.OperatingTimes);

        string failure = Assert.Single(await HostStart.FailuresAsync(services =>
        {
            shared.AddTo(services, null);
            services.AddBitrix24Client(s_webhook);
            services.AddBitrix24Client("acme", s_oauth);
        }));
        Assert.StartsWith("Bitrix24Client 'acme': OAuth.TokenStore is missing.", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Named_clients_need_keyed_stores()
    {
        string failure = Assert.Single(await HostStart.FailuresAsync(services =>
        {
            services.AddSingleton<IOAuthTokenStore>(new MemoryOAuthTokenStore());
            services.AddBitrix24Client("romashka", s_webhook);
            services.AddBitrix24Client("harbor", s_oauth);
        }));

        Assert.Equal(
            "Bitrix24Client 'harbor': the IOAuthTokenStore that is registered without a key belongs to one portal, but there are several clients. Register one for each with the client's name as key.",
            failure);
    }

    [Fact]
    public async Task Without_registered_services_the_options_are_unchanged()
    {
        Bitrix24ClientOptions options = await HostStart.OptionsAsync(services => services.AddBitrix24Client(s_webhook));

        Assert.Equal((null, null, TimeProvider.System), (options.RateLimiter, options.OperatingTimes, options.TimeProvider));
    }

    private sealed class ServicesOfPortal : IOperatingTimeStore
    {
        public RateLimiter Limiter { get; } = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = 1 });

        public IOperatingTimeStore Times => this;

        public IOAuthTokenStore Tokens { get; } = new MemoryOAuthTokenStore();

        public void AddTo(IServiceCollection services, string? key) =>
            services.AddKeyedSingleton(key, Limiter).AddKeyedSingleton(key, Times).AddKeyedSingleton(key, Tokens);

        public void AssertUsed(Bitrix24ClientOptions options)
        {
            Assert.Same(Limiter, options.RateLimiter);
            Assert.Same(Times, options.OperatingTimes);
            Assert.Same(Tokens, options.OAuth?.TokenStore);
        }

        public ValueTask<OperatingTime?> ReadAsync(string method, CancellationToken cancellationToken) => new((OperatingTime?)null);

        public ValueTask WriteAsync(string method, OperatingTime time, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
