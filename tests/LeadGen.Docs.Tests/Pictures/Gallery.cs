
namespace LeadGen.Docs.Tests.Pictures;

/// <summary>The pictures of the README, each drawn from a run of what it shows.</summary>
internal static class Gallery
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "runtime", "docs", "pictures");

    public static async Task<IReadOnlyDictionary<string, string>> DrawAsync() => new Dictionary<string, string>
    {
        ["warning.svg"] = await WarningPicture.DrawAsync(),
        ["completion.svg"] = CompletionPicture.Draw(),
        ["check.svg"] = await CheckPicture.DrawAsync(),
    };
}
