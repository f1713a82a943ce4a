using LeadGen.Generator.Model;

namespace LeadGen.Generator.Emit;

/// <summary>Emits an enum for each enumeration field. A value is the item's id, so an id that the schema does not list survives as a number.</summary>
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

            w.Docs($"The items of «{Text.Xml(enumeration.Label)}».", $"<c>{Text.Xml(enumeration.Code)}</c>. Ids that the schema does not list are read as numbers.");
            using (PortalEmitter.Type(w, $"public enum {enumeration.Name}{(enumeration.IsLong ? " : long" : "")}"))
            {
                foreach (NamedValue item in enumeration.Items)
                {
                    string label = Text.Xml(item.Label);
                    w.Docs(label.Length == 0 ? $"Item {item.Wire}." : label);
                    w.Line($"{item.Name} = {item.Wire},");
                }
            }
        }
    }
}
