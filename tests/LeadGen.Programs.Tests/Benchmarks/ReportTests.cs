using System.Text.RegularExpressions;
using System.Xml.Linq;
using LeadGen.Benchmarks;
using LeadGen.Benchmarks.Charts;
using LeadGen.Benchmarks.Report;

namespace LeadGen.Programs.Tests.Benchmarks;

public sealed class ReportTests
{
    [Fact]
    public void Figures_replace_those_of_the_last_run_and_nothing_else()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, $"# Before\n{Readme.Start}\nold\n{Readme.End}\nafter\n");
            Readme.Update(path, [Run(1.1, 1.5, 0.004), Run(1.3, 1.7, 0.004), Run(1.15, 1.6, 0.004)]);
            string text = File.ReadAllText(path);
            Assert.StartsWith("# Before\n", text, StringComparison.Ordinal);
            Assert.EndsWith($"{Readme.End}\nafter\n", text, StringComparison.Ordinal);
            Assert.Contains(
                """
                | reading | 57 fields | 1.15 (1.1–1.3) of by hand | at most 1.2 | **in 2 of 3 runs** |
                | rows | 57 fields | 1.6 (1.5–1.7) times as fast | at least 2.0 | **no** |
                | share | 57 fields | 0.4% of a run | at most 0.5% | yes |

                """.ReplaceLineEndings("\n"), text, StringComparison.Ordinal);
            Assert.DoesNotContain("old", text, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }

        static Figure[] Run(double reading, double rows, double share) =>
        [
            new Figure("reading", "57 fields", reading, "of by hand", Highest: 1.2),
            new Figure("rows", "57 fields", rows, "times as fast", Lowest: 2),
            new Figure("share", "57 fields", share, "of a run", FigureUnit.Percent, Highest: 0.005),
        ];
    }

    [Fact]
    public void The_page_has_the_figures_of_a_run_and_the_charts_that_it_links()
    {
        string page = File.ReadAllText(Path.Combine(Run.Folder, "README.md"));
        Assert.Matches($@"{Readme.Start}\n[^|]+\n\n\| what [^\n]+\n[|-]+\n(\|( [^|\n]* \|){{5}}\n)+{Readme.End}", page);
        string[] charts = [.. Regex.Matches(page, @"!\[[^]]*\]\(([^)]+)\)").Select(static m => m.Groups[1].Value)];
        Assert.NotEmpty(charts);
        Assert.All(charts, chart => Assert.True(File.Exists(Path.Combine(Run.Folder, chart)), chart));
    }

    [Fact]
    public void The_length_of_a_bar_is_proportional_to_its_value()
    {
        XDocument svg = XDocument.Parse(new BarChart("Время & <место>", "0.0", [new BarGroup("57 полей", [new Bar("LeadGen", 1, IsOwn: true), new Bar("другие", 4)])]).ToSvg().ToString());
        double[] lengths = [.. svg.Descendants().Where(static e => e.Name.LocalName == "rect").Select(static e => (double)e.Attribute("width")!)];
        Assert.Equal(4, lengths[1] / lengths[0], 2);
        Assert.Contains("Время & <место>", svg.Descendants().Select(static e => e.Value));
    }
}
