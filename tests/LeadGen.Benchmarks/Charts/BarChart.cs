using System.Globalization;
using System.Xml.Linq;

namespace LeadGen.Benchmarks.Charts;

/// <summary>Represents a bar: its name, its length, and whether it is LeadGen's.</summary>
internal sealed record Bar(string Name, double Value, bool IsOwn = false);

/// <summary>Represents the bars for one portal size.</summary>
internal sealed record BarGroup(string Name, IReadOnlyList<Bar> Bars);

/// <summary>Represents a chart of horizontal bars, as an image that is readable on light and dark pages.</summary>
/// <param name="Title">What is compared.</param>
/// <param name="Format">The .NET format of the value after each bar.</param>
/// <param name="Groups">The bars.</param>
internal sealed record BarChart(string Title, string Format, IReadOnlyList<BarGroup> Groups)
{
    private const int Width = 760;
    private const int NameWidth = 230;
    private const int ValueWidth = 70;
    private const int RowHeight = 20;
    private const int GroupHeight = 34;

    // An image follows the color scheme of the system, which can differ from that of the page, so the colors are readable on both.
    private const string Style = """
        text { font: 13px system-ui, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', sans-serif; fill: #57606a }
        .title { font-size: 15px; font-weight: 600 }
        .group { font-weight: 600 }
        .own { fill: #1f883d }
        .other { fill: #8c959f }
        @media (prefers-color-scheme: dark) { text { fill: #9da7b1 } .own { fill: #3fb950 } .other { fill: #6e7681 } }
        """;

    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    public XDocument ToSvg()
    {
        double longest = Groups.SelectMany(static g => g.Bars).Max(static b => b.Value);
        var svg = new XElement(s_svg + "svg", new XAttribute("role", "img"), new XElement(s_svg + "title", Title), new XElement(s_svg + "style", Style), Text(0, 18, Title, "title"));
        int y = 28;
        foreach (BarGroup group in Groups)
        {
            y += GroupHeight;
            svg.Add(Text(0, y - 10, group.Name, "group"));
            foreach (Bar bar in group.Bars)
            {
                double length = Math.Max(1, bar.Value / longest * (Width - NameWidth - ValueWidth));
                svg.Add(
                    Text(NameWidth - 8, y + 12, bar.Name, "name", new XAttribute("text-anchor", "end")),
                    new XElement(
                        s_svg + "rect", new XAttribute("class", bar.IsOwn ? "own" : "other"),
                        Number("x", NameWidth), Number("y", y), Number("width", length), Number("height", RowHeight - 5)),
                    Text(NameWidth + length + 6, y + 12, bar.Value.ToString(Format, CultureInfo.InvariantCulture), "value"));
                y += RowHeight;
            }
        }

        svg.Add(new XAttribute("viewBox", $"0 0 {Width} {y + 8}"), Number("width", Width), Number("height", y + 8));
        return new XDocument(svg);
    }

    private static XElement Text(double x, double y, string text, string role, params XAttribute[] more) =>
        new(s_svg + "text", new XAttribute("class", role), Number("x", x), Number("y", y), more, text);

    private static XAttribute Number(string name, double value) => new(name, value.ToString("0.#", CultureInfo.InvariantCulture));
}
