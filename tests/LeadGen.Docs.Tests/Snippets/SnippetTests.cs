
namespace LeadGen.Docs.Tests.Snippets;

/// <summary>Tests that every C# snippet of the pages compiles, with exactly the diagnostics that its fence names after the language.</summary>
public sealed class SnippetTests
{
    // Marks a snippet that adds to the generated classes, and so belongs to their project.
    private const string Partial = "partial";

    public static TheoryData<string, int> Places
    {
        get
        {
            var places = new TheoryData<string, int>();
            foreach (MarkdownPage page in Readme.Pages)
            {
                foreach (Fence fence in page.Fences.Where(static f => f.Language == "csharp"))
                {
                    places.Add(page.Name, fence.Line);
                }
            }

            return places;
        }
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_snippet_compiles(string name, int line)
    {
        Fence fence = Readme.Pages.Single(page => page.Name == name).Fences.Single(f => f.Line == line);
        string[] words = fence.Info.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        // In addition to diagnostic IDs, a fence can contain the name of the reader's file.
        string[] expected = [.. words.Where(static word => word != Partial && !word.EndsWith(".cs", StringComparison.Ordinal))];
        Snippet snippet = words.Contains(Partial) ? Snippet.OfPortals(fence.Text) : Snippet.Create(fence.Text);
        IReadOnlyList<Microsoft.CodeAnalysis.Diagnostic> found = await snippet.DiagnoseAsync();

        Assert.True(
            expected.SequenceEqual(found.Select(d => d.Id).Distinct().Order(StringComparer.Ordinal)),
            $"{name}({line}) expects {string.Join(", ", expected.DefaultIfEmpty("nothing"))}, and gets:\n{string.Join('\n', found)}");
    }

    [Fact]
    public void Every_fence_has_a_language_that_is_tested_or_known() => Assert.Empty(
        Readme.Pages.SelectMany(static page => page.Fences).Select(static f => f.Language).Except(["csharp", "jsonc", "sh", "text", "xml", "yaml"]));
}
