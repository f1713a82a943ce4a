using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LeadGen.Extensions.DependencyInjection.Tests.Settings;

/// <summary>What a section of the configuration sets, and that nothing in it is passed over.</summary>
public sealed class ConfigurationTests
{
    [Fact]
    public async Task Every_option_that_is_no_object_can_be_set()
    {
        Bitrix24ClientOptions options = await ReadAsync("""
            { "LeadGen": {
                "OAuth": { "ClientId": "local.1", "ClientSecret": " s 1 ", "TokenEndpoint": "https://oauth.example/token/" },
                "Plan": "enterprise",
                "Limits": { "CallsPerSecond": 2.5, "Burst": 20, "OperatingTime": "00:05:00", "OperatingWindow": "00:20:00" },
                "Retries": { "MaxRetries": 3, "Delay": "00:00:00.250", "MaxDelay": "00:01:00", "BudgetPerCall": 0.25 },
                "Timeout": "00:00:40", "MaxWait": "1.00:00:00",
                "AllowedHosts": [ "crm.acme.example", "crm.acme.example:8443" ] } }
            """, static o => o.OAuth!.TokenStore = new MemoryOAuthTokenStore());

        Assert.Null(options.Webhook);
        Assert.Equal(("local.1", " s 1 ", "https://oauth.example/token/"), (options.OAuth!.ClientId, options.OAuth.ClientSecret, options.OAuth.TokenEndpoint.ToString()));
        Assert.Equal(new PortalLimits { CallsPerSecond = 2.5, Burst = 20, OperatingTime = TimeSpan.FromMinutes(5), OperatingWindow = TimeSpan.FromMinutes(20) }, options.Limits);
        Assert.Equal(
            (3, TimeSpan.FromMilliseconds(250), TimeSpan.FromMinutes(1), 0.25),
            (options.Retries.MaxRetries, options.Retries.Delay, options.Retries.MaxDelay, options.Retries.BudgetPerCall));
        Assert.Equal((TimeSpan.FromSeconds(40), TimeSpan.FromDays(1)), (options.Timeout, options.MaxWait));
        Assert.Equal(["crm.acme.example", "crm.acme.example:8443"], options.AllowedHosts);
    }

    [Fact]
    public async Task No_option_that_a_file_can_hold_lacks_a_key()
    {
        string failure = Assert.Single(await HostStart.FailuresAsync(services => services.AddBitrix24Client(HostStart.Section("""{ "LeadGen": { "x": 1 } }"""))));
        string[] keys = failure[(failure.IndexOf("There are: ", StringComparison.Ordinal) + 11)..].TrimEnd('.').Split(", ");

        Assert.Equal(
            Keys(typeof(Bitrix24ClientOptions), "").Append("Plan").Append("AllowedHosts:0").Order(StringComparer.Ordinal),
            keys.Order(StringComparer.Ordinal));

        static IEnumerable<string> Keys(Type type, string path) => type.GetProperties().Where(static p => p.CanWrite).SelectMany(p => p.PropertyType switch
        {
            { Namespace: "System", IsAbstract: false } => [path + p.Name],
            { Namespace: "LeadGen", IsAbstract: false } nested => Keys(nested, $"{path}{p.Name}:"),
            _ => Array.Empty<string>(),
        });
    }

    public static TheoryData<string, double, int, bool> Plans => new()
    {
        { "\"Plan\": \"Standard\"", 2, 50, true },
        { "\"Plan\": \"Enterprise\"", 5, 250, true },
        { "\"Plan\": \"None\"", double.PositiveInfinity, 50, false },
        { "\"Limits\": { \"CallsPerSecond\": 10 }, \"Plan\": \"None\"", 10, 50, false },
        { "\"limits\": { \"burst\": 100 }, \"plan\": \"ENTERPRISE\"", 5, 100, true },
        { "\"Plan\": null, \"Timeout\": \"\", \"Retries\": {}, \"AllowedHosts\": []", 2, 50, true },
    };

    [Theory]
    [MemberData(nameof(Plans))]
    public async Task A_plan_has_limits_which_can_be_changed(string settings, double callsPerSecond, int burst, bool hasOperatingTime)
    {
        Bitrix24ClientOptions options = await ReadAsync($$"""{ "LeadGen": { "Webhook": "{{HostStart.Webhook}}", {{settings}} } }""");

        Assert.Equal((callsPerSecond, burst, hasOperatingTime), (options.Limits.CallsPerSecond, options.Limits.Burst, options.Limits.OperatingTime is not null));
        Assert.Equal((HostStart.Webhook, TimeSpan.FromSeconds(100)), (options.Webhook, options.Timeout));
    }

    public static TheoryData<string, string> Mistakes => new()
    {
        { $"\"Webhok\": \"{HostStart.Webhook}\"", "'LeadGen' has keys that no option has: 'Webhok'. There are: Webhook, OAuth:ClientId, " },
        { "\"Limits\": { \"Brust\": 1, \"CallPerSecond\": 1 }", "'LeadGen' has keys that no option has: 'Limits:Brust', 'Limits:CallPerSecond'. There are: " },
        { $"\"OAuth\": \"{HostStart.Secret}\"", "'LeadGen' has keys that no option has: 'OAuth'. There are: " },
        { "\"AllowedHosts\": \"crm.acme.example\"", "'LeadGen' has keys that no option has: 'AllowedHosts'. There are: " },
        { "\"AllowedHosts\": [ { \"Host\": \"crm.acme.example\" } ]", "'LeadGen' has keys that no option has: 'AllowedHosts:0:Host'. There are: " },
        { "\"RateLimiter\": \"Shared\"", "'LeadGen' has keys that no option has: 'RateLimiter'. There are: " },
        { "\"Plan\": \"Professional\"", "the value of 'LeadGen:Plan' can't be read. Write Standard, Enterprise or None." },
        { "\"Timeout\": 100", "the value of 'LeadGen:Timeout' can't be read. Write hh:mm:ss." },
        { "\"MaxWait\": \"24:00:00\"", "the value of 'LeadGen:MaxWait' can't be read. Write hh:mm:ss." },
        { "\"Retries\": { \"MaxRetries\": 1.5 }", "the value of 'LeadGen:Retries:MaxRetries' can't be read. Write a whole number." },
        { "\"Limits\": { \"CallsPerSecond\": \"2,5\" }", "the value of 'LeadGen:Limits:CallsPerSecond' can't be read. Write a number such as 2.5." },
        { $"\"OAuth\": {{ \"TokenEndpoint\": \"{HostStart.Secret}\" }}", "the value of 'LeadGen:OAuth:TokenEndpoint' can't be read. Write an absolute address." },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task What_is_not_understood_stops_the_host(string settings, string expected)
    {
        string failure = Assert.Single(await HostStart.FailuresAsync(services => services.AddBitrix24Client("acme", HostStart.Section($$"""{ "LeadGen": { {{settings}} } }"""))));
        Assert.StartsWith($"Bitrix24Client 'acme': {expected}", failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "Bitrix24Client: the configuration has no section 'LeadGen'. Set the environment variable LeadGen__Webhook, or keep LeadGen:Webhook in user-secrets.")]
    [InlineData($$"""{ "LeadGen": "{{HostStart.Webhook}}" }""", "Bitrix24Client: the configuration has no section 'LeadGen' but a value of that name. Set the environment variable LeadGen__Webhook, or keep LeadGen:Webhook in user-secrets.")]
    public async Task A_section_that_is_not_there_stops_the_host(string file, string expected) =>
        Assert.Equal([expected], await HostStart.FailuresAsync(services => services.AddBitrix24Client(HostStart.Section(file))));

    [Fact]
    public async Task Values_are_read_the_same_in_every_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("ru-RU");
        try
        {
            Bitrix24ClientOptions options = await ReadAsync($$"""{ "LeadGen": { "Webhook": "{{HostStart.Webhook}}", "Limits": { "CallsPerSecond": "2.5" } } }""");
            Assert.Equal(2.5, options.Limits.CallsPerSecond);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public async Task A_later_section_changes_what_it_names()
    {
        Bitrix24ClientOptions options = await HostStart.OptionsAsync(services =>
        {
            services.AddBitrix24Client("acme", HostStart.Section($$"""{ "LeadGen": { "Webhook": "{{HostStart.Webhook}}", "Timeout": "00:00:10", "MaxWait": "00:00:20" } }"""));
            services.AddBitrix24Client("acme", HostStart.Section("""{ "LeadGen": { "Timeout": "00:00:30" } }"""));
        }, "acme");

        Assert.Equal((HostStart.Webhook, 30, 20), (options.Webhook, options.Timeout.TotalSeconds, options.MaxWait.TotalSeconds));
    }

    [Fact]
    public async Task A_whole_configuration_can_be_a_clients()
    {
        IConfigurationRoot configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Webhook", HostStart.Webhook), new("MaxWait", "00:00:20"), new("Other", "x")])
            .Build();

        string failure = Assert.Single(await HostStart.FailuresAsync(services => services.AddBitrix24Client(configuration)));
        Assert.StartsWith("Bitrix24Client: the configuration has keys that no option has: 'Other'.", failure, StringComparison.Ordinal);
        configuration["Other"] = null;
        Assert.Equal(20, (await HostStart.OptionsAsync(services => services.AddBitrix24Client(configuration))).MaxWait.TotalSeconds);
    }

    private static Task<Bitrix24ClientOptions> ReadAsync(string file, Action<Bitrix24ClientOptions>? configure = null) => HostStart.OptionsAsync(services =>
    {
        Bitrix24ClientBuilder builder = services.AddBitrix24Client(HostStart.Section(file));
        builder.Options.Configure(configure ?? (static _ => { }));
    });
}
