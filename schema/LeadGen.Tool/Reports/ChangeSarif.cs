using System.Text;
using System.Text.Json;
using LeadGen.Tool.Comparing;
using LeadGen.Tool.Output;

namespace LeadGen.Tool.Reports;

/// <summary>Writes a change report as SARIF 2.1.0. Code hosts show the changes at the affected lines of the snapshot.</summary>
/// <remarks>See https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html.</remarks>
internal static class ChangeSarif
{
    public static string Write(ChangeReport report, ToolEnvironment environment) => IndentedJson.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        writer.WriteString("version", "2.1.0");
        writer.WriteStartArray("runs");
        writer.WriteStartObject();
        WriteTool(writer);
        writer.WriteString("columnKind", "utf16CodeUnits");
        writer.WriteStartArray("results");
        foreach (SchemaChange change in report.Changes)
        {
            WriteResult(writer, change, environment);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static void WriteTool(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("tool");
        writer.WriteStartObject("driver");
        writer.WriteString("name", "leadgen");
        writer.WriteString("semanticVersion", typeof(ChangeSarif).Assembly.GetName().Version!.ToString(3));
        writer.WriteStartArray("rules");
        foreach (ChangeRule rule in ChangeRules.All)
        {
            writer.WriteStartObject();
            writer.WriteString("id", rule.Id);
            WriteText("shortDescription", rule.Title);
            WriteText("fullDescription", rule.Consequence);
            writer.WriteStartObject("defaultConfiguration");
            writer.WriteString("level", Level(rule.IsBreaking));
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();

        void WriteText(string name, string text)
        {
            writer.WriteStartObject(name);
            writer.WriteString("text", Escape(text));
            writer.WriteEndObject();
        }
    }

    private static void WriteResult(Utf8JsonWriter writer, SchemaChange change, ToolEnvironment environment)
    {
        writer.WriteStartObject();
        writer.WriteString("ruleId", change.Rule.Id);
        writer.WriteNumber("ruleIndex", ChangeRules.All.ToList().IndexOf(change.Rule));
        writer.WriteString("level", Level(change.IsBreaking));
        writer.WriteStartObject("message");
        writer.WriteString("text", Escape(Message(change)));
        writer.WriteEndObject();
        writer.WriteStartArray("locations");
        writer.WriteStartObject();
        writer.WriteStartObject("physicalLocation");
        writer.WriteStartObject("artifactLocation");
        writer.WriteString("uri", GetAddress(environment, change.Location.Path));
        writer.WriteEndObject();
        writer.WriteStartObject("region");
        writer.WriteNumber("startLine", change.Location.Start.Line + 1);
        writer.WriteNumber("startColumn", change.Location.Start.Column + 1);
        writer.WriteNumber("endLine", change.Location.End.Line + 1);
        writer.WriteNumber("endColumn", change.Location.End.Column + 1);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndArray();

        // Identifies a change by its content, because line numbers change each time the schema is fetched.
        writer.WriteStartObject("partialFingerprints");
        writer.WriteString("change/v1", $"{change.Rule.Id}:{change.Subject}:{change.After}");
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static string Message(SchemaChange change)
    {
        string what = (change.Before, change.After) switch
        {
            (null, null) => "",
            ({ } before, null) => $" (was {Text(before)})",
            (null, { } after) => $" ({Text(after)})",
            ({ } before, { } after) => $" ({Text(before)} → {Text(after)})",
        };
        return $"{change.Rule.Title}: {Text(change.Subject)}{(change.Name is null ? "" : $" ({change.Name})")} «{Text(change.Label)}»{what}. {Terminal.ToOneLine(change.Consequence)}";

        static string Text(string text) => Terminal.Truncate(Terminal.ToOneLine(text));
    }

    // In SARIF messages, brackets mark a link (§3.11.6) and braces a placeholder (§3.11.5). A backslash before an escaped bracket must be
    // escaped too, because it would otherwise escape the backslash that is added.
    private static string Escape(string message)
    {
        var text = new StringBuilder(message.Length);
        for (int i = 0; i < message.Length; i++)
        {
            char c = message[i];
            text.Append(c switch
            {
                '[' or ']' => "\\" + c,
                '\\' when message.AsSpan(i).TrimStart('\\') is ['[' or ']', ..] => "\\\\",
                '{' or '}' => $"{c}{c}",
                _ => c.ToString(),
            });
        }

        return text.ToString();
    }

    private static string Level(bool isBreaking) => isBreaking ? "error" : "note";

    // Relative to the root of the repository, because code hosts resolve paths against it.
    private static string GetAddress(ToolEnvironment environment, string path)
    {
        string root = environment.WorkingFolder;
        for (string? folder = Path.GetDirectoryName(path); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Path.Exists(Path.Combine(folder, ".git")))
            {
                root = folder;
                break;
            }
        }

        string relative = Path.GetRelativePath(root, path).Replace('\\', '/');
        string whole = path.Replace('\\', '/');
        return relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative)
            ? (whole.StartsWith('/') ? "file://" : "file:///") + Escape(whole)
            : Escape(relative);

        static string Escape(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
    }
}
