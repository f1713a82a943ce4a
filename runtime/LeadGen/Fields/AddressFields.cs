using LeadGen.Schema.Kinds;

namespace LeadGen;

/// <summary>Assigns the parts of an address to their fields.</summary>
internal static class AddressFields
{
    private static readonly string[] s_codes =
        ["ADDRESS", "ADDRESS_2", "ADDRESS_CITY", "ADDRESS_POSTAL_CODE", "ADDRESS_REGION", "ADDRESS_PROVINCE", "ADDRESS_COUNTRY", "ADDRESS_COUNTRY_CODE"];

    /// <summary>Gets the parts with their fields, without those that the schema does not have.</summary>
    /// <exception cref="CrmValueException">A part has a value, and the schema does not have its field.</exception>
    public static List<(CrmField<string> Field, string? Value)> GetValues(this CrmAddress address, CrmField<string>?[] fields)
    {
        List<(CrmField<string> Field, string? Value)> values = [];
        string?[] parts = address.Parts;
        for (int i = 0; i < parts.Length; i++)
        {
            if (fields[i] is { } field)
            {
                values.Add((field, parts[i]));
            }
            else if (!PhpText.IsBlank(parts[i] ?? ""))
            {
                throw new CrmValueException(s_codes[i], "the schema does not have this part of the address, so the value would be lost; leave it out, or fetch the schema again");
            }
        }

        return values;
    }
}
