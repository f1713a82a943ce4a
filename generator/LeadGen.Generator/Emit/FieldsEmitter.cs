using LeadGen.Generator.Model;

namespace LeadGen.Generator.Emit;

/// <summary>Emits the descriptors and codes of fields.</summary>
internal static class FieldsEmitter
{
    public static void Emit(SourceWriter w, FieldGroup group)
    {
        PortalTypes types = group.Types;
        if (group.Header is null)
        {
            using (w.Block($"partial class {types.Fields}"))
            {
                EmitFields(w, group);
                EmitCodes(w, group, "partial class Codes");
            }

            return;
        }

        w.Docs("Provides the fields of this portal's leads, for selects, filters and logs. The other generated types use them.");
        using (PortalEmitter.Type(w, $"public static partial class {types.Fields}"))
        {
            w.Docs("The hash of the parts of the schema that a write depends on. Labels are not included.");
            w.Line($"public const string SchemaHash = {Text.Literal(group.Header.SchemaHash)};");
            if (group.Header.HasAddress)
            {
                w.Line();
                w.Line($"internal static global::LeadGen.CrmField<string>?[] AddressParts => new global::LeadGen.CrmField<string>?[] {{ {string.Join(", ", group.Header.AddressParts)} }};");
            }

            EmitFields(w, group);
            w.Line();
            w.Docs("Provides the field codes as constants, for attributes, dictionaries and <c>switch</c>.");
            EmitCodes(w, group, "public static partial class Codes");
        }
    }

    private static void EmitFields(SourceWriter w, FieldGroup group)
    {
        foreach ((FieldModel field, int index) in group.IndexedFields)
        {
            w.Line();
            FieldDocs.Write(w, field);
            w.Line($"public static {DescriptorType(field)} {field.Name} => All.{Accessor(field, index)};");
            if (field.FormerName.Length > 0)
            {
                w.Line();
                PortalEmitter.MarkFormerName(w, field.Name);
                w.Line($"public static {DescriptorType(field)} {field.FormerName} => {group.Types.Global(group.Types.Fields)}.{field.Name};");
            }
        }
    }

    private static string DescriptorType(FieldModel field) => field.IsMultiField
        ? $"global::LeadGen.CrmMultiField<{field.EntryType}>"
        : $"global::LeadGen.CrmField<{field.ValueType}>";

    private static string Accessor(FieldModel field, int index)
    {
        if (field.Accessor.Length > 0)
        {
            return $"{field.Accessor}{field.TypeArgument}({index})";
        }

        if (field.IsMultiField)
        {
            return $"Entries<{field.EntryType}>({index})";
        }

        if (field.FormatName == "Code")
        {
            return $"Code{(field.IsMultiple ? "s" : "")}<{field.ItemType}>({index})";
        }

        string limits = field.Pattern.Length > 0 ? $", static () => new global::LeadGen.CrmFieldLimits({field.Pattern})" : "";
        return $"{(field.IsMultiple ? "Values" : "Value")}({index}, global::LeadGen.WireFormat.{field.Format}{limits})";
    }

    private static void EmitCodes(SourceWriter w, FieldGroup group, string head)
    {
        if (group.Header is null)
        {
            w.Line();
        }

        using (w.Block(head))
        {
            foreach (FieldModel field in group.Fields)
            {
                FieldDocs.Inherit(w, group.Types, field.Name);
                w.Line($"public const string {field.Name} = {Text.Literal(field.Code)};");
                if (field.FormerName.Length > 0)
                {
                    PortalEmitter.MarkFormerName(w, field.Name);
                    w.Line($"public const string {field.FormerName} = {field.Name};");
                }
            }
        }
    }
}
