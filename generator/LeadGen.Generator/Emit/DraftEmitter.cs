using LeadGen.Generator.Model;
using LeadGen.Schema.Kinds;

namespace LeadGen.Generator.Emit;

/// <summary>Emits the draft of a new lead.</summary>
internal static class DraftEmitter
{
    public static void Emit(SourceWriter w, PortalModel portal)
    {
        w.Docs(
            "A lead of this portal that is to be created. What is not named is not sent, and the portal gives it its default.",
            "Has methods for what the portal takes when a lead is created, immutable fields too: a read-only field has none.",
            Required(portal));
        PortalEmitter.RejectJson(w);
        using (PortalEmitter.Type(w, $"public sealed partial class {portal.DraftName} : global::LeadGen.CrmDraft"))
        {
            w.Docs("A lead without values yet.");
            using (w.Block($"public {portal.DraftName}() : base({portal.Global(portal.ClassName)}.Entity)"))
            {
            }

            var builder = new BuilderEmitter(w, portal, portal.DraftName, static f => f.DraftRole);
            builder.EmitFields(builder.EmitSet, field => builder.EmitAdd(field, "Adds an entry."));
            if (builder.HasAddress)
            {
                builder.EmitSetAddress();
            }
        }
    }

    private static string Required(PortalModel portal)
    {
        string[] fields =
        [
            .. portal.Fields
                .Where(static f => f.Flags.Contains("Required"))
                .Select(static f => (Method: MethodOf(f), Summary: FieldDocs.Summary(f)))
                .Where(static f => f.Method.Length > 0)
                .Select(static f => $"<c>{f.Method}</c> ({f.Summary})"),
        ];
        return fields.Length == 0 ? "" : $"The portal refuses a lead without a value for what it requires: {FieldDocs.List(fields, fields.Length, ", ")}.";
    }

    private static string MethodOf(FieldModel field) => field.DraftRole switch
    {
        FieldRole.Settable => "Set" + field.Name,
        FieldRole.MultiField => "Add" + field.Name,
        FieldRole.AddressPart => "SetAddress",
        _ => "",
    };
}
