using System.Text.Json;
using LeadGen.TestKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LeadGen.Extensions.Tests.Settings;

/// <summary>Tests that the JSON schema of appsettings.json has the keys that the configuration accepts.</summary>
public sealed class ConfigurationSchemaTests
{
    private static readonly string[] s_hostingKeys = ["DisableHealthChecks", "DisableTracing", "DisableMetrics"];

    [Fact]
    public void The_schema_has_each_key_with_a_description()
    {
        using JsonDocument schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "runtime/LeadGen.Extensions.DependencyInjection/ConfigurationSchema.json")));
        string[] keys = [.. Keys(schema.RootElement.GetProperty("definitions").GetProperty("client"), "")];

        Assert.Equal(ValidKeys().Concat(s_hostingKeys).Order(StringComparer.Ordinal), keys.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Keys(JsonElement definition, string path)
    {
        foreach (JsonProperty property in definition.GetProperty("properties").EnumerateObject())
        {
            Assert.NotEqual("", property.Value.GetProperty("description").GetString());
            string key = path + property.Name;
            foreach (string found in property.Value.TryGetProperty("properties", out _) ? Keys(property.Value, key + ":") : [key])
            {
                yield return found;
            }
        }
    }

    // The message about an unknown key lists the valid ones.
    private static string[] ValidKeys()
    {
        IConfiguration section = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create<string, string?>("Unknown", "x")]).Build();
        using ServiceProvider host = new ServiceCollection().AddBitrix24Client(section).Services.BuildServiceProvider();
        OptionsValidationException e = Assert.Throws<OptionsValidationException>(() => host.GetRequiredService<IOptions<Bitrix24ClientOptions>>().Value);
        string list = e.Failures.Single(static f => f.Contains("Valid keys: ", StringComparison.Ordinal));
        return [.. list[(list.IndexOf("Valid keys: ", StringComparison.Ordinal) + 12)..].TrimEnd('.').Split(", ").Select(static key => key.Replace("AllowedHosts:0", "AllowedHosts", StringComparison.Ordinal))];
    }
}
