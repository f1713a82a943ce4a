using System.Globalization;

namespace LeadGen;

/// <summary>Represents the type of the entity that a <see cref="CrmLink"/> points to. Portals store it as a prefix of the entity's ID.</summary>
/// <param name="Prefix">The prefix; empty if portals store only the ID, because the field allows only one type.</param>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/data-types.html"/>
public readonly record struct CrmEntityType(string Prefix)
{
    /// <summary>Gets the type of leads.</summary>
    public static CrmEntityType Lead => new("L");

    /// <summary>Gets the type of deals.</summary>
    public static CrmEntityType Deal => new("D");

    /// <summary>Gets the type of contacts.</summary>
    public static CrmEntityType Contact => new("C");

    /// <summary>Gets the type of companies.</summary>
    public static CrmEntityType Company => new("CO");

    /// <summary>Gets the type of smart invoices.</summary>
    public static CrmEntityType SmartInvoice => new("SI");

    /// <summary>Gets the type of quotes.</summary>
    public static CrmEntityType Quote => new("Q");

    /// <summary>Gets the type of a link in a field that allows only one type. Portals store the ID without a prefix in these fields.</summary>
    public static CrmEntityType WithoutPrefix => new("");

    /// <summary>Gets the prefix; empty if there is none.</summary>
    public string Prefix { get; init; } = Prefix ?? "";

    /// <summary>Gets the type of the items of a smart process from its <c>entityTypeId</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The ID is not positive.</exception>
    public static CrmEntityType SmartProcess(int entityTypeId)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(entityTypeId);
        return new CrmEntityType("T" + entityTypeId.ToString("x", CultureInfo.InvariantCulture));
    }
}
