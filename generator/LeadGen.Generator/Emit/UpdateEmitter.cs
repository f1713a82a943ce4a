using LeadGen.Generator.Model;
using LeadGen.Schema.Kinds;

namespace LeadGen.Generator.Emit;

/// <summary>Emits the update builder.</summary>
internal static class UpdateEmitter
{
    public static void Emit(SourceWriter w, PortalModel portal)
    {
        string fields = portal.Global(portal.FieldsName);
        w.Docs(
            "An update of one lead of this portal. What is not named is not sent and keeps its value.",
            "Has methods for what the portal can change: a read-only or immutable field has none.");
        using (PortalEmitter.Type(w, $"public sealed partial class {portal.UpdateName} : global::LeadGen.LeadChanges"))
        {
            w.Docs("An update of the lead with that id, which changes nothing yet.");
            w.Line("/// <exception cref=\"global::System.ArgumentOutOfRangeException\">The id is not positive.</exception>");
            using (w.Block($"public {portal.UpdateName}(long leadId) : base(leadId)"))
            {
            }

            EmitFromChanges(w, portal, fields);
            foreach (FieldModel field in portal.Fields)
            {
                string descriptor = $"{fields}.{field.Name}";
                switch (field.Role)
                {
                    case FieldRole.Settable:
                        EmitSet(w, portal, field, descriptor);
                        break;
                    case FieldRole.MultiField:
                        EmitMultiField(w, portal, field, descriptor);
                        break;
                }
            }

            if (portal.Fields.Any(static f => f.Role == FieldRole.AddressPart))
            {
                EmitAddress(w, portal, fields);
            }
        }
    }

    private static void EmitFromChanges(SourceWriter w, PortalModel portal, string fields)
    {
        string lead = portal.Global(portal.ClassName);
        w.Line();
        w.Docs("The smallest update that turns one lead into the other. Entries of multi-fields are matched by their ids; fields that were not read are left alone.");
        w.Line("/// <exception cref=\"global::System.ArgumentException\">The two are different leads, or the first was not read with its id.</exception>");
        w.Line("/// <exception cref=\"global::LeadGen.LeadValueException\">A field was emptied that the portal can't empty.</exception>");
        using (w.Block($"public static {portal.Global(portal.UpdateName)} FromChanges({lead} before, {lead} after)"))
        {
            w.Line($"var update = new {portal.Global(portal.UpdateName)}(IdOf(before, after));");
            w.Line("update.RecordDifference(before, after);");
            if (portal.Fields.Any(static f => f.Role == FieldRole.AddressPart))
            {
                w.Line($"update.RecordAddressDifference(before, after, {Location(portal, fields)}, {fields}.AddressParts);");
            }

            w.Line("return update;");
        }
    }

    private static void EmitSet(SourceWriter w, PortalModel portal, FieldModel field, string descriptor)
    {
        string parameter = field.IsMultiple ? $"global::System.Collections.Generic.IEnumerable<{field.ItemType}> values" : $"{field.ItemType} value";
        string value = field.IsMultiple ? "ToList(values)" : "value";
        EmitFieldMethod(
            w, portal, field, "Set", parameter, field.IsMultiple ? "values" : "value", $"Record({descriptor}, {value});",
            [FieldDocs.Identity(field), Text.Xml(field.Description), FieldDocs.Permitted(field)]);
        if (field.Clear != "None")
        {
            EmitFieldMethod(
                w, portal, field, "Clear", "", "", $"RecordClear({descriptor});",
                [FieldDocs.Identity(field), $"Empties the field: sends <c>{ClearText(field.Clear)}</c>."]);
        }
    }

    private static void EmitMultiField(SourceWriter w, PortalModel portal, FieldModel field, string descriptor)
    {
        string entry = field.ItemType;
        EmitFieldMethod(
            w, portal, field, "Add", $"string value, {field.EntryType} type", "value, type", $"RecordAdd({descriptor}, value, type);",
            [FieldDocs.Identity(field), "Adds an entry; the others stay. Sent twice, it is added twice."]);
        EmitFieldMethod(
            w, portal, field, "Change", $"{entry} read, string value, {field.EntryType}? type = null", "read, value, type",
            $"RecordChange({descriptor}, read, value, type ?? read.Type);",
            [FieldDocs.Identity(field), "Changes an entry that was read from this lead; the type stays where none is given."]);
        EmitFieldMethod(
            w, portal, field, "Remove", $"{entry} read", "read", $"RecordRemove({descriptor}, read);",
            [FieldDocs.Identity(field), "Removes an entry that was read from this lead."]);
        EmitFieldMethod(
            w, portal, field, "Replace",
            $"{portal.Global(portal.ClassName)} read, global::System.Collections.Generic.IEnumerable<{entry}> entries", "read, entries",
            $"RecordReplace({descriptor}, read, entries);",
            [FieldDocs.Identity(field), "Turns the entries of the lead as it was read into these: those that are missing are removed, those without an id are added."]);
    }

    private static void EmitAddress(SourceWriter w, PortalModel portal, string fields)
    {
        string location = Location(portal, fields);
        EmitMethod(
            w, portal, null, "SetAddress(global::LeadGen.LeadAddress address)", $"RecordAddress(address, {location}, {fields}.AddressParts);",
            ["The whole address; parts that are <see langword=\"null\"/> are emptied."]);
        EmitMethod(
            w, portal, null, "ClearAddress()", $"RecordAddress(new global::LeadGen.LeadAddress(), {location}, {fields}.AddressParts);",
            ["Empties all parts of the address."]);
        if (location != "null")
        {
            EmitMethod(
                w, portal, null, "SetAddressLocation(long locationAddressId)",
                $"RecordAddress(locationAddressId, {location}, {fields}.AddressParts);",
                ["The address by its id in the portal's Location module. The portal fills the parts from it."]);
        }
    }

    private static string Location(PortalModel portal, string fields) =>
        portal.Fields.FirstOrDefault(static f => f.Role == FieldRole.AddressLocation) is { } location ? $"{fields}.{location.Name}" : "null";

    private static void EmitFieldMethod(
        SourceWriter w, PortalModel portal, FieldModel field, string verb, string parameters, string arguments, string body, string[] docs)
    {
        EmitMethod(w, portal, field, $"{verb}{field.Name}({parameters})", body, docs);
        if (field.FormerName.Length > 0)
        {
            w.Line();
            PortalEmitter.MarkFormer(w, verb + field.Name);
            w.Line($"public {portal.Global(portal.UpdateName)} {verb}{field.FormerName}({parameters}) => {verb}{field.Name}({arguments});");
        }
    }

    // What an address method does is its summary; a field's method is found by the field's label.
    private static void EmitMethod(SourceWriter w, PortalModel portal, FieldModel? field, string signature, string body, string[] docs)
    {
        w.Line();
        w.Docs(field is null ? docs[0] : FieldDocs.Summary(field), field is null ? [] : docs);
        if (field?.IsDeprecated == true)
        {
            w.Line($"[global::System.ObsoleteAttribute({Text.Literal($"Bitrix24 marks {field.Code} as deprecated.")})]");
        }

        using (w.Block($"public {portal.Global(portal.UpdateName)} {signature}"))
        {
            w.Line(body);
            w.Line("return this;");
        }
    }

    private static string ClearText(string form) => form switch
    {
        "EmptyText" => "\"\"",
        "Zero" => "0",
        "EmptyList" => "[]",
        _ => "[\"\"]",
    };
}
