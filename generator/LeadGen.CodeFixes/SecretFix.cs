using System.Collections.Immutable;
using System.Composition;
using LeadGen.Generator.Usage;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeadGen.CodeFixes;

/// <summary>Takes a webhook from the environment instead of the source.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SecretFix))]
[Shared]
public sealed class SecretFix : CodeFixProvider
{
    /// <summary>The key of the action.</summary>
    public const string Key = nameof(SecretFix);

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(UsageRules.Secret.Id);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (root?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is LiteralExpressionSyntax literal && !MustBeConstant(literal)
                && diagnostic.Properties.TryGetValue(FieldCodes.Suggestion, out string? variable))
            {
                ExpressionSyntax read = DocumentFix.Parse($"global::System.Environment.GetEnvironmentVariable(\"{variable}\")!");
                DocumentFix.Register(context, root, literal, read, $"Take it from the environment variable {variable}", Key, diagnostic);
            }
        }
    }

    private static bool MustBeConstant(SyntaxNode literal) => literal.Ancestors().Any(static a => a
        is AttributeArgumentSyntax or ParameterSyntax or CaseSwitchLabelSyntax or ConstantPatternSyntax
        || (a is FieldDeclarationSyntax field && field.Modifiers.Any(SyntaxKind.ConstKeyword))
        || (a is LocalDeclarationStatementSyntax { IsConst: true }));
}
