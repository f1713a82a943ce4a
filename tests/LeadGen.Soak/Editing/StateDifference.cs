using LeadGen.Soak.Portal;

namespace LeadGen.Soak.Editing;

/// <summary>Represents the difference between a portal's state and the expected one.</summary>
/// <param name="Kind">The kind of loss or duplication.</param>
/// <param name="Text">The field and both values.</param>
internal sealed record StateDifference(string Kind, string Text)
{
    private static readonly HashSet<string> s_address =
    [
        LeadFields.Codes.Address, LeadFields.Codes.Address2, LeadFields.Codes.AddressCity, LeadFields.Codes.AddressPostalCode,
        LeadFields.Codes.AddressRegion, LeadFields.Codes.AddressProvince, LeadFields.Codes.AddressCountry, LeadFields.Codes.AddressCountryCode,
    ];

    /// <summary>Gets the first difference; <see langword="null"/> if the states are equal.</summary>
    public static StateDifference? Find(ModelState expected, ModelState actual)
    {
        foreach ((string code, string value) in expected.Values)
        {
            string stored = actual.Values[code];
            if (stored != value)
            {
                string kind = s_address.Contains(code) && stored.Length == 0 ? "erased address part"
                    : stored.Length == 0 ? "lost value"
                    : ModelState.Split(value).Length > ModelState.Split(stored).Length ? "lost list item"
                    : "other value";
                return new StateDifference(kind, $"{code} is '{Show(stored)}' instead of '{Show(value)}'");
            }
        }

        return expected.Entries.Select(e => OfEntries(e.Key, e.Value, actual.Entries[e.Key])).FirstOrDefault(static d => d is not null);
    }

    public static StateDifference? OfEntries(string code, List<ModelEntry> expected, List<ModelEntry> actual)
    {
        List<ModelEntry> left = [.. actual];
        var missing = new List<ModelEntry>();

        // Entries with a known ID first, so that an added entry of the same value does not take their place.
        foreach (ModelEntry entry in expected.OrderBy(static e => e.Id is null))
        {
            int place = left.FindIndex(e => entry.Id is null ? e.Value == entry.Value && e.Type == entry.Type : e == entry);
            if (place < 0)
            {
                missing.Add(entry);
            }
            else
            {
                left.RemoveAt(place);
            }
        }

        if (missing.Count == 0 && left.Count == 0)
        {
            return null;
        }

        bool isDoubled = left.Exists(e => actual.Count(a => a.Value == e.Value) > expected.Count(a => a.Value == e.Value) && expected.Exists(a => a.Value == e.Value));
        return new StateDifference(
            isDoubled ? "duplicate entry" : missing.Count > 0 ? "lost entry" : "unexpected entry",
            $"{code} is [{string.Join(", ", actual.Select(Describe))}] instead of [{string.Join(", ", expected.Select(Describe))}]");
    }

    private static string Show(string value) => string.Join(", ", ModelState.Split(value));

    private static string Describe(ModelEntry entry) => $"{entry.Id?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "new"}:{entry.Value}";
}
