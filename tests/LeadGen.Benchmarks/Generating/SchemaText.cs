using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace LeadGen.Benchmarks.Generating;

/// <summary>A schema file as the compiler passes it to the generator.</summary>
internal sealed class SchemaText(string portal, string json) : AdditionalText
{
    private readonly SourceText _text = SourceText.From(json, Encoding.UTF8);

    public string Namespace => portal;

    public override string Path => $"/portals/{portal}/crm.lead.fields.json";

    public override SourceText GetText(CancellationToken cancellationToken = default) => _text;
}

/// <summary>The metadata of a <c>LeadSchema</c> item as MSBuild writes it into the compiler's configuration.</summary>
internal sealed class SchemaOptions : AnalyzerConfigOptionsProvider
{
    private static readonly Options s_none = new([]);

    public override AnalyzerConfigOptions GlobalOptions => s_none;

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => s_none;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Options(new()
    {
        ["build_metadata.AdditionalFiles.LeadSchema"] = "fields",
        ["build_metadata.AdditionalFiles.Namespace"] = ((SchemaText)textFile).Namespace,
    });

    private sealed class Options(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}
