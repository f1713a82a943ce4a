using LeadGen.Schema.Json;
using LeadGen.Schema.Kinds;

namespace LeadGen.Schema.Reading;

/// <summary>Represents the properties of a field that are only in the reply to <c>crm.lead.userfield.list</c>.</summary>
internal sealed record UserFieldRow(
    long? Id, string? StatusType, FieldSettings? Settings, IReadOnlyDictionary<long, string> XmlIds, string? FormLabel, string? ListLabel, string? FilterLabel);

/// <summary>Reads the reply to <c>crm.lead.userfield.list</c>.</summary>
internal static class UserFieldList
{
    public static IReadOnlyDictionary<string, UserFieldRow> Read(SchemaFile? file, DiagnosticCollector diagnostics)
    {
        var rows = new Dictionary<string, UserFieldRow>(StringComparer.Ordinal);
        SavedReply? reply = file is null ? null : SavedReply.OpenList(file, EntitySchema.Lead.UserFieldsMethod, diagnostics);
        foreach (JsonValue row in reply?.Result.Elements ?? [])
        {
            if (row.Find("FIELD_NAME")?.Value is not { Kind: JsonKind.String } name)
            {
                reply!.ReportStructure(diagnostics, row, "A row", "an object with 'FIELD_NAME'");
                continue;
            }

            if (rows.ContainsKey(name.Text))
            {
                diagnostics.Report(SchemaRules.DuplicateKey, reply!.File, name.Range, name.Text, reply.File.Name);
            }

            JsonValue? settings = row.Find("SETTINGS")?.Value;
            rows[name.Text] = new UserFieldRow(
                PortalReader.ParseId(row.Find("ID")?.Value),
                settings?.Find("ENTITY_TYPE")?.Value.Scalar is { Length: > 0 } dictionary ? dictionary : null,
                settings is { Kind: JsonKind.Object } ? FieldDescription.ReadSettings(settings) : null,
                ReadXmlIds(row.Find("LIST")?.Value),
                Label("EDIT_FORM_LABEL"),
                Label("LIST_COLUMN_LABEL"),
                Label("LIST_FILTER_LABEL"));

            string? Label(string name) => row.Find(name)?.Value is { Kind: JsonKind.String } label && !string.IsNullOrWhiteSpace(label.Text) ? label.Text : null;
        }

        return rows;
    }

    private static Dictionary<long, string> ReadXmlIds(JsonValue? list)
    {
        var names = new Dictionary<long, string>();
        foreach (JsonValue item in list?.Elements ?? [])
        {
            if (PortalReader.ParseId(item.Find("ID")?.Value) is { } id && item.Find("XML_ID")?.Value.Scalar is { Length: > 0 } xmlId)
            {
                names[id] = xmlId;
            }
        }

        return names;
    }
}
