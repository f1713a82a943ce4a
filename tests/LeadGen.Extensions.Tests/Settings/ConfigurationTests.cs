using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LeadGen.Extensions.Tests.Settings;

/// <summary>Tests the options that a configuration section sets, and that unknown keys are rejected.</summary>
public sealed class ConfigurationTests
{
    [Fact]
    public async Task Every_option_except_objects_can_be_set()
    {
        Bitrix24ClientOptions options = await ReadAsync("""
            { "LeadGen": {
                "OAuth": { "ClientId": "local.1", "ClientSecret": " s 1 ", "TokenEndpoint": "https://oauth.example/token/" },
                "Plan": "enterprise",
                "Limits": { "CallsPerSecond": 2.5, "Burst": 20, "OperatingTime": "00:05:00", "OperatingWindow": "00:20:00" },
                "Retries": { "MaxRetries": 3, "Delay": "00:00:00.250", "MaxDelay": "00:01:00", "BudgetPerCall": 0.25 },
                "Timeout": "00:00:40", "MaxWait": "1.00:00:00", "AllowUnknownValues": true,
                "Api": "item",
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
        Assert.True(options.AllowUnknownValues);
        Assert.Equal(LeadApi.Item, options.Api);
    }

    [Fact]
    public async Task Every_option_that_a_file_can_contain_has_a_key()
    {
        string failure = Assert.Single(await HostStart.FailuresAsync(services => services.AddBitrix24Client(HostStart.Section("""{ "LeadGen": { "x": 1 } }"""))));
        string[] keys = failure[(failure.IndexOf("Valid keys: ", StringComparison.Ordinal) + 12)..].TrimEnd('.').Split(", ");

        Assert.Equal(
            Keys(typeof(Bitrix24ClientOptions), "").Append("Plan").Append("AllowedHosts:0").Order(StringComparer.Ordinal),
            keys.Order(StringComparer.Ordinal));

        static IEnumerable<string> Keys(Type type, string path) => type.GetProperties().Where(static p => p.CanWrite).SelectMany(p => p.PropertyType switch
        {
            { Namespace: "System", IsAbstract: false } or { IsEnum: true } => [path + p.Name],
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
    public async Task The_limits_of_a_plan_can_be_overridden(string settings, double callsPerSecond, int burst, bool hasOperatingTime)
    {
        Bitrix24ClientOptions options = await ReadAsync($$"""{ "LeadGen": { "Webhook": "{{HostStart.Webhook}}", {{settings}} } }""");

        Assert.Equal((callsPerSecond, burst, hasOperatingTime), (options.Limits.CallsPerSecond, options.Limits.Burst, options.Limits.OperatingTime is not null));
        Assert.Equal((HostStart.Webhook, TimeSpan.FromSeconds(100)), (options.Webhook, options.Timeout));
    }

    public static TheoryData<string, string> Mistakes => new()
    {
        { $"\"Webhok\": \"{HostStart.Webhook}\"", "'LeadGen' contains unknown keys: 'Webhok'. Valid keys: Webhook, OAuth:ClientId, " },
        { "\"Limits\": { \"Brust\": 1, \"CallPerSecond\": 1 }", "'LeadGen' contains unknown keys: 'Limits:Brust', 'Limits:CallPerSecond'. Valid keys: " },
        { $"\"OAuth\": \"{HostStart.Secret}\"", "'LeadGen' contains unknown keys: 'OAuth'. Valid keys: " },
        { "\"AllowedHosts\": \"crm.acme.example\"", "'LeadGen' contains unknown keys: 'AllowedHosts'. Valid keys: " },
        { "\"AllowedHosts\": [ { \"Host\": \"crm.acme.example\" } ]", "'LeadGen' contains unknown keys: 'AllowedHosts:0:Host'. Valid keys: " },
        { "\"RateLimiter\": \"Shared\"", "'LeadGen' contains unknown keys: 'RateLimiter'. Valid keys: " },
        { "\"Plan\": \"Professional\"", "the value of 'LeadGen:Plan' can't be read. Write Standard, Enterprise or None." },
        { "\"Timeout\": 100", "the value of 'LeadGen:Timeout' can't be read. Write hh:mm:ss." },
        { "\"MaxWait\": \"24:00:00\"", "the value of 'LeadGen:MaxWait' can't be read. Write hh:mm:ss." },
        { "\"Retries\": { \"MaxRetries\": 1.5 }", "the value of 'LeadGen:Retries:MaxRetries' can't be read. Write a whole number." },
        { "\"Limits\": { \"CallsPerSecond\": \"2,5\" }", "the value of 'LeadGen:Limits:CallsPerSecond' can't be read. Write a number such as 2.5." },
        { $"\"OAuth\": {{ \"TokenEndpoint\": \"{HostStart.Secret}\" }}", "the value of 'LeadGen:OAuth:TokenEndpoint' can't be read. Write an absolute address." },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task Unknown_keys_and_invalid_values_prevent_startup(string settings, string expected)
    {
        string failure = Assert.Single(await HostStart.FailuresAsync(services => services.AddBitrix24Client("acme", HostStart.Section($$"""{ "LeadGen": { {{settings}} } }"""))));
        Assert.StartsWith($"Bitrix24Client 'acme': {expected}", failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "Bitrix24Client: the configuration has no section 'LeadGen'. Set the environment variable LeadGen__Webhook, or keep LeadGen:Webhook in user-secrets.")]
    [InlineData($$"""{ "LeadGen": "{{HostStart.Webhook}}" }""", "Bitrix24Client: the configuration has no section 'LeadGen', only a value with this name. Set the environment variable LeadGen__Webhook, or keep LeadGen:Webhook in user-secrets.")]
    public async Task A_missing_section_prevents_startup(string file, string expected) =>
        Assert.Equal([expected], await HostStart.FailuresAsync(services => services.AddBitrix24Client(HostStart.Section(file))));

    [Fact]
    public async Task Values_are_parsed_independently_of_the_culture()
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
    public async Task A_later_section_overrides_only_its_keys()
    {
        Bitrix24ClientOptions options = await HostStart.OptionsAsync(services =>
        {
            services.AddBitrix24Client("acme", HostStart.Section($$"""{ "LeadGen": { "Webhook": "{{HostStart.Webhook}}", "Timeout": "00:00:10", "MaxWait": "00:00:20" } }"""));
            services.AddBitrix24Client("acme", HostStart.Section("""{ "LeadGen": { "Timeout": "00:00:30" } }"""));
        }, "acme");

        Assert.Equal((HostStart.Webhook, 30, 20), (options.Webhook, options.Timeout.TotalSeconds, options.MaxWait.TotalSeconds));
    }

    [Fact]
    public async Task The_configuration_root_can_be_used_for_a_client()
    {
        IConfigurationRoot configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Webhook", HostStart.Webhook), new("MaxWait", "00:00:20"), new("Other", "x")])
            .Build();

        string failure = Assert.Single(await HostStart.FailuresAsync(services => services.AddBitrix24Client(configuration)));
        Assert.StartsWith("Bitrix24Client: the configuration contains unknown keys: 'Other'.", failure, StringComparison.Ordinal);
        configuration["Other"] = null;
        Assert.Equal(20, (await HostStart.OptionsAsync(services => services.AddBitrix24Client(configuration))).MaxWait.TotalSeconds);
    }

    private static Task<Bitrix24ClientOptions> ReadAsync(string file, Action<Bitrix24ClientOptions>? configure = null) => HostStart.OptionsAsync(services =>
    {
        Bitrix24ClientBuilder builder = services.AddBitrix24Client(HostStart.Section(file));
        builder.Options.Configure(configure ?? (static _ => { }));
    });
}
