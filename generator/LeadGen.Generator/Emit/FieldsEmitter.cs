using LeadGen.Generator.Model;
using LeadGen.Schema.Kinds;

namespace LeadGen.Generator.Emit;

/// <summary>Emits the descriptors and codes of all fields. A descriptor is created at its first use.</summary>
internal static class FieldsEmitter
{
    public static void Emit(SourceWriter w, PortalModel portal)
    {
        w.Docs("Provides the fields of this portal's leads, for selects, filters and logs. The other generated types use them.");
        using (PortalEmitter.Type(w, $"public static partial class {portal.FieldsName}"))
        {
            w.Docs("The hash of the parts of the schema that a write depends on. Labels are not included.");
            w.Line($"public const string SchemaHash = {Text.Literal(portal.SchemaHash)};");
            w.Line();
            w.Line("private static global::LeadGen.CrmFieldSet? s_all;");
            foreach (FieldModel field in portal.Fields)
            {
                w.Line();
                EmitField(w, field);
                if (field.FormerName.Length > 0)
                {
                    w.Line();
                    PortalEmitter.MarkFormerName(w, field.Name);
                    w.Line($"public static {DescriptorType(field)} {field.FormerName} => {portal.Global(portal.FieldsName)}.{field.Name};");
                }
            }

            EmitAll(w, portal);
            EmitAddressParts(w, portal);
            EmitCodes(w, portal);
            EmitCache(w, portal);
        }
    }

    private static string DescriptorType(FieldModel field) => field.IsMultiField
        ? $"global::LeadGen.CrmMultiField<{field.EntryType}>"
        : $"global::LeadGen.CrmField<{field.ValueType}>";

    private static void EmitField(SourceWriter w, FieldModel field)
    {
        string flags = field.Flags.Count == 0
            ? "global::LeadGen.CrmFieldFlags.None"
            : string.Join(" | ", field.Flags.Select(static f => $"global::LeadGen.CrmFieldFlags.{f}"));
        string format = "global::LeadGen.WireFormat." + field.Format.Replace("{1}", field.IgnoresUnknownCodes ? "ignoresUnknownCodes: true" : "");
        string wire = field.IsMultiField ? ""
            : $", global::LeadGen.ClearForm.{field.Clear}, {(field.IsMultiple ? $"global::LeadGen.WireFormat.ListOf({format})" : format)}"
                + (field.Precision is { } precision ? $", {precision}" : "")
                + (field.ItemName is { } name ? $", itemName: {Text.Literal(name)}" : "")
                + (field.Limits.Length > 0 ? $", limits: new global::LeadGen.CrmFieldLimits({field.Limits})" : "");
        w.Docs(FieldDocs.Summary(field), FieldDocs.Identity(field));
        w.Line($"public static {DescriptorType(field)} {field.Name} => Cache.{field.Name} ?? global::LeadGen.CrmField.Publish(ref Cache.{field.Name},");
        w.Line($"    new {DescriptorType(field)}(Codes.{field.Name}, {Text.Literal(field.Label)}, {Text.Literal(field.PortalType)}, {flags}{wire}));");
    }

    private static void EmitAll(SourceWriter w, PortalModel portal)
    {
        w.Line();
        w.Docs("Gets all fields, sorted by code.");
        w.Line("public static global::LeadGen.CrmFieldSet All => s_all ??= new global::LeadGen.CrmFieldSet(");
        for (int i = 0; i < portal.Fields.Count; i++)
        {
            w.Line($"    {portal.Fields[i].Name}{(i == portal.Fields.Count - 1 ? ");" : ",")}");
        }
    }

    private static void EmitAddressParts(SourceWriter w, PortalModel portal)
    {
        if (portal.Fields.Any(static f => f.Role == FieldRole.AddressPart))
        {
            IEnumerable<string> parts = EntitySchema.Lead.AddressParts.Select(
                code => portal.Fields.FirstOrDefault(f => f.Role == FieldRole.AddressPart && f.Code == code)?.Name ?? "null");
            w.Line();
            w.Line($"internal static global::LeadGen.CrmField<string>?[] AddressParts => new global::LeadGen.CrmField<string>?[] {{ {string.Join(", ", parts)} }};");
        }
    }

    private static void EmitCodes(SourceWriter w, PortalModel portal)
    {
        w.Line();
        w.Docs("Provides the field codes as constants, for attributes, dictionaries and <c>switch</c>.");
        using (w.Block("public static class Codes"))
        {
            foreach (FieldModel field in portal.Fields)
            {
                w.Docs(FieldDocs.Summary(field));
                w.Line($"public const string {field.Name} = {Text.Literal(field.Code)};");
                if (field.FormerName.Length > 0)
                {
                    PortalEmitter.MarkFormerName(w, field.Name);
                    w.Line($"public const string {field.FormerName} = {field.Name};");
                }
            }
        }
    }

    private static void EmitCache(SourceWriter w, PortalModel portal)
    {
        w.Line();
        using (w.Block("private static class Cache"))
        {
            foreach (FieldModel field in portal.Fields)
            {
                w.Line($"public static {DescriptorType(field)}? {field.Name};");
            }
        }
    }
}
