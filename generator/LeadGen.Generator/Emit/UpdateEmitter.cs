using System.Globalization;
using LeadGen.Generator.Model;
using LeadGen.Schema.Kinds;

namespace LeadGen.Generator.Emit;

/// <summary>Emits the update builder.</summary>
internal static class UpdateEmitter
{
    public static void Emit(SourceWriter w, FieldGroup group)
    {
        PortalTypes types = group.Types;
        var builder = new BuilderEmitter(w, group, types.Update);
        if (group.Header is null)
        {
            using (w.Block($"partial class {types.Update}"))
            {
                EmitFields(builder, group);
            }

            return;
        }

        w.Docs(
            "Represents an update of one lead of this portal. Fields that are not set are not sent and keep their values.",
            "Has methods for the fields that the portal can change. Read-only and immutable fields have none.");
        PortalEmitter.RejectJson(w);
        using (PortalEmitter.Type(w, $"public sealed partial class {types.Update} : global::LeadGen.CrmUpdate"))
        {
            w.Docs("Initializes an empty update of the lead with the specified ID.");
            w.Line("/// <exception cref=\"global::System.ArgumentOutOfRangeException\">The ID is not positive.</exception>");
            w.Line($"public {types.Update}(long leadId) : base({types.Global(types.Record)}.Entity, leadId, {builder.Fields}.All) {{ }}");
            EmitFromChanges(w, types, builder, group.Header);
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
            switch (field.Role)
            {
                case FieldRole.Settable:
                    EmitSettable(builder, field, index);
                    break;
                case FieldRole.MultiField:
                    EmitMultiField(builder, field, group.Types.Global(group.Types.Record));
                    break;
            }
        }
    }

    private static void EmitFromChanges(SourceWriter w, PortalTypes types, BuilderEmitter builder, PortalHeader header)
    {
        string lead = types.Global(types.Record);
        w.Line();
        w.Docs(
            "Creates the smallest update that turns one lead into the other.",
            "Compares the fields that were assigned in the second lead, and the fields that both leads were read with and whose JSON differs. A field is sent if the values differ or the first lead was read without it; <see langword=\"null\"/> empties it. These are not sent: equal values, fields that the second lead was read with and that have the same JSON, fields that the second lead was read without, and fields that can't be updated.",
            "Entries of multi-value fields are compared by their IDs, and an address is written as a whole, so read both before you change them.",
            "Values that are out of date are not compared. An update that a client sends, or is sending, makes its fields out of date in all leads with the ID that the same client read before and that are still in use, even if its outcome is unknown. If that happens later, or if the difference is empty and any field that the first lead was read with is out of date, the client does not send the update and throws a <see cref=\"global::LeadGen.CrmValueException\"/>. Changes by other clients, processes and users are not detected.");
        w.Line("/// <exception cref=\"global::System.ArgumentException\">The leads are different, or one was read without a valid ID.</exception>");
        w.Line("/// <exception cref=\"global::LeadGen.CrmValueException\">A field of the first lead was assigned, a field was cleared that the portal can't clear, new entries have already been sent, or the difference of a field is unknown: the field is out of date, only one of the leads was read with it, or a part of the address was not read.</exception>");
        using (w.Block($"public static {types.Update} FromChanges({lead} before, {lead} after)"))
        {
            w.Line($"var update = new {types.Update}(GetId(before, after));");
            w.Line("update.RecordDifference(before, after);");
            if (header.HasAddress)
            {
                w.Line($"update.RecordAddressDifference(before, after, {builder.Fields}.AddressParts);");
            }

            w.Line("return update;");
        }
    }

    private static void EmitSettable(BuilderEmitter builder, FieldModel field, int index)
    {
        builder.EmitSet(field, index);
        if (field.Clear != "None")
        {
            builder.EmitMethod(field, "Clear", "", "", $"RecordClear({(field.Accessor.Length > 0 ? index.ToString(CultureInfo.InvariantCulture) : builder.Descriptor(field))})");
        }
    }

    private static void EmitMultiField(BuilderEmitter builder, FieldModel field, string lead)
    {
        string entry = field.ItemType;
        string descriptor = builder.Descriptor(field);
        builder.EmitAdd(field, "Adds an entry and keeps the others. If the update is sent twice, the entry is added twice.");
        builder.EmitMethod(
            field, "Change", $"{entry} read, string value, {field.EntryType}? type = null", "read, value, type",
            $"RecordChange({descriptor}, read, value, type ?? read.Type)",
            "Changes an entry that was read from this lead, and keeps its type if none is specified. If the entry has been deleted in the meantime, a portal adds it as a new one.");
        builder.EmitMethod(
            field, "Remove", $"{entry} read", "read", $"RecordRemove({descriptor}, read)", "Removes an entry that was read from this lead.");
        builder.EmitMethod(
            field, "Replace", $"{lead} read, global::System.Collections.Generic.IEnumerable<{entry}> entries", "read, entries",
            $"RecordReplace({descriptor}, read, entries)",
            "Replaces the entries that were read with the specified ones: missing entries are removed, and entries without an ID are added. The lead must have been read with this field, and no update that was created from it may have sent the field since.");
    }
}
