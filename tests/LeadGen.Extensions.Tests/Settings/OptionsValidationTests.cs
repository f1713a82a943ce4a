using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LeadGen.Extensions.Tests.Settings;

/// <summary>Tests that a host does not start with invalid options, and that the errors say how to correct them.</summary>
public sealed class OptionsValidationTests
{
    private static readonly Dictionary<string, (Action<Bitrix24ClientOptions> Set, string Failure)> s_cases = new()
    {
        ["nothing"] = (o => o.Webhook = null, "neither Webhook nor OAuth is set. Set Webhook"),
        ["both"] = (o => o.OAuth = Application(), "Webhook and OAuth are both set. Set only one of them."),
        ["blank webhook"] = (o => o.Webhook = " ", "Webhook can't be used. The webhook is empty. "),
        ["no address"] = (o => o.Webhook = HostStart.Secret, "Webhook can't be used. The webhook is not a valid URL;"),
        ["http"] = (o => o.Webhook = $"http://acme.example/rest/7/{HostStart.Secret}/", "Webhook can't be used. The webhook uses http, which sends the secret unencrypted; use https."),
        ["another path"] = (o => o.Webhook = $"https://acme.example/{HostStart.Secret}/", "Webhook can't be used. The path is not the path of a webhook;"),
        ["client id"] = (o => Use(o, a => a.ClientId = " "), "OAuth.ClientId is empty. Set it to the application's client_id."),
        ["client secret"] = (o => Use(o, a => a.ClientSecret = ""), "OAuth.ClientSecret is empty. Set it to the application's client_secret."),
        ["token store"] = (o => Use(o, a => a.TokenStore = null), "OAuth.TokenStore is missing. Set it. In a host, register an IOAuthTokenStore, with the name of the client as key if it has a name."),
        ["endpoint over http"] = (o => Use(o, a => a.TokenEndpoint = new Uri("http://oauth.example/")), "OAuth.TokenEndpoint is not an https URL."),
        ["relative endpoint"] = (o => Use(o, a => a.TokenEndpoint = new Uri("/oauth/token/", UriKind.Relative)), "OAuth.TokenEndpoint is not an https URL."),
        ["no endpoint"] = (o => Use(o, a => a.TokenEndpoint = null!), "OAuth.TokenEndpoint is not an https URL."),
        ["no limits"] = (o => o.Limits = null!, "Limits is null. Use PortalLimits.None"),
        ["no calls"] = (o => o.Limits = new PortalLimits { CallsPerSecond = 0 }, "Limits.CallsPerSecond is not positive. Use PortalLimits.None"),
        ["calls are not a number"] = (o => o.Limits = new PortalLimits { CallsPerSecond = double.NaN }, "Limits.CallsPerSecond is not positive."),
        ["no burst"] = (o => o.Limits = new PortalLimits { Burst = 0 }, "Limits.Burst is not positive. Set it to 1 or more."),
        ["no operating time"] = (o => o.Limits = new PortalLimits { OperatingTime = TimeSpan.Zero }, "Limits.OperatingTime is not positive."),
        ["no operating window"] = (o => o.Limits = new PortalLimits { OperatingWindow = TimeSpan.Zero }, "Limits.OperatingWindow is not positive or is longer than a day."),
        ["no retries"] = (o => o.Retries = null!, "Retries is null. Set Retries.MaxRetries to 0"),
        ["negative retries"] = (o => o.Retries.MaxRetries = -1, "Retries.MaxRetries is negative. Set it to 0 to disable retries."),
        ["negative delay"] = (o => o.Retries.Delay = TimeSpan.FromTicks(-1), "Retries.Delay is negative or longer than a day."),
        ["long delay"] = (o => o.Retries.MaxDelay = TimeSpan.FromDays(30), "Retries.MaxDelay is negative or longer than a day."),
        ["negative budget"] = (o => o.Retries.BudgetPerCall = -0.1, "Retries.BudgetPerCall is negative. Set it to 0 or more."),
        ["no time"] = (o => o.Timeout = TimeSpan.Zero, "Timeout is not positive or is longer than a day."),
        ["endless"] = (o => o.Timeout = Timeout.InfiniteTimeSpan, "Timeout is not positive or is longer than a day."),
        ["negative wait"] = (o => o.MaxWait = TimeSpan.FromSeconds(-1), "MaxWait is negative. Set it to 0 to never wait for a limit."),
        ["no clock"] = (o => o.TimeProvider = null!, "TimeProvider is null. Omit it to use the system clock."),
        ["host is an address"] = (o => o.AllowedHosts.Add(HostStart.Webhook), "AllowedHosts:0 is not a valid host. Write host or host:port,"),
        ["host is a pattern"] = (o => o.AllowedHosts.Add("*.acme.example"), "AllowedHosts:0 is not a valid host."),
        ["host has a user"] = (o => o.AllowedHosts.Add("crm.acme.example@evil.example"), "AllowedHosts:0 is not a valid host."),
        ["endpoint with a user"] = (o => Use(o, a => a.TokenEndpoint = new Uri("https://oauth.bitrix24.tech@evil.example/")), "OAuth.TokenEndpoint is not an https URL."),
        ["webhook with a user"] = (o => o.Webhook = $"https://acme.bitrix24.ru@evil.example/rest/7/{HostStart.Secret}/", "Webhook can't be used. The webhook contains a user name before the host"),
        ["host is empty"] = (o => o.AllowedHosts.Add(""), "AllowedHosts:0 is not a valid host."),
    };

    public static TheoryData<string> Cases => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Invalid_options_are_reported_at_startup(string name)
    {
        (Action<Bitrix24ClientOptions> set, string expected) = s_cases[name];
        string failure = Assert.Single(await HostStart.FailuresAsync(services => services.AddBitrix24Client("acme", o =>
        {
            o.Webhook = HostStart.Webhook;
            set(o);
        })));
        Assert.StartsWith($"Bitrix24Client 'acme': {expected}", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_errors_of_an_unnamed_client_are_reported_together()
    {
        string[] failures = await HostStart.FailuresAsync(services => services.AddBitrix24Client(o =>
        {
            o.OAuth = new OAuthApplication();
            o.Timeout = TimeSpan.Zero;
            o.AllowedHosts.Add("ok.example");
            o.AllowedHosts.Add("https://not.example");
        }));

        Assert.Equal(5, failures.Length);
        Assert.All(failures, f => Assert.StartsWith("Bitrix24Client: ", f, StringComparison.Ordinal));
        Assert.Contains("Bitrix24Client: OAuth.TokenStore is missing. Set it. In a host, register an IOAuthTokenStore, with the name of the client as key if it has a name.", failures);
        Assert.StartsWith("Bitrix24Client: AllowedHosts:1 ", failures[4], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_client_of_the_host_is_validated()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddBitrix24Client("romashka", static _ => { });
        builder.Services.AddBitrix24Client("harbor", static _ => { });
        using IHost host = builder.Build();

        AggregateException failure = await Assert.ThrowsAsync<AggregateException>(() => host.StartAsync());

        Assert.Contains("'romashka': neither", failure.Message, StringComparison.Ordinal);
        Assert.Contains("'harbor': neither", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Valid_options_are_accepted()
    {
        Bitrix24ClientOptions options = await HostStart.OptionsAsync(services => services.AddBitrix24Client(o =>
        {
            o.OAuth = Application();
            o.OAuth.TokenEndpoint = new Uri("http://127.0.0.1:5000/oauth/token/");
            o.Limits = PortalLimits.None;
            o.Retries = new Bitrix24RetryOptions { MaxRetries = 0, Delay = TimeSpan.Zero, MaxDelay = TimeSpan.Zero, BudgetPerCall = 0 };
            o.MaxWait = TimeSpan.Zero;
            o.AllowedHosts.Add("crm.acme.example");
            o.AllowedHosts.Add("crm.acme.example:8443");
            o.AllowedHosts.Add("10.0.0.7:443");
            o.AllowedHosts.Add("портал.рф");
        }));

        Assert.NotNull(options.OAuth);
    }

    private static OAuthApplication Application() => new() { ClientId = "local.1", ClientSecret = HostStart.Secret, TokenStore = new MemoryOAuthTokenStore() };

    private static void Use(Bitrix24ClientOptions options, Action<OAuthApplication> change)
    {
        options.Webhook = null;
        options.OAuth = Application();
        change(options.OAuth);
    }
}
