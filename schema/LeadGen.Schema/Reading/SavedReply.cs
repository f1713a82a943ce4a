using System.Globalization;
using LeadGen.Schema.Json;

namespace LeadGen.Schema.Reading;

/// <summary>Represents a saved reply of the portal without its envelope.</summary>
/// <param name="File">The file that contains the reply.</param>
/// <param name="Result">The content of <c>result</c>, or the whole content if there is no envelope.</param>
internal sealed record SavedReply(SchemaFile File, JsonValue Result)
{
    private const string PortalReply = "a portal's reply";

    /// <summary>Opens a saved reply. Reports a diagnostic and returns <see langword="null"/> if the file does not contain one.</summary>
    public static SavedReply? Open(SchemaFile file, string method, DiagnosticCollector diagnostics)
    {
        JsonValue? root = ParseText(file, method, diagnostics);
        if (root is null)
        {
            return null;
        }

        JsonMember? result = root.Find("result");
        if (result is null && root.Find("error") is { Value.Scalar: not null } error)
        {
            string description = root.Find("error_description")?.Value.Scalar ?? "";
            string code = error.Value.Text.Length == 0 ? "" : $" {error.Value.Text}";
            diagnostics.Report(
                SchemaRules.NotASchema, file, error.NameRange,
                file.Name, $"the error reply{code} '{description}'", method, Remedies.ForErrorReply(error.Value.Text, description));
            return null;
        }

        ReportDuplicates(root, file, diagnostics, file.Name);
        ReportMissingPages(root, result?.Value, file, diagnostics);
        return new SavedReply(file, result?.Value ?? root);
    }

    /// <summary>Opens a saved list. Reports a diagnostic and returns <see langword="null"/> if the file does not contain one.</summary>
    public static SavedReply? OpenList(SchemaFile file, string method, DiagnosticCollector diagnostics)
    {
        SavedReply? reply = Open(file, method, diagnostics);
        if (reply is null or { Result.Kind: JsonKind.Array or JsonKind.Object })
        {
            return reply?.ReportTooMany(diagnostics, reply.Result, SchemaLimits.Items, file.Name) == true ? null : reply;
        }

        diagnostics.Report(SchemaRules.NotASchema, file, reply.Result.Range, file.Name, Describe(reply.Result), method, $"Call {method} again, and save the complete reply.");
        return null;
    }

    /// <summary>Reads a file as JSON. An empty file, a web page and a merge conflict have separate diagnostics.</summary>
    public static JsonValue? ParseText(SchemaFile file, string source, DiagnosticCollector diagnostics)
    {
        if (file.Text.Length > SchemaLimits.FileLength)
        {
            // Without a line and column, because they are not computed for a file of this length.
            diagnostics.Report(
                SchemaRules.UnexpectedStructure, new SchemaLocation(file.Path, default, default, default), file.Name,
                $"a text of more than {SchemaLimits.FileLength} characters", PortalReply, Remedies.ForStructure(file));
            return null;
        }

        string start = file.Text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        if (start.Length == 0)
        {
            diagnostics.Report(SchemaRules.EmptyFile, file, new TextRange(0, 0), file.Name, Remedies.ForEmpty(file, source));
            return null;
        }

        // Checked before the web page, which starts with the same character.
        if (FindConflictMarker(file.Text) is { } marker)
        {
            diagnostics.Report(
                SchemaRules.MergeConflict, file, marker, file.Name,
                (file.Locate(marker).Start.Line + 1).ToString(CultureInfo.InvariantCulture), file.Text.Substring(marker.Start, marker.Length), Remedies.ForConflict(file));
            return null;
        }

        if (start[0] == '<')
        {
            diagnostics.Report(
                SchemaRules.NotASchema, file, new TextRange(file.Text.Length - start.Length, 1), file.Name, "a web page", source,
                "Check that the address ends with the method's name, call it again, and save the reply.");
            return null;
        }

        try
        {
            return JsonParser.Parse(file.Text);
        }
        catch (JsonSyntaxException e) when (e.IsLimit)
        {
            diagnostics.Report(SchemaRules.UnexpectedStructure, file, e.Range, file.Name, e.Message, PortalReply, Remedies.ForStructure(file));
            return null;
        }
        catch (JsonSyntaxException e)
        {
            diagnostics.Report(SchemaRules.MalformedJson, file, e.Range, file.Name, e.Message, Remedies.ForSyntax(file, e.IsTruncated));
            return null;
        }
    }

    /// <summary>Reports a list that exceeds the limit.</summary>
    /// <returns>Whether the list exceeds the limit.</returns>
    public bool ReportTooMany(DiagnosticCollector diagnostics, JsonValue list, int limit, string what)
    {
        int count = Math.Max(list.Items.Count, list.Members.Count);
        if (count > limit)
        {
            diagnostics.Report(
                SchemaRules.UnexpectedStructure, File, new TextRange(list.Range.Start, 1), what,
                string.Format(CultureInfo.InvariantCulture, "a list of {0} elements", count), string.Format(CultureInfo.InvariantCulture, "a list of at most {0} elements", limit), Remedies.ForStructure(File));
        }

        return count > limit;
    }

    public void ReportStructure(DiagnosticCollector diagnostics, JsonValue value, string what, string expected) =>
        diagnostics.Report(SchemaRules.UnexpectedStructure, File, value.Range, what, Describe(value), expected, Remedies.ForStructure(File));

    public static string Describe(JsonValue value) => value.Kind switch
    {
        JsonKind.Null => "null",
        JsonKind.True => "true",
        JsonKind.False => "false",
        JsonKind.Number => $"the number {value.Text}",
        JsonKind.String => $"the text \"{Shorten(value.Text)}\"",
        JsonKind.Array => "a list",
        _ => "an object",
    };

    public static void ReportDuplicates(JsonValue value, SchemaFile file, DiagnosticCollector diagnostics, string place)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (JsonMember member in value.Members)
        {
            if (!names.Add(member.Name))
            {
                diagnostics.Report(SchemaRules.DuplicateKey, file, member.NameRange, member.Name, place);
            }

            ReportDuplicates(member.Value, file, diagnostics, $"'{member.Name}'");
        }

        foreach (JsonValue item in value.Items)
        {
            ReportDuplicates(item, file, diagnostics, place);
        }
    }

    // Seven equal signs at the start of a line are never valid JSON, because JSON strings can't contain line breaks.
    private static TextRange? FindConflictMarker(string text)
    {
        const int Length = 7;
        for (int i = text.Length > 0 && text[0] == '\uFEFF' ? 1 : 0; i >= 0 && i + Length <= text.Length; i = NextLine(text, i))
        {
            if (text[i] is '<' or '=' or '>' or '|' && string.CompareOrdinal(text, i, new string(text[i], Length), 0, Length) == 0
                && (i + Length == text.Length || text[i + Length] is ' ' or '\r' or '\n'))
            {
                return new TextRange(i, Length);
            }
        }

        return null;
    }

    private static int NextLine(string text, int start)
    {
        int end = text.IndexOf('\n', start);
        return end < 0 ? -1 : end + 1;
    }

    // List methods return 50 rows per page. A schema from a single page would silently lack values.
    private static void ReportMissingPages(JsonValue root, JsonValue? result, SchemaFile file, DiagnosticCollector diagnostics)
    {
        if (result is null || root.Find("total")?.Value is not { Scalar: { } text } total
            || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int expected))
        {
            return;
        }

        int rows = result.Elements.Count();
        if (rows < expected)
        {
            diagnostics.Report(
                SchemaRules.IncompleteList, file, total.Range, file.Name,
                rows.ToString(CultureInfo.InvariantCulture), expected.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static string Shorten(string text) => text.Length <= 40 ? text : text.Substring(0, 39) + "…";
}
