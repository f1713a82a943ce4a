using System.Collections.Immutable;
using System.Text;
using LeadGen.Generator.Usage.Checks;
using LeadGen.Generator.Usage.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeadGen.Generator.Usage;

/// <summary>Checks every string in the source, for any client: unknown custom field codes, and secrets.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LiteralAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        ImmutableArray.Create(UsageRules.UnknownCode, UsageRules.Secret, UsageRules.ConstantAvailable);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (PortalCatalog.Find(start.Options, start.CancellationToken) is { } catalog)
            {
                start.RegisterSyntaxNodeAction(
                    c => CheckLiteral(c, catalog), SyntaxKind.StringLiteralExpression, SyntaxKind.Utf8StringLiteralExpression);
                start.RegisterSyntaxNodeAction(c => CheckMember(c, catalog), SyntaxKind.AnonymousObjectMemberDeclarator);
                start.RegisterSyntaxNodeAction(CheckInterpolation, SyntaxKind.InterpolatedStringExpression);
                start.RegisterSyntaxNodeAction(CheckConcatenation, SyntaxKind.AddExpression);
            }
        });
    }

    private static void CheckLiteral(SyntaxNodeAnalysisContext context, PortalCatalog catalog)
    {
        string text = ((LiteralExpressionSyntax)context.Node).Token.ValueText;
        if (FieldCodes.IsCustom(text))
        {
            if (catalog.HasField(text))
            {
                OfferConstant(context, catalog, text);
            }
            else
            {
                CheckCode(context, catalog, text, context.Node.GetLocation());
            }
        }
        else if (Secrets.IsWebhook(text))
        {
            ReportSecret(context);
        }
        else if (text.IndexOf("/rest/{", StringComparison.Ordinal) >= 0)
        {
            CheckFormat(context, text);
        }
    }

    // string.Format("{0}/rest/{1}/{2}/", portal, 1, "secret").
    private static void CheckFormat(SyntaxNodeAnalysisContext context, string format)
    {
        if (context.Node.Parent is not ArgumentSyntax { Parent: ArgumentListSyntax { Arguments: var arguments, Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Format" } } } } template)
        {
            return;
        }

        var text = new StringBuilder(format);
        int first = arguments.IndexOf(template) + 1;
        for (int i = first; i < arguments.Count; i++)
        {
            object value = context.SemanticModel.GetConstantValue(arguments[i].Expression, context.CancellationToken) is { HasValue: true, Value: { } constant } ? constant : TextShape.HoleMark;
            text.Replace($"{{{i - first}}}", value.ToString());
        }

        if (Secrets.IsWebhook(text.ToString()))
        {
            ReportSecret(context);
        }
    }

    private static void OfferConstant(SyntaxNodeAnalysisContext context, PortalCatalog catalog, string code)
    {
        if (context.Node.IsKind(SyntaxKind.StringLiteralExpression)
            && catalog.Portals.FirstOrDefault(p => p.FindByCode(code) is not null) is { } portal)
        {
            string constant = $"{portal.ClassName}Fields.Codes.{portal.Names.GetFieldName(code)}";
            context.ReportDiagnostic(UsageRules.Create(
                UsageRules.ConstantAvailable, context.Node.GetLocation(), FieldCodes.Properties($"{portal.Namespace}.{constant}"),
                code, portal.FindByCode(code)!.Label, constant));
        }
    }

    private static void CheckMember(SyntaxNodeAnalysisContext context, PortalCatalog catalog)
    {
        var member = (AnonymousObjectMemberDeclaratorSyntax)context.Node;
        SyntaxToken? name = member.NameEquals?.Name.Identifier ?? (member.Expression as IdentifierNameSyntax)?.Identifier;
        if (name is { ValueText: var code } token && FieldCodes.IsCustom(code) && !catalog.HasField(code))
        {
            CheckCode(context, catalog, code, token.GetLocation());
        }
    }

    private static void CheckCode(SyntaxNodeAnalysisContext context, PortalCatalog catalog, string code, Location place)
    {
        if (catalog.IsComplete && FieldCodes.CanBeLeadField(code) && !ContainsMethodName(context.Node)
            && !OtherCodes.Read(context.Options.AnalyzerConfigOptionsProvider.GetOptions(context.Node.SyntaxTree)).Contains(code))
        {
            context.ReportDiagnostic(FieldCodes.Unknown(catalog, UsageRules.UnknownCode, code, place));
        }
    }

    // If the surrounding member names a Bitrix24 method, LeadCallAnalyzer knows the entity of the field.
    private static bool ContainsMethodName(SyntaxNode node)
    {
        SyntaxNode? member = node.FirstAncestorOrSelf<MemberDeclarationSyntax>(static m => m is not TypeDeclarationSyntax);
        foreach (SyntaxToken token in member?.DescendantTokens() ?? [])
        {
            if (token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.InterpolatedStringTextToken or SyntaxKind.SingleLineRawStringLiteralToken
                && MethodName.Find(token.ValueText) is not null)
            {
                return true;
            }
        }

        return false;
    }

    // Uses the values of constants inside the string. All other values are unknown.
    private static void CheckInterpolation(SyntaxNodeAnalysisContext context)
    {
        var interpolation = (InterpolatedStringExpressionSyntax)context.Node;
        if (interpolation.Contents.Count == 0 || interpolation.Contents[0] is not InterpolatedStringTextSyntax { TextToken.ValueText: { Length: > 4 } start }
            || start[0] is not ('h' or 'H'))
        {
            return;
        }

        if (!interpolation.Contents.Any(static c => c is InterpolatedStringTextSyntax { TextToken.ValueText: var part } && part.IndexOf("rest/", StringComparison.OrdinalIgnoreCase) >= 0))
        {
            return;
        }

        var text = new StringBuilder();
        foreach (InterpolatedStringContentSyntax content in interpolation.Contents)
        {
            text.Append(content switch
            {
                InterpolatedStringTextSyntax part => part.TextToken.ValueText,
                InterpolationSyntax { Expression: var value } when context.SemanticModel.GetConstantValue(value, context.CancellationToken) is { HasValue: true, Value: { } constant } => constant,
                _ => TextShape.HoleMark,
            });
        }

        if (Secrets.IsWebhook(text.ToString()))
        {
            ReportSecret(context);
        }
    }

    private static void CheckConcatenation(SyntaxNodeAnalysisContext context)
    {
        var sum = (BinaryExpressionSyntax)context.Node;
        if (sum.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression })
        {
            return;
        }

        if (!GetOperands(sum).Any(IsPath))
        {
            return;
        }

        var text = new StringBuilder();
        foreach (ExpressionSyntax operand in GetOperands(sum).Reverse())
        {
            if (operand is LiteralExpressionSyntax { Token.ValueText: var literal })
            {
                // A string that contains only the secret is reported separately.
                if (Secrets.IsWebhook(literal))
                {
                    return;
                }

                text.Append(literal);
            }
            else
            {
                text.Append(context.SemanticModel.GetConstantValue(operand, context.CancellationToken) is { HasValue: true, Value: { } constant } ? constant : TextShape.HoleMark);
            }
        }

        if (Secrets.IsWebhook(text.ToString()))
        {
            ReportSecret(context);
        }

        static bool IsPath(ExpressionSyntax operand) =>
            operand is LiteralExpressionSyntax { Token.ValueText: var part } && part.IndexOf("rest/", StringComparison.OrdinalIgnoreCase) >= 0;
    }

    // Returns the operands in reverse order.
    private static IEnumerable<ExpressionSyntax> GetOperands(ExpressionSyntax sum)
    {
        while (sum is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression, Left: var left, Right: var right })
        {
            yield return right;
            sum = left;
        }

        yield return sum;
    }

    private static void ReportSecret(SyntaxNodeAnalysisContext context) =>
        context.ReportDiagnostic(UsageRules.Create(
            UsageRules.Secret, context.Node.GetLocation(), FieldCodes.Properties(Secrets.WebhookVariable), "webhook"));
}
