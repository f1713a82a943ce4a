namespace LeadGen.Schema;

/// <summary>
/// Defines the size limits of a portal's schema. They prevent a malicious reply or file from exhausting the memory of the
/// compiler or the tool, and are far above real sizes: a portal has at most 1,016 custom fields for leads.
/// </summary>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/leads/userfield/index.html"/>
public static class SchemaLimits
{
    /// <summary>The maximum length of a file in characters, or of a reply in bytes.</summary>
    public const int FileLength = 16 * 1024 * 1024;

    /// <summary>The maximum number of JSON values in a file or a reply.</summary>
    public const int Values = 500_000;

    /// <summary>The maximum length of one text, such as a label, in characters. Portals store texts in columns of 65,535 bytes.</summary>
    public const int TextLength = 65_535;

    /// <summary>The maximum number of fields of a lead.</summary>
    public const int Fields = 5_000;

    /// <summary>The maximum number of items of a list field, and of rows of a list.</summary>
    public const int Items = 20_000;
}
