using System.Collections.Immutable;
using System.Composition;
using LeadGen.Generator.Usage;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeadGen.CodeFixes;

/// <summary>Writes the code, id or name that was meant in the place of the one that stands there.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SuggestionFix))]
[Shared]
public sealed class SuggestionFix : CodeFixProvider
{
    /// <summary>The key of the action.</summary>
    public const string Key = nameof(SuggestionFix);

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(
        UsageRules.UnknownField.Id, UsageRules.Alias.Id, UsageRules.NotPermitted.Id, UsageRules.IgnoredArgument.Id);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root)
        {
            return;
        }

        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (diagnostic.Properties.TryGetValue(FieldCodes.Suggestion, out string? meant) && meant is not null
                && Replacement(root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true), meant) is var (old, replacement))
            {
                DocumentFix.Register(context, root, old, replacement, $"Write '{meant}'", Key, diagnostic);
            }
        }
    }

    // params is what the portal calls it, and a keyword to C#.
    private static SyntaxToken Escaped(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None
        ? SyntaxFactory.Identifier(name)
        : SyntaxFactory.VerbatimIdentifier(default, name, name, default);

    private static (SyntaxNode Old, SyntaxNode New)? Replacement(SyntaxNode node, string meant) => node switch
    {
        LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.StringLiteralExpression) =>
            (literal, SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(meant))),
        IdentifierNameSyntax { Parent: NameEqualsSyntax } name when SyntaxFacts.IsValidIdentifier(meant) =>
            (name, SyntaxFactory.IdentifierName(Escaped(meant))),
        _ => null,
    };
}
