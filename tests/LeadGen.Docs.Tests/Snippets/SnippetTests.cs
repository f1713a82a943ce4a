using LeadGen.Docs.Tests.Pages;

namespace LeadGen.Docs.Tests.Snippets;

/// <summary>Every C# snippet of the README compiles, with no complaint but those that its fence names behind the language; the translation has the same snippets.</summary>
public sealed class SnippetTests
{
    public static TheoryData<int> Lines => [.. Readme.English.Fences.Where(f => f.Language == "csharp").Select(f => f.Line)];

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task A_snippet_compiles(int line)
    {
        Fence fence = Readme.English.Fences.Single(f => f.Line == line);

        // Besides the ids of complaints there may be the name of the file that a reader is to write.
        string[] expected = [.. fence.Info.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => !word.EndsWith(".cs", StringComparison.Ordinal))];
        IReadOnlyList<Microsoft.CodeAnalysis.Diagnostic> found = await Snippet.Of(fence.Text).DiagnoseAsync();

        Assert.True(
            expected.SequenceEqual(found.Select(d => d.Id).Distinct().Order(StringComparer.Ordinal)),
            $"README.md({line}) expects {string.Join(", ", expected.DefaultIfEmpty("nothing"))}, and gets:\n{string.Join('\n', found)}");
    }

    [Fact]
    public void No_code_is_passed_over_for_the_name_of_its_language() => Assert.Empty(
        Readme.English.Fences.Select(f => f.Language).Except(["csharp", "jsonc", "sh", "text", "xml"]));
}
