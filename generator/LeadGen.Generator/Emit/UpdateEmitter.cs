using LeadGen.Generator.Model;

namespace LeadGen.Generator.Emit;

/// <summary>Emits the update builder.</summary>
internal static class UpdateEmitter
{
    public static void Emit(SourceWriter w, PortalModel portal)
    {
        var builder = new BuilderEmitter(w, portal, portal.UpdateName, static f => f.Role);
        w.Docs(
            "Represents an update of one lead of this portal. Fields that are not set are not sent and keep their values.",
            "Has methods for the fields that the portal can change. Read-only and immutable fields have none.");
        PortalEmitter.RejectJson(w);
        using (PortalEmitter.Type(w, $"public sealed partial class {portal.UpdateName} : global::LeadGen.CrmUpdate"))
        {
            w.Docs("Initializes an empty update of the lead with the specified ID.");
            w.Line("/// <exception cref=\"global::System.ArgumentOutOfRangeException\">The ID is not positive.</exception>");
            using (w.Block($"public {portal.UpdateName}(long leadId) : base({portal.Global(portal.ClassName)}.Entity, leadId)"))
            {
            }

            EmitFromChanges(w, portal, builder);
            builder.EmitFields(field => EmitSettable(builder, field), field => EmitMultiField(builder, field, portal.Global(portal.ClassName)));
            if (builder.HasAddress)
            {
                builder.EmitSetAddress();
            }
        }
    }

    private static void EmitFromChanges(SourceWriter w, PortalModel portal, BuilderEmitter builder)
    {
        string lead = portal.Global(portal.ClassName);
        w.Line();
        w.Docs(
            "Creates the smallest update that turns one lead into the other.",
            "Compares the fields that were assigned in the second lead, and the fields that both leads were read with and whose JSON differs. A field is sent if the values differ or the first lead was read without it; <see langword=\"null\"/> empties it. These are not sent: equal values, fields that the second lead was read with and that have the same JSON, fields that the second lead was read without, and fields that can't be updated.",
            "Entries of multi-value fields are compared by their IDs, and an address is written as a whole, so read both before you change them.",
            "Values that are out of date are not compared. An update that a client sends, or is sending, makes its fields out of date in all leads with the ID that the same client read before and that are still in use, even if its outcome is unknown. If that happens later, or if the difference is empty and any field that the first lead was read with is out of date, the client does not send the update and throws a <see cref=\"global::LeadGen.CrmValueException\"/>. Changes by other clients, processes and users are not detected.");
        w.Line("/// <exception cref=\"global::System.ArgumentException\">The leads are different, or one was read without a valid ID.</exception>");
        w.Line("/// <exception cref=\"global::LeadGen.CrmValueException\">A field of the first lead was assigned, a field was cleared that the portal can't clear, new entries have already been sent, or the difference of a field is unknown: the field is out of date, only one of the leads was read with it, or a part of the address was not read.</exception>");
        using (w.Block($"public static {portal.Global(portal.UpdateName)} FromChanges({lead} before, {lead} after)"))
        {
            w.Line($"var update = new {portal.Global(portal.UpdateName)}(IdOf(before, after));");
            w.Line("update.RecordDifference(before, after);");
            if (builder.HasAddress)
            {
                w.Line($"update.RecordAddressDifference(before, after, {builder.Fields}.AddressParts);");
            }

            w.Line("return update;");
        }
    }

    private static void EmitSettable(BuilderEmitter builder, FieldModel field)
    {
        builder.EmitSet(field);
        if (field.Clear != "None")
        {
            builder.EmitMethod(
                field, "Clear", "", "", $"RecordClear({builder.Descriptor(field)});", $"Empties the field: sends <c>{ClearText(field.Clear)}</c>.");
        }
    }

    private static void EmitMultiField(BuilderEmitter builder, FieldModel field, string lead)
    {
        string entry = field.ItemType;
        string descriptor = builder.Descriptor(field);
        builder.EmitAdd(field, "Adds an entry and keeps the others. If the update is sent twice, the entry is added twice.");
        builder.EmitMethod(
            field, "Change", $"{entry} read, string value, {field.EntryType}? type = null", "read, value, type",
            $"RecordChange({descriptor}, read, value, type ?? read.Type);",
            "Changes an entry that was read from this lead, and keeps its type if none is specified. If the entry has been deleted in the meantime, a portal adds it as a new one.");
        builder.EmitMethod(
            field, "Remove", $"{entry} read", "read", $"RecordRemove({descriptor}, read);", "Removes an entry that was read from this lead.");
        builder.EmitMethod(
            field, "Replace", $"{lead} read, global::System.Collections.Generic.IEnumerable<{entry}> entries", "read, entries",
            $"RecordReplace({descriptor}, read, entries);",
            "Replaces the entries that were read with the specified ones: missing entries are removed, and entries without an ID are added. The lead must have been read with this field, and no update that was created from it may have sent the field since.");
    }

    private static string ClearText(string form) => form switch
    {
        "EmptyText" => "\"\"",
        "Zero" => "0",
        _ => "[]",
    };
}
