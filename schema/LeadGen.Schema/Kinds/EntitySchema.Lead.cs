namespace LeadGen.Schema.Kinds;

public sealed partial record EntitySchema
{
    /// <summary>Gets the description of leads.</summary>
    /// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/leads/index.html"/>
    // Code that is only about leads uses this row directly: as an argument, it would have one value in all calls.
    public static EntitySchema Lead { get; } = new()
    {
        Name = "lead",
        MethodPrefix = "crm.lead",
        EntityTypeId = 1,
        UserFieldEntityId = "CRM_LEAD",
        ClassName = "Lead",
        AddressParts = ["ADDRESS", "ADDRESS_2", "ADDRESS_CITY", "ADDRESS_POSTAL_CODE", "ADDRESS_REGION", "ADDRESS_PROVINCE", "ADDRESS_COUNTRY", "ADDRESS_COUNTRY_CODE"],
        AddressCountryCode = "ADDRESS_COUNTRY_CODE",
        AddressLocationCode = "ADDRESS_LOC_ADDR_ID",
        ContactCode = "CONTACT_ID",
        ContactsCode = "CONTACT_IDS",
        AmountCode = "OPPORTUNITY",
        IsManualAmountCode = "IS_MANUAL_OPPORTUNITY",
        IgnoredIfBlankCodes = ["TITLE", "STATUS_ID"],
        IgnoredIfUnknownCodes = ["STATUS_ID"],
        SortedLastCodes = ["STATUS_ID"],

        // Only crm.lead.contact.items.delete removes the last contact.
        NotClearableCodes = ["CONTACT_IDS"],
        WriteOnlyCodes = ["CONTACT_IDS"],
        ResetCodes = ["LAST_ACTIVITY_TIME", "LAST_ACTIVITY_BY"],

        // Open channels write LINK.
        ReservedCodes = ["LINK", "ADDRESS_LOC_ADDR_ID"],
        HtmlCodes = ["COMMENTS"],
        MultiFields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PHONE"] = "PhoneType",
            ["EMAIL"] = "EmailType",
            ["WEB"] = "WebType",
            ["IM"] = "ImType",
        },

        // See https://apidocs.bitrix24.com/api-reference/crm/universal/object-fields.html.
        RenamedItemFields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["STATUS_ID"] = "stageId",
            ["STATUS_SEMANTIC_ID"] = "stageSemanticId",
            ["CREATED_BY_ID"] = "createdBy",
            ["MODIFY_BY_ID"] = "updatedBy",
            ["MOVED_BY_ID"] = "movedBy",
            ["DATE_CREATE"] = "createdTime",
            ["DATE_MODIFY"] = "updatedTime",
        },

        ItemOnlyFields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["observers"] = "OBSERVERS",
            ["webformId"] = "WEBFORM_ID",
        },

        // See https://apidocs.bitrix24.com/tutorials/crm/how-to-edit-crm-objects/how-to-make-contact-edit-card.html.
        ImmutableItemFields = ["WEBFORM_ID"],

        // See https://apidocs.bitrix24.com/api-reference/crm/leads/management-communication/index.html.
        Descriptions = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["CONTACT_IDS"] = "Replaces all contacts of the lead. A portal never returns this field: read the contacts with crm.lead.contact.items.get "
                + "(https://apidocs.bitrix24.com/api-reference/crm/leads/management-communication/crm-lead-contact-items-get.html), and send all contacts to keep.",
            ["ADDRESS_LOC_ADDR_ID"] = "The ID of the address in the portal's Location module. Read-only: a portal that receives the ID without the parts of the address empties the parts.",
            ["OPPORTUNITY"] = "The amount. An update also sends IS_MANUAL_OPPORTUNITY = Y, because a portal would otherwise replace the amount with the total of product rows.",
            ["LAST_ACTIVITY_TIME"] = LastActivity,
            ["LAST_ACTIVITY_BY"] = LastActivity,
        },
    };

    private const string LastActivity = "Read-only: a portal resets the values that are sent, even if it describes the field as writable.";
}
