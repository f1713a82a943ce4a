namespace LeadGen.Analyzers.Tests;

/// <summary>The code of this repository, with a schema beside it: ordinary code, and nothing to warn about.</summary>
public sealed class OwnCodeTests
{
    public static TheoryData<string> Folders => ["schema/LeadGen.Schema", "generator/LeadGen.Generator", "generator/LeadGen.CodeFixes", "runtime/LeadGen", "runtime/LeadGen.Testing", "tests/LeadGen.Sample", "schema/LeadGen.Tool", "tests/LeadGen.Schema.Tests/Json"];

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task Ordinary_code_gives_no_warning(string folder)
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "LeadGen.sln")))
        {
            root = Path.GetDirectoryName(root)!;
        }

        string[] files = Directory.GetFiles(Path.Combine(root, folder), "*.cs", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        var schema = new Dictionary<string, string> { [SamplePortal.Folder + "crm.lead.fields.json"] = SamplePortal.Fields };
        Assert.Empty(await Analysis.RunAsync(files.Select(File.ReadAllText), schema));
    }
}
