using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace LeadGen.CodeFixes;

/// <summary>Offers to put one syntax node in the place of another.</summary>
internal static class DocumentFix
{
    /// <summary>Code that names types in full, marked, so that the editor shortens it as far as the file's usings allow.</summary>
    public static ExpressionSyntax Parse(string code)
    {
        ExpressionSyntax expression = SyntaxFactory.ParseExpression(code);
        return expression.ReplaceNodes(
            expression.DescendantNodesAndSelf(), static (_, node) => node.WithAdditionalAnnotations(Simplifier.Annotation));
    }

    public static void Register(CodeFixContext context, SyntaxNode root, SyntaxNode old, SyntaxNode replacement, string title, string key, Diagnostic diagnostic) =>
        context.RegisterCodeFix(
            CodeAction.Create(
                title,
                _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(old, replacement.WithTriviaFrom(old)))),
                key),
            diagnostic);
}
