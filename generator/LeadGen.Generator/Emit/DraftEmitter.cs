using LeadGen.Generator.Model;
using LeadGen.Schema.Kinds;

namespace LeadGen.Generator.Emit;

/// <summary>Emits the draft of a new lead.</summary>
internal static class DraftEmitter
{
    public static void Emit(SourceWriter w, FieldGroup group)
    {
        PortalTypes types = group.Types;
        var builder = new BuilderEmitter(w, group, types.Draft);
        if (group.Header is null)
        {
            using (w.Block($"partial class {types.Draft}"))
            {
                EmitFields(builder, group);
            }

            return;
        }

        w.Docs(
            "Represents a new lead of this portal. Fields that are not set are not sent, and the portal uses their defaults.",
            "Has methods for the fields that can be set when a lead is created, including immutable fields. Read-only fields have none.",
            group.Header.Required);
        PortalEmitter.RejectJson(w);
        using (PortalEmitter.Type(w, $"public sealed partial class {types.Draft} : global::LeadGen.CrmDraft"))
        {
            w.Docs("Initializes a new lead without values.");
            w.Line($"public {types.Draft}() : base({types.Global(types.Record)}.Entity, {builder.Fields}.All) {{ }}");
            if (group.Header.HasAddress)
            {
                builder.EmitSetAddress();
            }

            EmitFields(builder, group);
        }
    }

    private static void EmitFields(BuilderEmitter builder, FieldGroup group)
    {
        foreach ((FieldModel field, int index) in group.IndexedFields)
        {
            switch (field.DraftRole)
            {
                case FieldRole.Settable:
                    builder.EmitSet(field, index);
                    break;
                case FieldRole.MultiField:
                    builder.EmitAdd(field, "Adds an entry.");
                    break;
            }
        }
    }
}
