using LeadGen.Generator.Model;

namespace LeadGen.Generator.Emit;

/// <summary>Emits the update builder.</summary>
internal static class UpdateEmitter
{
    public static void Emit(SourceWriter w, PortalModel portal)
    {
        var builder = new BuilderEmitter(w, portal, portal.UpdateName, static f => f.Role);
        w.Docs(
            "An update of one lead of this portal. What is not named is not sent and keeps its value.",
            "Has methods for what the portal can change: a read-only or immutable field has none.");
        PortalEmitter.RejectJson(w);
        using (PortalEmitter.Type(w, $"public sealed partial class {portal.UpdateName} : global::LeadGen.CrmUpdate"))
        {
            w.Docs("An update of the lead with that id, which changes nothing yet.");
            w.Line("/// <exception cref=\"global::System.ArgumentOutOfRangeException\">The id is not positive.</exception>");
            using (w.Block($"public {portal.UpdateName}(long leadId) : base(leadId)"))
            {
            }

            EmitFromChanges(w, portal, builder);
            builder.EmitFields(field => EmitSettable(builder, field), field => EmitMultiField(builder, field, portal.Global(portal.ClassName)));
            if (builder.HasAddress)
            {
                builder.EmitSetAddress();
                builder.EmitMethod(
                    "ClearAddress()", $"RecordAddress(new global::LeadGen.CrmAddress(), {builder.Location}, {builder.Fields}.AddressParts);",
                    "Empties all parts of the address.");
                builder.EmitSetAddressLocation();
            }
        }
    }

    private static void EmitFromChanges(SourceWriter w, PortalModel portal, BuilderEmitter builder)
    {
        string lead = portal.Global(portal.ClassName);
        w.Line();
        w.Docs(
            "The smallest update that turns one lead into the other: fields that were assigned in the second lead and differ from the first, or are unknown there, and fields that were read with different values. Fields that are unknown in the second lead are not changed.",
            "Entries of multi-value fields are matched by their IDs, and the address is written as a whole: both need what the portal has, so read them before you change them.");
        w.Line("/// <exception cref=\"global::System.ArgumentException\">The two are different leads, or one was read without a valid ID.</exception>");
        w.Line("/// <exception cref=\"global::LeadGen.CrmValueException\">A field was cleared that the portal can't clear, or the difference is unknown because a lead was read without the field or an update that was made from it sent the field.</exception>");
        using (w.Block($"public static {portal.Global(portal.UpdateName)} FromChanges({lead} before, {lead} after)"))
        {
            w.Line($"var update = new {portal.Global(portal.UpdateName)}(IdOf(before, after));");
            w.Line("update.RecordDifference(before, after);");
            if (builder.HasAddress)
            {
                w.Line($"update.RecordAddressDifference(before, after, {builder.Location}, {builder.Fields}.AddressParts);");
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
        builder.EmitAdd(field, "Adds an entry; the others stay. Sent twice, it is added twice.");
        builder.EmitMethod(
            field, "Change", $"{entry} read, string value, {field.EntryType}? type = null", "read, value, type",
            $"RecordChange({descriptor}, read, value, type ?? read.Type);",
            "Changes an entry that was read from this lead; the type stays where none is given. A portal adds the entry as a new one if it was deleted meanwhile.");
        builder.EmitMethod(
            field, "Remove", $"{entry} read", "read", $"RecordRemove({descriptor}, read);", "Removes an entry that was read from this lead.");
        builder.EmitMethod(
            field, "Replace", $"{lead} read, global::System.Collections.Generic.IEnumerable<{entry}> entries", "read, entries",
            $"RecordReplace({descriptor}, read, entries);",
            "Turns the entries of the lead as it was read into these: those that are missing are removed, those without an ID are added. The lead must have been read with this field, and no update that was made from it may have sent the field since.");
    }

    private static string ClearText(string form) => form switch
    {
        "EmptyText" => "\"\"",
        "Zero" => "0",
        "EmptyList" => "[]",
        _ => "[\"\"]",
    };
}
