namespace LeadGen.CodeFixes;

/// <summary>Replaces a field code with the generated constant, so that the removal of the field causes a compile error.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ConstantFix))]
public sealed class ConstantFix() : ReplacementFix(UsageRules.ConstantAvailable)
{
    private protected override Replacement? Find(SyntaxNode place, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken) =>
        place is LiteralExpressionSyntax && diagnostic.Properties.TryGetValue(FieldCodes.Suggestion, out string? constant)
            ? new Replacement(place, Parse("global::" + constant), $"Use {constant}")
            : null;
}
