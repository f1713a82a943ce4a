namespace LeadGen;

/// <summary>What <c>crm.lead.fields</c> says of a field.</summary>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/leads/crm-lead-fields.html"/>
[Flags]
public enum CrmFieldFlags
{
    /// <summary>Nothing special.</summary>
    None = 0,

    /// <summary>A value is demanded when a lead is created.</summary>
    Required = 1,

    /// <summary>The portal ignores every write.</summary>
    ReadOnly = 2,

    /// <summary>The portal ignores writes after the lead was created.</summary>
    Immutable = 4,

    /// <summary>The value is a list.</summary>
    Multiple = 8,

    /// <summary>An administrator made the field.</summary>
    Custom = 16,

    /// <summary>The portal asks not to use the field any more.</summary>
    Deprecated = 32,

    /// <summary>The portal's flags allow a write, but an update of this field alone would be lost or do harm: files, parts of the address.</summary>
    NotUpdatable = 64,

    /// <summary>The portal accepts the field but never returns it: <c>CONTACT_IDS</c>. It can't be read, selected or compared.</summary>
    WriteOnly = 128,
}
