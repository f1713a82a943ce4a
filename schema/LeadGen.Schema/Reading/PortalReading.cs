using LeadGen.Schema.Json;

namespace LeadGen.Schema.Reading;

/// <summary>Represents the result of reading a portal folder: the schema and the diagnostics.</summary>
public sealed class PortalReading
{
    private readonly PortalFiles _files;
    private readonly Dictionary<string, JsonMember> _locations;
    private readonly Dictionary<(string Dictionary, string Code), TextRange> _statusLocations;

    internal PortalReading(
        PortalSchema? schema, PortalFiles files, Dictionary<string, JsonMember> locations, Dictionary<(string Dictionary, string Code), TextRange> statusLocations,
        IReadOnlyList<NamePin> pins, IReadOnlyList<NamePin> formerNames, IReadOnlyList<NamePin> reservedNames, EquatableArray<SchemaDiagnostic> diagnostics)
    {
        Schema = schema;
        _files = files;
        _locations = locations;
        _statusLocations = statusLocations;
        Pins = pins;
        FormerNames = formerNames;
        ReservedNames = reservedNames;
        Diagnostics = diagnostics;
    }

    /// <summary>Gets the schema of the portal, or <see langword="null"/> if a diagnostic is an error. With an incomplete schema, writes could be lost.</summary>
    public PortalSchema? Schema { get; }

    /// <summary>Gets whether the folder contains the file with the dictionary values.</summary>
    internal bool HasStatuses => _files.Statuses is not null;

    /// <summary>Gets the pinned names.</summary>
    public IReadOnlyList<NamePin> Pins { get; }

    /// <summary>Gets the former names of renamed members. They are kept as aliases until they are removed with the tool.</summary>
    public IReadOnlyList<NamePin> FormerNames { get; }

    /// <summary>Gets the names of removed fields and values, which no other field or value gets. Code that still uses them then does not compile.</summary>
    public IReadOnlyList<NamePin> ReservedNames { get; }

    /// <summary>Gets the diagnostics, sorted by file and position.</summary>
    public EquatableArray<SchemaDiagnostic> Diagnostics { get; }

    /// <summary>Gets the location of a field, or the start of the file if the schema does not have the field.</summary>
    public SchemaLocation Locate(string code) =>
        _files.Fields.Locate(_locations.TryGetValue(code, out JsonMember? member) ? member.NameRange : new TextRange(0, 0));

    /// <summary>Gets the location of an attribute of a field, or the location of the field if the attribute is missing.</summary>
    public SchemaLocation Locate(string code, string attribute) =>
        _locations.TryGetValue(code, out JsonMember? member) && member.Value.Find(attribute) is { } found
            ? _files.Fields.Locate(found.Value.Range)
            : Locate(code);

    /// <summary>Gets the location of a dictionary value, or the start of the file if it is not listed.</summary>
    public SchemaLocation LocateStatus(string dictionary, string code) =>
        (_files.Statuses ?? _files.Fields).Locate(_statusLocations.TryGetValue((dictionary, code), out TextRange range) ? range : new TextRange(0, 0));
}

/// <summary>Specifies the target of a pinned name.</summary>
public enum PinTarget
{
    /// <summary>A field, identified by its code.</summary>
    Field,

    /// <summary>An enumeration item, identified by the code of the field and the ID of the item.</summary>
    Item,

    /// <summary>A dictionary value, identified by the ID of the dictionary and the code of the value.</summary>
    Status,
}

/// <summary>Represents a C# name that is pinned in <c>leadgen.names.json</c>.</summary>
/// <param name="Target">The type of the target.</param>
/// <param name="Owner">The code of the field, or the ID of the dictionary.</param>
/// <param name="Key">The ID of the item or the code of the value. Empty for a field.</param>
/// <param name="Name">The C# name.</param>
/// <param name="Location">The location of the name in the file.</param>
public sealed record NamePin(PinTarget Target, string Owner, string Key, string Name, SchemaLocation Location)
{
    /// <summary>Gets a description of the target for messages.</summary>
    public string Description => Target switch
    {
        PinTarget.Field => $"field '{Owner}'",
        PinTarget.Item => $"item {Key} of field '{Owner}'",
        _ => $"value '{Key}' of dictionary '{Owner}'",
    };
}
