namespace LeadGen.Schema.Kinds;

/// <summary>The table of field kinds: the one place that knows how a type of field behaves. A new Bitrix24 type is one new entry.</summary>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/data-types.html"/>
public static class FieldKinds
{
    /// <summary>A field of a type that LeadGen does not know: raw JSON, written and read as it is.</summary>
    public static FieldKind Raw { get; } = new()
    {
        Types = [],
        ClrType = "global::System.Text.Json.Nodes.JsonNode",
        IsClass = true,
        Format = "Raw",
        ClearStandard = ClearForm.EmptyText,
        ClearCustom = ClearForm.EmptyText,
        ClearMultiple = ClearForm.EmptyList,
        Description = "LeadGen does not know the type: the JSON is sent and read as it is, unchecked.",
        Store = static (_, sent, _) => Stored.Keep(sent),
    };

    /// <summary>Every kind but <see cref="Raw"/>.</summary>
    public static IReadOnlyList<FieldKind> All { get; } =
    [
        new()
        {
            Types = ["string", "text", "url"],
            ClrType = "string",
            IsClass = true,
            Format = "Text",
            ClearStandard = ClearForm.EmptyText,
            ClearCustom = ClearForm.EmptyText,
            ClearMultiple = ClearForm.EmptyList,
            Description = "Text.",
            Store = PortalStorage.Text,
        },
        new()
        {
            Types = ["integer", "int"],
            ClrType = "long",
            Format = "Integer",
            ClearStandard = ClearForm.Zero,
            ClearCustom = ClearForm.EmptyText,
            ClearMultiple = ClearForm.EmptyList,
            Description = "A whole number.",
            Store = PortalStorage.Integer,
        },
        new()
        {
            Types = ["double"],
            ClrType = "decimal",
            Format = "Number",
            ClearStandard = ClearForm.Zero,
            ClearCustom = ClearForm.EmptyText,
            ClearMultiple = ClearForm.EmptyList,
            Description = "A number. Sent as text with a decimal point, so that no digit is lost on the way.",
            Store = PortalStorage.Number,
        },
        new()
        {
            Types = ["char"],
            ClrType = "bool",
            Format = "YesNo",
            ClearStandard = ClearForm.None,
            ClearCustom = ClearForm.None,
            ClearMultiple = ClearForm.EmptyList,
            Description = "Yes or no; Y or N on the wire.",
            Store = PortalStorage.YesNo,
        },
        new()
        {
            Types = ["boolean"],
            ClrType = "bool",
            Format = "Boolean",
            ClearStandard = ClearForm.Zero,
            ClearCustom = ClearForm.Zero,
            ClearMultiple = ClearForm.EmptyList,
            Description = "Yes or no; 1 or 0 on the wire. Emptying it means no.",
            Store = PortalStorage.Boolean,
        },
        new()
        {
            Types = ["date"],
            ClrType = "global::System.DateOnly",
            Format = "Date",
            ClearStandard = ClearForm.EmptyText,
            ClearCustom = ClearForm.EmptyText,
            ClearMultiple = ClearForm.ListOfEmptyText,
            Description = "A day. Sent as YYYY-MM-DD; a portal answers midnight UTC in its own zone, which is read as the same day.",
            Store = PortalStorage.Date,
            Give = PortalStorage.GiveDate,
            Empty = PhpValue.EmptyText,
        },
        new()
        {
            Types = ["datetime"],
            ClrType = "global::System.DateTimeOffset",
            Format = "DateTime",
            ClearStandard = ClearForm.EmptyText,
            ClearCustom = ClearForm.EmptyText,
            ClearMultiple = ClearForm.ListOfEmptyText,
            Description = "A moment, to the second. Always sent with its offset; a portal answers in its own zone.",
            Store = PortalStorage.Time,
            Give = PortalStorage.GiveTime,
            Empty = PhpValue.EmptyText,
        },
        new()
        {
            Types = ["user"],
            ClrType = "long",
            Format = "Id",
            ClearStandard = ClearForm.None,
            ClearCustom = ClearForm.EmptyText,
            ClearMultiple = ClearForm.EmptyList,
            Description = "The id of a user.",
            Store = PortalStorage.Integer,
        },
        new()
        {
            Types =
            [
                "crm_company", "crm_contact", "crm_lead", "crm_deal", "crm_quote", "crm_entity", "crm_category", "location",
            ],
            ClrType = "long",
            Format = "Id",
            ClearStandard = ClearForm.Zero,
            ClearCustom = ClearForm.Zero,
            ClearMultiple = ClearForm.EmptyList,
            Description = "The id of an entity. 0 means none, and is read as null.",
            Store = PortalStorage.Integer,
        },
        new()
        {
            Types = ["employee", "iblock_element", "iblock_section"],
            ClrType = "long",
            Format = "Id",
            ClearStandard = ClearForm.EmptyText,
            ClearCustom = ClearForm.EmptyText,
            ClearMultiple = ClearForm.EmptyList,
            Description = "The id of an employee, or of an element or section of an information block.",
            Store = PortalStorage.Integer,
        },
        new()
        {
            Types = ["crm_currency"],
            ClrType = "string",
            IsClass = true,
            Format = "Text",
            ClearStandard = ClearForm.None,
            ClearCustom = ClearForm.None,
            ClearMultiple = ClearForm.EmptyList,
            Description = "The code of a currency that is active on the portal, such as RUB.",
            Store = PortalStorage.Text,
        },
        new()
        {
            Types = ["crm_status"],
            ClrType = "{0}",
            Format = "Code<{0}>()",
            ClearStandard = ClearForm.EmptyText,
            ClearCustom = ClearForm.EmptyText,
            ClearMultiple = ClearForm.EmptyList,
            Description = "A code of the portal's dictionary. A portal stores any text without a word, also one that is no code.",
            Store = PortalStorage.Status,
        },
        new()
        {
            Types = ["enumeration"],
            ClrType = "{0}",
            Format = "Enumeration<{0}>()",
            ClearStandard = ClearForm.EmptyText,
            ClearCustom = ClearForm.EmptyText,
            ClearMultiple = ClearForm.EmptyList,
            Description = "One of the field's items; the item's id on the wire. Ids that the schema does not list survive.",
            Store = PortalStorage.Enumeration,
        },
        new()
        {
            Types = ["money"],
            ClrType = "global::LeadGen.Money",
            Format = "Money",
            ClearStandard = ClearForm.EmptyText,
            ClearCustom = ClearForm.EmptyText,
            ClearMultiple = ClearForm.EmptyList,
            Description = "An amount and its currency; 300.50|RUB on the wire.",
            Store = PortalStorage.Money,
        },
        new()
        {
            Types = ["address"],
            ClrType = "global::LeadGen.MapAddress",
            Format = "MapAddress",
            ClearStandard = ClearForm.EmptyText,
            ClearCustom = ClearForm.EmptyText,
            ClearMultiple = ClearForm.EmptyList,
            Description = "An address with its place on the map; text|latitude;longitude|id on the wire.",
            Store = PortalStorage.Text,
        },
        new()
        {
            Types = ["crm"],
            ClrType = "global::LeadGen.CrmLink",
            Format = "CrmLink",
            ClearStandard = ClearForm.EmptyText,
            ClearCustom = ClearForm.EmptyText,
            ClearMultiple = ClearForm.EmptyList,
            Description = "A link to another entity; D_12 or T94_5 on the wire.",
            Store = PortalStorage.Text,
        },
        new()
        {
            Types = ["file"],
            ClrType = "global::LeadGen.LeadFile",
            IsClass = true,
            Format = "File",
            ClearStandard = ClearForm.None,
            ClearCustom = ClearForm.None,
            ClearMultiple = ClearForm.None,
            IsWritable = false,
            Description = "A file. crm.lead.update ignores most forms of one without a word; change it through crm.item.update (https://apidocs.bitrix24.com/api-reference/files/how-to-update-files.html).",
            Store = PortalStorage.File,
        },
        new()
        {
            Types = ["resourcebooking"],
            ClrType = "long",
            Format = "Id",
            ClearStandard = ClearForm.None,
            ClearCustom = ClearForm.None,
            ClearMultiple = ClearForm.None,
            IsWritable = false,
            Description = "Ids of resource bookings, which are made through calendar.resource.booking.*.",
            Store = static (_, _, _) => Stored.Drop("bookings are made through calendar.resource.booking.*"),
        },
        new()
        {
            Types = ["crm_multifield"],
            ClrType = "global::LeadGen.MultiFieldEntry<{0}>",
            Format = "MultiField<{0}>()",
            ClearStandard = ClearForm.None,
            ClearCustom = ClearForm.None,
            ClearMultiple = ClearForm.None,
            Description = "Entries with ids of their own: an update adds, changes or removes single entries and leaves the others.",
            Store = static (_, sent, _) => Stored.Keep(sent),
        },
    ];

    private static readonly Dictionary<string, FieldKind> s_byType =
        All.SelectMany(static kind => kind.Types, static (kind, type) => (kind, type)).ToDictionary(static x => x.type, static x => x.kind, StringComparer.Ordinal);

    /// <summary>The kind of a type; <see cref="Raw"/> for a type that is not in the table.</summary>
    public static FieldKind Of(string type) => s_byType.TryGetValue(type, out FieldKind? kind) ? kind : Raw;

    /// <summary>The kind of a field. A <c>crm_status</c> field without a dictionary holds plain text.</summary>
    public static FieldKind Of(FieldSchema field) =>
        field is { Type: "crm_status", StatusType: null } ? Of("string") : Of(field.Type);
}
