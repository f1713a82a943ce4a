using System.Reflection;

namespace LeadGen.Package.Tests;

/// <summary>Provides properties of the build that produced the tests.</summary>
internal static class Build
{
    public static string RepositoryRoot => Get(nameof(RepositoryRoot));

    public static string Configuration => Get(nameof(Configuration));

    public static string PackageVersion => Get(nameof(PackageVersion));

    public static string OldestCompiler => Get(nameof(OldestCompiler));

    /// <summary>Gets whether the build is deterministic, like that of published packages: a build in another folder gives the same bytes.</summary>
    public static bool IsReproducible => bool.Parse(Get(nameof(IsReproducible)));

    public static string RuntimeIdentifier => Get(nameof(RuntimeIdentifier));

    public static string CompilerServer => Get(nameof(CompilerServer));

    public static string RestoredPackages => Get(nameof(RestoredPackages));

    private static string Get(string name) => typeof(Build).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == name)
        .Value!;
}
