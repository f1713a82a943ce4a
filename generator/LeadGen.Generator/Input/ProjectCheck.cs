using System.Collections.Immutable;
using System.Globalization;
using LeadGen.Schema;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeadGen.Generator.Input;

/// <summary>Whether the project can compile generated code at all.</summary>
/// <param name="Problem">Why it can't; <see langword="null"/> where it can.</param>
/// <param name="Arguments">The arguments of the problem's message.</param>
internal sealed record ProjectCheck(SchemaRule? Problem, EquatableArray<string> Arguments)
{
    /// <summary>The first version with static members of interfaces, by which the runtime makes generated types.</summary>
    public const LanguageVersion MinimumLanguage = LanguageVersion.CSharp11;

    private const int MinimumFramework = 8;

    /// <summary>Checks a project. The framework is checked first, because an old framework also defaults to an old C# version.</summary>
    public static ProjectCheck Of(CSharpParseOptions options, bool hasRuntime, string targetFramework) =>
        hasRuntime ? options.LanguageVersion >= MinimumLanguage
            ? new ProjectCheck(null, default)
            : Failed(SchemaRules.UnsupportedLanguageVersion, options.LanguageVersion.ToDisplayString(), MinimumLanguage.ToDisplayString())
        : IsTooOld(targetFramework) ? Failed(SchemaRules.UnsupportedFramework, targetFramework)
        : Failed(SchemaRules.RuntimeNotReferenced);

    /// <summary>Whether the compilation references the runtime.</summary>
    public static bool IsRuntime(MetadataReference reference)
    {
        const string Assembly = "LeadGen";
        return reference is CompilationReference project
            ? project.Compilation.AssemblyName == Assembly
            : string.Equals(Path.GetFileName((reference as PortableExecutableReference)?.FilePath), Assembly + ".dll", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Reports the problem once per project, at the schema of the first portal.</summary>
    public EquatableArray<SchemaDiagnostic> Report(ImmutableArray<NamespaceClaim> portals) => Problem is null || portals.IsEmpty
        ? default
        : new[] { new SchemaDiagnostic(Problem, portals[0].Place, Arguments) }.ToEquatableArray();

    private static ProjectCheck Failed(SchemaRule rule, params string[] arguments) => new(rule, arguments.ToEquatableArray());

    // net8.0 and later, also net8.0-windows, are those with a number of 8 or more before the point: net48 has no point.
    private static bool IsTooOld(string targetFramework)
    {
        const string Modern = "net";
        if (targetFramework.Length == 0)
        {
            return false;
        }

        int point = targetFramework.IndexOf('.');
        return !(point > Modern.Length && targetFramework.StartsWith(Modern, StringComparison.OrdinalIgnoreCase)
            && int.TryParse(targetFramework.Substring(Modern.Length, point - Modern.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int version)
            && version >= MinimumFramework);
    }
}
