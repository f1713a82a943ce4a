namespace LeadGen.CodeFixes;

/// <summary>Removes a write that the portal ignores, if evaluating its value has no side effects.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemovalFix))]
public sealed class RemovalFix() : ReplacementFix(UsageRules.NotWritable)
{
    private protected override Replacement? Find(SyntaxNode place, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken) =>
        diagnostic.Properties.ContainsKey(FieldCodes.Suggestion) && place.Ancestors().Select(n => RemoveEntry(n, place)).FirstOrDefault(static c => c is not null) is var (old, @new)
            ? new Replacement(old, @new, "Remove the write, which Bitrix24 ignores")
            : null;

    private static (SyntaxNode Old, SyntaxNode New)? RemoveEntry(SyntaxNode entry, SyntaxNode key)
    {
        switch (entry)
        {
            case AnonymousObjectMemberDeclaratorSyntax { Parent: AnonymousObjectCreationExpressionSyntax anonymous } member when member.NameEquals?.Name == key && IsPlain(member.Expression):
                return (anonymous, anonymous.WithInitializers(Remove(anonymous.Initializers, member)));
            case AssignmentExpressionSyntax { Left: ImplicitElementAccessSyntax { ArgumentList.Arguments: [var index] }, Parent: InitializerExpressionSyntax initializer } assignment
                when index.Expression == key && IsPlain(assignment.Right):
                return (initializer, initializer.WithExpressions(Remove(initializer.Expressions, assignment)));
            case InitializerExpressionSyntax { RawKind: (int)SyntaxKind.ComplexElementInitializerExpression, Parent: InitializerExpressionSyntax outer } pair
                when pair.Expressions is [var first, var value] && first == key && IsPlain(value):
                return (outer, outer.WithExpressions(Remove(outer.Expressions, pair)));
            default:
                return null;
        }
    }

    private static bool IsPlain(ExpressionSyntax value) => value is LiteralExpressionSyntax or IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax };

    // Trivia before the first entry and after the last one belongs to the braces.
    private static SeparatedSyntaxList<T> Remove<T>(SeparatedSyntaxList<T> list, T entry)
        where T : SyntaxNode
    {
        int place = list.IndexOf(entry);
        SeparatedSyntaxList<T> rest = list.RemoveAt(place);
        return rest.Count == 0 ? rest
            : place == 0 ? rest.Replace(rest[0], rest[0].WithLeadingTrivia(entry.GetLeadingTrivia()))
            : place == rest.Count && rest.SeparatorCount < rest.Count ? rest.Replace(rest[place - 1], rest[place - 1].WithTrailingTrivia(entry.GetTrailingTrivia()))
            : rest;
    }
}
