using System.Collections.Immutable;
using System.Composition;
using LeadGen.Generator.Usage;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeadGen.CodeFixes;

/// <summary>Makes an entry of a text where a multi-field wants entries.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MultiFieldFix))]
[Shared]
public sealed class MultiFieldFix : CodeFixProvider
{
    /// <summary>The key of the action.</summary>
    public const string Key = nameof(MultiFieldFix);

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(UsageRules.MultiFieldAsText.Id);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        SemanticModel? model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (root?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is ExpressionSyntax value && TakesAnyValue(value, model, context.CancellationToken))
            {
                ExpressionSyntax entries = SyntaxFactory.ParseExpression($"new[] {{ new {{ VALUE = {value.WithoutTrivia()}, VALUE_TYPE = \"WORK\" }} }}");
                DocumentFix.Register(context, root, value, entries, "Write a list of entries", Key, diagnostic);
            }
        }
    }

    // A dictionary of texts can't hold a list.
    private static bool TakesAnyValue(ExpressionSyntax value, SemanticModel? model, CancellationToken cancellationToken) =>
        value.Parent is AnonymousObjectMemberDeclaratorSyntax
        || model?.GetTypeInfo(value, cancellationToken).ConvertedType?.SpecialType == SpecialType.System_Object;
}
