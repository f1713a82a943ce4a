using System.Collections.Immutable;
using System.Text;
using LeadGen.Generator;
using LeadGen.Generator.Usage;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;

namespace LeadGen.Analyzers.Tests;

/// <summary>All analyzers at once on a project with one portal: each place that is marked warns, and no other.</summary>
internal sealed class Analysis : CSharpAnalyzerTest<LiteralAnalyzer, DefaultVerifier>
{
    private Analysis(string code)
    {
        ReferenceAssemblies = new ReferenceAssemblies("none");
        TestBehaviors = TestBehaviors.SkipGeneratedSourcesCheck;
        CompilerDiagnostics = CompilerDiagnostics.Errors;
        TestCode = code;
        SamplePortal.AddTo(TestState);
        DisabledDiagnostics.Add("LG1016");
        MarkupOptions = MarkupOptions.UseFirstDescriptor;
    }

    public static ImmutableArray<DiagnosticAnalyzer> All { get; } =
        [new LiteralAnalyzer(), new LeadCallAnalyzer(), new TypedUsageAnalyzer(), new UpdateFlowAnalyzer()];

    /// <summary>Expects exactly the warnings that are marked.</summary>
    public static Task Of(string code) => new Analysis(code).RunAsync();

    /// <summary>The same under an <c>.editorconfig</c>.</summary>
    public static Task Of(string code, string editorConfig)
    {
        var analysis = new Analysis(code);
        analysis.TestState.AnalyzerConfigFiles.Add(("/.editorconfig", editorConfig));
        return analysis.RunAsync();
    }

    /// <summary>Runs the analyzers over code that need not compile, with whatever files; an analyzer that throws fails the test.</summary>
    public static async Task<ImmutableArray<Diagnostic>> RunAsync(string code, IReadOnlyDictionary<string, string> files, string config = SamplePortal.Config)
    {
        CSharpParseOptions parse = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp13);
        Compilation compilation = CSharpCompilation.Create(
            "App",
            [CSharpSyntaxTree.ParseText(code, parse, "/app/Program.cs"), CSharpSyntaxTree.ParseText(SamplePortal.Client, parse, "/app/Rest.cs")],
            SamplePortal.References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        ImmutableArray<AdditionalText> texts = [.. files.Select(f => new Text(f.Key, f.Value))];
        var options = new AnalyzerOptions(texts, new ConfigFile(config));
        CSharpGeneratorDriver.Create([new LeadGenGenerator().AsSourceGenerator()], texts, parse, options.AnalyzerConfigOptionsProvider)
            .RunGeneratorsAndUpdateCompilation(compilation, out compilation, out _);
        var analysis = new CompilationWithAnalyzers(compilation, All, new CompilationWithAnalyzersOptions(
            options, static (e, _, _) => Assert.Fail(e.ToString()), concurrentAnalysis: true, logAnalyzerExecutionTime: false));
        return await analysis.GetAnalyzerDiagnosticsAsync();
    }

    protected override IEnumerable<DiagnosticAnalyzer> GetDiagnosticAnalyzers() => All;

    protected override IEnumerable<Type> GetSourceGenerators() => [typeof(LeadGenGenerator)];

    protected override ParseOptions CreateParseOptions() =>
        ((CSharpParseOptions)base.CreateParseOptions()).WithLanguageVersion(LanguageVersion.CSharp13);

    private sealed class Text(string path, string content) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(content, Encoding.UTF8);
    }

    private sealed class ConfigFile(string text) : AnalyzerConfigOptionsProvider
    {
        private readonly AnalyzerConfigSet _set = AnalyzerConfigSet.Create(new[] { AnalyzerConfig.Parse(text, "/app/.globalconfig") });

        public override AnalyzerConfigOptions GlobalOptions => new Options(_set.GlobalConfigOptions.AnalyzerOptions);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Options(_set.GetOptionsForSourcePath(tree.FilePath).AnalyzerOptions);

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Options(_set.GetOptionsForSourcePath(textFile.Path).AnalyzerOptions);

        private sealed class Options(ImmutableDictionary<string, string> values) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
        }
    }
}
