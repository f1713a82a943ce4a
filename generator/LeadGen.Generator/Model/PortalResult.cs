using LeadGen.Generator.Input;
using LeadGen.Schema;
using LeadGen.Schema.Json;
using LeadGen.Schema.Kinds;
using LeadGen.Schema.Naming;
using LeadGen.Schema.Reading;

namespace LeadGen.Generator.Model;

/// <summary>Represents the result of reading a portal's files: a model, diagnostics, or both.</summary>
/// <param name="Namespace">The namespace of the portal.</param>
/// <param name="Location">The start of the schema file, for diagnostics of the whole file.</param>
/// <param name="Model">The model; <see langword="null"/> if a diagnostic is an error.</param>
/// <param name="Diagnostics">The diagnostics.</param>
internal sealed record PortalResult(string Namespace, SchemaLocation Location, PortalModel? Model, EquatableArray<SchemaDiagnostic> Diagnostics)
{
    public static PortalResult Create(PortalInput input, CancellationToken cancellationToken)
    {
        SchemaLocation place = input.Files.Fields.Locate(new TextRange(0, 0));
        List<SchemaDiagnostic> metadata = CheckMetadata(input, place, out IdentifierStyle style);
        if (metadata.Count > 0)
        {
            return new PortalResult(input.Namespace, place, null, metadata.Concat(PortalReader.Read(input.Files, cancellationToken).Diagnostics).ToEquatableArray());
        }

        NamedPortal? portal = NamedPortal.Load(input.Files, new NamingOptions(input.ClassName, style), out EquatableArray<SchemaDiagnostic> diagnostics, cancellationToken);
        return portal is null
            ? new PortalResult(input.Namespace, place, null, diagnostics)
            : new PortalResult(
                input.Namespace,
                place,
                portal.HasValidNames ? new PortalModelBuilder(portal.Schema, portal.Names, input.Namespace, input.ClassName).Build() : null,
                diagnostics.Concat(CheckKinds(portal.Schema, portal.Reading)).ToEquatableArray());
    }

    /// <summary>Gets the style of C# names: the value of <c>Identifiers</c>, or <c>Transliterated</c> if the value is missing or invalid.</summary>
    public static IdentifierStyle GetStyle(PortalInput input) =>
        input.Identifiers.Equals(nameof(IdentifierStyle.Native), StringComparison.OrdinalIgnoreCase) ? IdentifierStyle.Native : IdentifierStyle.Transliterated;

    private static List<SchemaDiagnostic> CheckMetadata(PortalInput input, SchemaLocation place, out IdentifierStyle style)
    {
        var found = new List<SchemaDiagnostic>();
        if (!Schema.Naming.Identifiers.IsNamespace(input.Namespace))
        {
            Report("Namespace", input.Namespace, "it must be a C# namespace, such as Acme.Crm.");
        }

        if (Schema.Naming.Identifiers.GetValidationError(input.ClassName) is { } validationError)
        {
            Report("ClassName", input.ClassName, validationError + ".");
        }

        style = GetStyle(input);
        if (input.Identifiers.Length > 0 && !input.Identifiers.Equals(style.ToString(), StringComparison.OrdinalIgnoreCase))
        {
            Report("Identifiers", input.Identifiers, "it must be Transliterated or Native.");
        }

        return found;

        void Report(string name, string value, string reason) => found.Add(new SchemaDiagnostic(
            SchemaRules.InvalidMetadata, place, new[] { name, value, input.Files.Fields.Name, reason }.ToEquatableArray()));
    }

    private static IEnumerable<SchemaDiagnostic> CheckKinds(PortalSchema schema, PortalReading reading)
    {
        foreach (FieldSchema field in schema.Fields)
        {
            if (FieldKinds.Get(field) == FieldKinds.Raw)
            {
                yield return new SchemaDiagnostic(
                    SchemaRules.UnknownType, reading.Locate(field.Code, "type"), new[] { field.Code, field.Type.Name }.ToEquatableArray());
            }

            if (field is { Type.IsEnumeration: true, Items.Count: 0 })
            {
                yield return new SchemaDiagnostic(
                    SchemaRules.EnumerationWithoutItems, reading.Locate(field.Code, "items"), new[] { field.Code }.ToEquatableArray());
            }
        }
    }
}
