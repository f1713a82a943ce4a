using LeadGen.Schema.Kinds;
using LeadGen.Schema.Reading;

namespace LeadGen.Schema.Naming;

/// <summary>Represents the naming options for a portal's types.</summary>
/// <param name="ClassName">The name of the read model class; <see langword="null"/> for the default. The names of the other types start with it: <c>LeadUpdate</c>, <c>LeadDraft</c>, <c>LeadFields</c>, <c>LeadStatus</c>.</param>
/// <param name="Style">How labels with non-ASCII letters are converted to identifiers.</param>
public sealed record NamingOptions(string? ClassName = null, IdentifierStyle Style = IdentifierStyle.Transliterated)
{
    /// <summary>Gets the name of the read model class.</summary>
    public string ClassName { get; init; } = ClassName ?? EntitySchema.Lead.ClassName;
}

/// <summary>Provides the C# names of a portal's schema.</summary>
public sealed class PortalNames
{
    internal Dictionary<string, string> FieldNames { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, string> EnumerationNames { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, string> StatusTypeNames { get; } = new(StringComparer.Ordinal);

    internal Dictionary<(string Owner, string Key), string> ValueNames { get; } = [];

    internal Dictionary<(PinTarget Target, string Owner, string Key), string> FormerNames { get; } = [];

    internal Dictionary<string, string> FormerEnumerationNames { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets the problems with labels and pinned names. If one is an error, the names must not be used.</summary>
    public EquatableArray<SchemaDiagnostic> Diagnostics { get; internal set; }

    /// <summary>Gets the name of a field, which is used for its property and as the suffix of its methods.</summary>
    public string GetFieldName(string code) => FieldNames[code];

    /// <summary>Gets the name of the type that is generated for an enumeration field.</summary>
    public string GetEnumerationName(string code) => EnumerationNames[code];

    /// <summary>Gets the name of an enumeration item.</summary>
    public string GetItemName(string code, long id) => ValueNames[(code, Key(id))];

    /// <summary>Gets the name of the type that is generated for a dictionary.</summary>
    public string GetDictionaryName(string dictionary) => StatusTypeNames[dictionary];

    /// <summary>Gets the name of a dictionary value.</summary>
    public string GetStatusName(string dictionary, string code) => ValueNames[(dictionary, code)];

    /// <summary>Finds the name of an item of a field or of a value of a dictionary.</summary>
    /// <param name="owner">The code of the field, or the ID of the dictionary.</param>
    /// <param name="key">The ID of the item, or the code of the value.</param>
    /// <returns>The name, or <see langword="null"/> if there is none.</returns>
    public string? FindValue(string owner, string key) => ValueNames.TryGetValue((owner, key), out string? name) ? name : null;

    /// <summary>Gets the former name of a field, or <see langword="null"/> if there is none or the name is in use.</summary>
    public string? GetFormerFieldName(string code) => Former(PinTarget.Field, code, "");

    /// <summary>Gets the former name of a field's enumeration type, or <see langword="null"/> if there is none or the name is in use.</summary>
    public string? GetFormerEnumerationName(string code) => FormerEnumerationNames.TryGetValue(code, out string? name) ? name : null;

    /// <summary>Gets the former name of an enumeration item, or <see langword="null"/> if there is none or the name is in use.</summary>
    public string? GetFormerItemName(string code, long id) => Former(PinTarget.Item, code, Key(id));

    /// <summary>Gets the former name of a dictionary value, or <see langword="null"/> if there is none or the name is in use.</summary>
    public string? GetFormerStatusName(string dictionary, string code) => Former(PinTarget.Status, dictionary, code);

    internal static string Key(long id) => id.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private string? Former(PinTarget target, string owner, string key) =>
        FormerNames.TryGetValue((target, owner, key), out string? name) ? name : null;
}
