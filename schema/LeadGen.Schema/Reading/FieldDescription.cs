using System.Globalization;
using LeadGen.Schema.Json;
using LeadGen.Schema.Kinds;

namespace LeadGen.Schema.Reading;

/// <summary>Reads a field of <c>crm.lead.fields</c>.</summary>
internal static class FieldDescription
{
    public static FieldSchema? Read(SavedReply reply, JsonMember member, UserFieldRow? row, DiagnosticCollector diagnostics)
    {
        string code = member.Name;
        JsonValue description = member.Value;
        if (description.Kind != JsonKind.Object)
        {
            reply.ReportStructure(diagnostics, description, $"Field '{code}'", "an object with 'type' and flags");
            return null;
        }

        JsonValue? type = description.Find("type")?.Value;
        if (type is not { Kind: JsonKind.String, Text.Length: > 0 })
        {
            diagnostics.Report(
                SchemaRules.UnexpectedStructure, reply.File, (type ?? description).Range,
                $"'type' of field '{code}'", type is null ? "missing" : SavedReply.Describe(type), "the name of a type", Remedies.ForStructure(reply.File));
            return null;
        }

        JsonValue? settings = description.Find("settings")?.Value;
        return new FieldSchema
        {
            Code = code,
            Type = new FieldType(type.Text),
            IsRequired = Flag("isRequired"),
            IsReadOnly = Flag("isReadOnly"),
            IsImmutable = Flag("isImmutable"),
            IsMultiple = Flag("isMultiple"),
            IsDynamic = Flag("isDynamic"),
            IsDeprecated = Flag("isDeprecated"),
            Title = Text("title"),
            // The user-field list contains labels only if a language was requested. These take precedence.
            ListLabel = row?.ListLabel ?? Text("listLabel"),
            FormLabel = row?.FormLabel ?? Text("formLabel"),
            FilterLabel = row?.FilterLabel ?? Text("filterLabel"),
            StatusType = NotEmpty(Text("statusType")) ?? NotEmpty(settings?.Find("ENTITY_TYPE")?.Value.Scalar) ?? row?.StatusType,
            Items = ReadItems(reply, code, description, row, diagnostics),
            Settings = row?.Settings ?? ReadSettings(settings),
            UserFieldId = row?.Id,
        };

        string? Text(string name) => description.Find(name)?.Value is { Kind: JsonKind.String } value ? value.Text : null;

        bool Flag(string name)
        {
            JsonValue? value = description.Find(name)?.Value;
            if (value is not (null or { Kind: JsonKind.True or JsonKind.False }))
            {
                diagnostics.Report(SchemaRules.InvalidFlag, reply.File, value.Range, code, name, SavedReply.Describe(value));
            }

            return value?.Kind == JsonKind.True;
        }
    }

    /// <summary>Reads the limits of a field. Portals return 0 or an empty text if there is no limit.</summary>
    public static FieldSettings ReadSettings(JsonValue? settings)
    {
        if (settings is not { Kind: JsonKind.Object })
        {
            return FieldSettings.None;
        }

        return new FieldSettings
        {
            MinLength = Length("MIN_LENGTH"),
            MaxLength = Length("MAX_LENGTH"),
            Pattern = NotEmpty(settings.Find("REGEXP")?.Value.Scalar),
            MinValue = Number("MIN_VALUE"),
            MaxValue = Number("MAX_VALUE"),
            Precision = ParsePrecision(settings),
            LinkTargets = settings.Members
                .Where(static m => m.Value.Scalar == "Y" && IsLinkTarget(m.Name))
                .Select(static m => m.Name)
                .OrderBy(static n => n, StringComparer.Ordinal)
                .ToEquatableArray(),
        };

        int? Length(string name) => Number(name) is > 0 and <= int.MaxValue and { } length ? (int)length : null;

        decimal? Number(string name) =>
            decimal.TryParse(settings.Find(name)?.Value.Scalar, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) && number != 0
                ? number
                : null;
    }

    // Here, 0 is a limit: only whole numbers are allowed.
    private static int? ParsePrecision(JsonValue settings) =>
        int.TryParse(settings.Find("PRECISION")?.Value.Scalar, NumberStyles.None, CultureInfo.InvariantCulture, out int places) ? places : null;

    private static bool IsLinkTarget(string setting) =>
        setting is "LEAD" or "DEAL" or "CONTACT" or "COMPANY" or "QUOTE" or "SMART_INVOICE" or "ORDER"
        || setting.StartsWith("DYNAMIC_", StringComparison.Ordinal);

    private static EquatableArray<EnumerationItem> ReadItems(
        SavedReply reply, string code, JsonValue description, UserFieldRow? row, DiagnosticCollector diagnostics)
    {
        if (description.Find("items")?.Value is not { Kind: not JsonKind.Null } list)
        {
            return default;
        }

        if (list.Kind is not (JsonKind.Array or JsonKind.Object))
        {
            reply.ReportStructure(diagnostics, list, $"'items' of field '{code}'", "a list");
            return default;
        }

        if (reply.ReportTooMany(diagnostics, list, SchemaLimits.Items, $"'items' of field '{code}'"))
        {
            return default;
        }

        var items = new SortedDictionary<long, EnumerationItem>();
        foreach (JsonValue element in list.Elements)
        {
            JsonValue? id = element.Find("ID")?.Value;
            if (PortalReader.ParseId(id) is not { } number)
            {
                reply.ReportStructure(diagnostics, id ?? element, $"An item of field '{code}'", "an object with a whole number as 'ID'");
            }
            else if (items.ContainsKey(number))
            {
                diagnostics.Report(SchemaRules.DuplicateKey, reply.File, id!.Range, id.Text, $"the items of field '{code}'");
            }
            else
            {
                string? xmlId = null;
                row?.XmlIds.TryGetValue(number, out xmlId);
                items.Add(number, new EnumerationItem(number, element.Find("VALUE")?.Value.Scalar ?? "", xmlId));
            }
        }

        return items.Values.ToEquatableArray();
    }

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
