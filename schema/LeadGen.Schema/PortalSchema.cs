using System.Globalization;
using LeadGen.Schema.Kinds;

namespace LeadGen.Schema;

/// <summary>What a portal says about its leads. Fields are sorted by code, so that the order of the answer does not matter.</summary>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/leads/crm-lead-fields.html"/>
public sealed record PortalSchema(EquatableArray<FieldSchema> Fields, EquatableArray<StatusDictionary> Dictionaries)
{
    private Dictionary<string, FieldSchema>? _fields;
    private Dictionary<string, StatusDictionary>? _dictionaries;

    /// <summary>The fields, sorted by code.</summary>
    public EquatableArray<FieldSchema> Fields { get; } = Fields;

    /// <summary>The dictionaries, sorted by id.</summary>
    public EquatableArray<StatusDictionary> Dictionaries { get; } = Dictionaries;

    /// <summary>The field of that code, compared as portals do: exactly.</summary>
    public FieldSchema? Find(string code) =>
        (_fields ??= IndexOf(Fields, static f => f.Code)).TryGetValue(code, out FieldSchema? field) ? field : null;

    /// <summary>The dictionary of that id (<c>STATUS</c>, <c>SOURCE</c>, …).</summary>
    public StatusDictionary? FindDictionary(string? id) =>
        (_dictionaries ??= IndexOf(Dictionaries, static d => d.Id)).TryGetValue(id ?? "", out StatusDictionary? dictionary) ? dictionary : null;

    // The lookup tables are derived from the compared lists, and are not compared.
    /// <inheritdoc/>
    public bool Equals(PortalSchema? other) => other is not null && Fields == other.Fields && Dictionaries == other.Dictionaries;

    /// <inheritdoc/>
    public override int GetHashCode() => unchecked((Fields.GetHashCode() * 31) + Dictionaries.GetHashCode());

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

/// <summary>One field as <c>crm.lead.fields</c> describes it, completed from <c>crm.lead.userfield.list</c>.</summary>
public sealed record FieldSchema
{
    /// <summary>The code that the portal knows the field by: <c>TITLE</c>, <c>UF_CRM_1699887766</c>.</summary>
    public required string Code { get; init; }

    /// <summary>The portal's name of the type: <c>string</c>, <c>crm_status</c>, <c>rest_7_widget</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Whether a value is demanded when a lead is created.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether the portal ignores every write.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Whether the portal ignores writes after the lead was created.</summary>
    public bool IsImmutable { get; init; }

    /// <summary>Whether the value is a list.</summary>
    public bool IsMultiple { get; init; }

    /// <summary>Whether an administrator made the field (<c>UF_CRM_…</c>).</summary>
    public bool IsDynamic { get; init; }

    /// <summary>Whether the portal asks not to use the field any more.</summary>
    public bool IsDeprecated { get; init; }

    /// <summary>The caption of a standard field; the code again for a custom one.</summary>
    public string? Title { get; init; }

    /// <summary>The label in lists.</summary>
    public string? ListLabel { get; init; }

    /// <summary>The label in the lead's form.</summary>
    public string? FormLabel { get; init; }

    /// <summary>The label in filters.</summary>
    public string? FilterLabel { get; init; }

    /// <summary>The dictionary of a <c>crm_status</c> field.</summary>
    public string? StatusType { get; init; }

    /// <summary>The items of an <c>enumeration</c> field, by id.</summary>
    public EquatableArray<EnumerationItem> Items { get; init; }

    /// <summary>Limits of the value.</summary>
    public FieldSettings Settings { get; init; } = FieldSettings.None;

    /// <summary>The id of the custom field, which grows with each field that the portal makes; known from the user-field list only.</summary>
    public long? UserFieldId { get; init; }

    /// <summary>What people call the field: the first label that is not blank, else the code.</summary>
    public string Label => new[] { FormLabel, ListLabel, FilterLabel, Title }.FirstOrDefault(static l => !string.IsNullOrWhiteSpace(l)) ?? Code;

    /// <summary>Whether an update of an existing lead can change the field, as far as the portal's flags say.</summary>
    public bool IsWritable => !IsReadOnly && !IsImmutable;
}

/// <summary>One permitted value of an enumeration.</summary>
/// <param name="Id">What is sent and stored.</param>
/// <param name="Value">What people see; neither unique nor stable.</param>
/// <param name="XmlId">A name that the administrator gave, or a hash that the portal made.</param>
public sealed record EnumerationItem(long Id, string Value, string? XmlId);

/// <summary>Limits that the portal sets on a custom field. <see langword="null"/> means no limit.</summary>
public sealed record FieldSettings
{
    /// <summary>No limits at all.</summary>
    public static readonly FieldSettings None = new();

    /// <summary>The fewest characters of a text.</summary>
    public int? MinLength { get; init; }

    /// <summary>The most characters of a text.</summary>
    public int? MaxLength { get; init; }

    /// <summary>A regular expression with PHP delimiters that a text must match.</summary>
    public string? Pattern { get; init; }

    /// <summary>The least number.</summary>
    public decimal? MinValue { get; init; }

    /// <summary>The greatest number.</summary>
    public decimal? MaxValue { get; init; }

    /// <summary>Decimal places that the portal keeps.</summary>
    public int? Precision { get; init; }

    /// <summary>The kinds of entity that a <c>crm</c> link may point to (<c>LEAD</c>, <c>DYNAMIC_148</c>), sorted.</summary>
    public EquatableArray<string> LinkTargets { get; init; }

    /// <summary>The limits that a field of that type has, in words.</summary>
    public IEnumerable<string> Describe(string type)
    {
        (string Text, object? Limit)[] limits =
        [
            ("at least {0} characters", MinLength),
            ("at most {0} characters", MaxLength),
            ("text that matches {0}", Pattern),
            ("at least {0}", MinValue),
            ("at most {0}", MaxValue),
            ("{0} decimal places", FieldKinds.Of(type).Limits.HasFlag(ValueLimits.Precision) ? Precision : null),
            ("links to {0}", LinkTargets.Count > 0 ? string.Join(", ", LinkTargets) : null),
        ];
        return limits.Where(static l => l.Limit is not null).Select(static l => string.Format(CultureInfo.InvariantCulture, l.Text, l.Limit));
    }
}

/// <summary>A dictionary of <c>crm.status.list</c>: the values of <c>crm_status</c> fields.</summary>
/// <param name="Id"><c>ENTITY_ID</c>: <c>STATUS</c>, <c>SOURCE</c>, <c>HONORIFIC</c>, ….</param>
/// <param name="Values">The values by their place on the portal, then by code.</param>
public sealed record StatusDictionary(string Id, EquatableArray<StatusValue> Values);

/// <summary>One value of a dictionary.</summary>
/// <param name="Code"><c>STATUS_ID</c>: what is sent and stored.</param>
/// <param name="Name">What people see.</param>
/// <param name="Semantics"><c>S</c> success, <c>F</c> failure, or nothing.</param>
/// <param name="RowId">The row's own id, which grows with each value that the portal makes.</param>
public sealed record StatusValue(string Code, string Name, string? Semantics, long? RowId = null);
