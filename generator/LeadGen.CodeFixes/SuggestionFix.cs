using System.Collections.Immutable;
using LeadGen.Generator.Usage;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeadGen.CodeFixes;

/// <summary>Writes the code, id or name that was meant in the place of the one that stands there.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SuggestionFix))]
public sealed class SuggestionFix : ReplacementFix
{
    /// <summary>The key of the action.</summary>
    public const string Key = nameof(SuggestionFix);

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(
        UsageRules.UnknownField.Id, UsageRules.Alias.Id, UsageRules.NotPermitted.Id, UsageRules.IgnoredArgument.Id);

    private protected override string EquivalenceKey => Key;

    private protected override Replacement? Find(SyntaxNode place, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken) =>
        diagnostic.Properties.TryGetValue(FieldCodes.Suggestion, out string? meant) && meant is not null && Meant(place, meant) is { } replacement
            ? new Replacement(place, replacement, $"Write '{meant}'")
            : null;

    // params is what the portal calls it, and a keyword to C#.
    private static SyntaxToken Escaped(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None
        ? SyntaxFactory.Identifier(name)
        : SyntaxFactory.VerbatimIdentifier(default, name, name, default);

    private static ExpressionSyntax? Meant(SyntaxNode node, string meant) => node switch
    {
        LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.StringLiteralExpression) =>
            SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(meant)),
        IdentifierNameSyntax { Parent: NameEqualsSyntax } when SyntaxFacts.IsValidIdentifier(meant) =>
            SyntaxFactory.IdentifierName(Escaped(meant)),
        _ => null,
    };
}
