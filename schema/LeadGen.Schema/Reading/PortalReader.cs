using System.Globalization;
using LeadGen.Schema.Json;
using LeadGen.Schema.Kinds;

namespace LeadGen.Schema.Reading;

/// <summary>Reads a portal folder, which contains the portal's replies with or without the REST envelope.</summary>
public static class PortalReader
{
    /// <summary>Reads the files of a portal. Does not throw if their content is invalid; see <see cref="PortalReading.Diagnostics"/>.</summary>
    public static PortalReading Read(PortalFiles files, CancellationToken cancellationToken = default)
    {
        var diagnostics = new DiagnosticCollector();
        var locations = new Dictionary<string, JsonMember>(StringComparer.Ordinal);
        var statusLocations = new Dictionary<(string, string), TextRange>();
        IReadOnlyDictionary<string, UserFieldRow> userFields = UserFieldList.Read(files.UserFields, diagnostics);
        EquatableArray<StatusDictionary> dictionaries = StatusList.Read(files.Statuses, statusLocations, diagnostics);
        (IReadOnlyList<NamePin> pins, IReadOnlyList<NamePin> former, IReadOnlyList<NamePin> reserved) = PinnedNames.Read(files.Names, diagnostics);
        ItemFieldData itemFields = ItemFieldList.Read(files.ItemFields, diagnostics);
        List<FieldSchema>? fields = ReadFields(files.Fields, userFields, locations, diagnostics, cancellationToken);

        PortalSchema? schema = null;
        if (fields is not null && !diagnostics.HasErrors)
        {
            schema = new PortalSchema(fields.Select(WithItemName).OrderBy(static f => f.Code, StringComparer.Ordinal).ToEquatableArray(), dictionaries)
            {
                ItemFields = itemFields.Fields.Where(f => !locations.ContainsKey(f.Code)).OrderBy(static f => f.Code, StringComparer.Ordinal).ToEquatableArray(),
            };
            ReportMissingDictionaries(schema, files, pins, locations, diagnostics);
        }

        return new PortalReading(schema, files, locations, statusLocations, pins, former, reserved, diagnostics.ToArray());

        FieldSchema WithItemName(FieldSchema field)
        {
            string? name = itemFields.Names.TryGetValue(field.Code, out string? custom) ? custom : null;
            return name is null || name == ItemFieldNames.GetName(field.Code) ? field : field with { ItemName = name };
        }
    }

    private static List<FieldSchema>? ReadFields(
        SchemaFile file, IReadOnlyDictionary<string, UserFieldRow> userFields,
        Dictionary<string, JsonMember> locations, DiagnosticCollector diagnostics, CancellationToken cancellationToken)
    {
        string method = EntitySchema.Lead.FieldsMethod;
        SavedReply? reply = SavedReply.Open(file, method, diagnostics);
        if (reply is null)
        {
            return null;
        }

        JsonValue map = reply.Result;
        if (map.IsEmptyContainer)
        {
            diagnostics.Report(SchemaRules.NoFields, file, map.Range, file.Name);
            return null;
        }

        if (map.Kind != JsonKind.Object)
        {
            diagnostics.Report(SchemaRules.NotASchema, file, map.Range, file.Name, SavedReply.Describe(map), method, $"Call {method} again, and save the complete reply.");
            return null;
        }

        if (map.Members.Count == 1 && map.Find("fields") is { Value: { Kind: JsonKind.Object } inner } item && inner.Find("type") is null)
        {
            diagnostics.Report(SchemaRules.NotASchema, file, item.NameRange, file.Name, "the reply of crm.item.fields", method, $"Call {method} instead, and save the reply.");
            return null;
        }

        if (reply.ReportTooMany(diagnostics, map, SchemaLimits.Fields, file.Name))
        {
            return null;
        }

        var fields = new List<FieldSchema>(map.Members.Count);
        foreach (JsonMember member in map.Members)
        {
            cancellationToken.ThrowIfCancellationRequested();
            locations[member.Name] = member;
            userFields.TryGetValue(member.Name, out UserFieldRow? row);
            if (FieldDescription.Read(reply, member, row, diagnostics) is { } field)
            {
                fields.Add(field);
            }
        }

        return fields;
    }

    private static void ReportMissingDictionaries(
        PortalSchema schema, PortalFiles files, IReadOnlyList<NamePin> pins, Dictionary<string, JsonMember> locations, DiagnosticCollector diagnostics)
    {
        FieldSchema[] unnamed = schema.Fields
            .Where(f => f is { Type.IsStatusList: true, StatusType: not null } && schema.FindDictionary(f.StatusType) is null)
            .GroupBy(static f => f.StatusType)
            .Select(static g => g.First())
            .ToArray();
        if (files.Statuses is null)
        {
            // A missing file is reported once for all dictionaries. If names are pinned to its values, the pins report it.
            if (unnamed.Length > 0 && !pins.Any(static p => p.Target == PinTarget.Status))
            {
                diagnostics.Report(
                    SchemaRules.MissingValueNames, files.Fields, locations[unnamed[0].Code].NameRange, PortalFiles.StatusesName + " is missing",
                    $"dictionaries ({string.Join(", ", unnamed.Select(static f => f.StatusType))})",
                    $"Fetch the schema with 'leadgen fetch', or save the reply of crm.status.list as {PortalFiles.StatusesName} in the schema's folder.");
            }

            return;
        }

        foreach (FieldSchema field in unnamed)
        {
            diagnostics.Report(
                SchemaRules.MissingValueNames, files.Fields, locations[field.Code].NameRange, $"{PortalFiles.StatusesName} lists no values for '{field.StatusType}'",
                $"field '{field.Code}'", "Save the reply of crm.status.list again, with all its pages.");
        }
    }

    internal static long? ParseId(JsonValue? value) =>
        long.TryParse(value?.Scalar, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long id) ? id : null;
}
