using LeadGen.Generator.Usage;
using LeadGen.Generator.Usage.Judging;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeadGen.CodeFixes;

/// <summary>Adds the missing parts of an address, empty, behind the first one.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddressFix))]
public sealed class AddressFix : ReplacementFix
{
    /// <summary>Initializes the fix.</summary>
    public AddressFix()
        : base(UsageRules.AddressInParts)
    {
    }

    private protected override Replacement? Find(SyntaxNode place, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken)
    {
        string[] parts = diagnostic.Properties.TryGetValue(FieldCodes.Suggestion, out string? missing) && missing is not null ? missing.Split(',') : [];
        // The first entry around the code is the address's; those further out hold the whole map.
        return !IsPartOfQuery(place) && place.AncestorsAndSelf().TakeWhile(static n => n is not (StatementSyntax or AnonymousFunctionExpressionSyntax)).FirstOrDefault(IsEntry) is { } entry
            && Complete(entry, parts, model) is var (old, @new)
            ? new Replacement(old, @new, "Add the missing parts of the address")
            : null;
    }

    private static bool IsEntry(SyntaxNode node) =>
        node is AnonymousObjectMemberDeclaratorSyntax or AssignmentExpressionSyntax or InitializerExpressionSyntax { RawKind: (int)SyntaxKind.ComplexElementInitializerExpression };

    private static (SyntaxNode Old, SyntaxNode New)? Complete(SyntaxNode entry, string[] parts, SemanticModel model)
    {
        switch (entry)
        {
            case AnonymousObjectMemberDeclaratorSyntax { Parent: AnonymousObjectCreationExpressionSyntax anonymous } member:
                return (anonymous, anonymous.WithInitializers(Insert(anonymous.Initializers, member, parts.Select(static p =>
                    ((AnonymousObjectCreationExpressionSyntax)SyntaxFactory.ParseExpression($"new {{ {p} = \"\" }}")).Initializers[0]))));
            case AssignmentExpressionSyntax { Left: ImplicitElementAccessSyntax, Parent: InitializerExpressionSyntax initializer } assignment when TakesText(assignment.Right, model):
                return (initializer, initializer.WithExpressions(Insert(initializer.Expressions, assignment, parts.Select(static p => Entry($"[\"{p}\"] = \"\"")))));
            case InitializerExpressionSyntax { RawKind: (int)SyntaxKind.ComplexElementInitializerExpression, Parent: InitializerExpressionSyntax outer } pair when TakesText(pair.Expressions.Last(), model):
                return (outer, outer.WithExpressions(Insert(outer.Expressions, pair, parts.Select(static p => Entry($"{{ \"{p}\", \"\" }}")))));
            default:
                return null;
        }
    }

    // A dictionary of other values can't hold an empty string.
    private static bool TakesText(ExpressionSyntax value, SemanticModel model) =>
        model.GetTypeInfo(value).ConvertedType?.SpecialType is SpecialType.System_Object or SpecialType.System_String;

    private static ExpressionSyntax Entry(string code) =>
        ((ObjectCreationExpressionSyntax)SyntaxFactory.ParseExpression($"new T {{ {code} }}")).Initializer!.Expressions[0];

    private static SeparatedSyntaxList<T> Insert<T>(SeparatedSyntaxList<T> list, SyntaxNode after, IEnumerable<T> added)
        where T : SyntaxNode
    {
        int place = list.IndexOf(n => n == after) + 1;
        return list.InsertRange(place, added.Select(n => n.WithLeadingTrivia(after.GetLeadingTrivia()).WithTrailingTrivia(after.GetTrailingTrivia())));
    }
}
