using System.Globalization;
using LeadGen.Schema.Kinds;

namespace LeadGen.Schema;

/// <summary>Represents the schema of a portal's leads. Fields are sorted by code, so that the order in the reply does not matter.</summary>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/leads/crm-lead-fields.html"/>
public sealed record PortalSchema(EquatableArray<FieldSchema> Fields, EquatableArray<StatusDictionary> Dictionaries)
{
    private Dictionary<string, FieldSchema>? _fields;
    private Dictionary<string, StatusDictionary>? _dictionaries;

    /// <summary>Gets the fields, sorted by code.</summary>
    public EquatableArray<FieldSchema> Fields { get; } = Fields;

    /// <summary>Gets the dictionaries, sorted by ID.</summary>
    public EquatableArray<StatusDictionary> Dictionaries { get; } = Dictionaries;

    /// <summary>Gets the fields that only <c>crm.item.*</c> has, sorted by code; empty if the portal folder has no reply to <c>crm.item.fields</c>.</summary>
    public EquatableArray<FieldSchema> ItemFields { get; init; }

    /// <summary>Gets the fields of both APIs, sorted by code.</summary>
    public IReadOnlyCollection<FieldSchema> AllFields => ItemFields.Count == 0 ? Fields : [.. Fields.Concat(ItemFields).OrderBy(static f => f.Code, StringComparer.Ordinal)];

    /// <summary>Finds a field by its code. The comparison is case-sensitive, as on portals.</summary>
    public FieldSchema? Find(string code) =>
        (_fields ??= IndexOf(Fields, static f => f.Code)).TryGetValue(code, out FieldSchema? field) ? field : null;

    /// <summary>Finds a field of either API by its code.</summary>
    public FieldSchema? FindAny(string code) => Find(code) ?? ItemFields.FirstOrDefault(f => f.Code == code);

    /// <summary>Finds a dictionary by its ID (<c>STATUS</c>, <c>SOURCE</c>, …).</summary>
    public StatusDictionary? FindDictionary(string? id) =>
        (_dictionaries ??= IndexOf(Dictionaries, static d => d.Id)).TryGetValue(id ?? "", out StatusDictionary? dictionary) ? dictionary : null;

    // The lookup tables are derived from the compared lists, and are not compared.
    /// <inheritdoc/>
    public bool Equals(PortalSchema? other) => other is not null && Fields == other.Fields && Dictionaries == other.Dictionaries && ItemFields == other.ItemFields;

    /// <inheritdoc/>
    public override int GetHashCode() => unchecked((((Fields.GetHashCode() * 31) + Dictionaries.GetHashCode()) * 31) + ItemFields.GetHashCode());

    private static Dictionary<string, T> IndexOf<T>(IReadOnlyCollection<T> items, Func<T, string> keyOf)
    {
        var index = new Dictionary<string, T>(items.Count, StringComparer.Ordinal);
        foreach (T item in items)
        {
            // The first of two duplicates wins, as in a linear search.
            if (!index.ContainsKey(keyOf(item)))
            {
                index.Add(keyOf(item), item);
            }
        }

        return index;
    }
}

/// <summary>Represents a field of <c>crm.lead.fields</c>, with additional data from <c>crm.lead.userfield.list</c>.</summary>
public sealed record FieldSchema
{
    /// <summary>Gets the code of the field, such as <c>TITLE</c> or <c>UF_CRM_1699887766</c>.</summary>
    public required string Code { get; init; }

    /// <summary>Gets the type.</summary>
    public required FieldType Type { get; init; }

    /// <summary>Gets whether a new lead must have a value.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Gets whether the portal ignores every write.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Gets whether the portal ignores writes to existing leads.</summary>
    public bool IsImmutable { get; init; }

    /// <summary>Gets whether the value is a list.</summary>
    public bool IsMultiple { get; init; }

    /// <summary>Gets whether this is a custom field (<c>UF_CRM_…</c>).</summary>
    public bool IsDynamic { get; init; }

    /// <summary>Gets whether the portal marks the field as deprecated.</summary>
    public bool IsDeprecated { get; init; }

    /// <summary>Gets whether only <c>crm.item.*</c> has the field.</summary>
    public bool IsItemOnly { get; init; }

    /// <summary>Gets the name of a custom field in <c>crm.item.*</c>; <see langword="null"/> if it follows from the code.</summary>
    public string? ItemName { get; init; }

    /// <summary>Gets the caption of a standard field, or the code of a custom field.</summary>
    public string? Title { get; init; }

    /// <summary>Gets the label in lists.</summary>
    public string? ListLabel { get; init; }

    /// <summary>Gets the label in the lead form.</summary>
    public string? FormLabel { get; init; }

    /// <summary>Gets the label in filters.</summary>
    public string? FilterLabel { get; init; }

    /// <summary>Gets the ID of the dictionary of a <c>crm_status</c> field.</summary>
    public string? StatusType { get; init; }

    /// <summary>Gets the items of an <c>enumeration</c> field, sorted by ID.</summary>
    public EquatableArray<EnumerationItem> Items { get; init; }

    /// <summary>Gets the limits of the value.</summary>
    public FieldSettings Settings { get; init; } = FieldSettings.None;

    /// <summary>Gets the ID of the custom field, or <see langword="null"/> if it is not in the user-field list. Newer fields have greater IDs.</summary>
    public long? UserFieldId { get; init; }

    /// <summary>Gets the display name of the field: the first label that is not blank, or the code.</summary>
    public string Label => new[] { FormLabel, ListLabel, FilterLabel, Title }.FirstOrDefault(static l => !string.IsNullOrWhiteSpace(l)) ?? Code;

    /// <summary>Gets whether an update of an existing lead can change the field, according to the portal's flags.</summary>
    public bool IsWritable => !IsReadOnly && !IsImmutable;
}

/// <summary>Represents an allowed value of an enumeration field.</summary>
/// <param name="Id">The value that is sent and stored.</param>
/// <param name="Value">The text that users see. It is neither unique nor stable.</param>
/// <param name="XmlId">A name that an administrator entered, or a hash that the portal generated.</param>
public sealed record EnumerationItem(long Id, string Value, string? XmlId);

/// <summary>Represents the limits of a custom field's value. <see langword="null"/> means no limit.</summary>
public sealed record FieldSettings
{
    /// <summary>Settings without limits.</summary>
    public static readonly FieldSettings None = new();

    /// <summary>Gets the minimum length of a text, in characters.</summary>
    public int? MinLength { get; init; }

    /// <summary>Gets the maximum length of a text, in characters.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Gets the regular expression that a text must match, with PHP delimiters.</summary>
    public string? Pattern { get; init; }

    /// <summary>Gets the minimum number.</summary>
    public decimal? MinValue { get; init; }

    /// <summary>Gets the maximum number.</summary>
    public decimal? MaxValue { get; init; }

    /// <summary>Gets the number of decimal places that the portal stores.</summary>
    public int? Precision { get; init; }

    /// <summary>Gets the entity types that a <c>crm</c> link can refer to (<c>LEAD</c>, <c>DYNAMIC_148</c>), sorted.</summary>
    public EquatableArray<string> LinkTargets { get; init; }

    /// <summary>Describes the limits of a field of the specified type.</summary>
    public IEnumerable<string> Describe(FieldType type)
    {
        (string Text, object? Limit)[] limits =
        [
            ("at least {0} characters", MinLength),
            ("at most {0} characters", MaxLength),
            ("text that matches {0}", Pattern),
            ("at least {0}", MinValue),
            ("at most {0}", MaxValue),
            ("{0} decimal places", FieldKinds.Get(type).Limits.HasFlag(ValueLimits.Precision) ? Precision : null),
            ("links to {0}", LinkTargets.Count > 0 ? string.Join(", ", LinkTargets) : null),
        ];
        return limits.Where(static l => l.Limit is not null).Select(static l => string.Format(CultureInfo.InvariantCulture, l.Text, l.Limit));
    }
}

/// <summary>Represents a dictionary of <c>crm.status.list</c>, which contains the values of <c>crm_status</c> fields.</summary>
/// <param name="Id">The <c>ENTITY_ID</c>: <c>STATUS</c>, <c>SOURCE</c>, <c>HONORIFIC</c>, ….</param>
/// <param name="Values">The values in the portal's sort order, then by code.</param>
public sealed record StatusDictionary(string Id, EquatableArray<StatusValue> Values);

/// <summary>Represents a value of a dictionary.</summary>
/// <param name="Code">The <c>STATUS_ID</c>, which is sent and stored.</param>
/// <param name="Name">The text that users see.</param>
/// <param name="Semantics"><c>S</c> for success, <c>F</c> for failure, or <see langword="null"/>.</param>
/// <param name="RowId">The ID of the row. Newer values have greater IDs.</param>
public sealed record StatusValue(string Code, string Name, string? Semantics, long? RowId = null);
