using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeadGen.Generator.Usage;

/// <summary>Looks at every text of the source, whatever client it is for: codes that no portal has, and secrets.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LiteralAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        ImmutableArray.Create(UsageRules.UnknownField, UsageRules.Secret, UsageRules.CodeAsText);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (PortalCatalog.Of(start.Options, start.CancellationToken) is { } catalog)
            {
                start.RegisterSyntaxNodeAction(
                    c => CheckLiteral(c, catalog), SyntaxKind.StringLiteralExpression, SyntaxKind.Utf8StringLiteralExpression);
                start.RegisterSyntaxNodeAction(c => CheckMember(c, catalog), SyntaxKind.AnonymousObjectMemberDeclarator);
            }
        });
    }

    private static void CheckLiteral(SyntaxNodeAnalysisContext context, PortalCatalog catalog)
    {
        string text = ((LiteralExpressionSyntax)context.Node).Token.ValueText;
        if (FieldCodes.IsCustom(text))
        {
            CheckCode(context, catalog, text, context.Node.GetLocation());
            OfferConstant(context, catalog, text);
        }
        else if (Secrets.IsWebhook(text))
        {
            context.ReportDiagnostic(UsageRules.Create(
                UsageRules.Secret, context.Node.GetLocation(), FieldCodes.Properties(Secrets.WebhookVariable), "webhook"));
        }
    }

    private static void OfferConstant(SyntaxNodeAnalysisContext context, PortalCatalog catalog, string code)
    {
        if (context.Node.IsKind(SyntaxKind.StringLiteralExpression)
            && catalog.Portals.FirstOrDefault(p => p.FindByCode(code) is not null) is { } portal)
        {
            string constant = $"{portal.ClassName}Fields.Codes.{portal.Names.OfField(code)}";
            context.ReportDiagnostic(UsageRules.Create(
                UsageRules.CodeAsText, context.Node.GetLocation(), FieldCodes.Properties($"{portal.Namespace}.{constant}"),
                code, portal.FindByCode(code)!.Label, constant));
        }
    }

    private static void CheckMember(SyntaxNodeAnalysisContext context, PortalCatalog catalog)
    {
        var member = (AnonymousObjectMemberDeclaratorSyntax)context.Node;
        SyntaxToken? name = member.NameEquals?.Name.Identifier ?? (member.Expression as IdentifierNameSyntax)?.Identifier;
        if (name is { ValueText: var code } token && FieldCodes.IsCustom(code))
        {
            CheckCode(context, catalog, code, token.GetLocation());
        }
    }

    private static void CheckCode(SyntaxNodeAnalysisContext context, PortalCatalog catalog, string code, Location place)
    {
        if (catalog.IsComplete && !catalog.Knows(code))
        {
            context.ReportDiagnostic(FieldCodes.Unknown(catalog, code, place));
        }
    }
}
