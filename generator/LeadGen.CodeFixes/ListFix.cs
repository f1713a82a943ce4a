namespace LeadGen.CodeFixes;

/// <summary>Wraps a single value in a list, or unwraps the only element of a list, to match the field.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ListFix))]
public sealed class ListFix() : ReplacementFix(UsageRules.LostValue)
{
    private protected override Replacement? Find(SyntaxNode place, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken)
    {
        if (place is not ExpressionSyntax value || !AcceptsAnyValue(value, model, cancellationToken)
            || !diagnostic.Properties.TryGetValue(FieldCodes.Suggestion, out string? form))
        {
            return null;
        }

        return form switch
        {
            FieldCodes.AsList when model.GetTypeInfo(value, cancellationToken).Type is not null => new Replacement(value, Parse($"new[] {{ {value.WithoutTrivia()} }}"), "Write a list"),
            FieldCodes.AsSingle when OnlyElement(value) is { } element => new Replacement(value, element, "Write the value without the list"),
            _ => null,
        };
    }

    private static ExpressionSyntax? OnlyElement(ExpressionSyntax list) => list switch
    {
        ImplicitArrayCreationExpressionSyntax { Initializer.Expressions: [var only] } => only,
        ArrayCreationExpressionSyntax { Initializer.Expressions: [var only] } => only,
        _ => null,
    };
}
