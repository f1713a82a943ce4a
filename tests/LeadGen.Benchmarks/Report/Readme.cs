using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace LeadGen.Benchmarks.Report;

/// <summary>Writes the table of the README, between its markers.</summary>
internal static class Readme
{
    public const string Start = "<!-- Figures: written by the run. -->";
    public const string End = "<!-- End of the figures. -->";

    /// <summary>Replaces the figures between the markers of the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="runs">The figures of each run, in the same order.</param>
    public static void Update(string path, IReadOnlyList<IReadOnlyList<Figure>> runs)
    {
        string text = File.ReadAllText(path);
        int start = text.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        int end = text.IndexOf(End, StringComparison.Ordinal);
        File.WriteAllText(path, $"{text[..start]}\n{Table(runs)}{text[end..]}");
    }

    private static string Table(IReadOnlyList<IReadOnlyList<Figure>> runs)
    {
        var table = new StringBuilder($"{runs.Count} runs on {Machine}. A figure is the median of the runs; the lowest and the highest are in parentheses.\n\n| what | portal | figure | goal | met |\n|---|---|---|---|---|\n");
        for (int i = 0; i < runs[0].Count; i++)
        {
            Figure[] all = [.. runs.Select(r => r[i]).OrderBy(static f => f.Value)];
            Figure median = all[all.Length / 2];
            (string lowest, string highest) = (median.Format(all[0].Value), median.Format(all[^1].Value));
            string spread = lowest == highest ? "" : $" ({lowest}–{highest})";
            int met = all.Count(static f => f.IsMet == true);
            string isMet = median.IsMet is null ? "" : met == all.Length ? "yes" : met == 0 ? "**no**" : $"**in {met} of {all.Length} runs**";
            table.Append(CultureInfo.InvariantCulture, $"| {median.Topic} | {median.Size} | {median.Format(median.Value)}{spread} {median.Of} | {median.Goal} | {isMet} |\n");
        }

        return table.ToString();
    }

    private static string Machine
    {
        get
        {
            string system = OperatingSystem.IsLinux() ? "Linux" : OperatingSystem.IsWindows() ? "Windows" : OperatingSystem.IsMacOS() ? "macOS" : "another system";
            string cores = Environment.ProcessorCount switch { 1 => "one virtual core", 2 => "two virtual cores", var count => $"{count} virtual cores" };
            return $"{cores} ({RuntimeInformation.OSArchitecture}), {system}, .NET {Environment.Version.Major}";
        }
    }
}
