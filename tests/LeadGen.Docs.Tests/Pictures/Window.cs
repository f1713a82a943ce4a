using System.Globalization;
using System.Xml.Linq;

namespace LeadGen.Docs.Tests.Pictures;

/// <summary>Draws a text window as SVG, in fixed rows and columns. Its background makes it look the same on dark and light pages.</summary>
internal sealed class Window
{
    private const double Pitch = 7.8;
    private const double LineHeight = 20;
    private const double FontSize = 13;
    private const double Margin = 16;
    private const double TitleHeight = 34;
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    private readonly XElement _root;

    public Window(string title, string description, int columns, int rows)
    {
        double width = (2 * Margin) + (columns * Pitch);
        double height = TitleHeight + (rows * LineHeight) + Margin;
        _root = new XElement(
            s_svg + "svg",
            new XAttribute("viewBox", $"0 0 {Number(width)} {Number(height)}"), new XAttribute("width", Number(width)), new XAttribute("height", Number(height)),
            new XAttribute("role", "img"), new XAttribute("font-family", "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace"), new XAttribute("font-size", Number(FontSize)),
            new XElement(s_svg + "title", description));
        Box(0.5, 0.5, width - 1, height - 1, Ink.Background, Ink.Border, radius: 9);
        foreach ((string color, int index) in new[] { "#ff5f57", "#febc2e", "#28c840" }.Select(static (c, i) => (c, i)))
        {
            _root.Add(new XElement(
                s_svg + "circle", new XAttribute("cx", Number(20 + (index * 18))), new XAttribute("cy", "17"), new XAttribute("r", "5.5"), new XAttribute("fill", color)));
        }

        AddText(84, 21, title, Ink.Faint);
    }

    /// <summary>Writes a text at a row and column, both from 0.</summary>
    public void Write(int row, int column, string text, string color)
    {
        int spaces = text.Length - text.TrimStart().Length;
        AddText(X(column + spaces), Y(row) + 14, text.Trim(), color);
    }

    /// <summary>Draws a wavy underline.</summary>
    public void Underline(int row, int column, int length, string color)
    {
        double y = Y(row) + 17.5;
        IEnumerable<string> points = Enumerable.Range(0, (int)(length * Pitch / 2) + 1)
            .Select(i => $"{Number(X(column) + (i * 2))} {Number(y + (i % 2 == 0 ? 1.2 : -1.2))}");
        _root.Add(new XElement(
            s_svg + "polyline", new XAttribute("points", string.Join(", ", points)), new XAttribute("fill", "none"), new XAttribute("stroke", color), new XAttribute("stroke-width", "1.1")));
    }

    /// <summary>Draws a panel that covers the specified number of rows and columns.</summary>
    public void Panel(int row, int column, int rows, int columns, string background, string border) =>
        Box(X(column) - 6, Y(row) - 2, (columns * Pitch) + 12, (rows * LineHeight) + 4, background, border, radius: 4);

    /// <summary>Draws a line above a row.</summary>
    public void Rule(int row) => _root.Add(new XElement(
        s_svg + "line", new XAttribute("x1", "1"), new XAttribute("x2", _root.Attribute("width")!.Value), new XAttribute("y1", Number(Y(row) - 6)), new XAttribute("y2", Number(Y(row) - 6)),
        new XAttribute("stroke", Ink.Border)));

    /// <summary>Returns the text of the SVG file.</summary>
    public override string ToString() => _root.ToString().ReplaceLineEndings("\n") + "\n";

    // Each text has an explicit length, so that the columns are aligned with every font.
    private void AddText(double x, double y, string text, string color)
    {
        if (text.Length > 0)
        {
            _root.Add(new XElement(
                s_svg + "text", new XAttribute("x", Number(x)), new XAttribute("y", Number(y)), new XAttribute("fill", color),
                new XAttribute("textLength", Number(text.Length * Pitch)), new XAttribute("lengthAdjust", "spacingAndGlyphs"), new XAttribute(XNamespace.Xml + "space", "preserve"), text));
        }
    }

    private void Box(double x, double y, double width, double height, string background, string border, double radius) => _root.Add(new XElement(
        s_svg + "rect", new XAttribute("x", Number(x)), new XAttribute("y", Number(y)), new XAttribute("width", Number(width)), new XAttribute("height", Number(height)),
        new XAttribute("rx", Number(radius)), new XAttribute("fill", background), new XAttribute("stroke", border)));

    private static double X(int column) => Margin + (column * Pitch);

    private static double Y(int row) => TitleHeight + (row * LineHeight);

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}

/// <summary>The colors of the pictures.</summary>
internal static class Ink
{
    public const string Background = "#1e1e2a";
    public const string Raised = "#2a2a3a";
    public const string Chosen = "#33507a";
    public const string Border = "#4a4a5e";
    public const string Text = "#dcdce4";
    public const string Faint = "#9a9ab0";
    public const string Keyword = "#7fb2f0";
    public const string Type = "#5fd0b8";
    public const string Method = "#e5d58a";
    public const string Literal = "#e0a080";
    public const string Number = "#b5d69c";
    public const string Warning = "#f5c542";
}
