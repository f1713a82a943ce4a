namespace LeadGen.Package.Tests;

/// <summary>Builds and runs projects that reference the package.</summary>
[Collection(nameof(PackageFeed))]
public sealed class ConsumerTests(UsualConsumers consumers) : IClassFixture<UsualConsumers>
{
    [Theory]
    [InlineData("Console", Portal.Printed)]
    [InlineData("Oldest", Portal.Printed)]
    [InlineData("Central/Program", "lead 1608: TITLE, UF_CRM_1712000000\n")]
    [InlineData("Central/Second", "lead 1608: UF_CRM_1712000000\n")]
    [InlineData("All", Portal.PrintedByAll)]
    public Task A_project_builds_without_a_warning_and_runs(string project, string printed) => consumers.AssertPrintsAsync(project, printed);

    [Fact]
    public void A_malformed_schema_file_is_an_error()
    {
        consumers.AssertFails("Broken", "portals/broken/crm.lead.fields.json(2,21): error LG0001");
        consumers.AssertFailures(1);
    }

    [Fact]
    public void A_schema_is_generated_only_in_the_project_that_includes_it()
    {
        Assert.Contains("Acme.Crm.LeadUpdate", consumers.Types("Central/Library"));
        Assert.DoesNotContain(consumers.Types("Central/Program"), t => t.StartsWith("Acme.Crm.", StringComparison.Ordinal) || t.EndsWith(".LeadUpdate", StringComparison.Ordinal));
        Assert.Equal(["Second.Crm.LeadUpdate"], consumers.Types("Central/Second").Where(t => t.EndsWith(".LeadUpdate", StringComparison.Ordinal)));
    }
}

/// <summary>Builds and runs projects with other languages, compilers and settings that reference the package.</summary>
[Collection(nameof(PackageFeed))]
[Trait("Category", "Nightly")]
public sealed class UnusualConsumerTests(UnusualConsumers consumers) : IClassFixture<UnusualConsumers>
{
    [Theory]
    [InlineData("CSharp11", Portal.Printed)]
    [InlineData("CSharp12", Portal.Printed)]
    [InlineData("OldCompiler", Portal.Printed)]
    [InlineData("NullableOff", Portal.Printed)]
    [InlineData("UsingsOff", Portal.Printed)]
    [InlineData("Two", "lead 1: TITLE\nlead 2: TITLE\n")]
    [InlineData("VisualBasic", "WORK\n")]
    [InlineData("FSharp", "WORK\n")]
    public Task A_project_builds_without_a_warning_and_runs(string project, string printed) => consumers.AssertPrintsAsync(project, printed);

    [Fact]
    public void A_missing_schema_file_a_retyped_field_and_an_old_framework_are_errors()
    {
        consumers.AssertFails("Missing", "error LG0019: The LeadSchema item '");
        consumers.AssertFails("Retyped", "Program.cs(8,21): error CS1503");
        consumers.AssertFails("OldFramework", "error LG0020: LeadGen needs .NET 8 or later, and this project targets netstandard2.0.");
        consumers.AssertFailures(3);
    }

    [Fact]
    public void Nothing_is_generated_for_other_languages() =>
        Assert.DoesNotContain(consumers.Types("VisualBasic").Concat(consumers.Types("FSharp")), t => t.EndsWith(".LeadUpdate", StringComparison.Ordinal));
}
