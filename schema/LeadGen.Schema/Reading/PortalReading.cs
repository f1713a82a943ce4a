using LeadGen.Schema.Json;

namespace LeadGen.Schema.Reading;

/// <summary>What reading a portal folder gave: the schema, or what keeps it from being one.</summary>
public sealed class PortalReading
{
    private readonly PortalFiles _files;
    private readonly Dictionary<string, JsonMember> _places;
    private readonly Dictionary<(string Dictionary, string Code), TextRange> _statusPlaces;

    internal PortalReading(
        PortalSchema? schema, PortalFiles files, Dictionary<string, JsonMember> places, Dictionary<(string Dictionary, string Code), TextRange> statusPlaces,
        IReadOnlyList<NamePin> pins, IReadOnlyList<NamePin> formerNames, EquatableArray<SchemaDiagnostic> diagnostics)
    {
        Schema = schema;
        _files = files;
        _places = places;
        _statusPlaces = statusPlaces;
        Pins = pins;
        FormerNames = formerNames;
        Diagnostics = diagnostics;
    }

    /// <summary>The portal's schema, or <see langword="null"/> where a diagnostic is an error: half a schema would lose writes.</summary>
    public PortalSchema? Schema { get; }

    /// <summary>Whether the folder has the file that lists the values of dictionaries.</summary>
    internal bool HasStatuses => _files.Statuses is not null;

    /// <summary>The names that people pinned.</summary>
    public IReadOnlyList<NamePin> Pins { get; }

    /// <summary>The names that were current before something was renamed: kept as aliases until the schema is fetched again.</summary>
    public IReadOnlyList<NamePin> FormerNames { get; }

    /// <summary>What is wrong, by file and place.</summary>
    public EquatableArray<SchemaDiagnostic> Diagnostics { get; }

    /// <summary>Where a field is described; the top of the file for a code that the schema does not have.</summary>
    public SchemaLocation Locate(string code) =>
        _files.Fields.Locate(_places.TryGetValue(code, out JsonMember? member) ? member.NameRange : new TextRange(0, 0));

    /// <summary>Where an attribute of a field stands; the field's own place where the attribute is missing.</summary>
    public SchemaLocation Locate(string code, string attribute) =>
        _places.TryGetValue(code, out JsonMember? member) && member.Value.Find(attribute) is { } found
            ? _files.Fields.Locate(found.Value.Range)
            : Locate(code);

    /// <summary>Where a dictionary's value is listed; the top of the file for one that is not.</summary>
    public SchemaLocation LocateStatus(string dictionary, string code) =>
        (_files.Statuses ?? _files.Fields).Locate(_statusPlaces.TryGetValue((dictionary, code), out TextRange range) ? range : new TextRange(0, 0));
}

/// <summary>What a pinned name belongs to.</summary>
public enum PinTarget
{
    /// <summary>A field, by its code.</summary>
    Field,

    /// <summary>An enumeration item, by the field's code and the item's id.</summary>
    Item,

    /// <summary>A dictionary value, by the dictionary's id and the value's code.</summary>
    Status,
}

/// <summary>A C# name that people gave to something of the portal in <c>leadgen.names.json</c>.</summary>
/// <param name="Target">What is named.</param>
/// <param name="Owner">The field's code, or the dictionary's id.</param>
/// <param name="Key">The item's id or the value's code; empty for a field.</param>
/// <param name="Name">The C# name.</param>
/// <param name="Location">Where the name stands.</param>
public sealed record NamePin(PinTarget Target, string Owner, string Key, string Name, SchemaLocation Location)
{
    /// <summary>The named thing in words, for messages.</summary>
    public string Described => Target switch
    {
        PinTarget.Field => $"field '{Owner}'",
        PinTarget.Item => $"item {Key} of field '{Owner}'",
        _ => $"value '{Key}' of dictionary '{Owner}'",
    };
}
