using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace LeadGen.Generator.Tests.Harness;

/// <summary>Represents a portal folder in memory, and the metadata of its <c>LeadSchema</c> item.</summary>
internal sealed record Portal(string Fields)
{
    public string Folder { get; init; } = "/portals/acme";

    public string Namespace { get; init; } = "Acme.Crm";

    public string? ClassName { get; init; }

    public string? Identifiers { get; init; }

    public string? Statuses { get; init; }

    public string? UserFields { get; init; }

    public string? Names { get; init; }

    /// <summary>Creates a schema with the specified members of <c>result</c>.</summary>
    public static Portal Of(params string[] fields) => new("{\"result\": {" + string.Join(",\n", fields) + "}}");

    /// <summary>Creates the JSON of one field.</summary>
    public static string Field(string code, string type, string? label = null, string more = "") =>
        $$"""
        {{Json.String(code)}}: {"type": {{Json.String(type)}}, "isRequired": false, "isReadOnly": false, "isImmutable": false,
          "isMultiple": {{(type == "crm_multifield" ? "true" : "false")}}, "isDynamic": {{(code.StartsWith("UF_", StringComparison.Ordinal) ? "true" : "false")}},
          "title": {{Json.String(label ?? code)}}{{(more.Length > 0 ? ", " + more : "")}}}
        """;

    public IEnumerable<PortalText> Texts()
    {
        yield return new PortalText($"{Folder}/crm.lead.fields.json", Fields, this);
        foreach ((string name, string? text) in new[]
        {
            ("crm.status.list.json", Statuses), ("crm.lead.userfield.list.json", UserFields), ("leadgen.names.json", Names),
        })
        {
            if (text is not null)
            {
                yield return new PortalText($"{Folder}/{name}", text, null);
            }
        }
    }
}

/// <summary>Represents a file that the compiler passes to the generator.</summary>
internal sealed class PortalText(string path, string text, Portal? item) : AdditionalText
{
    public override string Path => path;

    public string Content => text;

    public Portal? Item => item;

    public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text, Encoding.UTF8);
}

/// <summary>Provides the metadata that MSBuild writes to the compiler's configuration.</summary>
internal sealed class PortalOptions(string rootNamespace = "App", string targetFramework = "") : AnalyzerConfigOptionsProvider
{
    public override AnalyzerConfigOptions GlobalOptions { get; } = new Options(new()
    {
        ["build_property.RootNamespace"] = rootNamespace,
        ["build_property.TargetFramework"] = targetFramework,
    });

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => Options.None;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile)
    {
        const string Prefix = "build_metadata.AdditionalFiles.";
        if (textFile is not PortalText text)
        {
            return Options.None;
        }

        return new Options(new()
        {
            [Prefix + "LeadSchema"] = text.Item is null ? "sidecar" : "fields",
            [Prefix + "Namespace"] = text.Item?.Namespace ?? "",
            [Prefix + "ClassName"] = text.Item?.ClassName ?? "",
            [Prefix + "Identifiers"] = text.Item?.Identifiers ?? "",
        });
    }

    private sealed class Options(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public static readonly Options None = new([]);

        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value) =>
            values.TryGetValue(key, out value);
    }
}
