using LeadGen.Schema.Json;
using LeadGen.Schema.Kinds;

namespace LeadGen.Schema.Reading;

/// <summary>Represents the data that is only in the reply to <c>crm.item.fields</c>.</summary>
/// <param name="Names">The names of custom fields in <c>crm.item.*</c>, by code.</param>
/// <param name="Fields">The fields that only items have.</param>
internal sealed record ItemFieldData(IReadOnlyDictionary<string, string> Names, IReadOnlyList<FieldSchema> Fields);

/// <summary>Reads the reply to <c>crm.item.fields</c>. Standard fields of leads are not read: their names are the same on all portals.</summary>
/// <remarks>See https://apidocs.bitrix24.com/api-reference/crm/universal/crm-item-fields.html.</remarks>
internal static class ItemFieldList
{
    public static ItemFieldData Read(SchemaFile? file, DiagnosticCollector diagnostics)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var fields = new List<FieldSchema>();
        SavedReply? reply = file is null ? null : SavedReply.Open(file, PortalFiles.ItemFieldsMethod, diagnostics);
        JsonValue? map = reply?.Result.Find("fields") is { Value: { Kind: JsonKind.Object } inner } && inner.Find("type") is null ? inner : reply?.Result;
        if (map is not null && map.Kind != JsonKind.Object && !map.IsEmptyContainer)
        {
            diagnostics.Report(
                SchemaRules.NotASchema, file!, map.Range, file!.Name, SavedReply.Describe(map), PortalFiles.ItemFieldsMethod,
                $"Call {PortalFiles.ItemFieldsMethod} again, and save the complete reply.");
        }
        else if (map is not null && !reply!.ReportTooMany(diagnostics, map, SchemaLimits.Fields, file!.Name))
        {
            foreach (JsonMember member in map.Members)
            {
                if (member.Value.Find("upperName")?.Value is { Kind: JsonKind.String } upperName && ItemFieldNames.IsCustom(upperName.Text))
                {
                    names[upperName.Text] = member.Name;
                }
                else if (EntitySchema.Lead.FindItemOnlyCode(member.Name) is { } code && FieldDescription.Read(reply, member, row: null, diagnostics) is { } field)
                {
                    fields.Add(field with
                    {
                        Code = code,
                        IsItemOnly = true,
                        IsImmutable = field.IsImmutable || EntitySchema.Lead.ImmutableItemFields.Contains(code),
                    });
                }
            }
        }

        return new ItemFieldData(names, fields);
    }
}
