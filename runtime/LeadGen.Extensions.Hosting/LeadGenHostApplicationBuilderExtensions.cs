using LeadGen;
using LeadGen.Extensions.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Extensions.Hosting;

/// <summary>Adds clients of Bitrix24 portals to an application.</summary>
public static class LeadGenHostApplicationBuilderExtensions
{
    private const string SectionName = "LeadGen";
    private const string TelemetryName = "LeadGen";

    private static readonly string[] s_keys = [nameof(Bitrix24ClientSettings.DisableHealthChecks), nameof(Bitrix24ClientSettings.DisableTracing), nameof(Bitrix24ClientSettings.DisableMetrics)];

    /// <summary>Adds a <see cref="Bitrix24Client"/> with a health check, traces and metrics.</summary>
    /// <remarks>
    /// <para>
    /// The options are read from the section <c>LeadGen</c>, or <c>LeadGen:acme</c> for the client <c>acme</c>. If neither <c>Webhook</c> nor <c>OAuth</c> is set
    /// there, the webhook of a client with a name is the connection string of that name (<c>ConnectionStrings:acme</c>), as Aspire passes it. Invalid
    /// options stop the application when it starts.
    /// </para>
    /// <para>
    /// The health check compares the portal's fields with the schema of <typeparamref name="TRecord"/>. It is named <c>lead-schema</c>, or
    /// <c>lead-schema:acme</c>. Traces and metrics are recorded by OpenTelemetry; an exporter must be configured separately. Each part can be turned off
    /// in the same section (<c>DisableHealthChecks</c>, <c>DisableTracing</c>, <c>DisableMetrics</c>) or by <paramref name="configureSettings"/>.
    /// </para>
    /// </remarks>
    /// <typeparam name="TRecord">The generated class whose schema the health check compares: <c>Lead</c>.</typeparam>
    /// <param name="builder">The builder of the application.</param>
    /// <param name="name">The name of the client, which is registered as a keyed singleton. It is case-sensitive, and empty for the client without a name.</param>
    /// <param name="configureSettings">Changes the settings, such as whether a health check is added. It is called after the configuration was read.</param>
    /// <param name="configureOptions">Changes the options of the client. It is called when the application starts, after the configuration was read.</param>
    /// <returns>A builder for further settings.</returns>
    /// <exception cref="InvalidOperationException">The client was already added, or a key of the settings is neither <c>true</c> nor <c>false</c>.</exception>
    public static Bitrix24ClientBuilder AddBitrix24Client<TRecord>(
        this IHostApplicationBuilder builder,
        string name = "",
        Action<Bitrix24ClientSettings>? configureSettings = null,
        Action<Bitrix24ClientOptions>? configureOptions = null)
        where TRecord : CrmRecord, ICrmRecord<TRecord>
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(name);
        string path = name.Length == 0 ? SectionName : ConfigurationPath.Combine(SectionName, name);
        if (!builder.Properties.TryAdd(path, true))
        {
            throw new InvalidOperationException($"The client '{path}' was already added. Call AddBitrix24Client once for each client.");
        }

        IConfigurationSection section = builder.Configuration.GetSection(path);
        var settings = new Bitrix24ClientSettings
        {
            DisableHealthChecks = IsSet(section, nameof(Bitrix24ClientSettings.DisableHealthChecks)),
            DisableTracing = IsSet(section, nameof(Bitrix24ClientSettings.DisableTracing)),
            DisableMetrics = IsSet(section, nameof(Bitrix24ClientSettings.DisableMetrics)),
        };
        configureSettings?.Invoke(settings);
        Bitrix24ClientBuilder client = Add(builder, name, section);
        if (configureOptions is not null)
        {
            client.Options.Configure(configureOptions);
        }

        if (!settings.DisableHealthChecks)
        {
            builder.Services.AddHealthChecks().AddCrmSchema<TRecord>(clientName: name);
        }

        if (!settings.DisableTracing)
        {
            builder.Services.AddOpenTelemetry().WithTracing(static tracing => tracing.AddSource(TelemetryName));
        }

        if (!settings.DisableMetrics)
        {
            builder.Services.AddOpenTelemetry().WithMetrics(static metrics => metrics.AddMeter(TelemetryName));
        }

        return client;
    }

    private static Bitrix24ClientBuilder Add(IHostApplicationBuilder builder, string name, IConfigurationSection section)
    {
        string? webhook = name.Length == 0 ? null : builder.Configuration.GetConnectionString(name);
        if (string.IsNullOrWhiteSpace(webhook))
        {
            return builder.Services.AddBitrix24Client(name, section, s_keys);
        }

        Bitrix24ClientBuilder client = section.Exists() ? builder.Services.AddBitrix24Client(name, section, s_keys) : builder.Services.AddBitrix24Client(name, static _ => { });
        client.Options.Configure(options => options.Webhook ??= options.OAuth is null ? webhook : null);
        return client;
    }

    private static bool IsSet(IConfigurationSection section, string key) => section[key] is { } text && !string.IsNullOrWhiteSpace(text)
        && (bool.TryParse(text, out bool isSet) ? isSet : throw new InvalidOperationException($"The value of '{section.Path}:{key}' can't be read. Write true or false."));
}
