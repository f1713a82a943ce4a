using LeadGen.Generator.Model;

namespace LeadGen.Generator.Emit;

/// <summary>Emits a code type for each dictionary: administrators add codes, so the set is open and the known ones have names.</summary>
internal static class StatusesEmitter
{
    public static void Emit(SourceWriter w, PortalModel portal)
    {
        for (int i = 0; i < portal.Statuses.Count; i++)
        {
            StatusModel status = portal.Statuses[i];
            string type = portal.Global(status.Name);
            if (i > 0)
            {
                w.Line();
            }

            w.Docs(
                $"A code of the portal's dictionary <c>{Text.Xml(status.Dictionary)}</c>.",
                "A portal reports no error for an unknown code. Use a named code where there is one.");
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
                        PortalEmitter.MarkFormer(w, value.Name);
                        w.Line($"public static {type} {value.FormerName} => {type}.{value.Name};");
                        w.Line();
                    }
                }

                w.Docs("What is sent and stored.");
                w.Line("public string Code { get; init; } = Code ?? \"\";");
                w.Line();
                w.Docs("The value with that code, known or not.");
                w.Line($"public static {type} FromCode(string code) => new {type}(code);");
                w.Line();
                w.Docs("The code.");
                w.Line("public override string ToString() => Code ?? \"\";");
            }
        }
    }
}
