using LeadGen.Generator.Model;
using LeadGen.Schema.Kinds;

namespace LeadGen.Generator.Emit;

/// <summary>Emits the draft of a new lead.</summary>
internal static class DraftEmitter
{
    public static void Emit(SourceWriter w, PortalModel portal)
    {
        w.Docs(
            "Represents a new lead of this portal. Fields that are not set are not sent, and the portal uses their defaults.",
            "Has methods for the fields that can be set when a lead is created, including immutable fields. Read-only fields have none.",
            Required(portal));
        PortalEmitter.RejectJson(w);
        using (PortalEmitter.Type(w, $"public sealed partial class {portal.DraftName} : global::LeadGen.CrmDraft"))
        {
            w.Docs("Initializes a new lead without values.");
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
        return fields.Length == 0 ? "" : $"The portal rejects a lead without a value for these required fields: {FieldDocs.List(fields, fields.Length, ", ")}.";
    }

    private static string MethodOf(FieldModel field) => field.DraftRole switch
    {
        FieldRole.Settable => "Set" + field.Name,
        FieldRole.MultiField => "Add" + field.Name,
        FieldRole.AddressPart => "SetAddress",
        _ => "",
    };
}
