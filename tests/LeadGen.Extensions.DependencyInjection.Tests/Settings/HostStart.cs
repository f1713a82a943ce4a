using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LeadGen.Extensions.DependencyInjection.Tests.Settings;

/// <summary>Starts hosts, which is when options are checked.</summary>
internal static class HostStart
{
    public const string Secret = "s3cr3tw0rdofthehook";
    public const string Webhook = $"https://acme.example/rest/7/{Secret}/";

    /// <summary>The options with which a host starts.</summary>
    public static async Task<Bitrix24ClientOptions> OptionsAsync(Action<IServiceCollection> add, string name = "")
    {
        using IHost host = Build(add);
        await host.StartAsync();
        Bitrix24ClientOptions options = host.Services.GetRequiredService<IOptionsMonitor<Bitrix24ClientOptions>>().Get(name);
        await host.StopAsync();
        return options;
    }

    /// <summary>Why a host does not start.</summary>
    public static async Task<string[]> FailuresAsync(Action<IServiceCollection> add)
    {
        using IHost host = Build(add);
        OptionsValidationException failure = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.DoesNotContain(Secret, failure.ToString(), StringComparison.OrdinalIgnoreCase);
        return [.. failure.Failures];
    }

    /// <summary>The section LeadGen of a file.</summary>
    public static IConfigurationSection Section(string json)
    {
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json));
        return new ConfigurationBuilder().AddJsonStream(stream).Build().GetSection("LeadGen");
    }

    private static IHost Build(Action<IServiceCollection> add)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        add(builder.Services);
        return builder.Build();
    }
}
