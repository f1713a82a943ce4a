namespace LeadGen.Analyzers.Tests;

/// <summary>Tests that the analyzers report nothing in ordinary code, such as the code of this repository, in a project with a schema.</summary>
public sealed class OwnCodeTests
{
    public static TheoryData<string> Folders => ["schema/LeadGen.Schema", "generator/LeadGen.Generator", "generator/LeadGen.CodeFixes", "runtime/LeadGen", "runtime/LeadGen.Testing", "runtime/LeadGen.Extensions.DependencyInjection", "runtime/LeadGen.Extensions.HealthChecks", "runtime/LeadGen.Extensions.Redis", "tests/LeadGen.Sample", "schema/LeadGen.Tool", "tests/LeadGen.Generator.Tests/Schemas/Json"];

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task Ordinary_code_gives_no_warning(string folder)
    {
        string[] files = Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        var schema = new Dictionary<string, string> { [SamplePortal.Folder + "crm.lead.fields.json"] = SamplePortal.Fields };
        Assert.Empty(await Analysis.RunAsync(files.Select(File.ReadAllText), schema));
    }

    /// <summary>Analyzes programs that do not use Bitrix24: a web API, an importer, a worker. Nothing is reported, not even an Info.</summary>
    [Theory]
    [InlineData("WebApi")]
    [InlineData("Importer")]
    [InlineData("Worker")]
    public async Task A_program_without_Bitrix24_gives_no_diagnostic(string sample)
    {
        const string Usings = "global using System; global using System.Collections.Generic; global using System.Linq; global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;";
        string text = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "tests/LeadGen.Analyzers.Tests/Samples", sample + ".cs"));
        Assert.Empty(await Analysis.RunAsync(
            [("Usings.cs", Usings), (sample + ".cs", "#nullable enable\n" + text)], SamplePortal.Files, SamplePortal.Config, [], mustCompile: true));
    }
}
