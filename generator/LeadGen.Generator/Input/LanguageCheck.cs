using Microsoft.CodeAnalysis.CSharp;

namespace LeadGen.Generator.Input;

/// <summary>The project's C# version, as far as it matters here.</summary>
/// <param name="Version">The version as people write it.</param>
/// <param name="IsEnough">Whether the generated code compiles with it.</param>
internal sealed record LanguageCheck(string Version, bool IsEnough)
{
    /// <summary>The first version with static members of interfaces, by which the runtime makes generated types.</summary>
    public const LanguageVersion Least = LanguageVersion.CSharp11;

    public static LanguageCheck Of(CSharpParseOptions options) =>
        new(options.LanguageVersion.ToDisplayString(), options.LanguageVersion >= Least);
}
