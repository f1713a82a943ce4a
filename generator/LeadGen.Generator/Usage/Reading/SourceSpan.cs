using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LeadGen.Generator.Usage.Reading;

/// <summary>Represents a position in the source. The Roslyn location is created only for a diagnostic.</summary>
internal readonly record struct SourceSpan(SyntaxTree Tree, TextSpan Span)
{
    public static SourceSpan From(SyntaxNode node) => new(node.SyntaxTree, node.Span);

    public static SourceSpan From(SyntaxToken token) => new(token.SyntaxTree!, token.Span);

    public Location ToLocation() => Location.Create(Tree, Span);
}
