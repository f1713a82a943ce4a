namespace LeadGen.Generator.Usage.Checks;

/// <summary>Finds references to the results of other commands, such as <c>$result[…]</c>, which a portal replaces in the commands of a batch.</summary>
internal static class BatchReferences
{
    private static readonly string[] s_references = ["$result[", "$result_error[", "$result_total[", "$result_next[", "$result_time["];

    /// <summary>Finds the start of a reference, such as <c>$result[</c>; <see langword="null"/> if the string contains none.</summary>
    public static string? Find(string text) => text.IndexOf("$result", StringComparison.Ordinal) < 0
        ? null
        : Array.Find(s_references, r => text.IndexOf(r, StringComparison.Ordinal) >= 0);
}
