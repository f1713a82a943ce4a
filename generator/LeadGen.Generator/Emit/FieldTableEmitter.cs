using System.Globalization;
using LeadGen.Generator.Model;

namespace LeadGen.Generator.Emit;

/// <summary>Emits the rows from which the runtime creates descriptors at their first use.</summary>
/// <remarks>
/// The rows are one literal, which costs the compiler much less than an expression for each field. A program uses the bytes of the assembly
/// without copying them.
/// </remarks>
internal static class FieldTableEmitter
{
    /// <summary>Gets the members of <c>CrmFieldFlags</c>, in the order of their values.</summary>
    public static IReadOnlyList<string> Flags { get; } =
        ["Required", "ReadOnly", "Immutable", "Multiple", "Custom", "Deprecated", "NotUpdatable", "WriteOnly", "NotFilterable", "ItemOnly"];

    /// <summary>Gets the members of <c>ClearForm</c>, in the order of their values.</summary>
    public static IReadOnlyList<string> ClearForms { get; } = ["None", "EmptyText", "Zero", "EmptyList"];

    public static void Emit(SourceWriter w, FieldTable table)
    {
        using (w.Block($"partial class {table.Types.Fields}"))
        {
            w.Docs("Gets all fields, sorted by code.");
            w.Line("public static global::LeadGen.CrmFieldSet All { get; } = new global::LeadGen.CrmFieldSet(");

            w.Line("    // Each line is a field: name, code, type, format, flags (CrmFieldFlags), how it is cleared (ClearForm), label, other properties.");
            w.Line("    // The number in a call such as ReadText(5) is the index of the line; the first is 0.");
            w.Line("    static () => \"\"\"");
            foreach (FieldModel field in table.Fields)
            {
                string others = Others(field);
                w.Line($"    [{Text.Json(field.Name)},{Text.Json(field.Code)},{Text.Json(field.PortalType)},\"{field.FormatName}\",{GetFlags(field)},{IndexOf(ClearForms, field.Clear)},{Text.Json(field.Label)}{(others.Length == 0 ? "" : $",{{{others}}}")}]");
            }

            w.Line("    \"\"\"u8,");
            w.Line($"    static () => new global::LeadGen.CrmField[] {{ {string.Join(", ", table.Fields.Where(static f => !f.IsRowTyped).Select(static f => f.Name))} }});");
        }
    }

    private static int GetFlags(FieldModel field) => field.Flags.Sum(static flag => 1 << IndexOf(Flags, flag));

    private static int IndexOf(IReadOnlyList<string> names, string name)
    {
        int index = 0;
        while (names[index] != name)
        {
            index++;
        }

        return index;
    }

    private static string Others(FieldModel field)
    {
        IEnumerable<string> items = field.Items.Select(static i => $"\"{i.Wire}\":{Text.Json(i.Label)}");
        string[] others =
        [
            field.ItemName is { } name ? $"\"itemName\":{Text.Json(name)}" : "",
            field.Precision is { } precision ? $"\"precision\":{precision.ToString(CultureInfo.InvariantCulture)}" : "",
            field.IgnoresUnknownCodes ? "\"ignoresUnknownCodes\":true" : "",
            field.Limits,
            field.Items.Count > 0 ? $"\"items\":{{{string.Join(",", items)}}}" : "",
        ];
        return string.Join(",", others.Where(static o => o.Length > 0));
    }
}
