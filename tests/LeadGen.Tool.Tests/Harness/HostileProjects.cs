using System.Globalization;

namespace LeadGen.Tool.Tests.Harness;

/// <summary>Provides project files that a parser without limits needs minutes to read.</summary>
internal static class HostileProjects
{
    /// <summary>Gets a project of a kilobyte whose nested entities expand to 100 billion characters.</summary>
    public static string Entities { get; } = "<!DOCTYPE Project [<!ENTITY e0 \"" + new string('x', 1000) + "\">"
        + string.Concat(Enumerable.Range(1, 8).Select(static i => string.Create(
            CultureInfo.InvariantCulture, $"<!ENTITY e{i} \"{string.Concat(Enumerable.Repeat($"&e{i - 1};", 10))}\">")))
        + "]><Project><PropertyGroup><UserSecretsId>&e8;</UserSecretsId></PropertyGroup></Project>";

    /// <summary>Gets a project of nested elements.</summary>
    public static string Deep { get; } = "<Project>" + string.Concat(Enumerable.Repeat("<a>", 400_000)) + string.Concat(Enumerable.Repeat("</a>", 400_000)) + "</Project>";

    /// <summary>Gets a project that is longer than the tool reads.</summary>
    public static string Long { get; } = "<Project>" + new string(' ', 8 * 1024 * 1024) + "</Project>";
}
