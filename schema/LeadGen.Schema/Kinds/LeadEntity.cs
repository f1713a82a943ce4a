using System.Globalization;

namespace LeadGen.Schema.Kinds;

/// <summary>What is peculiar to leads among the entities of Bitrix24's CRM. Everything else goes by the schema.</summary>
public static class LeadEntity
{
    /// <summary>The code of the lead's own id.</summary>
    public const string IdCode = "ID";

    /// <summary>
    /// The code of the ID of the address in the Location module. A portal that gets it without the parts empties the parts, so no
    /// generated type writes it.
    /// </summary>
    public const string AddressLocationCode = "ADDRESS_LOC_ADDR_ID";

    /// <summary>
    /// The code of the lead's first contact. An update with a contact that is already linked to the lead changes nothing; with any other
    /// contact it replaces all contacts. So only a new lead can write it.
    /// </summary>
    public const string ContactCode = "CONTACT_ID";

    /// <summary>The code of the lead's contacts, a list of IDs.</summary>
    public const string ContactsCode = "CONTACT_IDS";

    /// <summary>The parts of a lead's address. Two writers of single parts mix two addresses, so they are written together.</summary>
    public static IReadOnlyList<string> AddressParts { get; } =
    [
        "ADDRESS", "ADDRESS_2", "ADDRESS_CITY", "ADDRESS_POSTAL_CODE",
        "ADDRESS_REGION", "ADDRESS_PROVINCE", "ADDRESS_COUNTRY", "ADDRESS_COUNTRY_CODE",
    ];

    /// <summary>Whether the field is part of the lead's address.</summary>
    public static bool IsAddress(string code) => code == AddressLocationCode || AddressParts.Contains(code);

    /// <summary>Gets whether the field is a part that makes an address. A portal ignores an address without any of them: a country code is not enough.</summary>
    public static bool IsAddressText(string code) => code != "ADDRESS_COUNTRY_CODE" && AddressParts.Contains(code);

    /// <summary>The runtime's type for the kinds of an entry of a multi-value field (work, mobile, …).</summary>
    public static string MultiFieldType(string code) => code switch
    {
        "PHONE" => "global::LeadGen.PhoneType",
        "EMAIL" => "global::LeadGen.EmailType",
        "WEB" => "global::LeadGen.WebType",
        "IM" => "global::LeadGen.ImType",
        _ => "global::LeadGen.MultiFieldType",
    };

    /// <summary>Gets the description of the values of a field: that of its kind, unless the portal treats this field in another way.</summary>
    /// <remarks>See https://apidocs.bitrix24.com/api-reference/crm/leads/management-communication/index.html.</remarks>
    public static string DescriptionOf(FieldSchema field) => IsWriteOnly(field.Code)
        ? "Replaces all contacts of the lead. A portal never returns this field: read the contacts with crm.lead.contact.items.get "
            + "(https://apidocs.bitrix24.com/api-reference/crm/leads/management-communication/crm-lead-contact-items-get.html), and send all contacts to keep."
        : field.Code == AddressLocationCode ? "The ID of the address in the portal's Location module. Read-only: a portal that gets the ID without the parts of the address empties the parts."
        : field.Code == "OPPORTUNITY" ? "The sum. An update also sends IS_MANUAL_OPPORTUNITY = Y, because a portal would otherwise replace the sum by that of the lead's product rows."
        : IsLastActivity(field.Code) ? "Read-only: a portal resets what is sent, even if it describes the field as writable."
        : IsHtml(field) ? "HTML and BBCode. A portal deletes most tags, and the text behind a '<' or '&lt;' that no space follows, so a text that would lose a part is rejected. Put a space behind '<'."
        : FieldKinds.Of(field).Description;

    /// <summary>Gets the values that a portal can store in the field.</summary>
    internal static FieldCapacity? CapacityOf(FieldSchema field) => FieldCapacity.Of(field.Code, field.Type, field.IsDynamic, field.Settings.Precision);

    /// <summary>Describes the limits of the field: its settings and, for a standard field, the capacity that all portals have in common.</summary>
    public static IEnumerable<string> DescribeLimits(FieldSchema field)
    {
        FieldCapacity? capacity = field.IsDynamic ? null : CapacityOf(field);
        (string Text, int? Limit)[] limits = [("at most {0} characters", capacity?.MaxLength), ("{0} decimal places", capacity?.MaxPlaces)];
        return field.Settings.Describe(field.Type).Concat(
            limits.Where(static l => l.Limit is not null).Select(static l => string.Format(CultureInfo.InvariantCulture, l.Text, l.Limit)));
    }

    /// <summary>Whether a portal accepts the field but never returns it, so that it can't be read, selected or compared.</summary>
    public static bool IsWriteOnly(string code) => code == ContactsCode;

    /// <summary>Gets whether a portal filters by the field. It ignores a condition on any other field, and finds every lead.</summary>
    public static bool CanFilter(string code) => code is not ("LINK" or AddressLocationCode) && !IsWriteOnly(code);

    /// <summary>
    /// Gets whether the portal ignores every write to the field. Portals describe the time and the user of the last activity as writable,
    /// but reset what is sent.
    /// </summary>
    public static bool IsReadOnly(FieldSchema field) => field.IsReadOnly || field.Code == IdCode || IsLastActivity(field.Code);

    /// <summary>Gets whether an update can change the field.</summary>
    public static bool CanUpdate(FieldSchema field) => CanAdd(field) && !field.IsImmutable && field.Code != ContactCode;

    /// <summary>Gets whether a call that creates a lead can write the field: all fields that an update can write, immutable fields and the contact.</summary>
    public static bool CanAdd(FieldSchema field) =>
        // Open channels write LINK.
        !IsReadOnly(field) && FieldKinds.Of(field).IsWritable && field.Code is not ("LINK" or AddressLocationCode);

    /// <summary>Whether the parts of the address make a whole that can be set: all of them are texts that can be written and emptied.</summary>
    public static bool HasAddress(PortalSchema schema)
    {
        FieldSchema[] parts = [.. schema.Fields.Where(static f => AddressParts.Contains(f.Code))];
        return parts.Length > 0
            && parts.All(static f => !f.IsMultiple && CanUpdate(f) && FieldKinds.Of(f).ClrType == "string" && ClearOf(f) == ClearForm.EmptyText);
    }

    /// <summary>How the types that are generated for existing leads offer the field.</summary>
    /// <param name="field">The field.</param>
    /// <param name="hasAddress">What <see cref="HasAddress"/> says of its schema.</param>
    public static FieldRole RoleOf(FieldSchema field, bool hasAddress)
    {
        return CanUpdate(field) ? WrittenRoleOf(field, hasAddress) : FieldRole.ReadOnly;
    }

    /// <summary>How the type that is generated for new leads offers the field.</summary>
    /// <param name="field">The field.</param>
    /// <param name="hasAddress">What <see cref="HasAddress"/> says of its schema.</param>
    public static FieldRole RoleOnAdd(FieldSchema field, bool hasAddress) => CanAdd(field) ? WrittenRoleOf(field, hasAddress) : FieldRole.ReadOnly;

    private static FieldRole WrittenRoleOf(FieldSchema field, bool hasAddress)
    {
        if (field.Type == "crm_multifield")
        {
            return FieldRole.MultiField;
        }

        return (field.IsMultiple, FieldKinds.Of(field).ClrType) switch
        {
            (false, "string") when hasAddress && AddressParts.Contains(field.Code) => FieldRole.AddressPart,
            _ => FieldRole.Settable,
        };
    }

    /// <summary>Gets whether the field holds HTML, which a portal sanitizes (<see cref="SanitizedHtml"/>).</summary>
    public static bool IsHtml(FieldSchema field) => field is { Code: "COMMENTS", IsMultiple: false } && FieldKinds.Of(field).ClrType == "string";

    /// <summary>Whether the portal silently keeps the old value when it gets a blank one.</summary>
    public static bool RefusesBlank(string code) => code is "TITLE" or "STATUS_ID";

    /// <summary>Gets whether a portal ignores a code that is not in the dictionary of the field. In other fields it stores any text.</summary>
    public static bool IgnoresUnknownCodes(string code) => code == "STATUS_ID";

    /// <summary>What empties the field.</summary>
    public static ClearForm ClearOf(FieldSchema field)
    {
        // The contacts of a lead are emptied by crm.lead.contact.items.delete alone.
        if (!CanUpdate(field) || RefusesBlank(field.Code) || field.Code == ContactsCode)
        {
            return ClearForm.None;
        }

        FieldKind kind = FieldKinds.Of(field);
        return field.IsMultiple ? kind.ClearMultiple : field.IsDynamic ? kind.ClearCustom : kind.ClearStandard;
    }

    private static bool IsLastActivity(string code) => code is "LAST_ACTIVITY_TIME" or "LAST_ACTIVITY_BY";
}
