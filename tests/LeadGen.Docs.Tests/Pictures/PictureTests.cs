namespace LeadGen.Docs.Tests.Pictures;

/// <summary>The pictures show what the compiler, the analyzers and the tool say today.</summary>
public sealed class PictureTests
{
    [Fact]
    public async Task A_picture_is_what_a_run_gives()
    {
        IReadOnlyDictionary<string, string> drawn = await Gallery.DrawAsync();

        Assert.Equal(drawn.Keys.Order(StringComparer.Ordinal), Directory.GetFiles(Gallery.Folder).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
        Assert.All(drawn, picture => Assert.True(
            picture.Value == File.ReadAllText(Path.Combine(Gallery.Folder, picture.Key)),
            $"{picture.Key} shows what is no longer so: look at what 'dotnet run --project tests/LeadGen.Docs.Tests' draws."));
    }
}
