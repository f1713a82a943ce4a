using System.Globalization;
using System.Text.Json;
using LeadGen.Soak.Portal;
using LeadGen.Testing;

namespace LeadGen.Soak.Editing;

/// <summary>Represents the values that a portal stores for one lead, read from the emulator instead of with LeadGen's client.</summary>
internal sealed class ModelState
{
    private const char Separator = '\u001f';
    private const string MultiFieldType = "crm_multifield";

    // The portal changes these fields itself.
    private static readonly HashSet<string> s_untracked =
    [
        "ID", "DATE_CREATE", "DATE_MODIFY", "MODIFY_BY_ID", "MOVED_TIME", "MOVED_BY_ID", "LAST_ACTIVITY_TIME", "LAST_ACTIVITY_BY",
        "HAS_PHONE", "HAS_EMAIL", "HAS_IMOL", "IS_RETURN_CUSTOMER", "STATUS_SEMANTIC_ID",
    ];

    private static readonly string[] s_codes = [.. LeadFields.All.Where(static f => f.PortalType != MultiFieldType && !s_untracked.Contains(f.Code)).Select(static f => f.Code)];
    private static readonly string[] s_multiCodes = [.. LeadFields.All.Where(static f => f.PortalType == MultiFieldType).Select(static f => f.Code)];

    public ModelState(Dictionary<string, string> values, Dictionary<string, List<ModelEntry>> entries)
    {
        Values = values;
        Entries = entries;
    }

    /// <summary>Single values and lists by code, normalized.</summary>
    public Dictionary<string, string> Values { get; }

    /// <summary>Entries of multi-value fields by code.</summary>
    public Dictionary<string, List<ModelEntry>> Entries { get; }

    public static ModelState Read(PortalEmulator portal, long id) => new(
        s_codes.ToDictionary(static code => code, code => Normalize(portal.GetStoredValue(id, code)), StringComparer.Ordinal),
        s_multiCodes.ToDictionary(static code => code, code => ReadEntries(portal.GetStoredValue(id, code)), StringComparer.Ordinal));

    /// <summary>Determines whether one field has the expected state, for a writer that waits for its effect.</summary>
    public static bool IsEqual(PortalEmulator portal, long id, string code, ModelState expected) => expected.Values.TryGetValue(code, out string? value)
        ? Normalize(portal.GetStoredValue(id, code)) == value
        : StateDifference.OfEntries(code, expected.Entries[code], ReadEntries(portal.GetStoredValue(id, code))) is null;

    public ModelState Copy() => new(
        new(Values, StringComparer.Ordinal),
        Entries.ToDictionary(static e => e.Key, static e => new List<ModelEntry>(e.Value), StringComparer.Ordinal));

    /// <summary>Gets the normalized form of a list.</summary>
    public static string Join(IEnumerable<string> items) => string.Join(Separator, items.Select(Normalize).Where(static i => i.Length > 0));

    /// <summary>Gets the items of a normalized list.</summary>
    public static string[] Split(string list) => list.Length == 0 ? [] : list.Split(Separator);

    /// <summary>Gets one form for values that mean the same to a portal: 1.50 and 1.5, and all forms of an empty value.</summary>
    public static string Normalize(string? stored)
    {
        if (stored is null or "" or "0" or "[]")
        {
            return "";
        }

        if (stored[0] == '[')
        {
            using JsonDocument list = JsonDocument.Parse(stored);
            return Join(list.RootElement.EnumerateArray().Select(static e => e.ToString()));
        }

        return (char.IsAsciiDigit(stored[0]) || stored[0] == '-') && decimal.TryParse(stored, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number)
            ? number == 0 ? "" : number.ToString("G29", CultureInfo.InvariantCulture)
            : stored;
    }

    private static List<ModelEntry> ReadEntries(string? stored)
    {
        if (stored is null or "" or "[]")
        {
            return [];
        }

        using JsonDocument list = JsonDocument.Parse(stored);
        return
        [
            .. list.RootElement.EnumerateArray().Select(static e => new ModelEntry(
                long.Parse(e.GetProperty("ID").GetString()!, CultureInfo.InvariantCulture), e.GetProperty("VALUE").GetString()!, e.GetProperty("VALUE_TYPE").GetString()!)),
        ];
    }
}
