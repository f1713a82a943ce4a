using System.Xml.Linq;
using LeadGen.Docs.Tests.Snippets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeadGen.Docs.Tests.Pictures;

/// <summary>Draws an editor that completes a word, with the members that the compiler finds there and their documentation.</summary>
internal static class CompletionPicture
{
    private const int Columns = 104;
    private const int CodeColumn = 4;
    private const int ListColumn = 12;
    private const string Typed = "SetD";
    private const string Chosen = "SetDeliveryMethod";

    private const string Code = $"""
        await client.UpdateAsync(
            new LeadUpdate(1608)
                .SetTitle("ИП Титов")
                .{Typed}
        """;

    public static string Draw()
    {
        Snippet snippet = Snippet.Create(Code);
        MemberAccessExpressionSyntax access = snippet.Tree.GetRoot().DescendantNodes().OfType<MemberAccessExpressionSyntax>().Single(a => a.Name.Identifier.Text == Typed);
        SemanticModel model = snippet.Compilation.GetSemanticModel(snippet.Tree);
        IMethodSymbol[] members =
        [
            .. model.LookupSymbols(access.Name.SpanStart, model.GetTypeInfo(access.Expression).Type)
                .OfType<IMethodSymbol>()
                .Where(static m => m.Name.StartsWith(Typed, StringComparison.Ordinal))
                .OrderBy(static m => m.Name, StringComparer.Ordinal),
        ];
        IMethodSymbol chosen = members.Single(static m => m.Name == Chosen);
        string signature = chosen.ToMinimalDisplayString(model, access.Name.SpanStart, s_signature);
        string[] lines = [signature, "", .. Documentation(chosen, snippet.Compilation).Elements().SelectMany(Paragraphs).SelectMany(static p => CodeText.Wrap(p, Columns - ListColumn - 4))];

        int codeRows = snippet.Tree.GetText().Lines.Count;
        int listRow = codeRows + 1;
        int tipRow = listRow + members.Length + 1;
        var window = new Window("Program.cs", "Completion lists the fields of a portal with their labels", Columns, tipRow + lines.Length + 1);
        CodeText.Write(window, snippet, CodeColumn);
        window.Panel(listRow, ListColumn, members.Length, Columns - ListColumn - 2, Ink.Raised, Ink.Border);
        int labelColumn = ListColumn + members.Max(static m => m.Name.Length) + 4;
        foreach ((IMethodSymbol member, int row) in members.Select((m, i) => (m, listRow + i)))
        {
            if (member.Name == Chosen)
            {
                window.Panel(row, ListColumn, 1, Columns - ListColumn - 2, Ink.Chosen, Ink.Chosen);
            }

            window.Write(row, ListColumn, member.Name, Ink.Method);
            window.Write(row, labelColumn, Text(Documentation(member, snippet.Compilation).Element("summary")!), Ink.Text);
        }

        window.Panel(tipRow, ListColumn, lines.Length, Columns - ListColumn - 2, Ink.Raised, Ink.Border);
        foreach ((string line, int row) in lines.Select((l, i) => (l, tipRow + i)))
        {
            window.Write(row, ListColumn, line, row == tipRow ? Ink.Type : Ink.Text);
        }

        return window.ToString();
    }

    private static readonly SymbolDisplayFormat s_signature = new(
        memberOptions: SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeContainingType,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    // An editor shows the documentation that a member inherits. QuickInfoTests in LeadGen.Generator.Tests run the editor's own services.
    private static XElement Documentation(ISymbol member, Compilation compilation)
    {
        XElement docs = XElement.Parse(member.GetDocumentationCommentXml()!);
        return docs.Element("inheritdoc")?.Attribute("cref") is { } cref
            ? Documentation(DocumentationCommentId.GetFirstSymbolForDeclarationId(cref.Value, compilation)!, compilation)
            : docs;
    }

    private static IEnumerable<string> Paragraphs(XElement section) =>
        section.Elements("para").ToArray() is { Length: > 0 } paragraphs ? paragraphs.Select(Text) : [Text(section)];

    private static string Text(XElement element) => string.Join(' ', element.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
