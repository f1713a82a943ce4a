namespace LeadGen;

/// <summary>Specifies properties of a field, most of them from <c>crm.lead.fields</c>.</summary>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/leads/crm-lead-fields.html"/>
[Flags]
public enum CrmFieldFlags
{
    /// <summary>No flags.</summary>
    None = 0,

    /// <summary>A new record must have a value.</summary>
    Required = 1,

    /// <summary>The portal ignores all writes.</summary>
    ReadOnly = 2,

    /// <summary>The portal ignores writes after the record was created.</summary>
    Immutable = 4,

    /// <summary>The value is a list.</summary>
    Multiple = 8,

    /// <summary>The field is a custom field.</summary>
    Custom = 16,

    /// <summary>The portal marks the field as deprecated.</summary>
    Deprecated = 32,

    /// <summary>The portal's flags allow writes, but an update of this field alone would be dropped or damage other data: files, parts of the address, <c>CONTACT_ID</c>.</summary>
    NotUpdatable = 64,

    /// <summary><c>crm.lead.*</c> accepts the field but never returns it: <c>CONTACT_IDS</c>. The field can't be selected or used in a condition.</summary>
    WriteOnly = 128,

    /// <summary>The portal ignores a condition on the field and returns every record, so queries reject such a condition.</summary>
    NotFilterable = 256,

    /// <summary>Only <c>crm.item.*</c> has the field, so calls with it are sent through <see cref="LeadApi.Item"/>.</summary>
    ItemOnly = 512,
}
