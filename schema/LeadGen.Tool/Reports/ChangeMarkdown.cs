using System.Text;
using LeadGen.Tool.Comparing;
using LeadGen.Tool.Output;

namespace LeadGen.Tool.Reports;

/// <summary>Writes a change report as Markdown for a pull request comment.</summary>
internal static class ChangeMarkdown
{
    // GitHub rejects comments of more than 65,536 characters.
    private const int MaxLength = 60_000;

    public static string Write(ChangeReport report)
    {
        var text = new StringBuilder("### Bitrix24 lead fields\n\n").Append(Text(report.Summary)).Append('\n');
        Append(text, "Breaking", report.Changes.Where(static c => c.IsBreaking));
        Append(text, "Compatible", report.Changes.Where(static c => !c.IsBreaking));
        return text.ToString();
    }

    private static void Append(StringBuilder text, string title, IEnumerable<SchemaChange> changes)
    {
        SchemaChange[] all = [.. changes];
        if (all.Length == 0)
        {
            return;
        }

        text.Append("\n#### ").Append(title).Append("\n\n| Change | Code | C# name | Label | Before | After | Consequence |\n|---|---|---|---|---|---|---|\n");
        for (int i = 0; i < all.Length; i++)
        {
            SchemaChange c = all[i];
            string row = "| " + string.Join(" | ", c.Rule.Title, Code(c.Subject), c.Name is { } name ? Code(name) : "", Text(c.Label), Text(c.Before), Text(c.After), Text(c.Consequence)) + " |\n";
            if (text.Length + row.Length > MaxLength)
            {
                text.Append("\nand ").Append(all.Length - i).Append(" more, see `leadgen diff`.\n");
                return;
            }

            text.Append(row);
        }
    }

    // Labels are untrusted text and must not create markup, mentions or links. GitHub detects mentions after it resolves
    // escapes, so a zero-width space is inserted.
    private static string Text(string? text)
    {
        var escaped = new StringBuilder();
        string line = Terminal.Truncate(Terminal.ToOneLine(text)).Replace("www.", "www\u200B.", StringComparison.OrdinalIgnoreCase);
        for (int i = 0; i < line.Length; i++)
        {
            escaped.Append(line[i] switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '@' => "@&#8203;",
                '#' when i + 1 < line.Length && char.IsAsciiDigit(line[i + 1]) => "\\#&#8203;",
                '\\' or '`' or '*' or '_' or '{' or '}' or '[' or ']' or '(' or ')' or '#' or '+' or '!' or '|' or '~' or '$' => "\\" + line[i],
                ':' => "&#58;",
                _ => line[i].ToString(),
            });
        }

        return escaped.ToString();
    }

    // Codes are identifiers, unless the file was edited.
    private static string Code(string code) =>
        code.All(static c => char.IsLetterOrDigit(c) || c is '_' or '-' or '/' or ' ' or '.') ? $"`{code}`" : Text(code);
}
