using LeadGen.Schema.Reading;

namespace LeadGen.Schema.Naming;

/// <summary>Represents a portal's schema with its C# names. The generator, the analyzers and the tool load portals with this class.</summary>
/// <param name="Reading">The result of reading the portal's files, without errors.</param>
/// <param name="Schema">The schema of the portal.</param>
/// <param name="Options">The naming options.</param>
/// <param name="Names">The C# names of the schema.</param>
public sealed record NamedPortal(PortalReading Reading, PortalSchema Schema, NamingOptions Options, PortalNames Names)
{
    /// <summary>Gets whether types can be generated with the names: pinned names are valid and do not conflict.</summary>
    public bool HasValidNames => !Names.Diagnostics.Any(static d => d.Rule.Severity == SchemaSeverity.Error);

    /// <summary>Reads a portal folder and assigns the C# names.</summary>
    /// <param name="files">The folder's files.</param>
    /// <param name="options">The naming options.</param>
    /// <param name="diagnostics">The problems in the files, then those of the names, each sorted by file and position.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The named portal, or <see langword="null"/> if the files contain errors. An error in the names is in <see cref="HasValidNames"/>.</returns>
    public static NamedPortal? Load(
        PortalFiles files, NamingOptions options, out EquatableArray<SchemaDiagnostic> diagnostics, CancellationToken cancellationToken = default)
        => Load(PortalReader.Read(files, cancellationToken), options, out diagnostics);

    /// <summary>Assigns the C# names to a portal folder that was read.</summary>
    /// <inheritdoc cref="Load(PortalFiles, NamingOptions, out EquatableArray{SchemaDiagnostic}, CancellationToken)"/>
    public static NamedPortal? Load(PortalReading reading, NamingOptions options, out EquatableArray<SchemaDiagnostic> diagnostics)
    {
        NamedPortal? portal = Create(reading, options);
        diagnostics = portal is null ? reading.Diagnostics : reading.Diagnostics.Concat(portal.Names.Diagnostics).ToEquatableArray();
        return portal;
    }

    /// <summary>Assigns the C# names to a portal folder that was read.</summary>
    /// <returns>The named portal, or <see langword="null"/> if the files contain errors.</returns>
    public static NamedPortal? Create(PortalReading reading, NamingOptions options) =>
        reading.Schema is { } schema ? new NamedPortal(reading, schema, options, PortalNamer.Name(reading, options)) : null;
}
