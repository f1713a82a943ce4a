using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace LeadGen.Package.Tests;

/// <summary>Projects of all kinds, with the package installed.</summary>
[Collection(nameof(PackageFeed))]
public sealed class ConsumerTests(Consumers consumers) : IClassFixture<Consumers>
{
    [Theory]
    [InlineData("Console", Portal.Printed)]
    [InlineData("CSharp11", Portal.Printed)]
    [InlineData("CSharp12", Portal.Printed)]
    [InlineData("OldCompiler", Portal.Printed)]
    [InlineData("NullableOff", Portal.Printed)]
    [InlineData("UsingsOff", Portal.Printed)]
    [InlineData("Central/Program", "lead 1608: TITLE, UF_CRM_1712000000\n")]
    [InlineData("Central/Second", "lead 1608: UF_CRM_1712000000\n")]
    [InlineData("Two", "lead 1: TITLE\nlead 2: TITLE\n")]
    [InlineData("All", Portal.PrintedByAll)]
    [InlineData("VisualBasic", "WORK\n")]
    [InlineData("FSharp", "WORK\n")]
    public async Task A_project_builds_without_a_warning_and_runs(string project, string printed)
    {
        string file = Path.GetFileName(project) + "/" + Path.GetFileName(project);
        string[] complaints =
        [
            .. consumers.Output.Split('\n').Where(l =>
                (l.Contains(": warning ", StringComparison.Ordinal) || l.Contains(": error ", StringComparison.Ordinal)) && l.Contains(file, StringComparison.Ordinal)),
        ];
        Assert.True(complaints.Length == 0, string.Join('\n', complaints));
        Assert.Equal(printed, (await consumers.RunAsync(project)).ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("Broken", "portals/broken/crm.lead.fields.json(2,21): error LG0001")]
    [InlineData("Missing", "error LG0019: The LeadSchema item '")]
    [InlineData("Retyped", "Program.cs(8,21): error CS1503")]
    [InlineData("OldFramework", "error LG0020: LeadGen needs .NET 8 or later, and this project targets netstandard2.0.")]
    public void An_unsupported_portal_or_framework_is_an_error(string project, string error) =>
        Assert.Contains(consumers.Output.Split('\n'), l => l.Contains(error, StringComparison.Ordinal) && l.Contains($"{project}.csproj", StringComparison.Ordinal));

    [Fact]
    public void Nothing_else_is_reported()
    {
        Assert.Contains("0 Warning(s)", consumers.Output, StringComparison.Ordinal);
        Assert.Contains("4 Error(s)", consumers.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_schema_is_generated_in_the_project_that_names_it_and_nowhere_else()
    {
        Assert.Contains("Acme.Crm.LeadUpdate", Types("Central/Library"));
        Assert.DoesNotContain(Types("Central/Program"), t => t.StartsWith("Acme.Crm.", StringComparison.Ordinal) || t.EndsWith(".LeadUpdate", StringComparison.Ordinal));
        Assert.Equal(["Second.Crm.LeadUpdate"], Types("Central/Second").Where(t => t.EndsWith(".LeadUpdate", StringComparison.Ordinal)));
        Assert.DoesNotContain(Types("VisualBasic").Concat(Types("FSharp")), t => t.EndsWith(".LeadUpdate", StringComparison.Ordinal));
    }

    private string[] Types(string project)
    {
        using var file = new PEReader(File.OpenRead(consumers.Assembly(project)));
        MetadataReader metadata = file.GetMetadataReader();
        return [.. metadata.TypeDefinitions.Select(metadata.GetTypeDefinition).Select(t => $"{metadata.GetString(t.Namespace)}.{metadata.GetString(t.Name)}")];
    }
}
