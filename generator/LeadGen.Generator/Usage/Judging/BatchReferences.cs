namespace LeadGen.Generator.Usage.Judging;

/// <summary>Finds references that a batch would replace.</summary>
internal static class BatchReferences
{
    private static readonly string[] s_references = ["$result[", "$result_error[", "$result_total[", "$result_next[", "$result_time["];

    /// <summary>Finds the reference in a string; <see langword="null"/> if there is none.</summary>
    public static string? Find(string text) => text.IndexOf("$result", StringComparison.Ordinal) < 0
        ? null
        : Array.Find(s_references, r => text.IndexOf(r, StringComparison.Ordinal) >= 0);
}
