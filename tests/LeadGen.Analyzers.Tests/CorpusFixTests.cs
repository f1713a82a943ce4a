using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeadGen.Analyzers.Tests;

/// <summary>Applies each code fix to all warnings of files of the corpus at once.</summary>
public sealed class CorpusFixTests
{
    [Fact]
    public Task Fix_All_leaves_code_that_compiles_and_has_fewer_warnings() =>
        FixAllAsync(CorpusTests.ReadFiles().Where(static f => f.Name is "Arguments.cs" or "Values.cs"), leastFixes: 3);

    [Fact]
    [Trait("Category", "Nightly")]
    public Task Fix_All_leaves_code_that_compiles_and_has_fewer_warnings_in_all_files() => FixAllAsync(CorpusTests.ReadFiles(), leastFixes: 5);

    private static async Task FixAllAsync(IEnumerable<(string Name, string Text)> files, int leastFixes)
    {
        (Compilation compilation, AnalyzerOptions options) = await CorpusTests.CompileAsync(files);
        using var workspace = new AdhocWorkspace();
        ProjectId id = ProjectId.CreateNewId();
        Solution solution = workspace.CurrentSolution.AddProject(ProjectInfo.Create(
            id, VersionStamp.Default, "App", "App", LanguageNames.CSharp,
            compilationOptions: compilation.Options, parseOptions: compilation.SyntaxTrees.First().Options, metadataReferences: compilation.References));
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            solution = solution.AddDocument(DocumentId.CreateNewId(id), Path.GetFileName(tree.FilePath), tree.GetText(), filePath: tree.FilePath);
        }

        Project project = solution.GetProject(id)!;
        ImmutableArray<Diagnostic> found = await Analysis.RunAsync((await project.GetCompilationAsync())!, options);
        var applied = new HashSet<Type>();
        foreach (CodeFixProvider fix in CodeFixTests.All)
        {
            Diagnostic[] fixable = [.. found.Where(d => fix.FixableDiagnosticIds.Contains(d.Id))];
            var keys = new HashSet<string?>();
            foreach (Diagnostic diagnostic in fixable)
            {
                await fix.RegisterCodeFixesAsync(new CodeFixContext(
                    project.GetDocument(diagnostic.Location.SourceTree)!, diagnostic, (action, _) => keys.Add(action.EquivalenceKey), CancellationToken.None));
            }

            foreach (string? key in keys)
            {
                var context = new FixAllContext(project.Documents.First(), fix, FixAllScope.Project, key!, fix.FixableDiagnosticIds, new Known(fixable), CancellationToken.None);
                CodeAction action = (await fix.GetFixAllProvider()!.GetFixAsync(context))!;
                Solution changed = (await action.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().Single().ChangedSolution;
                Compilation fixedCompilation = (await changed.GetProject(id)!.GetCompilationAsync())!;
                Assert.Empty(fixedCompilation.GetDiagnostics().Where(static d => d.Severity == DiagnosticSeverity.Error));
                ImmutableArray<Diagnostic> left = await Analysis.RunAsync(fixedCompilation, options);
                Assert.True(left.Length < found.Length, $"{fix.GetType().Name} corrects nothing");
                applied.Add(fix.GetType());
            }
        }

        Assert.True(applied.Count >= leastFixes, string.Join(", ", applied));
    }

    private sealed class Known(Diagnostic[] diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            Task.FromResult(diagnostics.Where(d => d.Location.SourceTree?.FilePath == document.FilePath));

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
