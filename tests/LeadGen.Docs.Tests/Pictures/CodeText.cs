using LeadGen.Docs.Tests.Snippets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace LeadGen.Docs.Tests.Pictures;

/// <summary>Writes code with syntax colors that are based on the compiler's symbols.</summary>
internal static class CodeText
{
    /// <summary>Writes a snippet whose lines begin at a column after the line numbers.</summary>
    public static void Write(Window window, Snippet snippet, int column)
    {
        SourceText text = snippet.Tree.GetText();
        SemanticModel model = snippet.Compilation.GetSemanticModel(snippet.Tree);
        foreach (TextLine line in text.Lines.Where(static l => l.Span.Length > 0))
        {
            window.Write(line.LineNumber, 0, $"{line.LineNumber + 1,2}", Ink.Faint);
        }

        foreach (SyntaxToken token in snippet.Tree.GetRoot().DescendantTokens().Where(static t => t.Span.Length > 0))
        {
            LinePosition start = text.Lines.GetLinePosition(token.SpanStart);
            window.Write(start.Line, column + start.Character, token.Text, GetColor(token, model));
        }
    }

    private static string GetColor(SyntaxToken token, SemanticModel model)
    {
        if (token.IsKeyword() || token.IsContextualKeyword())
        {
            return Ink.Keyword;
        }

        return token.Kind() switch
        {
            SyntaxKind.StringLiteralToken => Ink.Literal,
            SyntaxKind.NumericLiteralToken => Ink.Number,
            SyntaxKind.IdentifierToken => model.GetSymbolInfo(token.Parent!).Symbol switch
            {
                INamedTypeSymbol => Ink.Type,
                IMethodSymbol => Ink.Method,
                _ => Ink.Text,
            },
            _ => Ink.Text,
        };
    }

    /// <summary>Wraps a text between words into lines of at most the specified width.</summary>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        string line = "";
        foreach (string word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = word;
            }
            else
            {
                line = line.Length == 0 ? word : $"{line} {word}";
            }
        }

        yield return line;
    }
}
