using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeadGen.TestKit.Compiling;

/// <summary>Provides the options of a project from a global configuration, like the one that MSBuild writes, and an <c>.editorconfig</c>.</summary>
public sealed class CompilerConfig(string globalConfig, string editorConfig = "") : AnalyzerConfigOptionsProvider
{
    private readonly AnalyzerConfigSet _set = AnalyzerConfigSet.Create(
        new[] { AnalyzerConfig.Parse(globalConfig, "/app/.globalconfig"), AnalyzerConfig.Parse(editorConfig, "/.editorconfig") });

    private readonly ConcurrentDictionary<string, AnalyzerConfigOptionsResult> _files = new();

    public override AnalyzerConfigOptions GlobalOptions => new Options(_set.GlobalConfigOptions.AnalyzerOptions);

    /// <summary>Gets the severities that the configuration sets.</summary>
    public SyntaxTreeOptionsProvider Severities => new TreeOptions(this);

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Options(Of(tree.FilePath).AnalyzerOptions);

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Options(Of(textFile.Path).AnalyzerOptions);

    private AnalyzerConfigOptionsResult Of(string path) => _files.GetOrAdd(path, _set.GetOptionsForSourcePath);

    private sealed class Options(ImmutableDictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }

    private sealed class TreeOptions(CompilerConfig config) : SyntaxTreeOptionsProvider
    {
        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => GeneratedKind.Unknown;

        public override bool TryGetDiagnosticValue(SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) =>
            config.Of(tree.FilePath).TreeOptions.TryGetValue(diagnosticId, out severity);

        public override bool TryGetGlobalDiagnosticValue(string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) =>
            config._set.GlobalConfigOptions.TreeOptions.TryGetValue(diagnosticId, out severity);
    }
}
