using LeadGen.Schema;
using LeadGen.Schema.Reading;

namespace LeadGen.Tool.Snapshots;

/// <summary>Whether a new schema can be the old portal's. An answer that lost most of something is more likely another portal's, or another user's.</summary>
internal static class Plausibility
{
    // Of one or two fields, an administrator may well have removed most.
    private const int Few = 3;

    /// <summary>Why the new schema is not believed; <see langword="null"/> where it is. <paramref name="what"/> names it.</summary>
    public static string? GetValidationError(PortalSchema before, PortalSchema after, string what)
    {
        var values = after.Dictionaries.SelectMany(static d => d.Values, static (d, v) => $"{d.Id}:{v.Code}").ToHashSet(StringComparer.Ordinal);
        string[] custom = [.. before.Fields.Where(static f => f.IsDynamic).Select(static f => f.Code)];
        return Loss(custom, code => after.Find(code) is not null, what, "custom fields", AreOthers(before, after))
            ?? Loss([.. before.Fields.Select(static f => f.Code)], code => after.Find(code) is not null, what, "fields", false)
            ?? Loss(
                [.. before.Dictionaries.SelectMany(static d => d.Values, static (d, v) => $"{d.Id}:{v.Code}")],
                values.Contains, what, "dictionary values", false)
            ?? Loss(
                [.. before.Fields.Where(f => f.UserFieldId is not null && after.Find(f.Code) is not null).Select(static f => f.Code)],
                code => after.Find(code)!.UserFieldId is not null, what, "rows of custom fields", true);
    }

    /// <summary>The same where only the pinned names tell what there was.</summary>
    public static string? GetValidationError(IEnumerable<NamePin> pins, PortalSchema after, string what) => Loss(
        [.. pins.Where(static p => p.Target == PinTarget.Field).Select(static p => p.Owner)], code => after.Find(code) is not null, what, "pinned fields", false);

    // A portal whose few fields are all gone and that has others instead is not the same portal.
    private static bool AreOthers(PortalSchema before, PortalSchema after) =>
        !after.Fields.Any(f => f.IsDynamic && before.Find(f.Code) is not null) && after.Fields.Any(static f => f.IsDynamic);

    private static string? Loss(string[] before, Func<string, bool> isThere, string what, string kind, bool countsFew)
    {
        int lost = before.Count(key => !isThere(key));
        return lost * 2 > before.Length && (lost >= Few || countsFew)
            ? $"{what} lacks {lost} of the {before.Length} {kind} in the snapshot. This may be a different portal, or a user who can't see them."
            : null;
    }
}
