namespace LeadGen.Analyzers.Tests;

/// <summary>Tests the schema of a referenced project, which is used for analysis while that project generates the types.</summary>
public sealed class ReferencedSchemaTests
{
    [Theory]
    [InlineData("fields", true)]
    [InlineData("analysis", false)]
    public async Task Both_roles_are_analyzed_but_only_fields_generates_types(string role, bool isGenerated)
    {
        const string Code = """
            class C { System.Threading.Tasks.Task M() => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { TITEL = "x" } }); string? s = "UF_CRM_1712000000"; }
            """;
        string config = SamplePortal.Config.Replace("LeadSchema = fields", "LeadSchema = " + role, StringComparison.Ordinal);

        Assert.Contains(await Analysis.RunAsync(Code, SamplePortal.Files, config), static d => d.Id == "LG1001");
        Assert.Equal(isGenerated, await Analysis.GeneratesAsync(SamplePortal.Files, config));
    }

    [Theory]
    [InlineData("false", false)]
    [InlineData("False", false)]
    [InlineData("true", true)]
    public async Task A_property_turns_the_analyzers_off(string value, bool isAnalyzed)
    {
        const string Code = """
            class C { System.Threading.Tasks.Task M() => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { TITEL = "x" } }); string? s = "UF_CRM_1712000000"; }
            """;
        string config = SamplePortal.Config.Replace("is_global = true", "is_global = true\nbuild_property.LeadGenAnalyze = " + value, StringComparison.Ordinal);
        Assert.Contains("LeadGenAnalyze", config, StringComparison.Ordinal);

        Assert.Equal(isAnalyzed, (await Analysis.RunAsync(Code, SamplePortal.Files, config)).Any(static d => d.Id.StartsWith("LG10", StringComparison.Ordinal)));
        Assert.True(await Analysis.GeneratesAsync(SamplePortal.Files, config));
    }
}
