using LeadGen.Generator.Usage;
using LeadGen.Generator.Usage.Judging;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeadGen.CodeFixes;

/// <summary>Takes a webhook from the environment instead of the source.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SecretFix))]
public sealed class SecretFix : ReplacementFix
{
    /// <summary>Initializes the fix.</summary>
    public SecretFix()
        : base(UsageRules.Secret)
    {
    }

    private protected override Replacement? Find(SyntaxNode place, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken) =>
        place.IsKind(SyntaxKind.StringLiteralExpression) && !MustBeConstant(place) && diagnostic.Properties.TryGetValue(FieldCodes.Suggestion, out string? variable)
            ? new Replacement(
                place,
                Parse($"global::System.Environment.GetEnvironmentVariable(\"{variable}\")!"),
                $"Take it from the environment variable {variable}")
            : null;

    private static bool MustBeConstant(SyntaxNode literal) => literal.Ancestors().Any(static a => a
        is AttributeArgumentSyntax or ParameterSyntax or CaseSwitchLabelSyntax or ConstantPatternSyntax or GotoStatementSyntax
        || (a is FieldDeclarationSyntax field && field.Modifiers.Any(SyntaxKind.ConstKeyword))
        || (a is LocalDeclarationStatementSyntax { IsConst: true }));
}
