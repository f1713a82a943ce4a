using System.Collections.Concurrent;
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
    private static readonly CSharpParseOptions s_parse = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp13);

    // What is generated from files does not hang on the code beside it: it is made once for all codes that stand beside the same object.
    private static readonly ConcurrentDictionary<(IReadOnlyDictionary<string, string> Files, string Config), Project> s_projects = new();

    private Analysis(string code)
    {
        ReferenceAssemblies = new ReferenceAssemblies("none");
        // What silences a warning has a test of its own, of all rules at once: here it would compile each case twice more.
        TestBehaviors = TestBehaviors.SkipGeneratedSourcesCheck | TestBehaviors.SkipSuppressionCheck | TestBehaviors.SkipGeneratedCodeCheck;
        CompilerDiagnostics = CompilerDiagnostics.Errors;
        TestCode = code;
        SamplePortal.AddTo(TestState);
        DisabledDiagnostics.Add("LG1016");
        MarkupOptions = MarkupOptions.UseFirstDescriptor;
    }

    public static ImmutableArray<DiagnosticAnalyzer> All { get; } =
        [new LiteralAnalyzer(), new LeadCallAnalyzer(), new TypedUsageAnalyzer()];

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
    public static Task<ImmutableArray<Diagnostic>> RunAsync(string code, IReadOnlyDictionary<string, string> files, string config = SamplePortal.Config) =>
        RunAsync([code], files, config);

    /// <summary>Whether types are generated from files.</summary>
    public static Task<bool> GeneratesAsync(IReadOnlyDictionary<string, string> files, string config) => Task.FromResult(
        s_projects.GetOrAdd((files, config), static key => Project.Of(key.Files, key.Config)).Compilation.GetTypeByMetadataName("Acme.Crm.LeadUpdate") is not null);

    /// <summary>The same over several files of code.</summary>
    public static Task<ImmutableArray<Diagnostic>> RunAsync(IEnumerable<string> codes, IReadOnlyDictionary<string, string> files, string config = SamplePortal.Config) =>
        RunAsync(codes.Select(static (code, i) => ($"Program{i}.cs", code)), files, config, []);

    /// <summary>The same over files with names, and with libraries.</summary>
    public static Task<ImmutableArray<Diagnostic>> RunAsync(
        IEnumerable<(string Name, string Text)> codes, IReadOnlyDictionary<string, string> files, string config, MetadataReference[] libraries,
        bool mustCompile = false)
    {
        (Compilation compilation, AnalyzerOptions options) = Compile(codes, files, config, libraries, mustCompile);
        return RunAsync(compilation, options);
    }

    /// <summary>The diagnostics of a compilation; an analyzer that throws fails the test.</summary>
    public static Task<ImmutableArray<Diagnostic>> RunAsync(Compilation compilation, AnalyzerOptions options) =>
        new CompilationWithAnalyzers(compilation, All, new CompilationWithAnalyzersOptions(
            options, static (e, _, _) => Assert.Fail(e.ToString()), concurrentAnalysis: true, logAnalyzerExecutionTime: false)).GetAnalyzerDiagnosticsAsync();

    /// <summary>Compiles code next to the types that are generated from files.</summary>
    public static (Compilation Compilation, AnalyzerOptions Options) Compile(
        IEnumerable<(string Name, string Text)> codes, IReadOnlyDictionary<string, string> files, string config, MetadataReference[] libraries, bool mustCompile = false)
    {
        Project project = s_projects.GetOrAdd((files, config), static key => Project.Of(key.Files, key.Config));
        Compilation compilation = project.Compilation.AddReferences(libraries)
            .AddSyntaxTrees(codes.Select(static code => CSharpSyntaxTree.ParseText(code.Text, s_parse, "/app/" + code.Name)));
        if (mustCompile)
        {
            string errors = string.Join('\n', compilation.GetDiagnostics().Where(static d => d.Severity == DiagnosticSeverity.Error));
            Assert.True(errors.Length == 0, errors);
        }

        return (compilation, project.Options);
    }

    protected override IEnumerable<DiagnosticAnalyzer> GetDiagnosticAnalyzers() => All;

    protected override IEnumerable<Type> GetSourceGenerators() => [typeof(LeadGenGenerator)];

    protected override ParseOptions CreateParseOptions() =>
        ((CSharpParseOptions)base.CreateParseOptions()).WithLanguageVersion(LanguageVersion.CSharp13);

    private sealed record Project(Compilation Compilation, AnalyzerOptions Options)
    {
        public static Project Of(IReadOnlyDictionary<string, string> files, string config)
        {
            ImmutableArray<AdditionalText> texts = [.. files.Select(f => new Text(f.Key, f.Value))];
            var options = new AnalyzerOptions(texts, new ConfigFile(config));
            Compilation compilation = CSharpCompilation.Create(
                "App",
                [CSharpSyntaxTree.ParseText(SamplePortal.Client, s_parse, "/app/Rest.cs")],
                SamplePortal.References,
                new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
            CSharpGeneratorDriver.Create([new LeadGenGenerator().AsSourceGenerator()], texts, s_parse, options.AnalyzerConfigOptionsProvider)
                .RunGeneratorsAndUpdateCompilation(compilation, out compilation, out _);
            return new Project(compilation, options);
        }
    }

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
