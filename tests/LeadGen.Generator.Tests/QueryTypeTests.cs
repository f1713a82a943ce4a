using LeadGen.Generator.Tests.Harness;
using static LeadGen.Generator.Tests.Harness.LeadSchemaItem;

namespace LeadGen.Generator.Tests;

/// <summary>Tests that conditions and orders that a portal does not support for a field's type do not compile.</summary>
public class QueryTypeTests
{
    private static readonly LeadSchemaItem s_portal = Create(
        Field("TITLE", "string"),
        Field("PHONE", "crm_multifield"),
        Field("STATUS_ID", "crm_status", "Стадия", "\"statusType\": \"STATUS\""),
        Field("OPENED", "char"),
        Field("OPPORTUNITY", "double"),
        Field("UF_CRM_1", "money", "Money1"),
        Field("UF_CRM_2", "address", "Place"),
        Field("UF_CRM_3", "file", "Scan"),
        Field("UF_CRM_4", "hlblock", "Widget"),
        Field("UF_CRM_5", "crm", "Link"),
        Field("UF_CRM_6", "enumeration", "Size", "\"items\": [{\"ID\": 1, \"VALUE\": \"S\"}]"),
        Field("UF_CRM_7", "string", "Words").Replace("\"isMultiple\": false", "\"isMultiple\": true", StringComparison.Ordinal));

    [Theory]
    [InlineData("LeadFields.Title.Is(\"a\")")]
    [InlineData("LeadFields.Title.IsAnyOf([\"a\", \"b\"])")]
    [InlineData("LeadFields.StatusId.Is(new LeadStatus(\"NEW\"))")]
    [InlineData("LeadFields.StatusId.IsAnyOf(new LeadStatus(\"NEW\"), new LeadStatus(\"JUNK\"))")]
    [InlineData("LeadFields.StatusId.IsNoneOf([new LeadStatus(\"NEW\")])")]
    [InlineData("LeadFields.Size.IsAnyOf(Size.S)")]
    [InlineData("LeadFields.Opened.IsNot(true)")]
    [InlineData("LeadFields.Opportunity.AtLeast(5)")]
    [InlineData("LeadFields.Link.Is(new CrmLink(CrmEntityType.Deal, 5))")]
    [InlineData("LeadFields.Words.HasAnyOf(\"a\", \"b\")")]
    [InlineData("LeadFields.Phone.Has(\"555888\")")]
    [InlineData("new CrmQuery().OrderBy(LeadFields.Title).OrderByDescending(LeadFields.StatusId).OrderBy(LeadFields.Size).OrderBy(LeadFields.Opened)")]
    public void A_supported_condition_or_order_compiles(string expression) => Assert.Empty(Compile(expression));

    [Theory]
    [InlineData("LeadFields.Title.Is(5)")]
    [InlineData("LeadFields.Title.MoreThan(\"a\")")]
    [InlineData("LeadFields.StatusId.Is(\"NEW\")")]
    [InlineData("LeadFields.StatusId.AtLeast(new LeadStatus(\"NEW\"))")]
    [InlineData("LeadFields.StatusId.Contains(\"N\")")]
    [InlineData("LeadFields.Size.MoreThan(Size.S)")]
    [InlineData("LeadFields.Size.Is(1)")]
    [InlineData("LeadFields.Opened.LessThan(true)")]
    [InlineData("LeadFields.Opportunity.Contains(\"5\")")]
    [InlineData("LeadFields.Opportunity.Is(\"5\")")]
    [InlineData("LeadFields.Money1.Is(new Money(5, \"RUB\"))")]
    [InlineData("LeadFields.Money1.MoreThan(new Money(5, \"RUB\"))")]
    [InlineData("LeadFields.Place.Is(new MapAddress(\"a\"))")]
    [InlineData("LeadFields.Scan.Is(null!)")]
    [InlineData("LeadFields.Widget.Is(null!)")]
    [InlineData("LeadFields.Link.IsNot(new CrmLink(CrmEntityType.Deal, 5))")]
    [InlineData("LeadFields.Words.Is(\"a\")")]
    [InlineData("LeadFields.Words.Contains(\"a\")")]
    [InlineData("LeadFields.Phone.Is(\"555888\")")]
    [InlineData("LeadFields.Phone.Contains(\"555\")")]
    [InlineData("new CrmQuery().OrderBy(LeadFields.Words)")]
    [InlineData("new CrmQuery().OrderBy(LeadFields.Phone)")]
    [InlineData("new CrmQuery().OrderByDescending(LeadFields.Scan)")]
    [InlineData("new CrmQuery().OrderBy(LeadFields.Widget)")]
    public void An_unsupported_condition_or_order_does_not_compile(string expression) => Assert.NotEmpty(Compile(expression));

    private static string[] Compile(string expression)
    {
        GeneratorRun run = GeneratorRun.Create($"using LeadGen; using Acme.Crm; class C {{ object o = {expression}; }}", s_portal);
        Assert.All(run.CompilerDiagnostics, c => Assert.Equal("/app/Program.cs", c.Location.SourceTree?.FilePath));
        return [.. run.CompilerDiagnostics.Select(c => $"{c.Id}: {c.GetMessage(null)}")];
    }
}
