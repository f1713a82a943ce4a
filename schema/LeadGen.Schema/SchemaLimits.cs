namespace LeadGen.Schema;

/// <summary>
/// The limits of a portal's schema. A portal has at most 1,016 custom fields for leads. The limits are far higher, and prevent
/// a malicious reply or file from exhausting the memory of the compiler or the tool.
/// </summary>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/leads/userfield/index.html"/>
public static class SchemaLimits
{
    /// <summary>The most characters of a file, or bytes of an answer.</summary>
    public const int FileLength = 16 * 1024 * 1024;

    /// <summary>The most JSON values in a file or an answer.</summary>
    public const int Values = 500_000;

    /// <summary>The most characters of one text, such as a label: portals store texts in columns of 65,535 bytes.</summary>
    public const int TextLength = 65_535;

    /// <summary>The most fields of a lead.</summary>
    public const int Fields = 5_000;

    /// <summary>The most items of a list field, and rows of a list.</summary>
    public const int Items = 20_000;
}
