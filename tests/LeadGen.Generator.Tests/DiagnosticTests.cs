using System.Reflection;
using LeadGen.Generator.Tests.Harness;
using LeadGen.Schema;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using static LeadGen.Generator.Tests.Harness.LeadSchemaItem;

namespace LeadGen.Generator.Tests;

/// <summary>Tests the diagnostics of schema files, and the code that is generated despite them.</summary>
public class DiagnosticTests
{
    private static readonly LeadSchemaItem s_good = Create(Field("TITLE", "string")) with { Folder = "/portals/good", Namespace = "Good.Crm" };

    public static TheoryData<string, string, int, int> BrokenSchemas => new()
    {
        { "LG0001", "{\n  \"TITLE\": {\"type\" \"string\"}\n}", 1, 19 },
        { "LG0001", "{\"result\": {\"TITLE\": {\"type\": \"string\"", 0, 38 },
        { "LG0002", "\n<!DOCTYPE html><html></html>", 1, 0 },
        { "LG0002", "{\n \"error\": \"expired_token\", \"error_description\": \"…\"}", 1, 1 },
        { "LG0003", "", 0, 0 },
        { "LG0003", " \n", 0, 0 },
        { "LG0004", "{\"result\": []}", 0, 11 },
        { "LG0006", "{\"TITLE\": {\"type\": \"string\",\n\"isReadOnly\": \"N\"}}", 1, 14 },
        { "LG0007", "{\"TITLE\": {\"type\": \"string\"},\n\"TITLE\": {\"type\": \"string\"}}", 1, 0 },
        { "LG0016", "{\n\"TITLE\": \"string\"}", 1, 9 },
    };

    [Theory]
    [MemberData(nameof(BrokenSchemas))]
    public void A_broken_schema_is_reported_at_its_location_and_the_other_portal_is_generated(string id, string fields, int line, int column)
    {
        GeneratorRun run = GeneratorRun.Create(new LeadSchemaItem(fields), s_good);

        Diagnostic diagnostic = Assert.Single(run.Diagnostics);
        FileLinePositionSpan place = diagnostic.Location.GetLineSpan();
        Assert.Equal(id, diagnostic.Id);
        Assert.Equal(DiagnosticSeverity.Error, diagnostic.Severity);
        Assert.Equal("/portals/acme/crm.lead.fields.json", place.Path);
        Assert.Equal((line, column), (place.StartLinePosition.Line, place.StartLinePosition.Character));
        Assert.Matches("crm.lead.fields|'TITLE'", diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Null(run.Result.Exception);
        Assert.All(run.Sources.Keys, hint => Assert.StartsWith("Good.Crm.", hint, StringComparison.Ordinal));
        Assert.Equal(5, run.Sources.Count);
        Assert.Empty(run.CompilerDiagnostics);
    }

    [Theory]
    [InlineData("hlblock", "", "LG0005", DiagnosticSeverity.Info)]
    [InlineData("enumeration", "\"items\": []", "LG0008", DiagnosticSeverity.Warning)]
    [InlineData("crm_status", "\"statusType\": \"INDUSTRY\"", "LG0012", DiagnosticSeverity.Info)]
    public void An_odd_field_is_reported_and_generated(string type, string more, string id, DiagnosticSeverity severity)
    {
        GeneratorRun run = GeneratorRun.Create(Create(Field("TITLE", "string"), Field("UF_CRM_1712000000", type, "Поле", more)));

        Diagnostic diagnostic = Assert.Single(run.Diagnostics);
        Assert.Equal((id, severity), (diagnostic.Id, diagnostic.Severity));
        Assert.Contains(" Pole", run.Source("Lead.g.cs"), StringComparison.Ordinal);
        Assert.Empty(run.CompilerDiagnostics);
    }

    /// <summary>A partial class can have a member with the name of another generated type.</summary>
    [Fact]
    public void Members_of_partial_classes_do_not_hide_the_fields()
    {
        GeneratorRun run = GeneratorRun.Create(
            """
            namespace Acme.Crm
            {
                public partial class Lead { public int LeadFields => 1; }
                public partial class LeadUpdate { public int LeadFields => 1; }
                public partial class LeadDraft { public int LeadFields => 1; }
                public static partial class LeadLabels { public static int LeadFields => 1; }
            }
            """,
            Create(
                Field("PHONE", "crm_multifield"), Field("STATUS_ID", "crm_status", "Стадия", "\"statusType\": \"STATUS\""), Field("ADDRESS", "string"),
                Field("UF_CRM_1712000000", "enumeration", "Доставка", "\"items\": [{\"ID\": 1, \"VALUE\": \"Курьер\"}]")));
        Assert.Empty(run.Output.GetDiagnostics().Where(static d => d.Severity == DiagnosticSeverity.Error));
    }

    [Fact]
    public void The_second_schema_of_a_namespace_is_not_generated()
    {
        GeneratorRun run = GeneratorRun.Create(
            Create(Field("TITLE", "string")), Create(Field("TITLE", "string"), Field("NAME", "string")) with { Folder = "/portals/zeta", Namespace = "acme.CRM" });

        Diagnostic diagnostic = Assert.Single(run.Diagnostics);
        Assert.Equal("LG0014", diagnostic.Id);
        Assert.Equal("/portals/zeta/crm.lead.fields.json", diagnostic.Location.GetLineSpan().Path);
        Assert.All(
            new[] { "/portals/acme/", "'leadgen init FOLDER --namespace NAME'" },
            text => Assert.Contains(text, diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal));
        Assert.DoesNotContain("SetName", run.Source("LeadUpdate.g.cs"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LanguageVersion.CSharp10, true)]
    [InlineData(LanguageVersion.CSharp7_3, true)]
    [InlineData(LanguageVersion.CSharp11, false)]
    public void An_unsupported_CSharp_version_is_reported_once(LanguageVersion version, bool isTooLow)
    {
        GeneratorRun run = GeneratorRun.Create("", version, s_good, s_good with { Folder = "/portals/other", Namespace = "Other.Crm" });

        Assert.Equal(isTooLow ? ["LG0015"] : [], run.Diagnostics.Select(d => d.Id));
        Assert.Equal(isTooLow ? 0 : 10, run.Sources.Count);
        Assert.DoesNotContain(run.CompilerDiagnostics, d => d.Location.SourceTree is not null);
    }

    [Theory]
    [InlineData("netstandard2.0", "LG0020")]
    [InlineData("netstandard2.1", "LG0020")]
    [InlineData("net472", "LG0020")]
    [InlineData("net48", "LG0020")]
    [InlineData("netcoreapp3.1", "LG0020")]
    [InlineData("net6.0", "LG0020")]
    [InlineData("net7.0-windows", "LG0020")]
    [InlineData("net8.0", "LG0021")]
    [InlineData("net10.0-windows10.0.19041", "LG0021")]
    [InlineData("", "LG0021")]
    public void A_project_without_the_runtime_gets_one_error_and_no_types(string targetFramework, string id)
    {
        // The default C# version of an old framework is not supported either, but changing it would not help.
        GeneratorRun run = GeneratorRun.WithoutRuntime(
            targetFramework, LanguageVersion.CSharp7_3, s_good, s_good with { Folder = "/portals/other", Namespace = "Other.Crm" });

        Diagnostic diagnostic = Assert.Single(run.Diagnostics);
        string message = diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal((id, DiagnosticSeverity.Error), (diagnostic.Id, diagnostic.Severity));
        Assert.Equal("/portals/good/crm.lead.fields.json", diagnostic.Location.GetLineSpan().Path);
        Assert.Contains(".NET 8", message, StringComparison.Ordinal);
        Assert.Equal(id == "LG0020", message.Contains($"this project targets {targetFramework}. Target net8.0 or later, or put", StringComparison.Ordinal));
        Assert.Empty(run.Sources);
    }

    [Fact]
    public void A_project_without_a_schema_needs_no_runtime() =>
        Assert.Empty(GeneratorRun.WithoutRuntime("netstandard2.0", LanguageVersion.CSharp7_3).Diagnostics);

    [Theory]
    [InlineData("Acme Crm", null, null)]
    [InlineData("Acme.class", null, null)]
    [InlineData("Acme", "1Lead", null)]
    [InlineData("Acme", null, "Cyrillic")]
    [InlineData("Acme", null, "1")]
    public void Invalid_metadata_is_an_error(string @namespace, string? className, string? identifiers)
    {
        GeneratorRun run = GeneratorRun.Create(s_good with { Namespace = @namespace, ClassName = className, Identifiers = identifiers });

        Assert.Equal("LG0018", Assert.Single(run.Diagnostics).Id);
        Assert.Empty(run.Sources);
    }

    [Fact]
    public void An_item_without_a_namespace_uses_the_root_namespace() =>
        Assert.Contains("namespace App;\n", GeneratorRun.Create(s_good with { Namespace = "" }).Source("Lead.g.cs"), StringComparison.Ordinal);

    [Fact]
    public void A_broken_optional_file_is_reported_in_that_file()
    {
        GeneratorRun run = GeneratorRun.Create(Create(Field("TITLE", "string")) with { Statuses = "{\"result\": [" });

        Assert.Equal("/portals/acme/crm.status.list.json", Assert.Single(run.Diagnostics).Location.GetLineSpan().Path);
        Assert.Empty(run.Sources);
    }

    [Fact]
    public void A_project_without_a_schema_generates_nothing()
    {
        GeneratorRun run = GeneratorRun.Create("class Program { }");
        Assert.Empty(run.Diagnostics);
        Assert.Empty(run.Sources);
    }

    // The tests of the pages, the release files and the README check only the descriptors in All.
    [Fact]
    public void All_contains_every_descriptor() => Assert.Equal(
        typeof(Rules).Assembly.GetTypes()
            .SelectMany(static t => t.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(static f => f.FieldType == typeof(DiagnosticDescriptor))
            .Select(static f => ((DiagnosticDescriptor)f.GetValue(null)!).Id)
            .Order(StringComparer.Ordinal),
        Rules.All.Concat(Usage.UsageRules.All).Select(static d => d.Id));

    [Fact]
    public void Every_rule_has_a_descriptor_with_a_page()
    {
        Assert.Equal(SchemaRules.All.Select(r => (r.Id, r.Severity.ToString())), Rules.All.Select(d => (d.Id, d.DefaultSeverity.ToString())));
        Assert.All(Rules.All, d => Assert.True(
            File.Exists(Path.Combine(Repository.Root, "generator", "docs", Path.GetFileName(new Uri(d.HelpLinkUri).AbsolutePath))), d.HelpLinkUri));
    }
}
