using System.Text;
using LeadGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Host.Mef;
using Microsoft.CodeAnalysis.QuickInfo;
using Microsoft.CodeAnalysis.Text;
using static LeadGen.Generator.Tests.Harness.LeadSchemaItem;

namespace LeadGen.Generator.Tests;

/// <summary>Tests what an editor shows for generated members. Most of them inherit the documentation of their field's descriptor.</summary>
public sealed class QuickInfoTests
{
    private static readonly LeadSchemaItem s_portal = Create(
        Field("TITLE", "string", "Название"),
        Field("STATUS_ID", "crm_status", "Стадия", "\"statusType\": \"STATUS\""),
        Field("UF_CRM_1", "enumeration", "Доставка", "\"items\": [{\"ID\": \"11\", \"VALUE\": \"Курьер <1>\"}, {\"ID\": \"12\", \"VALUE\": \"Самовывоз\"}]"),
        Field("PHONE", "crm_multifield", "Телефон")) with
    {
        Statuses = """{"result": [{"ENTITY_ID": "STATUS", "STATUS_ID": "NEW", "NAME": "Не обработан"}]}""",
    };

    /// <summary>Each field, the number of its members, and what the editor shows for each.</summary>
    public static TheoryData<string, int, string[]> Fields => new()
    {
        { "Title", 5, ["Название", "TITLE, string.", "Permitted: at most 255 characters."] },
        { "StatusId", 5, ["Стадия", "STATUS_ID, crm_status.", "Permitted: NEW = Не обработан."] },
        { "Dostavka", 9, ["Доставка", "UF_CRM_1, enumeration, custom.", "Permitted: 11 = Курьер <1>; 12 = Самовывоз.", "Cleared with \"\"."] },
        { "Phone", 8, ["Телефон", "PHONE, crm_multifield, multiple."] },
    };

    [Theory]
    [MemberData(nameof(Fields))]
    public async Task Each_member_of_a_field_shows_its_label_code_and_permitted_values(string name, int members, string[] expected)
    {
        using var workspace = new AdhocWorkspace(MefHostServices.DefaultHost);
        GeneratorRun run = GeneratorRun.Create(s_portal);
        Project project = workspace.AddProject("App", LanguageNames.CSharp)
            .WithMetadataReferences(run.Output.References)
            .WithParseOptions(run.Output.SyntaxTrees.First().Options)
            .WithCompilationOptions(run.Output.Options);
        foreach ((string hint, string source) in run.Sources)
        {
            project = project.AddDocument(hint, SourceText.From(source, Encoding.UTF8)).Project;
        }

        var shown = new List<(string Member, string Text)>();
        foreach (Document document in project.Documents)
        {
            SyntaxNode root = (await document.GetSyntaxRootAsync())!;
            foreach (SyntaxToken identifier in root.DescendantNodes().Select(GetIdentifier).Where(i => BelongsTo(i, name)))
            {
                QuickInfoItem? info = await QuickInfoService.GetService(document)!.GetQuickInfoAsync(document, identifier.SpanStart);
                shown.Add(($"{document.Name}: {identifier.Parent}", string.Concat(info!.Sections.Select(static s => s.Text + "\n"))));
            }
        }

        Assert.Equal(members, shown.Count);
        Assert.All(shown, s => Assert.All(expected, text => Assert.Contains(text, s.Text, StringComparison.Ordinal)));
    }

    private static SyntaxToken GetIdentifier(SyntaxNode node) => node switch
    {
        PropertyDeclarationSyntax property => property.Identifier,
        MethodDeclarationSyntax method => method.Identifier,
        EnumDeclarationSyntax type => type.Identifier,
        VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax } constant => constant.Identifier,
        _ => default,
    };

    // The methods for labels are overloads: the enum is in their signature.
    private static bool BelongsTo(SyntaxToken identifier, string field) => identifier.ValueText switch
    {
        "GetLabel" or "TryParse" => ((MethodDeclarationSyntax)identifier.Parent!).ParameterList.Parameters.Any(p => p.Type!.ToString() == field),
        var name => new[] { "", "Set", "Clear", "Add", "Change", "Remove", "Replace" }.Any(verb => name == verb + field),
    };
}
