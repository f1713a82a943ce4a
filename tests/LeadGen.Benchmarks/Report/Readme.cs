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
    public static void Update(string path, IEnumerable<Figure> figures)
    {
        string text = File.ReadAllText(path);
        int start = text.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        int end = text.IndexOf(End, StringComparison.Ordinal);
        File.WriteAllText(path, $"{text[..start]}\n{Table(figures)}{text[end..]}");
    }

    private static string Table(IEnumerable<Figure> figures)
    {
        var table = new StringBuilder($"The last run was on {Machine}.\n\n| what | portal | figure | goal | met |\n|---|---|---|---|---|\n");
        foreach (Figure figure in figures)
        {
            string met = figure.IsMet switch { true => "yes", false => "**no**", null => "" };
            table.Append(CultureInfo.InvariantCulture, $"| {figure.Topic} | {figure.Size} | {figure.Ratio} | {figure.Goal} | {met} |\n");
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
