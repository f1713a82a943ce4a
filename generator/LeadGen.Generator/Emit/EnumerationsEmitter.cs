using LeadGen.Generator.Model;
using LeadGen.Schema.Naming;

namespace LeadGen.Generator.Emit;

/// <summary>Emits an enum for each enumeration field. A value is the ID of an item, so an ID that is not in the schema remains a number.</summary>
internal static class EnumerationsEmitter
{
    public static void Emit(SourceWriter w, EnumerationGroup group)
    {
        PortalTypes types = group.Types;
        foreach (EnumerationModel enumeration in group.Enumerations)
        {
            FieldDocs.Inherit(w, types, enumeration.FieldName);
            using (w.Block($"public enum {enumeration.Name}{(enumeration.IsLong ? " : long" : "")}"))
            {
                foreach (NamedValue item in enumeration.Items)
                {
                    EmitItemDocs(w, item);
                    w.Line($"{item.Name} = {item.Wire},");
                    if (item.FormerName.Length > 0)
                    {
                        PortalEmitter.MarkFormerName(w, item.Name);
                        w.Line($"{item.FormerName} = {item.Wire},");
                    }
                }
            }

            w.Line();
            if (enumeration.FormerName.Length > 0)
            {
                EmitFormerType(w, enumeration, types.Global(enumeration.Name));
                w.Line();
            }
        }

        EmitLabels(w, group);
    }

    private static void EmitLabels(SourceWriter w, EnumerationGroup group)
    {
        PortalTypes types = group.Types;
        if (group.Number == 1)
        {
            w.Docs(
                "Converts items of list fields to the labels that users of the portal see, and back.",
                "<c>GetLabel</c> returns <see langword=\"null\"/> for an item that is not in the schema. <c>TryParse</c> finds the item with a label: the letter case must match, spaces around the label are ignored, and a label that several items have is not found.");
        }

        using (group.Number == 1 ? PortalEmitter.Type(w, $"public static partial class {types.Labels}") : w.Block($"partial class {types.Labels}"))
        {
            bool isFirst = true;
            foreach (EnumerationModel enumeration in group.Enumerations)
            {
                if (!isFirst)
                {
                    w.Line();
                }

                isFirst = false;
                FieldDocs.Inherit(w, types, enumeration.FieldName);
                w.Line($"public static string? GetLabel(this {enumeration.Name} item) => {types.Global(types.Fields)}.All.GetItemLabel({enumeration.FieldIndex}, item);");
                w.Line();
                FieldDocs.Inherit(w, types, enumeration.FieldName);
                w.Line($"public static bool TryParse(string? label, out {enumeration.Name} item) => {types.Global(types.Fields)}.All.TryParseItem({enumeration.FieldIndex}, label, out item);");
            }
        }
    }

    private static void EmitItemDocs(SourceWriter w, NamedValue item)
    {
        string label = Text.Xml(item.Label);
        w.Docs(label.Length == 0 ? $"Item {item.Wire}." : label);
    }

    // C# has no aliases for types. A class with the former name keeps expressions compiling, but not declarations.
    private static void EmitFormerType(SourceWriter w, EnumerationModel enumeration, string type)
    {
        PortalEmitter.MarkFormerName(
            w, enumeration.Name, "Contains the items, for expressions and patterns. Declare variables, parameters and properties with the new type.");
        using (PortalEmitter.Type(w, $"public static class {enumeration.FormerName}"))
        {
            foreach (NamedValue item in enumeration.Items)
            {
                foreach (string name in new[] { item.Name, item.FormerName }.Where(n => IsFreeInClass(n, enumeration.FormerName)))
                {
                    EmitItemDocs(w, item);
                    w.Line($"public const {type} {name} = {type}.{item.Name};");
                }
            }
        }
    }

    // An enum can have members that a class can't have.
    private static bool IsFreeInClass(string name, string className) =>
        name.Length > 0 && name != className && !ReservedNames.ObjectMembers.Contains(name);
}
