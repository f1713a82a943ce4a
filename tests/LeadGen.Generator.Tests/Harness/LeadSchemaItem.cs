using LeadGen.TestKit.Compiling;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeadGen.Generator.Tests.Harness;

/// <summary>Represents a <c>LeadSchema</c> item of a project: the files of a portal folder, and the metadata.</summary>
internal sealed record LeadSchemaItem(string Fields)
{
    public string Folder { get; init; } = "/portals/acme";

    public string Namespace { get; init; } = "Acme.Crm";

    public string? ClassName { get; init; }

    public string? Identifiers { get; init; }

    public string? Statuses { get; init; }

    public string? UserFields { get; init; }

    public string? Names { get; init; }

    /// <summary>Creates a schema with the specified members of <c>result</c>.</summary>
    public static LeadSchemaItem Create(params string[] fields) => new("{\"result\": {" + string.Join(",\n", fields) + "}}");

    /// <summary>Creates the JSON of one field.</summary>
    public static string Field(string code, string type, string? label = null, string more = "") =>
        $$"""
        {{Json.String(code)}}: {"type": {{Json.String(type)}}, "isRequired": false, "isReadOnly": false, "isImmutable": false,
          "isMultiple": {{(type == "crm_multifield" ? "true" : "false")}}, "isDynamic": {{(code.StartsWith("UF_", StringComparison.Ordinal) ? "true" : "false")}},
          "title": {{Json.String(label ?? code)}}{{(more.Length > 0 ? ", " + more : "")}}}
        """;

    public string FieldsPath => $"{Folder}/crm.lead.fields.json";

    public IEnumerable<CompilerFile> Texts()
    {
        yield return new CompilerFile(FieldsPath, Fields);
        foreach ((string name, string? text) in new[]
        {
            ("crm.status.list.json", Statuses), ("crm.lead.userfield.list.json", UserFields), ("leadgen.names.json", Names),
        })
        {
            if (text is not null)
            {
                yield return new CompilerFile($"{Folder}/{name}", text);
            }
        }
    }
}

/// <summary>Provides the metadata that MSBuild writes to the compiler's configuration. Unlike that configuration, it allows paths of any system.</summary>
internal sealed class LeadSchemaItemOptions(IEnumerable<LeadSchemaItem> portals, string targetFramework = "") : AnalyzerConfigOptionsProvider
{
    private readonly ILookup<string, LeadSchemaItem> _portals = portals.ToLookup(static p => p.FieldsPath);

    public override AnalyzerConfigOptions GlobalOptions { get; } = new Options(new()
    {
        ["build_property.RootNamespace"] = "App",
        ["build_property.TargetFramework"] = targetFramework,
    });

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => Options.None;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile)
    {
        const string Prefix = "build_metadata.AdditionalFiles.";
        LeadSchemaItem? item = _portals[textFile.Path].FirstOrDefault();
        return new Options(new()
        {
            [Prefix + "LeadSchema"] = item is null ? "sidecar" : "fields",
            [Prefix + "Namespace"] = item?.Namespace ?? "",
            [Prefix + "ClassName"] = item?.ClassName ?? "",
            [Prefix + "Identifiers"] = item?.Identifiers ?? "",
        });
    }

    private sealed class Options(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public static readonly Options None = new([]);

        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value) =>
            values.TryGetValue(key, out value);
    }
}
