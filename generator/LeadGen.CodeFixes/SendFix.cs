namespace LeadGen.CodeFixes;

/// <summary>Adds the missing call that sends an update or a new lead, if a client is in scope and the method is asynchronous.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SendFix))]
public sealed class SendFix() : ReplacementFix(UsageRules.NeverSent)
{
    private protected override Replacement? Find(SyntaxNode place, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken) =>
        CanAwait(place) && diagnostic.Properties.TryGetValue(FieldCodes.Suggestion, out string? method) && method is not null
            && FindClient(model, place.SpanStart) is { } client && place.SyntaxTree.GetRoot(cancellationToken) is { } root && Send(root, place, $"{client}.{method}") is { } sent
            ? new Replacement(root, sent, $"Send it with '{client}'")
            : null;

    private static SyntaxNode? Send(SyntaxNode root, SyntaxNode creation, string method)
    {
        // In an expression-bodied lambda, the nearest statement is outside the lambda, so the call can't be added there.
        if (creation.FirstAncestorOrSelf<SyntaxNode>(static n => n is StatementSyntax or AnonymousFunctionExpressionSyntax) is not StatementSyntax statement)
        {
            return null;
        }

        if (statement is ExpressionStatementSyntax { Expression: var chain } built)
        {
            ExpressionSyntax send = SyntaxFactory.ParseExpression($"await {method}({chain.WithoutTrivia()})");
            return root.ReplaceNode(built, built.WithExpression(send.WithTriviaFrom(chain)));
        }

        if (statement is not LocalDeclarationStatementSyntax { Declaration.Variables: [{ Identifier.ValueText: var name }] })
        {
            return null;
        }

        // Each top-level statement is wrapped in a separate node.
        SyntaxNode unit = statement.Parent is GlobalStatementSyntax wrapper ? wrapper : statement;
        SyntaxNode last = unit.Parent!.ChildNodes().Last(n => n == unit || n.DescendantNodes().OfType<IdentifierNameSyntax>().Any(i => i.Identifier.ValueText == name));
        StatementSyntax added = SyntaxFactory.ParseStatement($"await {method}({Escape(name)});")
            .WithLeadingTrivia(last.GetLeadingTrivia().Where(static t => t.IsKind(SyntaxKind.WhitespaceTrivia)))
            .WithTrailingTrivia(last.GetTrailingTrivia());
        return root.InsertNodesAfter(last, new[] { unit is GlobalStatementSyntax ? SyntaxFactory.GlobalStatement(added) : (SyntaxNode)added });
    }

    private static string? FindClient(SemanticModel model, int position) => model.LookupSymbols(position)
        .Where(static s => s switch
        {
            ILocalSymbol local => IsClient(local.Type),
            IParameterSymbol parameter => IsClient(parameter.Type),
            IFieldSymbol field => IsClient(field.Type),
            IPropertySymbol property => IsClient(property.Type),
            _ => false,
        })
        .Where(s => s is not ILocalSymbol || s.DeclaringSyntaxReferences.All(r => r.Span.End < position))
        .Where(s => IsReachable(s, model.GetEnclosingSymbol(position)))
        .Select(static s => Escape(s.Name))
        .OrderBy(static n => n, StringComparer.Ordinal)
        .FirstOrDefault();

    // The lookup also returns instance members in static methods, and captured variables in static local functions.
    private static bool IsReachable(ISymbol client, ISymbol? place)
    {
        for (; place is IMethodSymbol method; place = method.ContainingSymbol)
        {
            if (SymbolEqualityComparer.Default.Equals(client.ContainingSymbol, method))
            {
                return true;
            }

            if (method.IsStatic)
            {
                return client is IFieldSymbol or IPropertySymbol && client.IsStatic;
            }
        }

        return true;
    }

    private static string Escape(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;

    private static bool IsClient(ITypeSymbol type) => type is { Name: "Bitrix24Client", ContainingNamespace: { Name: "LeadGen", ContainingNamespace.IsGlobalNamespace: true } };

    private static bool CanAwait(SyntaxNode node) => !node.Ancestors().TakeWhile(static a => a is not AnonymousFunctionExpressionSyntax).Any(static a => a is LockStatementSyntax) && node.Ancestors().FirstOrDefault(static a =>
        a is MethodDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax or GlobalStatementSyntax or BaseMethodDeclarationSyntax or AccessorDeclarationSyntax) switch
    {
        MethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AsyncKeyword),
        LocalFunctionStatementSyntax function => function.Modifiers.Any(SyntaxKind.AsyncKeyword),
        AnonymousFunctionExpressionSyntax lambda => lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword),
        GlobalStatementSyntax => true,
        _ => false,
    };
}
