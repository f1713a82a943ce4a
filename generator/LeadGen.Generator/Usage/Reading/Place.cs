using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LeadGen.Generator.Usage.Reading;

/// <summary>A place in the source. The location is created only when it is reported.</summary>
internal readonly record struct Place(SyntaxTree Tree, TextSpan Span)
{
    public static Place Of(SyntaxNode node) => new(node.SyntaxTree, node.Span);

    public static Place Of(SyntaxToken token) => new(token.SyntaxTree!, token.Span);

    public Location ToLocation() => Location.Create(Tree, Span);
}
