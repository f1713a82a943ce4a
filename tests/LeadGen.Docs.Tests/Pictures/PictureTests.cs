namespace LeadGen.Docs.Tests.Pictures;

/// <summary>Tests that the pictures show the current output of the compiler, the analyzers and the tool.</summary>
public sealed class PictureTests
{
    [Fact]
    public async Task Each_picture_matches_the_current_output()
    {
        IReadOnlyDictionary<string, string> drawn = await Gallery.DrawAsync();

        Assert.Equal(drawn.Keys.Order(StringComparer.Ordinal), Directory.GetFiles(Gallery.Folder).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
        Assert.All(drawn, picture => Assert.True(
            picture.Value == File.ReadAllText(Path.Combine(Gallery.Folder, picture.Key)),
            $"{picture.Key} is out of date. Run 'dotnet run --project tests/LeadGen.Docs.Tests' and review the new picture."));
    }
}
