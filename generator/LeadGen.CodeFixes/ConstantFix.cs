using LeadGen.Generator.Usage;
using LeadGen.Generator.Usage.Judging;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeadGen.CodeFixes;

/// <summary>Replaces a field code with the generated constant, so that the removal of the field causes a compile error.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ConstantFix))]
public sealed class ConstantFix : ReplacementFix
{
    /// <summary>Initializes the fix.</summary>
    public ConstantFix()
        : base(UsageRules.ConstantAvailable)
    {
    }

    private protected override Replacement? Find(SyntaxNode place, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken) =>
        place is LiteralExpressionSyntax && diagnostic.Properties.TryGetValue(FieldCodes.Suggestion, out string? constant)
            ? new Replacement(place, Parse("global::" + constant), $"Use {constant}")
            : null;
}
