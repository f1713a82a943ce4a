namespace LeadGen.TestKit;

/// <summary>Provides the path of the working copy that the tests were built from.</summary>
public static class Repository
{
    /// <summary>Gets the folder that contains the solution.</summary>
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo folder) =>
        File.Exists(Path.Combine(folder.FullName, "LeadGen.sln")) ? folder.FullName : Find(folder.Parent!);
}
