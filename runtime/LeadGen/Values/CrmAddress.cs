using LeadGen.Schema.Kinds;

namespace LeadGen;

/// <summary>
/// Represents the whole address of a record. A part that is <see langword="null"/> is cleared: two clients that each write some
/// parts would create a mixture of two addresses.
/// </summary>
/// <remarks>
/// A portal ignores an address without any part except a country code, so such an address is rejected: an update can't empty an address.
/// To do that, call <c>crm.address.delete</c>.
/// </remarks>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/requisites/addresses/crm-address-delete.html"/>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/leads/crm-lead-update.html"/>
public sealed record CrmAddress
{
    /// <summary>Street, house (<c>ADDRESS</c>).</summary>
    public string? Address { get; init; }

    /// <summary>Flat, office, floor (<c>ADDRESS_2</c>).</summary>
    public string? Address2 { get; init; }

    /// <summary>Town (<c>ADDRESS_CITY</c>).</summary>
    public string? City { get; init; }

    /// <summary>Postal code (<c>ADDRESS_POSTAL_CODE</c>).</summary>
    public string? PostalCode { get; init; }

    /// <summary>District (<c>ADDRESS_REGION</c>).</summary>
    public string? Region { get; init; }

    /// <summary>Region, state (<c>ADDRESS_PROVINCE</c>).</summary>
    public string? Province { get; init; }

    /// <summary>Country (<c>ADDRESS_COUNTRY</c>).</summary>
    public string? Country { get; init; }

    /// <summary>
    /// Country code (<c>ADDRESS_COUNTRY_CODE</c>). Portals keep it for compatibility only: they store it if <see cref="Country"/> is their
    /// own name of that country, and drop it otherwise.
    /// </summary>
    public string? CountryCode { get; init; }

    /// <summary>The code of the first part, with which the codes of all parts begin.</summary>
    internal const string Key = "ADDRESS";

    /// <summary>Determines whether a field is part of the address: a text, or the ID of its location.</summary>
    internal static bool IsPart(string code) => code == Key || code.StartsWith(Key + "_", StringComparison.Ordinal);

    /// <summary>Gets the parts and their codes, in the order of their fields in generated code.</summary>
    internal (string Code, string? Value)[] Parts =>
    [
        (Key, Address), (Key + "_2", Address2), (Key + "_CITY", City), (Key + "_POSTAL_CODE", PostalCode), (Key + "_REGION", Region),
        (Key + "_PROVINCE", Province), (Key + "_COUNTRY", Country), (Key + "_COUNTRY_CODE", CountryCode),
    ];

    /// <summary>Gets whether a portal ignores the address: all parts are blank, and the country code does not count.</summary>
    internal bool IsIgnored => Array.TrueForAll(Parts[..^1], static part => PhpText.IsBlank(part.Value ?? ""));

    internal static CrmAddress Create(string?[] parts) => new()
    {
        Address = parts[0],
        Address2 = parts[1],
        City = parts[2],
        PostalCode = parts[3],
        Region = parts[4],
        Province = parts[5],
        Country = parts[6],
        CountryCode = parts[7],
    };
}
