using LeadGen.Schema;

namespace LeadGen.Tool.Snapshots;

/// <summary>Whether a new schema can be the old portal's. An answer that lost most of the fields is more likely another portal's, or another user's.</summary>
internal static class Plausibility
{
    /// <summary>Why the new schema is not believed; <see langword="null"/> where it is.</summary>
    /// <param name="before">The old schema.</param>
    /// <param name="after">The new schema.</param>
    /// <param name="source">Where the new schema comes from.</param>
    public static string? Objection(PortalSchema before, PortalSchema after, string source) =>
        Loss(before.Fields.Where(static f => f.IsDynamic), after, source, "custom fields") ?? Loss(before.Fields, after, source, "fields");

    // Standard fields are the same on every portal: custom ones are counted by themselves.
    private static string? Loss(IEnumerable<FieldSchema> before, PortalSchema after, string source, string what)
    {
        string[] codes = [.. before.Select(static f => f.Code)];
        int lost = codes.Count(code => after.Find(code) is null);
        return lost * 2 > codes.Length
            ? $"{source} lacks {lost} of the {codes.Length} {what} that the snapshot has: this may be another portal, or a user who may not see them."
            : null;
    }
}
