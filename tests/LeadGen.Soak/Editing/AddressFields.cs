using LeadGen.Soak.Portal;

namespace LeadGen.Soak.Editing;

/// <summary>The address, which is written as a whole.</summary>
internal sealed class AddressFields : EditedField
{
    private static readonly string[] s_codes =
    [
        LeadFields.Codes.Address, LeadFields.Codes.Address2, LeadFields.Codes.AddressCity, LeadFields.Codes.AddressPostalCode,
        LeadFields.Codes.AddressRegion, LeadFields.Codes.AddressProvince, LeadFields.Codes.AddressCountry, LeadFields.Codes.AddressCountryCode,
    ];

    public override IReadOnlyList<string> Codes => s_codes;

    public override bool IsOftenEdited => true;

    public override Operation Edit(EditContext context) => Array.TrueForAll(s_codes, context.IsRequested) && context.Chance(0.6)
        ? ChangeCity(context, mustBeRejected: false)
        : Replace(context);

    public override Operation? EditUnread(EditContext context) =>
        Array.TrueForAll(s_codes, context.IsRequested) ? null : ChangeCity(context, mustBeRejected: true);

    public override string? CheckRead(Lead lead, EditContext context)
    {
        string[] read = Parts(lead.GetAddress());
        int place = Array.FindIndex(s_codes, code => read[Array.IndexOf(s_codes, code)] != context.Read.Values[code]);
        return place < 0 ? null : $"{s_codes[place]} was read as '{read[place]}' instead of '{context.Read.Values[s_codes[place]]}'";
    }

    public override (Patch Patch, Dictionary<string, object> Fields) Overwrite(EditContext context)
    {
        // A portal ignores a country code alone.
        string code = s_codes[context.Random.Next(s_codes.Length - 1)];
        var patch = new Patch();
        patch.Set(code, context.Text());
        return (patch, new() { [code] = context.Text() });
    }

    private static Operation ChangeCity(EditContext context, bool mustBeRejected) => new(
        "changed part of the address",
        mustBeRejected,
        (before, after, update) => Write(context, after, update, before.GetAddress() with { City = context.Text() }),
        patch =>
        {
            foreach (string code in mustBeRejected ? [] : s_codes)
            {
                patch.Set(code, context.Read.Values[code]);
            }

            patch.Set(LeadFields.Codes.AddressCity, context.Text());
        });

    private static Operation Replace(EditContext context)
    {
        var address = new CrmAddress
        {
            Address = context.Text(1),
            City = context.Text(2),
            PostalCode = context.Chance(0.5) ? context.Text(3) : null,
            Region = context.Chance(0.5) ? context.Text(4) : "",
            Country = context.Text(5),
        };
        string[] wanted = Parts(address);
        return new Operation(
            "new address",
            MustBeRejected: false,
            (_, after, update) => Write(context, after, update, address),
            patch =>
            {
                bool isSame = s_codes.Select((code, i) => context.IsRequested(code) && context.Read.Values[code] == wanted[i]).All(static same => same);
                for (int i = 0; i < s_codes.Length && !(context.IsByRecord && isSame); i++)
                {
                    patch.Set(s_codes[i], wanted[i]);
                }
            });
    }

    private static void Write(EditContext context, Lead after, LeadUpdate update, CrmAddress address)
    {
        if (context.IsByRecord)
        {
            after.SetAddress(address);
        }
        else
        {
            update.SetAddress(address);
        }
    }

    private static string[] Parts(CrmAddress a) =>
        [.. new[] { a.Address, a.Address2, a.City, a.PostalCode, a.Region, a.Province, a.Country, a.CountryCode }.Select(static p => p ?? "")];
}
