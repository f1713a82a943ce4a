namespace LeadGen.Tool.Tests.Harness;

/// <summary>The portals that lie in the repository.</summary>
internal static class SamplePortals
{
    /// <summary>Flowers, in Russian, with a field of every type.</summary>
    public static string Romashka { get; } = FolderOf("romashka");

    /// <summary>A harbour, in English, with few fields and no files beside them.</summary>
    public static string Harbor { get; } = FolderOf("harbor");

    public static string FolderOf(string portal) => Path.Combine(Repository.Root, "schema", "portals", portal);
}
