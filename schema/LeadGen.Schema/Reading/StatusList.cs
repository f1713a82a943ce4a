using System.Globalization;
using LeadGen.Schema.Json;

namespace LeadGen.Schema.Reading;

/// <summary>Reads the reply to <c>crm.status.list</c>.</summary>
internal static class StatusList
{
    public static EquatableArray<StatusDictionary> Read(SchemaFile? file, Dictionary<(string Dictionary, string Code), TextRange> locations, DiagnosticCollector diagnostics)
    {
        SavedReply? reply = file is null ? null : SavedReply.OpenList(file, "crm.status.list", diagnostics);
        var dictionaries = new SortedDictionary<string, Dictionary<string, (StatusValue Value, int Sort)>>(StringComparer.Ordinal);
        foreach (JsonValue row in reply?.Result.Elements ?? [])
        {
            if (row.Find("ENTITY_ID")?.Value.Scalar is not { Length: > 0 } dictionary
                || row.Find("STATUS_ID")?.Value is not { Scalar.Length: > 0 } code)
            {
                reply!.ReportStructure(diagnostics, row, "A row", "an object with 'ENTITY_ID' and 'STATUS_ID'");
                continue;
            }

            if (!dictionaries.TryGetValue(dictionary, out Dictionary<string, (StatusValue, int)>? values))
            {
                dictionaries.Add(dictionary, values = new(StringComparer.Ordinal));
            }

            if (values.ContainsKey(code.Text))
            {
                diagnostics.Report(SchemaRules.DuplicateKey, reply!.File, code.Range, code.Text, $"dictionary '{dictionary}'");
                continue;
            }

            locations[(dictionary, code.Text)] = code.Range;
            int.TryParse(row.Find("SORT")?.Value.Scalar, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int sort);
            values.Add(code.Text, (new StatusValue(code.Text, row.Find("NAME")?.Value.Scalar ?? "", row.Find("SEMANTICS")?.Value.Scalar, PortalReader.ParseId(row.Find("ID")?.Value)), sort));
        }

        return dictionaries
            .Select(static d => new StatusDictionary(d.Key, d.Value.Values
                .OrderBy(static v => v.Sort)
                .ThenBy(static v => v.Value.Code, StringComparer.Ordinal)
                .Select(static v => v.Value)
                .ToEquatableArray()))
            .ToEquatableArray();
    }
}
