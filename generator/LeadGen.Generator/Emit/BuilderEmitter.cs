using LeadGen.Generator.Model;

namespace LeadGen.Generator.Emit;

/// <summary>Emits the fluent methods of an update or a draft.</summary>
/// <param name="w">The writer.</param>
/// <param name="group">The fields.</param>
/// <param name="builder">The name of the type.</param>
internal sealed class BuilderEmitter(SourceWriter w, FieldGroup group, string builder)
{
    /// <summary>Gets the class of the descriptors.</summary>
    public string Fields { get; } = group.Types.Global(group.Types.Fields);

    /// <summary>Gets the descriptor of a field.</summary>
    public string Descriptor(FieldModel field) => $"{Fields}.{field.Name}";

    public void EmitSet(FieldModel field, int index)
    {
        string argument = field.IsMultiple ? "values" : "value";
        EmitMethod(
            field,
            "Set",
            field.IsMultiple ? $"global::System.Collections.Generic.IEnumerable<{field.ItemType}> values" : $"{field.ItemType} value",
            argument,
            field.Accessor.Length > 0 ? $"Record{field.Accessor}({index}, {argument})" : $"Record({Descriptor(field)}, {(field.IsMultiple ? "ToList(values)" : "value")})");
    }

    public void EmitAdd(FieldModel field, string docs) => EmitMethod(
        field, "Add", $"string value, {field.EntryType} type", "value, type", $"RecordAdd({Descriptor(field)}, value, type)", docs);

    public void EmitSetAddress()
    {
        w.Line();
        w.Docs("Sets the whole address. Parts that are <see langword=\"null\"/> are emptied. A portal ignores an address whose parts are all blank, so an update can't empty the whole address: call <c>crm.address.delete</c>.");
        EmitMethod("SetAddress", "global::LeadGen.CrmAddress address", $"RecordAddress(address, {Fields}.AddressParts)");
    }

    /// <summary>Emits a method of a field, and its alias if the field was renamed.</summary>
    /// <param name="field">The field.</param>
    /// <param name="verb">The part of the name before the name of the field.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="arguments">The names of the parameters.</param>
    /// <param name="call">The expression that records the change.</param>
    /// <param name="docs">What the method does; empty if the documentation of the field says it.</param>
    public void EmitMethod(FieldModel field, string verb, string parameters, string arguments, string call, string docs = "")
    {
        w.Line();
        if (docs.Length == 0)
        {
            FieldDocs.Inherit(w, group.Types, field.Name);
        }
        else
        {
            w.Docs(FieldDocs.Summary(field), FieldDocs.Identity(field), docs);
        }

        PortalEmitter.MarkDeprecated(w, field);
        EmitMethod(verb + field.Name, parameters, call);
        if (field.FormerName.Length > 0)
        {
            w.Line();
            PortalEmitter.MarkFormerName(w, verb + field.Name);
            w.Line($"public {builder} {verb}{field.FormerName}({parameters}) => {verb}{field.Name}({arguments});");
        }
    }

    private void EmitMethod(string name, string parameters, string call) => w.Line($"public {builder} {name}({parameters}) {{ {call}; return this; }}");
}
