using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace LeadGen.Extensions.DependencyInjection.Settings;

/// <summary>
/// Reads a client's options from the configuration. It does not use a binder, because a binder needs reflection or rejects options
/// that only code can set, reads "100" as a hundred days, and quotes invalid values, which may be secrets.
/// </summary>
internal static class Bitrix24ClientConfiguration
{
    private const string HostList = nameof(Bitrix24ClientOptions.AllowedHosts);

    // In the order in which they are applied: the values under Limits override those of the plan.
    private static readonly Setting[] s_settings =
    [
        Text("Webhook", static (o, text) => o.Webhook = text),
        Text("OAuth:ClientId", static (o, text) => OAuth(o).ClientId = text),
        Text("OAuth:ClientSecret", static (o, text) => OAuth(o).ClientSecret = text),
        Value<Uri>(
            "OAuth:TokenEndpoint",
            "an absolute address",
            static (string text, out Uri address) => Uri.TryCreate(text, UriKind.Absolute, out address!),
            static (o, address) => OAuth(o).TokenEndpoint = address),
        Value<bool>("OAuth:SendTokenRequestsInUrl", "true or false", bool.TryParse, static (o, isInUrl) => OAuth(o).SendTokenRequestsInUrl = isInUrl),
        Value<PortalLimits>("Plan", "Standard, Enterprise or None", TryReadPlan!, static (o, limits) => o.Limits = limits),
        Number("Limits:CallsPerSecond", static (o, number) => o.Limits = o.Limits with { CallsPerSecond = number }),
        Count("Limits:Burst", static (o, count) => o.Limits = o.Limits with { Burst = count }),
        Time("Limits:OperatingTime", static (o, time) => o.Limits = o.Limits with { OperatingTime = time }),
        Time("Limits:OperatingWindow", static (o, time) => o.Limits = o.Limits with { OperatingWindow = time }),
        Count("Retries:MaxRetries", static (o, count) => o.Retries.MaxRetries = count),
        Time("Retries:Delay", static (o, time) => o.Retries.Delay = time),
        Time("Retries:MaxDelay", static (o, time) => o.Retries.MaxDelay = time),
        Number("Retries:BudgetPerCall", static (o, number) => o.Retries.BudgetPerCall = number),
        Time("Timeout", static (o, time) => o.Timeout = time),
        Time("MaxWait", static (o, time) => o.MaxWait = time),
        Value<LeadApi>("Api", "Classic or Item", static (string text, out LeadApi api) => Enum.TryParse(text, ignoreCase: true, out api) && Enum.IsDefined(api), static (o, api) => o.Api = api),
        Value<bool>("AllowUnknownValues", "true or false", bool.TryParse, static (o, isAllowed) => o.AllowUnknownValues = isAllowed),
    ];

    /// <exception cref="OptionsValidationException">The section is missing, a key is unknown, or a value is invalid. The message does not quote values.</exception>
    public static void Bind(IConfiguration section, string name, Bitrix24ClientOptions options, string[] otherKeys)
    {
        string path = (section as IConfigurationSection)?.Path ?? "";
        List<string> failures = [];
        if (section is IConfigurationSection own && (!own.Exists() || !string.IsNullOrWhiteSpace(own.Value)))
        {
            // The section may consist only of secrets, so it can be missing in appsettings.json.
            failures.Add($"{ClientName.Format(name)}: the configuration has no section '{path}'{(own.Exists() ? ", only a value with this name" : "")}. "
                + $"Set the environment variable {path.Replace(":", "__", StringComparison.Ordinal)}__Webhook, or keep {path}:Webhook in user-secrets.");
        }

        foreach (Setting setting in s_settings)
        {
            if (section[setting.Key] is { } text && !string.IsNullOrWhiteSpace(text) && !setting.TryApply(options, text))
            {
                failures.Add($"{ClientName.Format(name)}: the value of '{ConfigurationPath.Combine(path, setting.Key).TrimStart(':')}' can't be read. Write {setting.Expected}.");
            }
        }

        foreach (IConfigurationSection host in section.GetSection(HostList).GetChildren().Where(static h => !string.IsNullOrWhiteSpace(h.Value)))
        {
            options.AllowedHosts.Add(host.Value!);
        }

        string[] unknown =
        [
            .. section.AsEnumerable(makePathsRelative: true)
                .Where(p => p.Value is not null && !IsKnown(p) && !otherKeys.Contains(p.Key, StringComparer.OrdinalIgnoreCase))
                .Select(static p => $"'{p.Key}'")
                .Order(StringComparer.Ordinal),
        ];
        if (unknown.Length > 0)
        {
            string where = path.Length == 0 ? "the configuration" : $"'{path}'";
            failures.Add($"{ClientName.Format(name)}: {where} contains unknown keys: {string.Join(", ", unknown)}. "
                + $"Valid keys: {string.Join(", ", s_settings.Select(static s => s.Key).Concat(otherKeys))}, {HostList}:0.");
        }

        if (failures.Count > 0)
        {
            throw new OptionsValidationException(name, typeof(Bitrix24ClientOptions), failures);
        }
    }

    private static bool IsKnown(KeyValuePair<string, string?> pair) =>
        Array.Exists(s_settings, s => s.Key.Equals(pair.Key, StringComparison.OrdinalIgnoreCase))
        || (pair.Key.StartsWith(HostList + ":", StringComparison.OrdinalIgnoreCase) && pair.Key.LastIndexOf(':') == HostList.Length)

        // Some versions of .NET add a key with an empty value for an empty list or object in a file.
        || (string.IsNullOrEmpty(pair.Value) && (pair.Key.Equals(HostList, StringComparison.OrdinalIgnoreCase)
            || Array.Exists(s_settings, s => s.Key.StartsWith(pair.Key + ":", StringComparison.OrdinalIgnoreCase))));

    private static OAuthApplication OAuth(Bitrix24ClientOptions options) => options.OAuth ??= new OAuthApplication();

    private static bool TryReadPlan(string text, out PortalLimits? limits)
    {
        limits = text.Trim().ToUpperInvariant() switch
        {
            "STANDARD" => PortalLimits.Standard,
            "ENTERPRISE" => PortalLimits.Enterprise,
            "NONE" => PortalLimits.None,
            _ => null,
        };
        return limits is not null;
    }

    private static Setting Text(string key, Action<Bitrix24ClientOptions, string> apply) =>
        Value(key, "a text", static (string text, out string read) => (read = text) is not null, apply);

    private static Setting Number(string key, Action<Bitrix24ClientOptions, double> apply) => Value(
        key,
        "a number such as 2.5",
        static (string text, out double number) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number),
        apply);

    private static Setting Count(string key, Action<Bitrix24ClientOptions, int> apply) => Value(
        key,
        "a whole number",
        static (string text, out int count) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out count),
        apply);

    // Without a colon, .NET reads a number as days.
    private static Setting Time(string key, Action<Bitrix24ClientOptions, TimeSpan> apply) => Value(
        key,
        "hh:mm:ss",
        static (string text, out TimeSpan time) => TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out time) && text.Contains(':', StringComparison.Ordinal),
        apply);

    private static Setting Value<T>(string key, string expected, TryRead<T> tryRead, Action<Bitrix24ClientOptions, T> apply) => new(key, expected, (options, text) =>
    {
        bool isRead = tryRead(text, out T value);
        if (isRead)
        {
            apply(options, value);
        }

        return isRead;
    });

    private delegate bool TryRead<T>(string text, out T value);

    /// <param name="Key">The key in the client's section.</param>
    /// <param name="Expected">The description of a valid value.</param>
    /// <param name="TryApply">Sets the option; returns <see langword="false"/> if the value is invalid.</param>
    private sealed record Setting(string Key, string Expected, Func<Bitrix24ClientOptions, string, bool> TryApply);
}
