using LeadGen.Schema;
using LeadGen.Schema.Kinds;

namespace LeadGen.Storage;

/// <summary>Defines how a portal stores and returns the values of a field type.</summary>
public sealed record StorageRules
{
    private static readonly StorageRules s_text = new() { Store = PortalStorage.Text };
    private static readonly StorageRules s_id = new() { Store = PortalStorage.Integer };
    private static readonly StorageRules s_idInList = s_id with { IsEmptyListFalse = true };

    private static readonly Dictionary<FieldType, StorageRules> s_byType = new()
    {
        [FieldType.String] = s_text,
        [FieldType.Text] = s_text,
        [FieldType.Url] = s_text,
        [FieldType.Currency] = s_text,
        [FieldKinds.ApplicationType] = s_text,
        [FieldType.Link] = s_text with { IsEmptyListFalse = true },
        [FieldType.Integer] = s_idInList,
        [FieldType.Int] = s_idInList,
        [FieldType.Employee] = s_idInList,
        [FieldType.BlockElement] = s_idInList,
        [FieldType.BlockSection] = s_idInList,
        [FieldType.User] = s_id,
        [FieldType.Company] = s_id,
        [FieldType.Contact] = s_id,
        [FieldType.Lead] = s_id,
        [FieldType.Deal] = s_id,
        [FieldType.Quote] = s_id,
        [FieldType.Entity] = s_id,
        [FieldType.Category] = s_id,
        [FieldType.Location] = s_id,
        [FieldType.ResourceBooking] = new() { Store = static (_, _, _) => Stored.Drop("bookings are created through calendar.resource.booking.*"), IsEmptyListFalse = true },
        [FieldType.Double] = new() { Store = PortalStorage.Number },
        [FieldType.Char] = new() { Store = PortalStorage.YesNo },
        [FieldType.Boolean] = new() { Store = PortalStorage.Boolean },
        [FieldType.Date] = new() { Store = PortalStorage.Date, Read = PortalStorage.FormatDate, Empty = PhpValue.EmptyText },
        [FieldType.DateTime] = new() { Store = PortalStorage.Time, Read = PortalStorage.FormatTime, Empty = PhpValue.EmptyText },
        [FieldType.Status] = new() { Store = PortalStorage.Status },
        [FieldType.Enumeration] = new() { Store = PortalStorage.Enumeration },
        [FieldType.Money] = new() { Store = PortalStorage.Money },
        [FieldType.Address] = new() { Store = PortalStorage.MapAddress },
        [FieldType.File] = new() { Store = PortalStorage.File },
        [FieldType.MultiField] = new() { Store = static (_, sent, _) => Stored.Keep(sent) },
    };

    /// <summary>Gets the rules of unknown types.</summary>
    public static StorageRules Raw { get; } = new() { Store = PortalStorage.Raw };

    /// <summary>Gets the function that simulates how a portal stores one value.</summary>
    public required Func<FieldSchema, PhpValue, PortalClock, Stored> Store { get; init; }

    /// <summary>Gets the function that simulates how a portal returns a stored value that is not empty.</summary>
    public Func<PhpValue, PortalClock, PhpValue> Read { get; init; } = static (kept, _) => kept;

    /// <summary>Gets the value that a portal returns for an empty field that is not multiple.</summary>
    public PhpValue Empty { get; init; } = PhpValue.Null;

    /// <summary>Gets whether a portal returns <c>false</c> instead of <c>[]</c> for an empty list.</summary>
    public bool IsEmptyListFalse { get; init; }

    /// <summary>Gets the rules of a type, or <see cref="Raw"/> for an unknown type.</summary>
    public static StorageRules Get(FieldType type) =>
        s_byType.TryGetValue(type, out StorageRules? rules) ? rules : type.IsRegisteredByApplication ? s_text : Raw;

    /// <summary>Gets the rules of a field. A <c>crm_status</c> field without a dictionary contains plain text.</summary>
    public static StorageRules Get(FieldSchema field) =>
        field is { Type.IsStatusList: true, StatusType: null } ? s_text : Get(field.Type);
}
