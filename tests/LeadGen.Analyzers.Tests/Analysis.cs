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

/// <summary>Runs all analyzers on a project with one portal. Exactly the marked locations must be reported.</summary>
internal sealed class Analysis : CSharpAnalyzerTest<LiteralAnalyzer, DefaultVerifier>
{
    private static readonly CSharpParseOptions s_parse = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp13);

    // The generated types depend only on the schema files, so they are generated once for each object that contains the files.
    private static readonly ConcurrentDictionary<(IReadOnlyDictionary<string, string> Files, string Config), Project> s_projects = new();

    private Analysis(string code)
    {
        ReferenceAssemblies = new ReferenceAssemblies("none");
        // RuleTests tests the suppression of all rules at once. The built-in checks would compile each case two more times.
        TestBehaviors = TestBehaviors.SkipGeneratedSourcesCheck | TestBehaviors.SkipSuppressionCheck | TestBehaviors.SkipGeneratedCodeCheck;
        CompilerDiagnostics = CompilerDiagnostics.Errors;
        TestCode = code;
        SamplePortal.AddTo(TestState);
        DisabledDiagnostics.Add("LG1016");
        MarkupOptions = MarkupOptions.UseFirstDescriptor;
    }

    public static ImmutableArray<DiagnosticAnalyzer> All { get; } =
        [new LiteralAnalyzer(), new LeadCallAnalyzer(), new TypedUsageAnalyzer()];

    /// <summary>Expects exactly the marked warnings.</summary>
    public static Task Of(string code) => new Analysis(code).RunAsync();

    /// <summary>Expects exactly the marked warnings, with the specified <c>.editorconfig</c>.</summary>
    public static Task Of(string code, string editorConfig)
    {
        var analysis = new Analysis(code);
        analysis.TestState.AnalyzerConfigFiles.Add(("/.editorconfig", editorConfig));
        return analysis.RunAsync();
    }

    /// <summary>Runs the analyzers on code that does not have to compile. The test fails if an analyzer throws.</summary>
    public static Task<ImmutableArray<Diagnostic>> RunAsync(string code, IReadOnlyDictionary<string, string> files, string config = SamplePortal.Config) =>
        RunAsync([code], files, config);

    /// <summary>Determines whether types are generated from the files.</summary>
    public static Task<bool> GeneratesAsync(IReadOnlyDictionary<string, string> files, string config) => Task.FromResult(
        s_projects.GetOrAdd((files, config), static key => Project.Of(key.Files, key.Config)).Compilation.GetTypeByMetadataName("Acme.Crm.LeadUpdate") is not null);

    /// <summary>Runs the analyzers on several code files.</summary>
    public static Task<ImmutableArray<Diagnostic>> RunAsync(IEnumerable<string> sources, IReadOnlyDictionary<string, string> files, string config = SamplePortal.Config) =>
        RunAsync(sources.Select(static (code, i) => ($"Program{i}.cs", code)), files, config, []);

    /// <summary>Runs the analyzers on named code files, with referenced libraries.</summary>
    public static Task<ImmutableArray<Diagnostic>> RunAsync(
        IEnumerable<(string Name, string Text)> sources, IReadOnlyDictionary<string, string> files, string config, MetadataReference[] libraries,
        bool mustCompile = false)
    {
        (Compilation compilation, AnalyzerOptions options) = Compile(sources, files, config, libraries, mustCompile);
        return RunAsync(compilation, options);
    }

    /// <summary>Gets the diagnostics of a compilation. The test fails if an analyzer throws.</summary>
    public static Task<ImmutableArray<Diagnostic>> RunAsync(Compilation compilation, AnalyzerOptions options) =>
        new CompilationWithAnalyzers(compilation, All, new CompilationWithAnalyzersOptions(
            options, static (e, _, _) => Assert.Fail(e.ToString()), concurrentAnalysis: true, logAnalyzerExecutionTime: false)).GetAnalyzerDiagnosticsAsync();

    /// <summary>Compiles code together with the types that are generated from the files.</summary>
    public static (Compilation Compilation, AnalyzerOptions Options) Compile(
        IEnumerable<(string Name, string Text)> sources, IReadOnlyDictionary<string, string> files, string config, MetadataReference[] libraries, bool mustCompile = false)
    {
        Project project = s_projects.GetOrAdd((files, config), static key => Project.Of(key.Files, key.Config));
        Compilation compilation = project.Compilation.AddReferences(libraries)
            .AddSyntaxTrees(sources.Select(static code => CSharpSyntaxTree.ParseText(code.Text, s_parse, "/app/" + code.Name)));
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
