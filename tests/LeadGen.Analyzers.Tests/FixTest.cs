using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace LeadGen.Analyzers.Tests;

/// <summary>Tests a code fix in a project with the files of one portal, a library with the types that are generated from them, and the runtime.</summary>
/// <remarks>A test compiles the project many times. The types are compiled once, because they took four fifths of the time.</remarks>
internal sealed class FixTest<TAnalyzer, TFix> : CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TFix : CodeFixProvider, new()
{
    private FixTest(string before, string after)
    {
        ReferenceAssemblies = new ReferenceAssemblies("none");
        TestBehaviors = TestBehaviors.SkipGeneratedSourcesCheck | TestBehaviors.SkipSuppressionCheck | TestBehaviors.SkipGeneratedCodeCheck;
        CompilerDiagnostics = CompilerDiagnostics.Errors;
        // Errors in a local's values are reported at the call that the local is passed to.
        CodeFixTestBehaviors = CodeFixTestBehaviors.SkipLocalDiagnosticCheck;
        // Diagnostics without a fix remain and are marked.
        FixedState.MarkupHandling = MarkupMode.Allow;
        TestCode = before;
        FixedCode = after;
        SamplePortal.AddTo(TestState);
        SamplePortal.AddTo(FixedState);
    }

    /// <summary>Applies the fix to each location in turn, and to all locations at once.</summary>
    public static Task Fixes(string before, string after) => new FixTest<TAnalyzer, TFix>(before, after).RunAsync();

    /// <summary>Expects the warning and no fix for it.</summary>
    public static Task OffersNothing(string code) => new FixTest<TAnalyzer, TFix>(code, code).RunAsync();

    protected override ParseOptions CreateParseOptions() =>
        ((CSharpParseOptions)base.CreateParseOptions()).WithLanguageVersion(LanguageVersion.CSharp12);
}
