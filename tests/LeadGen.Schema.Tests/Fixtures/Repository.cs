namespace LeadGen.Schema.Tests.Fixtures;

internal static class Repository
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo folder) =>
        File.Exists(Path.Combine(folder.FullName, "LeadGen.sln")) ? folder.FullName : Find(folder.Parent!);
}
