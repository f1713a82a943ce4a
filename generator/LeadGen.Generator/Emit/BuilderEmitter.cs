using LeadGen.Generator.Model;
using LeadGen.Schema.Kinds;

namespace LeadGen.Generator.Emit;

/// <summary>Emits the fluent methods of an update or a draft.</summary>
/// <param name="w">The writer.</param>
/// <param name="portal">The portal.</param>
/// <param name="builder">The name of the type.</param>
/// <param name="roleOf">Gets the role of a field in the type.</param>
internal sealed class BuilderEmitter(SourceWriter w, PortalModel portal, string builder, Func<FieldModel, FieldRole> roleOf)
{
    private readonly string _builder = portal.Global(builder);

    /// <summary>Gets the class of the descriptors.</summary>
    public string Fields { get; } = portal.Global(portal.FieldsName);

    /// <summary>Gets whether the parts of the address are written together.</summary>
    public bool HasAddress { get; } = portal.Fields.Any(f => roleOf(f) == FieldRole.AddressPart);

    /// <summary>Gets the descriptor of a field.</summary>
    public string Descriptor(FieldModel field) => $"{Fields}.{field.Name}";

    public void EmitFields(Action<FieldModel> emitSettable, Action<FieldModel> emitMultiField)
    {
        foreach (FieldModel field in portal.Fields)
        {
            switch (roleOf(field))
            {
                case FieldRole.Settable:
                    emitSettable(field);
                    break;
                case FieldRole.MultiField:
                    emitMultiField(field);
                    break;
            }
        }
    }

    public void EmitSet(FieldModel field)
    {
        string argument = field.IsMultiple ? "values" : "value";
        string parameter = field.IsMultiple ? $"global::System.Collections.Generic.IEnumerable<{field.ItemType}> values" : $"{field.ItemType} value";
        EmitMethod(
            field, "Set", parameter, argument, $"Record({Descriptor(field)}, {(field.IsMultiple ? "ToList(values)" : "value")});",
            Text.Xml(field.Description), FieldDocs.Permitted(field));
    }

    public void EmitAdd(FieldModel field, string docs) => EmitMethod(
        field, "Add", $"string value, {field.EntryType} type", "value, type", $"RecordAdd({Descriptor(field)}, value, type);", docs);

    public void EmitSetAddress() => EmitMethod(
        "SetAddress(global::LeadGen.CrmAddress address)", $"RecordAddress(address, {Fields}.AddressParts);",
        "Sets the whole address. Parts that are <see langword=\"null\"/> are emptied. A portal ignores an address whose parts are all blank, so an update can't empty the whole address: call <c>crm.address.delete</c>.");

    /// <summary>Emits a method of a field, and its alias if the field was renamed.</summary>
    public void EmitMethod(FieldModel field, string verb, string parameters, string arguments, string body, params string[] docs)
    {
        w.Line();

        // Spreading an array into another one uses System.Memory, which a compiler on .NET Framework may not have.
        w.Docs(FieldDocs.Summary(field), docs.Prepend(FieldDocs.Identity(field)).ToArray());
        PortalEmitter.MarkDeprecated(w, field);
        EmitBody($"{verb}{field.Name}({parameters})", body);
        if (field.FormerName.Length > 0)
        {
            w.Line();
            PortalEmitter.MarkFormerName(w, verb + field.Name);
            w.Line($"public {_builder} {verb}{field.FormerName}({parameters}) => {verb}{field.Name}({arguments});");
        }
    }

    /// <summary>Emits a method that does not belong to one field.</summary>
    public void EmitMethod(string signature, string body, string summary)
    {
        w.Line();
        w.Docs(summary);
        EmitBody(signature, body);
    }

    private void EmitBody(string signature, string body)
    {
        using (w.Block($"public {_builder} {signature}"))
        {
            w.Line(body);
            w.Line("return this;");
        }
    }
}
