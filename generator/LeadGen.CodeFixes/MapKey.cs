namespace LeadGen.CodeFixes;

/// <summary>Represents a key that must be unique in its container: an anonymous object, a dictionary or a switch.</summary>
/// <param name="Container">The container: an initializer, the block that fills a local, or a switch.</param>
/// <param name="Owner">The name of the local that is filled; empty otherwise.</param>
/// <param name="Others">The other keys that are constants.</param>
internal sealed record MapKey(SyntaxNode Container, string Owner, IReadOnlyCollection<string> Others)
{
    /// <summary>Gets the key that a node represents; <see langword="null"/> if the node is not a key.</summary>
    public static MapKey? Find(SyntaxNode key, SemanticModel model, CancellationToken cancellationToken)
    {
        switch (key.Parent)
        {
            case NameEqualsSyntax { Parent: AnonymousObjectMemberDeclaratorSyntax { Parent: AnonymousObjectCreationExpressionSyntax anonymous } member }:
                return new MapKey(anonymous, "", anonymous.Initializers
                    .Where(i => i != member)
                    .Select(i => model.GetDeclaredSymbol(i, cancellationToken)?.Name ?? "")
                    .ToArray());
            case CaseSwitchLabelSyntax or ConstantPatternSyntax when key.Ancestors().FirstOrDefault(static a => a is SwitchStatementSyntax or SwitchExpressionSyntax) is { } choice:
                return new MapKey(choice, "", Constants(choice.DescendantNodes().Where(static n => n.Parent is CaseSwitchLabelSyntax or ConstantPatternSyntax)));
        }

        if (key.Ancestors().FirstOrDefault(e => GetKey(e) == key) is not { } entry)
        {
            return null;
        }

        // A local that is declared and filled in the same block is one map.
        string owner = entry is AssignmentExpressionSyntax { Left: ElementAccessExpressionSyntax { Expression: IdentifierNameSyntax local } } ? local.Identifier.ValueText
            : entry is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax target } } ? target.Identifier.ValueText
            : entry.Parent is InitializerExpressionSyntax { Parent.Parent: EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declared } } ? declared.Identifier.ValueText
            : "";
        SyntaxNode? container = owner.Length == 0 ? entry.Parent : GetBlock(entry);
        return container is null ? null : new MapKey(container, owner, Constants(
            (owner.Length == 0 ? container.ChildNodes() : GetEntries(owner, container)).Select(GetKey).Where(static n => n is not null)!));

        string[] Constants(IEnumerable<SyntaxNode> keys) => keys
            .Where(n => n != key)
            .Select(n => model.GetConstantValue(n, cancellationToken).Value as string ?? "")
            .ToArray();
    }

    // Each top-level statement is wrapped in a sibling node.
    private static SyntaxNode? GetBlock(SyntaxNode entry) => entry.FirstAncestorOrSelf<StatementSyntax>()?.Parent is var parent && parent is GlobalStatementSyntax ? parent.Parent : parent;

    private static IEnumerable<SyntaxNode> GetEntries(string owner, SyntaxNode block)
    {
        foreach (SyntaxNode child in block.ChildNodes())
        {
            switch (child is GlobalStatementSyntax wrapper ? wrapper.Statement : child)
            {
                case LocalDeclarationStatementSyntax declaration:
                    foreach (SyntaxNode entry in declaration.Declaration.Variables
                        .Where(v => v.Identifier.ValueText == owner)
                        .SelectMany(static v => (v.Initializer?.Value as BaseObjectCreationExpressionSyntax)?.Initializer?.Expressions ?? default))
                    {
                        yield return entry;
                    }

                    break;
                case ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: ElementAccessExpressionSyntax { Expression: IdentifierNameSyntax target } } set }
                    when target.Identifier.ValueText == owner:
                    yield return set;
                    break;
                case ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax target } } add }
                    when target.Identifier.ValueText == owner:
                    yield return add;
                    break;
            }
        }
    }

    // ["key"] = value, { "key", value }, map["key"] = value, map.Add("key", value)
    private static SyntaxNode? GetKey(SyntaxNode entry) => entry switch
    {
        AssignmentExpressionSyntax { Left: ImplicitElementAccessSyntax { ArgumentList.Arguments: [var argument] } } => argument.Expression,
        AssignmentExpressionSyntax { Left: ElementAccessExpressionSyntax { Expression: IdentifierNameSyntax, ArgumentList.Arguments: [var argument] } } => argument.Expression,
        InitializerExpressionSyntax { RawKind: (int)SyntaxKind.ComplexElementInitializerExpression, Expressions: [var first, _] } => first,
        InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax, Name.Identifier.ValueText: "Add" or "TryAdd" }, ArgumentList.Arguments: [var argument, _],
        } => argument.Expression,
        _ => null,
    };
}
