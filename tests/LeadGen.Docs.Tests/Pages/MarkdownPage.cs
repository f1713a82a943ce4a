using System.Text.RegularExpressions;

namespace LeadGen.Docs.Tests.Pages;

/// <summary>A heading, and the anchor that code hosts give it.</summary>
internal sealed record Heading(int Level, string Text, string Anchor);

/// <summary>A block of code. <paramref name="Info"/> is what follows its language: readers do not see it.</summary>
internal sealed record Fence(string Language, string Info, string Text, int Line);

/// <summary>A page in Markdown, as far as tests ask for it.</summary>
internal sealed partial class MarkdownPage
{
    private readonly List<Heading> _headings = [];
    private readonly List<Fence> _fences = [];
    private readonly List<string> _blocks = [];
    private readonly List<string[]> _rows = [];
    private readonly List<string> _prose = [];

    private MarkdownPage(string[] lines)
    {
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length > 0)
            {
                i = ReadBlock(lines, i);
            }
        }
    }

    public IReadOnlyList<Heading> Headings => _headings;

    public IReadOnlyList<Fence> Fences => _fences;

    /// <summary>The cells of each row of each table, heads included.</summary>
    public IReadOnlyList<string[]> Rows => _rows;

    /// <summary>
    /// What a translation keeps, block by block: the level of a heading, the code of a fence, the size of a table or list, a
    /// picture, and the names and commands within its sentences, whatever their order.
    /// </summary>
    public IReadOnlyList<string> Blocks => _blocks;

    /// <summary>The targets of links and pictures, in their order.</summary>
    public IEnumerable<string> Targets => _prose.SelectMany(static line => Link.Matches(line)).Select(static m => m.Groups[1].Value);

    public static MarkdownPage Read(string path) => new(File.ReadAllLines(path));

    private int ReadBlock(string[] lines, int start)
    {
        int end = start;
        if (lines[start].StartsWith("```", StringComparison.Ordinal))
        {
            end = Array.IndexOf(lines, "```", start + 1);
            string[] info = lines[start][3..].Split(' ', 2);
            var fence = new Fence(info[0], info.ElementAtOrDefault(1) ?? "", string.Join('\n', lines[(start + 1)..end]), start + 1);
            _fences.Add(fence);
            _blocks.Add($"{lines[start]}\n{fence.Text}");
            return end;
        }

        while (end + 1 < lines.Length && lines[end + 1].Length > 0)
        {
            end++;
        }

        string[] block = lines[start..(end + 1)];
        _prose.AddRange(block);
        string codes = string.Join(' ', Code.Matches(string.Join('\n', block)).Select(static m => m.Value).Order(StringComparer.Ordinal));
        if (HeadingLine.Match(block[0]) is { Success: true } heading)
        {
            string text = heading.Groups[2].Value;
            _headings.Add(new Heading(heading.Groups[1].Length, text, AnchorOf(text)));
            _blocks.Add($"{heading.Groups[1].Value} {codes}");
        }
        else if (block[0].StartsWith('|'))
        {
            _rows.AddRange(block.Where(static l => !l.StartsWith("|--", StringComparison.Ordinal)).Select(CellsOf));
            _blocks.Add($"a table of {block.Length - 2} rows and {CellsOf(block[0]).Length} columns: {codes}");
        }
        else if (block[0].StartsWith("- ", StringComparison.Ordinal))
        {
            _blocks.Add($"a list of {block.Count(static l => l.StartsWith("- ", StringComparison.Ordinal))}: {codes}");
        }
        else if (block[0].StartsWith("![", StringComparison.Ordinal))
        {
            _blocks.Add($"the picture {Path.GetFileName(Link.Match(block[0]).Groups[1].Value)}");
        }
        else
        {
            _blocks.Add($"a paragraph: {codes}");
        }

        return end;
    }

    private static string[] CellsOf(string row) => [.. row.Trim('|').Split('|').Select(static c => c.Trim())];

    // As GitHub makes it: letters and digits of any script stay, spaces become hyphens.
    private static string AnchorOf(string heading) => NoAnchor.Replace(heading.ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex("^(#+) (.+)$")]
    private static partial Regex HeadingLine { get; }

    [GeneratedRegex("`[^`]+`")]
    private static partial Regex Code { get; }

    [GeneratedRegex(@"\]\(([^()\s]+)\)")]
    private static partial Regex Link { get; }

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoAnchor { get; }
}
