
namespace LeadGen.Docs.Tests.Pictures;

/// <summary>Draws the pictures of the README, each from the current output of what it shows.</summary>
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
