using System.Collections.Immutable;
using System.Globalization;
using LeadGen.Schema;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeadGen.Generator.Input;

/// <summary>Represents the check whether the project can compile generated code.</summary>
/// <param name="Problem">The reason why it can't; <see langword="null"/> if it can.</param>
/// <param name="Arguments">The arguments of the problem's message.</param>
internal sealed record ProjectCheck(SchemaRule? Problem, EquatableArray<string> Arguments)
{
    /// <summary>The first version with static abstract interface members, which the runtime uses to create generated types.</summary>
    public const LanguageVersion MinimumLanguage = LanguageVersion.CSharp11;

    private const int MinimumFramework = 8;

    /// <summary>Checks a project. The framework is checked first, because an old framework also defaults to an old C# version.</summary>
    public static ProjectCheck Create(CSharpParseOptions options, bool hasRuntime, string targetFramework) =>
        hasRuntime ? options.LanguageVersion >= MinimumLanguage
            ? new ProjectCheck(null, default)
            : Failed(SchemaRules.UnsupportedLanguageVersion, options.LanguageVersion.ToDisplayString(), MinimumLanguage.ToDisplayString())
        : IsTooOld(targetFramework) ? Failed(SchemaRules.UnsupportedFramework, targetFramework)
        : Failed(SchemaRules.RuntimeNotReferenced);

    /// <summary>Determines whether a reference is the runtime.</summary>
    public static bool IsRuntime(MetadataReference reference)
    {
        const string Assembly = "LeadGen";
        return reference is CompilationReference project
            ? project.Compilation.AssemblyName == Assembly
            : string.Equals(Path.GetFileName((reference as PortableExecutableReference)?.FilePath), Assembly + ".dll", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Reports the problem once per project, at the schema of the first portal.</summary>
    public EquatableArray<SchemaDiagnostic> Report(ImmutableArray<SchemaNamespace> portals) => Problem is null || portals.IsEmpty
        ? default
        : new[] { new SchemaDiagnostic(Problem, portals[0].Location, Arguments) }.ToEquatableArray();

    private static ProjectCheck Failed(SchemaRule rule, params string[] arguments) => new(rule, arguments.ToEquatableArray());

    // net8.0 and later, including net8.0-windows, have a number of at least 8 before the dot. net48 has no dot.
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
