using LeadGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeadGen.Generator.Tests;

/// <summary>Tests that texts of a portal that contain code become only comments, literals or parts of names.</summary>
public class HostileTextTests
{
    public static TheoryData<string> Texts =>
    [
        "*/ public class evil { } /*",
        "\n#error evil",
        "\r\npublic class evil { }",
        "\u2028public class evil { }\u2029",
        "\u0085#define evil",
        "</summary></c><see cref=\"evil\"/><![CDATA[",
        "]]>&evil;&#0;",
        "\"; class evil { } string x = \"",
        "\\\"; class evil { } //",
        "\"\"\" + evil + \"\"\"",
        "{evil} {{evil}} {0}",
        "\\u0022; class evil { } //",
        "\u202e\u2066// } evil {\u2069",
        "'; global::evil.Run(); '",
        "/// evil\n/// <inheritdoc cref=\"evil\"/>",
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void Portal_text_is_never_compiled_as_code(string text)
    {
        string json = Json.String(text);
        GeneratorRun run = GeneratorRun.Create(LeadSchemaItem.Create(
            LeadSchemaItem.Field("UF_CRM_1712000000", "enumeration", text, $$"""
                "formLabel": {{json}}, "listLabel": {{json}}, "items": [{"ID": "1", "VALUE": {{json}}}, {"ID": "2", "VALUE": {{json}}}]
                """),
            LeadSchemaItem.Field("UF_CRM_" + text, "string", text, $$"""
                "settings": {"REGEXP": {{json}}}
                """),
            LeadSchemaItem.Field("UF_CRM_1712000002", text, text),
            LeadSchemaItem.Field("UF_CRM_1712000003", "crm_status", text, "\"statusType\": " + json)) with
        {
            Statuses = $$"""{"result": [{"ENTITY_ID": {{json}}, "STATUS_ID": {{json}}, "NAME": {{json}}}]}""",
        });

        Assert.Empty(run.CompilerDiagnostics);
        foreach (SyntaxNode root in run.Sources.Values.Select(s => CSharpSyntaxTree.ParseText(s).GetRoot()))
        {
            Assert.DoesNotContain(root.DescendantTrivia(descendIntoTrivia: true), t => t.IsDirective && !t.IsKind(SyntaxKind.NullableDirectiveTrivia) && !t.IsKind(SyntaxKind.PragmaWarningDirectiveTrivia));
            Assert.DoesNotContain(root.DescendantNodes().OfType<BaseTypeDeclarationSyntax>(), t => t.Identifier.ValueText == "evil");
            Assert.DoesNotContain(root.DescendantNodes(descendIntoTrivia: true).OfType<IdentifierNameSyntax>(), n => n.Identifier.ValueText == "evil");
            Assert.DoesNotContain(root.ToFullString(), c => c != '\n' && (char.IsControl(c) || c is '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069')));
        }
    }
}
