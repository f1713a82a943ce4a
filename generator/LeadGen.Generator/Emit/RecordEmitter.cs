using LeadGen.Generator.Model;
using LeadGen.Schema.Kinds;

namespace LeadGen.Generator.Emit;

/// <summary>Emits the read model.</summary>
internal static class RecordEmitter
{
    public static void Emit(SourceWriter w, FieldGroup group)
    {
        PortalTypes types = group.Types;
        string name = types.Record;
        string fields = types.Global(types.Fields);
        if (group.Header is null)
        {
            using (w.Block($"partial class {name}"))
            {
                EmitProperties(w, group);
            }

            return;
        }

        w.Docs(
            "Represents a lead of this portal as it was read. An empty field is <see langword=\"null\"/>; an empty list has no elements.",
            "Reading a field that was neither requested from the portal nor assigned throws a <see cref=\"global::LeadGen.CrmFieldNotReadException\"/>.",
            $"Setting a property changes this object only; <see cref=\"{types.Global(types.Update)}.FromChanges\"/> creates the update that changes the portal.");
        using (PortalEmitter.Type(w, $"public sealed partial class {name} : global::LeadGen.CrmRecord, global::LeadGen.ICrmRecord<{types.Global(name)}>"))
        {
            w.Docs("Initializes a lead without values. A field can't be read until it is assigned.");
            w.Line($"public {name}() : base({fields}.All) {{ }}");
            w.Line();
            w.Line($"private {name}(global::LeadGen.CrmPayload payload) : base(payload) {{ }}");
            w.Line();
            w.Line($"private {name}({name} other) : base(other) {{ }}");

            EntitySchema entity = EntitySchema.Lead;
            w.Line();
            w.Docs("Gets the entity of the CRM that the lead belongs to.");
            string[] codes = [entity.AmountCode, entity.IsManualAmountCode, entity.ContactCode, entity.ContactsCode];
            w.Line($"public static global::LeadGen.CrmEntity Entity {{ get; }} = new global::LeadGen.CrmEntity({Text.Literal(entity.Name)}, {Text.Literal(entity.MethodPrefix)}, {entity.EntityTypeId}, {string.Join(", ", codes.Select(Text.Literal))});");
            w.Line();
            w.Docs(
                "Creates a copy: the values that were read, the fields that were requested, and the values that were assigned.",
                "Assigning to one of them does not change the other. Assign to the copy, and send the difference. If a value of the lead becomes out of date, it is also out of date in all copies, so a copy can't restore an old value. Use the update's Set methods for that.");
            w.Line($"public {name} Copy() => new {name}(this);");
            if (group.Header.HasAddress)
            {
                EmitAddress(w, fields);
            }

            w.Line();
            w.Line($"static global::LeadGen.CrmFieldSet global::LeadGen.ICrmRecord<{types.Global(name)}>.Fields => {fields}.All;");
            w.Line();
            w.Line($"static {name} global::LeadGen.ICrmRecord<{types.Global(name)}>.Create(global::LeadGen.CrmPayload payload) => new {name}(payload);");
            EmitProperties(w, group);
        }
    }

    private static void EmitProperties(SourceWriter w, FieldGroup group)
    {
        foreach ((FieldModel field, int index) in group.IndexedFields.Where(static f => f.Field.IsReturned))
        {
            EmitProperty(w, group, field, index);
        }
    }

    private static void EmitProperty(SourceWriter w, FieldGroup group, FieldModel field, int index)
    {
        // A serializer assigns the ID, so that the ID of a deserialized lead is known.
        bool isId = field.Code == EntitySchema.IdCode;
        bool hasSetter = isId || field.Role is FieldRole.Settable or FieldRole.MultiField;
        string fields = group.Types.Global(group.Types.Fields);
        string type = field.ValueType + (field.IsMultiple ? "" : "?");
        string read = field.IsMultiple ? "Values" : field.IsClass ? "Reference" : "Value";
        string get = field.Accessor.Length > 0 ? $"Read{field.Accessor}{field.TypeArgument}({index})" : $"{read}({fields}.{field.Name})";
        string set = !hasSetter ? "" : field.Accessor.Length > 0 ? $"Assign{field.Accessor}({index}, value)" : $"Set({fields}.{field.Name}, value)";
        w.Line();
        FieldDocs.Inherit(w, group.Types, field.Name);
        EmitAccessors(w, field, type, field.Name, get, set, isId);
        if (field.FormerName.Length > 0)
        {
            w.Line();
            PortalEmitter.MarkFormerName(w, field.Name);

            // In JSON, it would be a second value of the field, which could overwrite the first.
            w.Line("[global::System.Text.Json.Serialization.JsonIgnore]");
            w.Line("[global::System.Runtime.Serialization.IgnoreDataMember]");

            // A property can be named 'value' or 'field', which are keywords in accessors.
            EmitAccessors(w, field, type, field.FormerName, $"this.{field.Name}", hasSetter ? $"this.{field.Name} = value" : "", isId);
        }
    }

    private static void EmitAccessors(SourceWriter w, FieldModel field, string type, string name, string get, string set, bool isId)
    {
        if (set.Length == 0)
        {
            w.Line($"public {type} {name} => {get};");
        }
        else if (isId || !field.IsDeprecated)
        {
            w.Line($"public {type} {name} {{ get => {get}; {(isId ? "init" : "set")} => {set}; }}");
        }
        else
        {
            using (w.Block($"public {type} {name}"))
            {
                w.Line($"get => {get};");
                PortalEmitter.MarkDeprecated(w, field);
                w.Line($"set => {set};");
            }
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
