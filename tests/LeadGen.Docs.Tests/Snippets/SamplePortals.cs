using LeadGen.TestKit.Compiling;

namespace LeadGen.Docs.Tests.Snippets;

/// <summary>Provides the repository's sample portals, as the compiler gets them from <c>LeadSchema</c> items.</summary>
internal static class SamplePortals
{
    private const string Config = """
        is_global = true
        build_property.RootNamespace = Shop

        [/portals/acme/crm.lead.fields.json]
        build_metadata.AdditionalFiles.LeadSchema = fields
        build_metadata.AdditionalFiles.Namespace = Acme.Crm

        [/portals/acme/crm.lead.userfield.list.json]
        build_metadata.AdditionalFiles.LeadSchema = sidecar

        [/portals/acme/crm.status.list.json]
        build_metadata.AdditionalFiles.LeadSchema = sidecar

        [/portals/acme/leadgen.names.json]
        build_metadata.AdditionalFiles.LeadSchema = sidecar

        [/portals/harbor/crm.lead.fields.json]
        build_metadata.AdditionalFiles.LeadSchema = fields
        build_metadata.AdditionalFiles.Namespace = Harbor
        """;

    /// <summary>Gets the folder of the portal that the README calls acme.</summary>
    public static string Acme { get; } = Path.Combine(Repository.Root, "schema", "portals", "romashka");

    /// <summary>Gets a project whose portal is acme.</summary>
    public static CompilerProject AcmeAlone { get; } = new([.. GetFiles(Acme, "acme")], new CompilerConfig(Config));

    /// <summary>Gets a project that has a second portal, harbor.</summary>
    public static CompilerProject Both { get; } =
        new([.. AcmeAlone.Files, .. GetFiles(Path.Combine(Repository.Root, "schema", "portals", "harbor"), "harbor")], new CompilerConfig(Config));

    private static IEnumerable<CompilerFile> GetFiles(string folder, string name) =>
        Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(f => new CompilerFile($"/portals/{name}/{Path.GetFileName(f)}", File.ReadAllText(f)));
}
