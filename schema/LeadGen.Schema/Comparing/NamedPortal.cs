using LeadGen.Schema.Naming;
using LeadGen.Schema.Reading;

namespace LeadGen.Schema.Comparing;

/// <summary>A portal's schema with its C# names: what code is compiled against.</summary>
/// <param name="Reading">The portal's files, read without an error.</param>
/// <param name="Schema">The schema that they hold.</param>
/// <param name="Options">How its types are called.</param>
/// <param name="Names">The names of everything in it.</param>
public sealed record NamedPortal(PortalReading Reading, PortalSchema Schema, NamingOptions Options, PortalNames Names)
{
    /// <summary>Reads and names a portal folder.</summary>
    /// <param name="files">The folder's files.</param>
    /// <param name="options">How the types are called.</param>
    /// <param name="diagnostics">What is wrong with the files, by file and place.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns><see langword="null"/> where a diagnostic is an error.</returns>
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
