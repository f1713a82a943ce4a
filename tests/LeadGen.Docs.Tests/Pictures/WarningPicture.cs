using LeadGen.Docs.Tests.Snippets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LeadGen.Docs.Tests.Pictures;

/// <summary>Draws an editor with untyped code and the warnings of the analyzers.</summary>
internal static class WarningPicture
{
    private const int Columns = 104;
    private const int CodeColumn = 4;

    private const string Code = """
        await rest.CallAsync("crm.lead.update", new
        {
            id = 1608,
            fields = new
            {
                TITEL = "ИП Титов",
                PHONE = "+7 999 123-45-67",
                UF_CRM_1665555555 = "Курьер",
                DATE_CREATE = "2026-01-01",
            },
            options = new { REGISTER_SONET_EVENT = "Y" },
        });
        """;

    public static async Task<string> DrawAsync()
    {
        Snippet snippet = Snippet.Create(Code);
        IReadOnlyList<Diagnostic> found = await snippet.DiagnoseAsync();
        (string Head, string[] Lines)[] messages =
        [
            .. found.Select(static d => (
                $"{d.Id}  line {d.Location.GetLineSpan().StartLinePosition.Line + 1,2}",
                CodeText.Wrap(d.GetMessage(System.Globalization.CultureInfo.InvariantCulture), Columns - 20).ToArray())),
        ];
        int codeRows = snippet.Tree.GetText().Lines.Count;
        var window = new Window("Program.cs", "Five warnings in an editor", Columns, codeRows + 1 + messages.Sum(static m => m.Lines.Length));
        CodeText.Write(window, snippet, CodeColumn);
        foreach (Diagnostic diagnostic in found)
        {
            LinePositionSpan span = diagnostic.Location.GetLineSpan().Span;
            window.Underline(span.Start.Line, CodeColumn + span.Start.Character, span.End.Character - span.Start.Character, Ink.Warning);
        }

        window.Rule(codeRows + 1);
        int row = codeRows + 1;
        foreach ((string head, string[] lines) in messages)
        {
            window.Write(row, 0, $"⚠ {head}", Ink.Warning);
            foreach (string line in lines)
            {
                window.Write(row++, 20, line, Ink.Text);
            }
        }

        return window.ToString();
    }
}
