namespace LeadGen.Generator.Usage.Judging;

/// <summary>Finds what a batch would replace.</summary>
internal static class BatchReferences
{
    private static readonly string[] s_references = ["$result[", "$result_error[", "$result_total[", "$result_next[", "$result_time["];

    /// <summary>The reference that a text holds; <see langword="null"/> where it holds none.</summary>
    public static string? Find(string text) => text.IndexOf("$result", StringComparison.Ordinal) < 0
        ? null
        : Array.Find(s_references, r => text.IndexOf(r, StringComparison.Ordinal) >= 0);
}
