using LeadGen.Generator.Model;
using LeadGen.Schema.Kinds;

namespace LeadGen.Generator.Emit;

/// <summary>Emits the read model.</summary>
internal static class RecordEmitter
{
    public static void Emit(SourceWriter w, PortalModel portal)
    {
        string name = portal.ClassName;
        string fields = portal.Global(portal.FieldsName);
        w.Docs(
            "Represents a lead of this portal as it was read. An empty field is <see langword=\"null\"/>; an empty list has no elements.",
            "Reading a field that was neither requested from the portal nor assigned throws a <see cref=\"global::LeadGen.CrmFieldNotReadException\"/>.",
            $"Setting a property changes this object only; <see cref=\"{portal.Global(portal.UpdateName)}.FromChanges\"/> creates the update that changes the portal.");
        using (PortalEmitter.Type(w, $"public sealed partial class {name} : global::LeadGen.CrmRecord, global::LeadGen.ICrmRecord<{portal.Global(name)}>"))
        {
            w.Docs("Initializes a lead without values. A field can't be read until it is assigned.");
            using (w.Block($"public {name}() : base({fields}.All)"))
            {
            }

            w.Line();
            using (w.Block($"private {name}(global::LeadGen.CrmPayload payload) : base(payload)"))
            {
            }

            w.Line();
            using (w.Block($"private {name}({portal.Global(name)} other) : base(other)"))
            {
            }

            EntitySchema entity = EntitySchema.Lead;
            w.Line();
            w.Docs("Gets the entity of the CRM that the lead belongs to.");
            string[] codes = [entity.AmountCode, entity.IsManualAmountCode, entity.ContactCode, entity.ContactsCode];
            w.Line($"public static global::LeadGen.CrmEntity Entity {{ get; }} = new global::LeadGen.CrmEntity({Text.Literal(entity.Name)}, {Text.Literal(entity.MethodPrefix)}, {entity.EntityTypeId}, {string.Join(", ", codes.Select(Text.Literal))});");

            foreach (FieldModel field in portal.Fields.Where(static f => f.IsReturned))
            {
                w.Line();
                EmitProperty(w, field, $"{fields}.{field.Name}");
            }

            w.Line();
            w.Docs(
                "Creates a copy: the values that were read, the fields that were requested, and the values that were assigned.",
                "Assigning to one of the two does not change the other. Assign to the copy and send the difference. A copy is not newer than the lead: if a value of the lead becomes out of date, it is also out of date in all copies, whenever they were created, so a copy can't restore a value that was sent since. Use the update's Set methods for that.");
            w.Line($"public {portal.Global(name)} Copy() => new {portal.Global(name)}(this);");
            if (portal.Fields.Any(static f => f.Role == FieldRole.AddressPart))
            {
                EmitAddress(w, fields);
            }

            w.Line();
            w.Line($"static global::LeadGen.CrmFieldSet global::LeadGen.ICrmRecord<{portal.Global(name)}>.Fields => {fields}.All;");
            w.Line();
            w.Line($"static {portal.Global(name)} global::LeadGen.ICrmRecord<{portal.Global(name)}>.Create(global::LeadGen.CrmPayload payload) => new {portal.Global(name)}(payload);");
        }
    }

    private static void EmitProperty(SourceWriter w, FieldModel field, string descriptor)
    {
        string read = field.IsMultiple ? "Values" : field.IsClass ? "Reference" : "Value";
        string type = field.ValueType + (field.IsMultiple ? "" : "?");
        w.Docs(FieldDocs.Summary(field), FieldDocs.Identity(field), Text.Xml(field.Description), FieldDocs.Permitted(field));
        EmitAccessors(w, field, $"{type} {field.Name}", $"{read}({descriptor})", $"Set({descriptor}, value)");
        if (field.FormerName.Length > 0)
        {
            w.Line();
            PortalEmitter.MarkFormerName(w, field.Name);

            // In JSON, it would be a second value of the field, which could overwrite the first.
            w.Line("[global::System.Text.Json.Serialization.JsonIgnoreAttribute]");
            w.Line("[global::System.Runtime.Serialization.IgnoreDataMemberAttribute]");

            // A property can be named 'value' or 'field', which are keywords in accessors.
            EmitAccessors(w, field, $"{type} {field.FormerName}", $"this.{field.Name}", $"this.{field.Name} = value");
        }
    }

    private static void EmitAccessors(SourceWriter w, FieldModel field, string property, string get, string set)
    {
        // A serializer assigns the ID, so that the ID of a deserialized lead is known.
        bool isId = field.Code == EntitySchema.IdCode;
        if (!isId && field.Role is not (FieldRole.Settable or FieldRole.MultiField))
        {
            w.Line($"public {property} => {get};");
            return;
        }

        using (w.Block($"public {property}"))
        {
            w.Line($"get => {get};");
            if (!isId)
            {
                PortalEmitter.MarkDeprecated(w, field);
            }

            w.Line($"{(isId ? "init" : "set")} => {set};");
        }
    }

    private static void EmitAddress(SourceWriter w, string fields)
    {
        w.Line();
        w.Docs("Gets the whole address.");
        w.Line("/// <exception cref=\"global::LeadGen.CrmFieldNotReadException\">A part of the address was neither requested nor assigned.</exception>");
        w.Line($"public global::LeadGen.CrmAddress GetAddress() => ReadAddress({fields}.AddressParts);");
        w.Line();
        w.Docs("Sets the whole address of this object. Parts that are <see langword=\"null\"/> are emptied.");
        w.Line($"public void SetAddress(global::LeadGen.CrmAddress address) => AssignAddress(address, {fields}.AddressParts);");
    }
}
