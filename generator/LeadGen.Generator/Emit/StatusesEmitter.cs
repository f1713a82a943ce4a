using LeadGen.Generator.Model;

namespace LeadGen.Generator.Emit;

/// <summary>Emits a type for the codes of each dictionary. Administrators add codes, so it accepts any code, and names the known ones.</summary>
internal static class StatusesEmitter
{
    public static void Emit(SourceWriter w, StatusGroup group)
    {
        for (int i = 0; i < group.Statuses.Count; i++)
        {
            StatusModel status = group.Statuses[i];
            string type = group.Types.Global(status.Name);
            if (i > 0)
            {
                w.Line();
            }

            w.Docs(
                $"Represents a code of the portal's dictionary <c>{Text.Xml(status.Dictionary)}</c>.",
                "A portal reports no error for an unknown code. Use a named code if there is one.");
            using (PortalEmitter.Type(w, $"public readonly partial record struct {status.Name}(string Code) : global::LeadGen.ICode<{type}>"))
            {
                foreach (NamedValue value in status.Values)
                {
                    string label = Text.Xml(value.Label);
                    w.Docs(label.Length == 0 ? $"<c>{Text.Xml(value.Wire)}</c>" : label, $"<c>{Text.Xml(value.Wire)}</c>");
                    w.Line($"public static {type} {value.Name} => new {type}({Text.Literal(value.Wire)});");
                    w.Line();
                    if (value.FormerName.Length > 0)
                    {
                        PortalEmitter.MarkFormerName(w, value.Name);
                        w.Line($"public static {type} {value.FormerName} => {type}.{value.Name};");
                        w.Line();
                    }
                }

                EmitKnownCodes(w, type, status);
                w.Docs("Gets the code that is sent and stored.");
                w.Line("public string Code { get; init; } = Code ?? \"\";");
                w.Line();
                w.Docs("Creates a value with the specified code, which need not be in the schema.");
                w.Line($"public static {type} FromCode(string code) => new {type}(code);");
                w.Line();
                w.Docs("Returns the code.");
                w.Line("public override string ToString() => Code ?? \"\";");
            }
        }
    }

    private static void EmitKnownCodes(SourceWriter w, string type, StatusModel status)
    {
        string list = $"global::System.Collections.Generic.IReadOnlyList<{type}>";
        w.Docs("Gets the codes that are in the schema.");
        w.Line($"public static {list} All {{ get; }} = global::System.Array.AsReadOnly(new {type}[] {{ {string.Join(", ", status.Values.Select(static v => v.Name))} }});");
        w.Line();
        w.Docs("Gets whether the code is in the schema.");
        w.Line($"public bool IsKnown => {(status.Values.Count == 0 ? "false" : $"Code is {string.Join(" or ", status.Values.Select(static v => Text.Literal(v.Wire)))}")};");
        w.Line();
        w.Docs("Gets the label on the portal; <see langword=\"null\"/> if the code is not in the schema.");
        PortalEmitter.Switch(w, "public string? Label => Code switch", status.Values.Select(static v => (Text.Literal(v.Wire), Text.Literal(v.Label))));
        w.Line();
    }
}
