using LeadGen.Schema.Reading;

namespace LeadGen.Schema.Naming;

/// <summary>How a portal's types are to be called.</summary>
/// <param name="ClassName">The read model's name; the others begin with it: <c>LeadUpdate</c>, <c>LeadDraft</c>, <c>LeadFields</c>, <c>LeadStatus</c>.</param>
/// <param name="Style">How labels with non-ASCII letters are converted to identifiers.</param>
public sealed record NamingOptions(string ClassName = "Lead", IdentifierStyle Style = IdentifierStyle.Transliterated);

/// <summary>The C# name of everything in a portal's schema.</summary>
public sealed class PortalNames
{
    internal Dictionary<string, string> FieldNames { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, string> EnumerationNames { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, string> StatusTypeNames { get; } = new(StringComparer.Ordinal);

    internal Dictionary<(string Owner, string Key), string> ValueNames { get; } = [];

    internal Dictionary<(PinTarget Target, string Owner, string Key), string> FormerNames { get; } = [];

    internal Dictionary<string, string> FormerEnumerationNames { get; } = new(StringComparer.Ordinal);

    /// <summary>What is wrong with labels and pins. An error means that the names must not be used.</summary>
    public EquatableArray<SchemaDiagnostic> Diagnostics { get; internal set; }

    /// <summary>The name of a field's property and the ending of its methods.</summary>
    public string OfField(string code) => FieldNames[code];

    /// <summary>The name of the type that is generated for an enumeration field.</summary>
    public string OfEnumeration(string code) => EnumerationNames[code];

    /// <summary>The name of an enumeration's item.</summary>
    public string OfItem(string code, long id) => ValueNames[(code, Key(id))];

    /// <summary>The name of the type that is generated for a dictionary.</summary>
    public string OfDictionary(string dictionary) => StatusTypeNames[dictionary];

    /// <summary>The name of a dictionary's value.</summary>
    public string OfStatus(string dictionary, string code) => ValueNames[(dictionary, code)];

    /// <summary>The name that a field had before it was renamed; <see langword="null"/> where it had none, or something else has that name now.</summary>
    public string? FormerOfField(string code) => Former(PinTarget.Field, code, "");

    /// <summary>The name that a field's enumeration had before the field was renamed; <see langword="null"/> where there is none to keep.</summary>
    public string? FormerOfEnumeration(string code) => FormerEnumerationNames.TryGetValue(code, out string? name) ? name : null;

    /// <summary>The name that an enumeration's item had before it was renamed; <see langword="null"/> where there is none to keep.</summary>
    public string? FormerOfItem(string code, long id) => Former(PinTarget.Item, code, Key(id));

    /// <summary>The name that a dictionary's value had before it was renamed; <see langword="null"/> where there is none to keep.</summary>
    public string? FormerOfStatus(string dictionary, string code) => Former(PinTarget.Status, dictionary, code);

    internal static string Key(long id) => id.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private string? Former(PinTarget target, string owner, string key) =>
        FormerNames.TryGetValue((target, owner, key), out string? name) ? name : null;
}
