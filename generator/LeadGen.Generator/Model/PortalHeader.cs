using LeadGen.Generator.Emit;
using LeadGen.Schema;
using LeadGen.Schema.Kinds;

namespace LeadGen.Generator.Model;

/// <summary>Represents the parts of the generated types that do not belong to a field.</summary>
/// <param name="SchemaHash">The hash of the schema.</param>
/// <param name="AddressParts">The names of the parts of the address, <c>null</c> for parts that the schema does not have; empty if the portal has no address.</param>
/// <param name="Required">The documentation of the fields that a new lead requires; empty if there are none.</param>
internal sealed record PortalHeader(string SchemaHash, EquatableArray<string> AddressParts, string Required)
{
    public bool HasAddress => AddressParts.Count > 0;

    public static PortalHeader Create(PortalModel portal) => new(
        portal.SchemaHash,
        (portal.Fields.Any(static f => f.Role == FieldRole.AddressPart)
            ? EntitySchema.Lead.AddressParts.Select(code => portal.Fields.FirstOrDefault(f => f.Role == FieldRole.AddressPart && f.Code == code)?.Name ?? "null")
            : []).ToEquatableArray(),
        GetRequired(portal));

    private static string GetRequired(PortalModel portal)
    {
        string[] fields =
        [
            .. portal.Fields
                .Where(static f => f.Flags.Contains("Required"))
                .Select(static f => (Method: GetMethod(f), Summary: FieldDocs.Summary(f)))
                .Where(static f => f.Method.Length > 0)
                .Select(static f => $"<c>{f.Method}</c> ({f.Summary})"),
        ];
        return fields.Length == 0 ? "" : $"The portal rejects a lead without a value for these required fields: {FieldDocs.List(fields, fields.Length, ", ")}.";
    }

    private static string GetMethod(FieldModel field) => field.DraftRole switch
    {
        FieldRole.Settable => "Set" + field.Name,
        FieldRole.MultiField => "Add" + field.Name,
        FieldRole.AddressPart => "SetAddress",
        _ => "",
    };
}
