using LeadGen.Generator.Usage;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeadGen.CodeFixes;

/// <summary>Makes an entry of a text where a multi-value field wants entries.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MultiFieldFix))]
public sealed class MultiFieldFix : ReplacementFix
{
    /// <summary>Initializes the fix.</summary>
    public MultiFieldFix()
        : base(UsageRules.MultiFieldAsText)
    {
    }

    private protected override Replacement? Find(SyntaxNode place, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken) =>
        place is ExpressionSyntax value && TakesAnyValue(value, model, cancellationToken)
            && model.GetTypeInfo(value, cancellationToken).Type is { SpecialType: SpecialType.System_String }
            ? new Replacement(value, Parse($"new[] {{ new {{ VALUE = {value.WithoutTrivia()}, VALUE_TYPE = \"WORK\" }} }}"), "Write a list of entries")
            : null;
}
