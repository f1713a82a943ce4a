using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeadGen.TestKit.Compiling;

/// <summary>Represents what a project passes to generators and analyzers.</summary>
public sealed record CompilerProject(ImmutableArray<CompilerFile> Files, AnalyzerConfigOptionsProvider Config)
{
    public AnalyzerOptions Options { get; } = new(ImmutableArray<AdditionalText>.CastUp(Files), Config);

    /// <summary>Creates the driver that the compiler uses, without cached state. <paramref name="tracksSteps"/> records why each step runs.</summary>
    public GeneratorDriver CreateDriver(IIncrementalGenerator generator, CSharpParseOptions parse, bool tracksSteps = false) => CSharpGeneratorDriver.Create(
        [generator.AsSourceGenerator()], Options.AdditionalFiles, parse, Config, new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, tracksSteps));
}
