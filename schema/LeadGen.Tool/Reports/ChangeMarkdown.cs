using System.Text;
using LeadGen.Schema.Comparing;
using LeadGen.Tool.Output;

namespace LeadGen.Tool.Reports;

/// <summary>Writes changes as a comment of a pull request.</summary>
internal static class ChangeMarkdown
{
    // GitHub refuses comments of more than 65,536 characters; a table that is cut says so.
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

        text.Append("\n#### ").Append(title).Append("\n\n| Change | Code | Label | Before | After | Consequence |\n|---|---|---|---|---|---|\n");
        for (int i = 0; i < all.Length; i++)
        {
            SchemaChange c = all[i];
            if (text.Length > MaxLength)
            {
                text.Append("\nand ").Append(all.Length - i).Append(" more, see `leadgen diff`.\n");
                return;
            }

            text.Append("| ").AppendJoin(" | ", c.Rule.Title, Code(c.Subject), Text(c.Label), Text(c.Before), Text(c.After), Text(c.Consequence)).Append(" |\n");
        }
    }

    // Labels are text from outside: no markup, no mention of people, no link.
    private static string Text(string? text)
    {
        var escaped = new StringBuilder();
        foreach (char c in Terminal.Line(text))
        {
            escaped.Append(c switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '@' => "&#64;",
                '\\' or '`' or '*' or '_' or '{' or '}' or '[' or ']' or '(' or ')' or '#' or '+' or '!' or '|' or '~' or '$' => "\\" + c,
                ':' => "&#58;",
                _ => c.ToString(),
            });
        }

        return escaped.ToString();
    }

    private static string Code(string code) => "`" + Terminal.Line(code).Replace('`', '\'').Replace("|", "\\|", StringComparison.Ordinal) + "`";
}
