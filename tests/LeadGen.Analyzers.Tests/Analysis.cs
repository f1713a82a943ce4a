using System.Collections.Concurrent;
using System.Collections.Immutable;
using LeadGen.Generator;
using LeadGen.Generator.Usage;
using LeadGen.TestKit.Compiling;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;

namespace LeadGen.Analyzers.Tests;

/// <summary>Runs all analyzers on a project with one portal.</summary>
internal static class Analysis
{
    private static readonly CSharpParseOptions s_parse = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp13);

    // The generated types depend only on the schema files and the settings. They are generated once for each instance of the dictionary.
    private static readonly ConcurrentDictionary<(IReadOnlyDictionary<string, string> Files, string Config, string EditorConfig), Project> s_projects = new();

    private static readonly Lazy<MetadataReference> s_generatedTypes = new(CompileGeneratedTypes);

    /// <summary>Gets a library with the types that are generated from the files of the sample portal.</summary>
    public static MetadataReference GeneratedTypes => s_generatedTypes.Value;

    public static ImmutableArray<DiagnosticAnalyzer> All { get; } =
        [new LiteralAnalyzer(), new LeadCallAnalyzer(), new TypedUsageAnalyzer()];

    /// <summary>Expects exactly the marked diagnostics, apart from LG1016, with the specified <c>.editorconfig</c>.</summary>
    /// <param name="markup">Code that compiles. <c>{|LG1001:text|}</c> marks a text that is reported.</param>
    /// <param name="editorConfig">The content of the <c>.editorconfig</c>.</param>
    public static async Task VerifyAsync(string markup, string editorConfig = "")
    {
        TestFileMarkupParser.GetSpans(markup, out string code, out ImmutableDictionary<string, ImmutableArray<TextSpan>> spans);
        IEnumerable<(string Id, TextSpan Span)> expected = spans.SelectMany(static rule => rule.Value.Select(span => (rule.Key, span)));
        (Compilation compilation, AnalyzerOptions options) = Compile(
            [("Program.cs", code)], SamplePortal.FilesWithNames, SamplePortal.Config, [], mustCompile: true, editorConfig);

        ImmutableArray<Diagnostic> found = await RunAsync(compilation, options);

        Assert.All(found, static d => Assert.Equal("/app/Program.cs", d.Location.SourceTree?.FilePath));
        Assert.Equal(Show(expected), Show(found.Where(static d => d.Id != "LG1016").Select(static d => (d.Id, d.Location.SourceSpan))));

        IEnumerable<string> Show(IEnumerable<(string Id, TextSpan Span)> reported) =>
            reported.OrderBy(static r => r.Span.Start).ThenBy(static r => r.Id, StringComparer.Ordinal).Select(r => $"{r.Id} {r.Span}: {code.Substring(r.Span.Start, r.Span.Length)}");
    }

    /// <summary>Runs the analyzers on code that does not have to compile. The test fails if an analyzer throws.</summary>
    public static Task<ImmutableArray<Diagnostic>> RunAsync(string code, IReadOnlyDictionary<string, string> files, string config = SamplePortal.Config) =>
        RunAsync([code], files, config);

    /// <summary>Determines whether types are generated from the files.</summary>
    public static Task<bool> GeneratesAsync(IReadOnlyDictionary<string, string> files, string config) => Task.FromResult(
        CreateProject(files, config).Compilation.GetTypeByMetadataName("Acme.Crm.LeadUpdate") is not null);

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
        IEnumerable<(string Name, string Text)> sources, IReadOnlyDictionary<string, string> files, string config, MetadataReference[] libraries,
        bool mustCompile = false, string editorConfig = "")
    {
        Project project = CreateProject(files, config, editorConfig);
        SyntaxTree[] trees = [.. sources.Select(static code => CSharpSyntaxTree.ParseText(code.Text, s_parse, "/app/" + code.Name))];
        Compilation compilation = project.Compilation.AddReferences(libraries).AddSyntaxTrees(trees);
        if (mustCompile)
        {
            // The errors of the generated code are computed once for each project, because this takes longer than compiling most of the sources.
            string errors = string.Join('\n', project.Errors.Value.Concat(trees.SelectMany(tree => compilation.GetSemanticModel(tree).GetDiagnostics()))
                .Where(static d => d.Severity == DiagnosticSeverity.Error));
            Assert.True(errors.Length == 0, errors);
        }

        return (compilation, project.Options);
    }

    private static MetadataReference CompileGeneratedTypes()
    {
        Compilation project = CreateProject(SamplePortal.FilesWithNames, SamplePortal.Config).Compilation;
        using MemoryStream library = project.RemoveSyntaxTrees(project.SyntaxTrees.Where(static t => t.FilePath == Project.ClientPath)).WithAssemblyName("Library").ToAssembly();
        return MetadataReference.CreateFromStream(library);
    }

    private static Project CreateProject(IReadOnlyDictionary<string, string> files, string config, string editorConfig = "") =>
        s_projects.GetOrAdd((files, config, editorConfig), static key => Project.Create(key.Files, new CompilerConfig(key.Config, key.EditorConfig)));

    private sealed record Project(Compilation Compilation, AnalyzerOptions Options)
    {
        public const string ClientPath = "/app/Rest.cs";

        public Lazy<ImmutableArray<Diagnostic>> Errors { get; } = new(() => Compilation.GetDiagnostics());

        public static Project Create(IReadOnlyDictionary<string, string> files, CompilerConfig config)
        {
            var project = new CompilerProject([.. files.Select(static f => new CompilerFile(f.Key, f.Value))], config);
            Compilation compilation = CSharpCompilation.Create(
                "App",
                [CSharpSyntaxTree.ParseText(SamplePortal.Client, s_parse, ClientPath)],
                SamplePortal.References,
                new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary).WithSyntaxTreeOptionsProvider(config.Severities));
            project.CreateDriver(new LeadGenGenerator(), s_parse).RunGeneratorsAndUpdateCompilation(compilation, out compilation, out _);
            return new Project(compilation, project.Options);
        }
    }
}
