using LeadGen.Tool.Comparing;

namespace LeadGen.Tool.Reports;

/// <summary>Writes a change report as JSON.</summary>
internal static class ChangeJson
{
    public static string Write(ChangeReport report) => IndentedJson.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("before", report.Before);
        writer.WriteString("after", report.After);
        writer.WriteNumber("breaking", report.BreakingCount);
        writer.WriteNumber("compatible", report.Changes.Count - report.BreakingCount);
        writer.WriteStartArray("changes");
        foreach (SchemaChange change in report.Changes)
        {
            writer.WriteStartObject();
            writer.WriteString("rule", change.Rule.Id);
            writer.WriteBoolean("isBreaking", change.IsBreaking);
            writer.WriteString("code", change.Code);
            writer.WriteString("key", change.Key);
            writer.WriteString("name", change.Name);
            writer.WriteString("label", change.Label);
            writer.WriteString("before", change.Before);
            writer.WriteString("after", change.After);
            writer.WriteString("consequence", change.Consequence);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });
}
