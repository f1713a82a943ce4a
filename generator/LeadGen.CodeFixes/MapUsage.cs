namespace LeadGen.CodeFixes;

/// <summary>Checks whether code other than the reported call depends on the names or the types in a map, which a fix would then break.</summary>
internal static class MapUsage
{
    /// <summary>Determines whether a fix can change an anonymous object or a dictionary without affecting other code.</summary>
    public static bool Allow(SyntaxNode place, Replacement fix, SemanticModel model, CancellationToken cancellationToken)
    {
        // Set("TITEL", x), where a function adds the entry: it is not known which map the entry is added to.
        if (place.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: IdentifierNameSyntax } })
        {
            return false;
        }

        if (place is LiteralExpressionSyntax { Token.ValueText: var text } && !IsReadKey(place)
            && GetBody(place).DescendantNodes().OfType<LiteralExpressionSyntax>().Any(l => l.Token.ValueText == text && IsReadKey(l)))
        {
            return false;
        }

        bool keepsTypes = fix is { Old: LiteralExpressionSyntax, New: LiteralExpressionSyntax };
        AnonymousObjectMemberDeclaratorSyntax? member = place.FirstAncestorOrSelf<AnonymousObjectMemberDeclaratorSyntax>();
        if (member is not null && !keepsTypes && (IsTypeShared(member, model, cancellationToken) || IsRead(member, model, cancellationToken)))
        {
            return false;
        }

        // Replacing a value with another string does not affect other code.
        MapKey? key = MapKey.Find(place, model, cancellationToken);
        return (keepsTypes && key is null) || !(IsMapUsedElsewhere(place, key, model, cancellationToken) || IsReturnedToSeveral(place, model, cancellationToken));
    }

    // tree["fields"]["TITEL"], map.ContainsKey("TITEL")
    private static bool IsReadKey(SyntaxNode key) => key.Parent is ArgumentSyntax { Parent: var list } && (list is BracketedArgumentListSyntax { Parent: ElementAccessExpressionSyntax access }
        ? !(access.Parent is AssignmentExpressionSyntax assignment && assignment.Left == access)
        : list?.Parent is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ContainsKey" or "TryGetValue" or "Remove" or "Value" or "GetValue" or "SelectToken" } });

    // Both sides of a conditional, all elements of an array, all results of a lambda, and all values of a variable need one anonymous type.
    private static bool IsTypeShared(SyntaxNode member, SemanticModel model, CancellationToken cancellationToken)
    {
        AnonymousObjectCreationExpressionSyntax whole = member.AncestorsAndSelf().TakeWhile(static n => n is AnonymousObjectMemberDeclaratorSyntax or AnonymousObjectCreationExpressionSyntax)
            .OfType<AnonymousObjectCreationExpressionSyntax>().Last();
        if (model.GetTypeInfo(whole, cancellationToken) is { Type: { } type, ConvertedType.IsAnonymousType: true }
            && GetBody(whole).DescendantNodes().OfType<AnonymousObjectCreationExpressionSyntax>()
                .Any(o => o != whole && SymbolEqualityComparer.Default.Equals(model.GetTypeInfo(o, cancellationToken).Type, type)))
        {
            return true;
        }

        for (SyntaxNode? node = member; node is not null and not (StatementSyntax or AnonymousFunctionExpressionSyntax or ArgumentSyntax or CastExpressionSyntax); node = node.Parent)
        {
            if (node is ConditionalExpressionSyntax or SwitchExpressionSyntax or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression }
                || node is ImplicitArrayCreationExpressionSyntax { Initializer.Expressions.Count: > 1 })
            {
                return true;
            }
        }

        return false;
    }

    // The member around some code, or all top-level statements.
    private static SyntaxNode GetBody(SyntaxNode place) => place.FirstAncestorOrSelf<SyntaxNode>(static n => n is (MemberDeclarationSyntax and not GlobalStatementSyntax) or CompilationUnitSyntax)!;

    private static bool IsRead(AnonymousObjectMemberDeclaratorSyntax member, SemanticModel model, CancellationToken cancellationToken) =>
        model.GetDeclaredSymbol(member, cancellationToken) is { } property
        && member.SyntaxTree.GetRoot(cancellationToken).DescendantNodes().OfType<IdentifierNameSyntax>()
            .Any(n => n.Identifier.ValueText == property.Name && n.Parent is not NameEqualsSyntax
                && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(n, cancellationToken).Symbol, property));

    // Whether an entry is read from the local variable that holds the map, or the variable is passed to more than one call.
    private static bool IsMapUsedElsewhere(SyntaxNode place, MapKey? key, SemanticModel model, CancellationToken cancellationToken)
    {
        string owner = place.Ancestors().TakeWhile(static n => n is not (StatementSyntax or AnonymousFunctionExpressionSyntax)).OfType<VariableDeclaratorSyntax>().FirstOrDefault()?.Identifier.ValueText
            ?? key?.Owner ?? "";
        if (owner.Length == 0)
        {
            return false;
        }

        var calls = new HashSet<SyntaxNode>();
        foreach (IdentifierNameSyntax use in GetBody(place).DescendantNodes().OfType<IdentifierNameSyntax>().Where(n => n.Identifier.ValueText == owner))
        {
            bool isRead = use.Parent is ElementAccessExpressionSyntax access && access.Expression == use
                && !(access.Parent is AssignmentExpressionSyntax assignment && assignment.Left == access)
                && model.GetConstantValue(access.ArgumentList.Arguments[0].Expression, cancellationToken).Value is var read
                && (read is null || read.Equals(model.GetConstantValue(place, cancellationToken).Value));
            if (isRead)
            {
                return true;
            }

            if (use.Parent is ArgumentSyntax or AnonymousObjectMemberDeclaratorSyntax or AssignmentExpressionSyntax or ReturnStatementSyntax
                && (use.FirstAncestorOrSelf<InvocationExpressionSyntax>() ?? (SyntaxNode?)use.FirstAncestorOrSelf<StatementSyntax>()) is { } goal)
            {
                calls.Add(goal);
            }
        }

        return calls.Count > 1;
    }

    // static object Common(string t) => new { … }: each caller may send it to another method.
    private static bool IsReturnedToSeveral(SyntaxNode place, SemanticModel model, CancellationToken cancellationToken)
    {
        SyntaxNode? around = place.Ancestors().FirstOrDefault(static n => n is MethodDeclarationSyntax or LocalFunctionStatementSyntax);
        string? name = around switch
        {
            MethodDeclarationSyntax method => method.Identifier.ValueText,
            LocalFunctionStatementSyntax function => function.Identifier.ValueText,
            _ => null,
        };
        if (name is null || around!.ToString().IndexOf("crm.", StringComparison.OrdinalIgnoreCase) >= 0)
        {
            return false;
        }

        bool isReturned = place.Ancestors().TakeWhile(n => n != around).Any(static n => n is ReturnStatementSyntax or ArrowExpressionClauseSyntax)
            && !place.Ancestors().TakeWhile(n => n != around).Any(static n => n is InvocationExpressionSyntax);
        int calls = 0;
        foreach (SyntaxTree tree in isReturned ? model.Compilation.SyntaxTrees : [])
        {
            calls += tree.GetRoot(cancellationToken).DescendantTokens().Count(t => t.IsKind(SyntaxKind.IdentifierToken) && t.ValueText == name && t.Parent is IdentifierNameSyntax);
        }

        return calls > 1;
    }
}
