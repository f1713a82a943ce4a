using LeadGen.Schema.Naming;
using LeadGen.Schema.Reading;

namespace LeadGen.Schema.Comparing;

/// <summary>Represents a portal's schema with its C# names.</summary>
/// <param name="Reading">The result of reading the portal's files, without errors.</param>
/// <param name="Schema">The schema of the portal.</param>
/// <param name="Options">The naming options.</param>
/// <param name="Names">The C# names of the schema.</param>
public sealed record NamedPortal(PortalReading Reading, PortalSchema Schema, NamingOptions Options, PortalNames Names)
{
    /// <summary>Reads a portal folder and assigns the C# names.</summary>
    /// <param name="files">The folder's files.</param>
    /// <param name="options">The naming options.</param>
    /// <param name="diagnostics">The problems in the files, sorted by file and position.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The named portal, or <see langword="null"/> if a diagnostic is an error.</returns>
    public static NamedPortal? Read(
        PortalFiles files, NamingOptions options, out EquatableArray<SchemaDiagnostic> diagnostics, CancellationToken cancellationToken = default)
    {
        PortalReading reading = PortalReader.Read(files, cancellationToken);
        diagnostics = reading.Diagnostics;
        if (reading.Schema is not { } schema)
        {
            return null;
        }

        PortalNames names = PortalNamer.Name(reading, options);
        diagnostics = diagnostics.Concat(names.Diagnostics).ToEquatableArray();
        return names.Diagnostics.Any(static d => d.Rule.Severity == SchemaSeverity.Error) ? null : new NamedPortal(reading, schema, options, names);
    }
}
