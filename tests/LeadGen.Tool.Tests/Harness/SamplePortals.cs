namespace LeadGen.Tool.Tests.Harness;

/// <summary>Provides the sample portals of the repository.</summary>
internal static class SamplePortals
{
    /// <summary>Gets the folder of a flower shop's portal, in Russian, with a field of every type.</summary>
    public static string Romashka { get; } = GetFolder("romashka");

    /// <summary>Gets the folder of a harbor's portal, in English, with few fields and without the optional files.</summary>
    public static string Harbor { get; } = GetFolder("harbor");

    public static string GetFolder(string portal) => Path.Combine(Repository.Root, "schema", "portals", portal);
}
