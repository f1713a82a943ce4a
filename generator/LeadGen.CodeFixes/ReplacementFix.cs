using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.Simplification;

namespace LeadGen.CodeFixes;

/// <summary>Replaces one piece of code with another, individually or with Fix All. Offered only where it changes something.</summary>
public abstract class ReplacementFix : CodeFixProvider
{
    private protected ReplacementFix(params DiagnosticDescriptor[] rules) => FixableDiagnosticIds = ImmutableArray.CreateRange(rules.Select(static r => r.Id));

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        SemanticModel? model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (root is null || model is null)
        {
            return;
        }

        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            SyntaxNode place = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
            if (IsWhole(place, diagnostic) && Find(place, diagnostic, model, context.CancellationToken) is { } found
                && MapUsage.Allow(place, found, model, context.CancellationToken))
            {
                context.RegisterCodeFix(
                    CodeAction.Create(
                        found.Title,
                        _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(found.Old, found.New.WithTriviaFrom(found.Old)))),
                        // The equivalence key, by which Fix All and tests distinguish the fixes.
                        GetType().Name),
                    diagnostic);
            }
        }
    }

    /// <summary>Applies all fixes of a document. If several fixes would write the same key into one map, only the first is applied.</summary>
    private protected async Task<Document?> FixAllAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        SyntaxNode? root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        SemanticModel? model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        if (root is null || model is null)
        {
            return document;
        }

        var claimed = new HashSet<(SyntaxNode, string, string)>();
        var replacements = new Dictionary<SyntaxNode, SyntaxNode>();
        foreach (Diagnostic diagnostic in diagnostics.OrderBy(static d => d.Location.SourceSpan.Start))
        {
            SyntaxNode place = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
            if (!replacements.ContainsKey(place) && IsWhole(place, diagnostic) && Find(place, diagnostic, model, cancellationToken) is { } found
                && MapUsage.Allow(place, found, model, cancellationToken) && (found.Claim is not { } claim || claimed.Add(claim)))
            {
                replacements.Add(found.Old, found.New.WithTriviaFrom(found.Old));
            }
        }

        return document.WithSyntaxRoot(root.ReplaceNodes(replacements.Keys, (old, _) => replacements[old]));
    }

    // The diagnostic may cover only part of a string, such as one query parameter: replacing the whole node would lose the rest.
    private static bool IsWhole(SyntaxNode place, Diagnostic diagnostic) => place.Span == diagnostic.Location.SourceSpan;

    /// <summary>Determines whether a literal is the name of a part of an argument, such as <c>fields[TITLE]</c>, and not just a code.</summary>
    private protected static bool IsPartOfQuery(SyntaxNode place) => place is LiteralExpressionSyntax { Token.ValueText: var text } && text.IndexOfAny(['[', '{', '&']) >= 0;

    /// <summary>Determines whether a value of another type is allowed: in a member of an anonymous object, or in an entry of type object.</summary>
    private protected static bool AcceptsAnyValue(ExpressionSyntax value, SemanticModel model, CancellationToken cancellationToken) => value.Parent switch
    {
        AnonymousObjectMemberDeclaratorSyntax { NameEquals: not null } => true,
        AssignmentExpressionSyntax assignment when assignment.Right == value => IsObject(value, model, cancellationToken),
        InitializerExpressionSyntax { RawKind: (int)SyntaxKind.ComplexElementInitializerExpression } => IsObject(value, model, cancellationToken),
        ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Add" or "TryAdd" } } } => IsObject(value, model, cancellationToken),
        _ => false,
    };

    private static bool IsObject(ExpressionSyntax value, SemanticModel model, CancellationToken cancellationToken) =>
        model.GetTypeInfo(value, cancellationToken).ConvertedType?.SpecialType == SpecialType.System_Object;

    /// <summary>Finds the replacement that fixes a diagnostic; <see langword="null"/> if there is none.</summary>
    private protected abstract Replacement? Find(SyntaxNode place, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken);

    /// <summary>Parses code with fully qualified type names, which the editor then simplifies if the file's using directives allow it.</summary>
    private protected static ExpressionSyntax Parse(string code)
    {
        ExpressionSyntax expression = SyntaxFactory.ParseExpression(code);
        return expression.ReplaceNodes(
            expression.DescendantNodesAndSelf(), static (_, node) => node.WithAdditionalAnnotations(Simplifier.Annotation));
    }
}

/// <summary>Represents the replacement of a node, with the title of its code action.</summary>
/// <param name="Old">The node to replace.</param>
/// <param name="New">The new node.</param>
/// <param name="Title">The title of the code action.</param>
/// <param name="Claim">The key that the fix writes into a map, where keys must be unique.</param>
internal sealed record Replacement(SyntaxNode Old, SyntaxNode New, string Title, (SyntaxNode Container, string Owner, string Key)? Claim = null);
