namespace LeadGen.Schema.Kinds;

/// <summary>Defines the behavior of all field types that LeadGen knows.</summary>
/// <remarks>
/// The runtime does not reference this assembly, so its <c>SnapshotComparison</c> repeats which types have the same values.
/// <c>TypeAgreementTests</c> checks that both agree.
/// </remarks>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/data-types.html"/>
public static class FieldKinds
{
    /// <summary>Gets the pattern that represents all types that applications register.</summary>
    public static FieldType ApplicationType => new("rest_*");

    /// <summary>Gets the kind of unknown types, whose values are raw JSON.</summary>
    public static FieldKind Raw { get; } = new()
    {
        Types = [],
        ClrType = "global::System.Text.Json.JsonElement",
        Format = "Raw",
        Clear = (ClearForm.EmptyText, ClearForm.EmptyText, ClearForm.EmptyList),
        Description = "LeadGen does not know the type. The JSON is sent and read without checks.",
    };

    /// <summary>Gets all kinds except <see cref="Raw"/>.</summary>
    public static IReadOnlyList<FieldKind> All { get; } =
    [
        new()
        {
            Types = [FieldType.String, FieldType.Text],
            ClrType = "string",
            IsClass = true,
            Format = "Text",
            Clear = (ClearForm.EmptyText, ClearForm.EmptyText, ClearForm.EmptyList),
            Description = "Text.",
            Limits = ValueLimits.Text,
        },
        new()
        {
            Types = [FieldType.Url],
            ClrType = "string",
            IsClass = true,
            Format = "Text",
            Clear = (ClearForm.EmptyText, ClearForm.EmptyText, ClearForm.EmptyList),
            Description = "A web address. The https:// prefix is optional.",
            Limits = ValueLimits.Text,
        },
        new()
        {
            Types = [ApplicationType],
            ClrType = "string",
            IsClass = true,
            Format = "Text",
            Clear = (ClearForm.EmptyText, ClearForm.EmptyText, ClearForm.EmptyList),
            Description = "Text in a format defined by the application that registered the field type.",
        },
        new()
        {
            Types = [FieldType.Integer, FieldType.Int],
            ClrType = "long",
            Format = "Integer",
            Clear = (ClearForm.Zero, ClearForm.EmptyText, ClearForm.EmptyList),
            Description = "A whole number from -2147483648 to 2147483647.",
            Limits = ValueLimits.Range,
        },
        new()
        {
            Types = [FieldType.Double],
            ClrType = "decimal",
            Format = "Number",
            Clear = (ClearForm.Zero, ClearForm.EmptyText, ClearForm.EmptyList),
            Description = "A number of at most 14 significant digits. Sent as text with a decimal point.",
            Limits = ValueLimits.Range | ValueLimits.Precision,
        },
        new()
        {
            Types = [FieldType.Char],
            ClrType = "bool",
            Format = "YesNo",
            Clear = (ClearForm.None, ClearForm.None, ClearForm.EmptyList),
            Description = "Yes or no. Sent as Y or N.",
        },
        new()
        {
            Types = [FieldType.Boolean],
            ClrType = "bool",
            Format = "Boolean",
            Clear = (ClearForm.Zero, ClearForm.Zero, ClearForm.EmptyList),
            Description = "Yes or no. Sent as 1 or 0. Clearing the field sets it to no.",
        },
        new()
        {
            Types = [FieldType.Date],
            ClrType = "global::System.DateOnly",
            Format = "Date",
            Clear = (ClearForm.EmptyText, ClearForm.EmptyText, ClearForm.EmptyText),
            Description = "A date. Sent as YYYY-MM-DD. A portal returns a time near midnight UTC in its own time zone, which is read as the same date.",
        },
        new()
        {
            Types = [FieldType.DateTime],
            ClrType = "global::System.DateTimeOffset",
            Format = "DateTime",
            Clear = (ClearForm.EmptyText, ClearForm.EmptyText, ClearForm.EmptyText),
            Description = "A date and time with a precision of one second. Always sent with the UTC offset. A portal returns it in its own time zone.",
        },
        new()
        {
            Types = [FieldType.User],
            ClrType = "long",
            Format = "Id",
            Clear = (ClearForm.None, ClearForm.EmptyText, ClearForm.EmptyList),
            Description = "The ID of a user.",
        },
        new()
        {
            Types =
            [
                FieldType.Company, FieldType.Contact, FieldType.Lead, FieldType.Deal, FieldType.Quote, FieldType.Entity, FieldType.Category, FieldType.Location,
            ],
            ClrType = "long",
            Format = "Id",
            Clear = (ClearForm.Zero, ClearForm.Zero, ClearForm.EmptyList),
            Description = "The ID of a CRM entity. 0 means that there is no entity and is read as null.",
        },
        new()
        {
            Types = [FieldType.Employee],
            ClrType = "long",
            Format = "Id",
            Clear = (ClearForm.EmptyText, ClearForm.EmptyText, ClearForm.EmptyList),
            Description = "The ID of an employee.",
        },
        new()
        {
            Types = [FieldType.BlockElement, FieldType.BlockSection],
            ClrType = "long",
            Format = "Id",
            Clear = (ClearForm.EmptyText, ClearForm.EmptyText, ClearForm.EmptyList),
            Description = "The ID of an element or section of an information block.",
        },
        new()
        {
            Types = [FieldType.Currency],
            ClrType = "string",
            IsClass = true,
            Format = "Text",
            Clear = (ClearForm.None, ClearForm.None, ClearForm.EmptyList),
            Description = "The code of a currency that is active on the portal, such as RUB.",
        },
        new()
        {
            Types = [FieldType.Status],
            ClrType = "{0}",
            Format = "Code<{0}>({1})",
            Clear = (ClearForm.EmptyText, ClearForm.EmptyText, ClearForm.EmptyList),
            Description = "A code from the portal's dictionary. A portal reports no error for an unknown code: it ignores it in STATUS_ID, and stores it in other fields.",
        },
        new()
        {
            Types = [FieldType.Enumeration],
            ClrType = "{0}",
            Format = "Enumeration<{0}>()",
            Clear = (ClearForm.EmptyText, ClearForm.EmptyText, ClearForm.EmptyList),
            Description = "One of the field's items. Sent as the ID of the item. IDs that are not in the schema are read as numbers.",
        },
        new()
        {
            Types = [FieldType.Money],
            ClrType = "global::LeadGen.Money",
            Format = "Money",
            Clear = (ClearForm.EmptyText, ClearForm.EmptyText, ClearForm.EmptyList),
            Description = "An amount and its currency. Sent as 300.50|RUB.",
        },
        new()
        {
            Types = [FieldType.Address],
            ClrType = "global::LeadGen.MapAddress",
            Format = "MapAddress",
            Clear = (ClearForm.EmptyText, ClearForm.EmptyText, ClearForm.EmptyList),
            Description = "An address with its location on the map. Sent as text|latitude;longitude|. A portal appends the ID of a location when it returns the value, and drops an ID that is sent.",
        },
        new()
        {
            Types = [FieldType.Link],
            ClrType = "global::LeadGen.CrmLink",
            Format = "CrmLink",
            Clear = (ClearForm.EmptyText, ClearForm.EmptyText, ClearForm.EmptyList),
            Description = "A link to another CRM entity. Sent as D_12 or T94_5.",
        },
        new()
        {
            Types = [FieldType.File],
            ClrType = "global::LeadGen.CrmFile",
            IsClass = true,
            Format = "File",
            Clear = (ClearForm.None, ClearForm.None, ClearForm.None),
            IsWritable = false,
            Description = $"A file. {EntitySchema.Lead.Method("update")} silently ignores most ways to send a file. Use UpdateFilesAsync, which calls crm.item.update (https://apidocs.bitrix24.com/api-reference/files/how-to-update-files.html).",
        },
        new()
        {
            Types = [FieldType.ResourceBooking],
            ClrType = "long",
            Format = "Id",
            Clear = (ClearForm.None, ClearForm.None, ClearForm.None),
            IsWritable = false,
            Description = "IDs of resource bookings, which are created through calendar.resource.booking.*.",
        },
        new()
        {
            Types = [FieldType.MultiField],
            ClrType = "global::LeadGen.MultiFieldEntry<{0}>",
            Format = "MultiField<{0}>()",
            Clear = (ClearForm.None, ClearForm.None, ClearForm.None),
            Description = "A list of entries, each with an ID. An update adds, changes or removes single entries and does not change the others.",
        },
    ];

    private static readonly Dictionary<FieldType, FieldKind> s_byType =
        All.SelectMany(static kind => kind.Types, static (kind, type) => (kind, type)).ToDictionary(static x => x.type, static x => x.kind);

    /// <summary>Gets the kind of a type, or <see cref="Raw"/> for an unknown type.</summary>
    public static FieldKind Get(FieldType type) =>
        s_byType.TryGetValue(type, out FieldKind? kind) ? kind
        : type.IsRegisteredByApplication ? s_byType[ApplicationType]
        : Raw;

    /// <summary>Gets the kind of a field. A <c>crm_status</c> field without a dictionary contains plain text.</summary>
    public static FieldKind Get(FieldSchema field) =>
        field is { Type.IsStatusList: true, StatusType: null } ? Get(FieldType.String) : Get(field.Type);
}
