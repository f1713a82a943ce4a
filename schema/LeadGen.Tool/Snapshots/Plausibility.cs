using LeadGen.Schema;
using LeadGen.Schema.Reading;

namespace LeadGen.Tool.Snapshots;

/// <summary>Checks whether a new schema belongs to the same portal. A reply that lacks most fields or values probably comes from a different portal, or from a user with fewer permissions.</summary>
internal static class Plausibility
{
    // An administrator may have deleted one or two fields, even if these were most of the fields.
    private const int MinLoss = 3;

    /// <summary>Gets the reason why the new schema is not plausible, or <see langword="null"/> if it is. The message starts with <paramref name="what"/>.</summary>
    public static string? GetValidationError(PortalSchema before, PortalSchema after, string what)
    {
        var values = after.Dictionaries.SelectMany(static d => d.Values, static (d, v) => $"{d.Id}:{v.Code}").ToHashSet(StringComparer.Ordinal);
        string[] custom = [.. before.Fields.Where(static f => f.IsDynamic).Select(static f => f.Code)];
        return DescribeLoss(custom, code => after.Find(code) is not null, what, "custom fields", AreReplaced(before, after))
            ?? DescribeLoss([.. before.Fields.Select(static f => f.Code)], code => after.Find(code) is not null, what, "fields", false)
            ?? DescribeLoss(
                [.. before.Dictionaries.SelectMany(static d => d.Values, static (d, v) => $"{d.Id}:{v.Code}")],
                values.Contains, what, "dictionary values", false)
            ?? DescribeLoss(
                [.. before.Fields.Where(f => f.UserFieldId is not null && after.Find(f.Code) is not null).Select(static f => f.Code)],
                code => after.Find(code)!.UserFieldId is not null, what, "rows of custom fields", true);
    }

    /// <summary>Gets the reason why the new schema is not plausible, compared with the pinned names of an unreadable snapshot.</summary>
    public static string? GetValidationError(IEnumerable<NamePin> pins, PortalSchema after, string what) => DescribeLoss(
        [.. pins.Where(static p => p.Target == PinTarget.Field).Select(static p => p.Owner)], code => after.Find(code) is not null, what, "pinned fields", false);

    // If all custom fields are gone and there are others instead, this is a different portal.
    private static bool AreReplaced(PortalSchema before, PortalSchema after) =>
        !after.Fields.Any(f => f.IsDynamic && before.Find(f.Code) is not null) && after.Fields.Any(static f => f.IsDynamic);

    private static string? DescribeLoss(string[] before, Func<string, bool> exists, string what, string kind, bool includesSmallLoss)
    {
        int lost = before.Count(key => !exists(key));
        return lost * 2 > before.Length && (lost >= MinLoss || includesSmallLoss)
            ? $"{what} lacks {lost} of the {before.Length} {kind} in the snapshot. This may be a different portal, or a user who can't see them."
            : null;
    }
}
