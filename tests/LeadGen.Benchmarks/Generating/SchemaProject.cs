using LeadGen.TestKit.Compiling;

namespace LeadGen.Benchmarks.Generating;

/// <summary>Creates projects with one schema file for each namespace.</summary>
internal static class SchemaProject
{
    public static CompilerProject Create(string json, params IReadOnlyCollection<string> namespaces) => new(
        [.. namespaces.Select(name => File(name, json))],
        new CompilerConfig("is_global = true\n" + string.Concat(namespaces.Select(static name => $"""
            [{GetPath(name)}]
            build_metadata.AdditionalFiles.LeadSchema = fields
            build_metadata.AdditionalFiles.Namespace = {name}

            """))));

    public static CompilerFile File(string name, string json) => new(GetPath(name), json);

    private static string GetPath(string name) => $"/portals/{name}/crm.lead.fields.json";
}
