namespace LeadGen.CodeFixes;

/// <summary>Replaces a code, ID or name with the suggested one, unless the same dictionary, object or switch already contains it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SuggestionFix))]
public sealed class SuggestionFix() : ReplacementFix(UsageRules.UnknownField, UsageRules.UnsupportedSpelling, UsageRules.ValueNotAllowed, UsageRules.IgnoredArgument, UsageRules.MalformedEntry)
{
    // The operator before a code in a filter: [">=OPPORTUNITY"].
    private static readonly char[] s_operators = ['!', '<', '>', '=', '@', '%', '?', '*'];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => FixAllProvider.Create(
        static async (context, document, diagnostics) => await ((SuggestionFix)context.CodeFixProvider).FixAllAsync(document, diagnostics, context.CancellationToken).ConfigureAwait(false));

    private protected override Replacement? Find(SyntaxNode place, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken)
    {
        if (!diagnostic.Properties.TryGetValue(FieldCodes.Suggestion, out string? suggestion) || suggestion is null)
        {
            return null;
        }

        bool isCode = diagnostic.Id == UsageRules.UnknownField.Id || diagnostic.Id == UsageRules.UnsupportedSpelling.Id;
        string meant = isCode ? GetOperator(place) + suggestion : suggestion;
        MapKey? key = MapKey.Find(place, model, cancellationToken);
        return key?.Others.Contains(meant) != true && CreateReplacement(place, meant) is { } replacement
            ? new Replacement(place, replacement, $"Write '{meant}'", key is null ? null : (key.Container, key.Owner, meant))
            : null;
    }

    private static string GetOperator(SyntaxNode place) => place is LiteralExpressionSyntax { Token.ValueText: var text }
        ? text.Substring(0, text.Length - text.TrimStart(s_operators).Length)
        : "";

    // The portal's argument 'params' is a keyword in C#.
    private static SyntaxToken Escaped(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None
        ? SyntaxFactory.Identifier(name)
        : SyntaxFactory.VerbatimIdentifier(default, name, name, default);

    private static ExpressionSyntax? CreateReplacement(SyntaxNode node, string meant) => node switch
    {
        LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.StringLiteralExpression) && !IsPartOfQuery(literal) =>
            SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(meant)),
        IdentifierNameSyntax { Parent: NameEqualsSyntax } when SyntaxFacts.IsValidIdentifier(meant) =>
            SyntaxFactory.IdentifierName(Escaped(meant)),
        _ => null,
    };
}
