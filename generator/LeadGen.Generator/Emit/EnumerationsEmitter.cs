using LeadGen.Generator.Model;
using LeadGen.Schema.Naming;

namespace LeadGen.Generator.Emit;

/// <summary>Emits an enum for each enumeration field. A value is the ID of an item, so an ID that is not in the schema remains a number.</summary>
internal static class EnumerationsEmitter
{
    public static void Emit(SourceWriter w, PortalModel portal)
    {
        for (int i = 0; i < portal.Enumerations.Count; i++)
        {
            EnumerationModel enumeration = portal.Enumerations[i];
            if (i > 0)
            {
                w.Line();
            }

            w.Docs($"Specifies an item of '{Text.Xml(enumeration.Label)}'.", $"<c>{Text.Xml(enumeration.Code)}</c>. IDs that are not in the schema are read as numbers.");
            using (PortalEmitter.Type(w, $"public enum {enumeration.Name}{(enumeration.IsLong ? " : long" : "")}"))
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

            if (enumeration.FormerName.Length > 0)
            {
                w.Line();
                EmitFormerType(w, enumeration, portal.Global(enumeration.Name));
            }
        }

        w.Line();
        EmitLabels(w, portal);
    }

    private static void EmitLabels(SourceWriter w, PortalModel portal)
    {
        w.Docs("Converts items of list fields to the labels that users of the portal see, and back.");
        using (PortalEmitter.Type(w, $"public static class {portal.LabelsName}"))
        {
            for (int i = 0; i < portal.Enumerations.Count; i++)
            {
                EnumerationModel enumeration = portal.Enumerations[i];
                string type = portal.Global(enumeration.Name);
                string field = $"'{Text.Xml(enumeration.Label)}'";
                if (i > 0)
                {
                    w.Line();
                }

                w.Docs($"Gets the label of an item of {field}; <see langword=\"null\"/> if the item is not in the schema.");
                PortalEmitter.Switch(w, $"public static string? GetLabel(this {type} item) => item switch", enumeration.Items.Select(item => ($"{type}.{item.Name}", Text.Literal(item.Label))));
                w.Line();
                w.Docs($"Finds the item of {field} with a label. The letter case must match; spaces around the label are ignored.", "A label that several items have is not found.");
                using (w.Block($"public static bool TryParse(string? label, out {type} item)"))
                {
                    using (w.Block("switch (label?.Trim())"))
                    {
                        foreach (NamedValue item in enumeration.Items.GroupBy(static item => item.Label.Trim(), StringComparer.Ordinal).Where(static g => g.Key.Length > 0 && g.Count() == 1).Select(static g => g.Single()))
                        {
                            w.Line($"case {Text.Literal(item.Label.Trim())}:");
                            w.Line($"    item = {type}.{item.Name};");
                            w.Line("    return true;");
                        }

                        w.Line("default:");
                        w.Line("    item = default;");
                        w.Line("    return false;");
                    }
                }
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
