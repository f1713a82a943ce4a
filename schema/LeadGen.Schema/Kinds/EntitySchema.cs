using System.Globalization;
using System.Runtime.CompilerServices;

namespace LeadGen.Schema.Kinds;

/// <summary>Describes an entity of Bitrix24's CRM: its methods, and the fields that a portal does not treat as their types suggest. Everything else is in the schema.</summary>
public sealed partial record EntitySchema
{
    // The settings of a field create its pattern once.
    private static readonly ConditionalWeakTable<FieldSettings, FieldLimits> s_limits = new();

    /// <summary>The code of the field that contains the ID.</summary>
    public const string IdCode = "ID";

    private const string ParentName = "parentId";

    /// <summary>Gets the name of one item in messages: <c>lead</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the common prefix of the entity's methods, without the trailing dot.</summary>
    public required string MethodPrefix { get; init; }

    /// <summary>Gets the <c>entityTypeId</c> of <c>crm.item.*</c>.</summary>
    public required int EntityTypeId { get; init; }

    /// <summary>Gets the <c>ENTITY_ID</c> of the entity's custom fields.</summary>
    public required string UserFieldEntityId { get; init; }

    /// <summary>Gets the name of the generated read model, unless a project chooses another one.</summary>
    public required string ClassName { get; init; }

    /// <summary>Gets the parts of the address. They are written together, because two writers of single parts would mix two addresses.</summary>
    public required IReadOnlyList<string> AddressParts { get; init; }

    /// <summary>Gets the code of the field with the country code. A portal ignores an address that has only this part.</summary>
    public required string AddressCountryCode { get; init; }

    /// <summary>
    /// Gets the code of the ID of the address in the Location module. If a portal receives it without the parts, it empties the parts,
    /// so no generated type writes it.
    /// </summary>
    public required string AddressLocationCode { get; init; }

    /// <summary>
    /// Gets the code of the first contact. An update with a contact that is already linked changes nothing; with any other contact it
    /// replaces all contacts. So only a new item can write it.
    /// </summary>
    public required string ContactCode { get; init; }

    /// <summary>Gets the code of the contacts, a list of IDs.</summary>
    public required string ContactsCode { get; init; }

    /// <summary>Gets the code of the amount. A portal replaces it with the total of product rows unless <see cref="IsManualAmountCode"/> is set.</summary>
    public required string AmountCode { get; init; }

    /// <summary>Gets the code of the flag that says whether the amount was entered manually.</summary>
    public required string IsManualAmountCode { get; init; }

    /// <summary>Gets the fields that keep their old value when a portal receives a blank one.</summary>
    public required IReadOnlyList<string> IgnoredIfBlankCodes { get; init; }

    /// <summary>Gets the fields that keep their old value when a portal receives a code that is not in their dictionary.</summary>
    public required IReadOnlyList<string> IgnoredIfUnknownCodes { get; init; }

    /// <summary>Gets the fields by which a portal sorts only after all other fields of the order. It replaces <c>STATUS_ID</c> with <c>STATUS_SORT</c> and appends it.</summary>
    public required IReadOnlyList<string> SortedLastCodes { get; init; }

    /// <summary>Gets the fields that an update can't empty, apart from <see cref="IgnoredIfBlankCodes"/>.</summary>
    public required IReadOnlyList<string> NotClearableCodes { get; init; }

    /// <summary>Gets the fields that a portal accepts but never returns.</summary>
    public required IReadOnlyList<string> WriteOnlyCodes { get; init; }

    /// <summary>Gets the fields that portals describe as writable, but whose written values they reset.</summary>
    public required IReadOnlyList<string> ResetCodes { get; init; }

    /// <summary>Gets the fields that belong to other parts of a portal. They are neither written nor used in conditions.</summary>
    public required IReadOnlyList<string> ReservedCodes { get; init; }

    /// <summary>Gets the fields with HTML, which a portal sanitizes (<see cref="SanitizedHtml"/>).</summary>
    public required IReadOnlyList<string> HtmlCodes { get; init; }

    /// <summary>Gets the multi-value fields, each with the runtime's type for the kinds of an entry (work, mobile, …).</summary>
    public required IReadOnlyDictionary<string, string> MultiFields { get; init; }

    /// <summary>Gets the descriptions of the fields that a portal does not treat as their types suggest.</summary>
    public required IReadOnlyDictionary<string, string> Descriptions { get; init; }

    /// <summary>Gets the names that <c>crm.item.*</c> uses for standard fields, by code. The name of any other standard field is its code in camel case.</summary>
    public required IReadOnlyDictionary<string, string> RenamedItemFields { get; init; }

    /// <summary>Gets the codes of the fields that only <c>crm.item.*</c> has, by name. Links to smart processes that <see cref="FieldsMethod"/> does not return are such fields, too.</summary>
    public required IReadOnlyDictionary<string, string> ItemOnlyFields { get; init; }

    /// <summary>Gets the codes of the <see cref="ItemOnlyFields"/> that an update may not change, although portals describe them as writable.</summary>
    public required IReadOnlyList<string> ImmutableItemFields { get; init; }

    /// <summary>Gets the code of a field that only <c>crm.item.*</c> has; <see langword="null"/> for other names.</summary>
    public string? FindItemOnlyCode(string name) =>
        ItemOnlyFields.TryGetValue(name, out string? code) ? code
        : name.StartsWith(ParentName, StringComparison.Ordinal) && name.Length > ParentName.Length && name.Skip(ParentName.Length).All(static c => c is >= '0' and <= '9')
            ? "PARENT_ID_" + name.Substring(ParentName.Length)
        : null;

    /// <summary>Gets the method that returns the fields.</summary>
    public string FieldsMethod => Method("fields");

    /// <summary>Gets the method that returns the custom fields.</summary>
    public string UserFieldsMethod => Method("userfield.list");

    /// <summary>Gets the name of a method of the entity.</summary>
    /// <param name="verb">The method name without the prefix: <c>add</c>, <c>update</c>, ….</param>
    public string Method(string verb) => $"{MethodPrefix}.{verb}";

    /// <summary>Gets the name of the method without the prefix: <c>add</c>, <c>update</c>, …; <see langword="null"/> for other methods.</summary>
    public string? GetVerb(string method) => method.Length > MethodPrefix.Length && method[MethodPrefix.Length] == '.' && method.StartsWith(MethodPrefix, StringComparison.Ordinal)
        ? method.Substring(MethodPrefix.Length + 1)
        : null;

    /// <summary>Gets the name that <c>crm.item.*</c> uses for a standard field.</summary>
    public string GetItemName(string code) => RenamedItemFields.TryGetValue(code, out string? name) ? name : ItemFieldNames.ToCamelCase(code);

    /// <summary>Determines whether the field is part of the lead's address.</summary>
    public bool IsAddress(string code) => code == AddressLocationCode || AddressParts.Contains(code);

    /// <summary>Determines whether the field is a part of the address, except the country code. A portal ignores an address without any of them.</summary>
    public bool IsAddressText(string code) => code != AddressCountryCode && AddressParts.Contains(code);

    /// <summary>Gets the runtime's type for the kinds of an entry of a multi-value field (work, mobile, …).</summary>
    public string MultiFieldType(string code) => "global::LeadGen." + (MultiFields.TryGetValue(code, out string? type) ? type : "MultiFieldType");

    /// <summary>Gets the description of the values of a field: that of its kind, unless the portal treats this field differently.</summary>
    public string GetDescription(FieldSchema field) => field.IsItemOnly
        ? "Only crm.item.* has this field, so calls that contain it are sent through LeadApi.Item. " + FieldKinds.Get(field).Description
        : Descriptions.TryGetValue(field.Code, out string? description) ? description
        : IsHtml(field) ? "HTML and BBCode. A portal deletes most tags, and the text after a '<' or '&lt;' without a space, so a text that would lose a part is rejected. Put a space after '<'."
        : FieldKinds.Get(field).Description;

    /// <summary>Gets the values that a portal can store in the field.</summary>
    internal static FieldCapacity? GetCapacity(FieldSchema field) => FieldCapacity.Get(field.Code, field.Type, field.IsDynamic, field.Settings.Precision);

    /// <summary>Gets the values that the settings of the field permit; <see langword="null"/> if they permit all.</summary>
    internal static FieldLimits? GetLimits(FieldSchema field)
    {
        ValueLimits limits = FieldKinds.Get(field.Type).Limits;
        return limits.HasFlag(ValueLimits.Text) && field.Settings is not { MinLength: null, MaxLength: null, Pattern: null }
                ? s_limits.GetValue(field.Settings, static s => new()
                {
                    MinLength = s.MinLength ?? 0,
                    MaxLength = s.MaxLength ?? 0,
                    Pattern = s.Pattern is { } pattern ? new PhpPattern(pattern) : null,
                })
            : limits.HasFlag(ValueLimits.Range) && field.Settings is not { MinValue: null, MaxValue: null }
                ? s_limits.GetValue(field.Settings, static s => new() { MinValue = s.MinValue ?? 0, MaxValue = s.MaxValue ?? 0 })
            : null;
    }

    /// <summary>Describes the limits of the field: its settings and, for a standard field, the capacity that all portals have in common.</summary>
    public static IEnumerable<string> DescribeLimits(FieldSchema field)
    {
        FieldCapacity? capacity = field.IsDynamic ? null : GetCapacity(field);
        (string Text, int? Limit)[] limits = [("at most {0} characters", capacity?.MaxLength), ("{0} decimal places", capacity?.MaxPlaces)];
        return field.Settings.Describe(field.Type).Concat(
            limits.Where(static l => l.Limit is not null).Select(static l => string.Format(CultureInfo.InvariantCulture, l.Text, l.Limit)));
    }

    /// <summary>Determines whether a portal accepts the field but never returns it, so that it can't be read, selected or compared.</summary>
    public bool IsWriteOnly(string code) => WriteOnlyCodes.Contains(code);

    /// <summary>Determines whether a portal filters by the field. It ignores a condition on any other field, and finds every lead.</summary>
    public bool CanFilter(string code) => !ReservedCodes.Contains(code) && !IsWriteOnly(code);

    /// <summary>
    /// Determines whether the portal ignores every write to the field. Portals describe the time and the user of the last activity as writable,
    /// but reset the values that are sent.
    /// </summary>
    public bool IsReadOnly(FieldSchema field) => field.IsReadOnly || field.Code == IdCode || ResetCodes.Contains(field.Code);

    /// <summary>Determines whether an update can change the field.</summary>
    public bool CanUpdate(FieldSchema field) => CanAdd(field) && !field.IsImmutable && field.Code != ContactCode;

    /// <summary>Determines whether a new lead can set the field: any field that an update can write, an immutable field, or the contact.</summary>
    public bool CanAdd(FieldSchema field) =>
        !IsReadOnly(field) && FieldKinds.Get(field).IsWritable && !ReservedCodes.Contains(field.Code);

    /// <summary>Determines whether the address can be set as a whole: all of its parts are texts that can be written and emptied.</summary>
    public bool HasAddress(PortalSchema schema)
    {
        FieldSchema[] parts = [.. schema.Fields.Where(f => AddressParts.Contains(f.Code))];
        return parts.Length > 0
            && parts.All(f => !f.IsMultiple && CanUpdate(f) && FieldKinds.Get(f).IsText && GetClearForm(f) == ClearForm.EmptyText);
    }

    /// <summary>Gets the role of the field in the types that are generated for existing leads.</summary>
    /// <param name="field">The field.</param>
    /// <param name="hasAddress">The result of <see cref="HasAddress"/> for its schema.</param>
    public FieldRole GetRole(FieldSchema field, bool hasAddress)
    {
        return CanUpdate(field) ? GetWritableRole(field, hasAddress) : FieldRole.ReadOnly;
    }

    /// <summary>Gets the role of the field in the type that is generated for new leads.</summary>
    /// <param name="field">The field.</param>
    /// <param name="hasAddress">The result of <see cref="HasAddress"/> for its schema.</param>
    public FieldRole GetDraftRole(FieldSchema field, bool hasAddress) => CanAdd(field) ? GetWritableRole(field, hasAddress) : FieldRole.ReadOnly;

    private FieldRole GetWritableRole(FieldSchema field, bool hasAddress)
    {
        if (field.Type.IsMultiField)
        {
            return FieldRole.MultiField;
        }

        return hasAddress && !field.IsMultiple && FieldKinds.Get(field).IsText && AddressParts.Contains(field.Code) ? FieldRole.AddressPart : FieldRole.Settable;
    }

    /// <summary>Determines whether the field holds HTML, which a portal sanitizes (<see cref="SanitizedHtml"/>).</summary>
    public bool IsHtml(FieldSchema field) => !field.IsMultiple && HtmlCodes.Contains(field.Code) && FieldKinds.Get(field).IsText;

    /// <summary>Determines whether the portal silently keeps the old value when it receives a blank one.</summary>
    public bool IgnoresBlank(string code) => IgnoredIfBlankCodes.Contains(code);

    /// <summary>Determines whether a portal ignores a code that is not in the dictionary of the field. In other fields it stores any text.</summary>
    public bool IgnoresUnknownCodes(string code) => IgnoredIfUnknownCodes.Contains(code);

    /// <summary>Gets the value that empties the field.</summary>
    public ClearForm GetClearForm(FieldSchema field)
    {
        // How crm.item.* empties these fields is not documented.
        if (field.IsItemOnly || !CanUpdate(field) || IgnoresBlank(field.Code) || NotClearableCodes.Contains(field.Code))
        {
            return ClearForm.None;
        }

        (ClearForm standard, ClearForm custom, ClearForm multiple) = FieldKinds.Get(field).Clear;
        return field.IsMultiple ? multiple : field.IsDynamic ? custom : standard;
    }
}
