using LeadGen.Schema.Kinds;

namespace LeadGen;

/// <summary>Assigns the parts of an address to their fields.</summary>
internal static class AddressFields
{
    /// <summary>Gets the parts with their fields, without those that the schema does not have.</summary>
    /// <exception cref="CrmValueException">A part has a value, and the schema does not have its field.</exception>
    public static List<(CrmField<string> Field, string? Value)> GetValues(this CrmAddress address, CrmField<string>?[] fields)
    {
        List<(CrmField<string> Field, string? Value)> values = [];
        foreach (((string code, string? value), CrmField<string>? field) in address.Parts.Zip(fields))
        {
            if (field is not null)
            {
                values.Add((field, value));
            }
            else if (!PhpText.IsBlank(value ?? ""))
            {
                throw new CrmValueException(code, "the schema does not have this part of the address, so the value would be lost; leave it out, or fetch the schema again");
            }
        }

        return values;
    }
}
