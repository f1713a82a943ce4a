using System.Collections.Immutable;
using LeadGen.Generator.Tests.Harness;
using LeadGen.Generator.Usage;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeadGen.Generator.Tests;

/// <summary>Tests the catalog of schemas that the analyzers share.</summary>
public class PortalCatalogTests
{
    private static readonly Harness.LeadSchemaItem s_portal = Harness.LeadSchemaItem.Create(
        Harness.LeadSchemaItem.Field("TITLE", "string", "Название"), Harness.LeadSchemaItem.Field("UF_CRM_1712000000", "string", "Способ доставки")) with
    {
        Names = """{"renamed": {"fields": {"UF_CRM_1712000000": "DeliveryMethod"}}}""",
    };

    [Fact]
    public void A_schema_is_parsed_again_only_if_its_files_change()
    {
        ImmutableArray<AdditionalText> texts = [.. s_portal.Texts()];
        Usage.Portal first = Find(texts).Portals.Single();

        Assert.Same(first, Find(texts).Portals.Single());
        Assert.NotSame(first, Find([.. (s_portal with { Fields = s_portal.Fields + "\n" }).Texts()]).Portals.Single());
    }

    [Theory]
    [InlineData("ufCrm_1712000000", "UF_CRM_1712000000")]
    [InlineData("uf_crm_1712000000", "UF_CRM_1712000000")]
    [InlineData("способ доставки", "UF_CRM_1712000000")]
    [InlineData("SposobDostavki", "UF_CRM_1712000000")]
    [InlineData("DeliveryMethod", "UF_CRM_1712000000")]
    [InlineData("UF_CRM_171200000", null)]
    [InlineData("TITEL", "TITLE")]
    [InlineData("SUBTITLE", null)]
    [InlineData("X", null)]
    public void A_code_is_suggested_by_spelling_label_and_name(string text, string? expected) =>
        Assert.Equal(expected, Find([.. s_portal.Texts()]).Suggest(text));

    private static PortalCatalog Find(ImmutableArray<AdditionalText> texts) =>
        PortalCatalog.Find(new AnalyzerOptions(texts, new LeadSchemaItemOptions([s_portal])), CancellationToken.None)!;
}
