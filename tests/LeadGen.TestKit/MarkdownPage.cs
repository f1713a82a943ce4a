using System.Text.RegularExpressions;

namespace LeadGen.TestKit;

/// <summary>Represents a heading, and its anchor on GitHub.</summary>
public sealed record Heading(int Level, string Text, string Anchor);

/// <summary>Represents a code block. <paramref name="Info"/> is the text after its language, which readers do not see.</summary>
public sealed record Fence(string Language, string Info, string Text, int Line);

/// <summary>Represents the parts of a Markdown page that tests need.</summary>
public sealed partial class MarkdownPage
{
    private readonly List<Heading> _headings = [];
    private readonly List<Fence> _fences = [];
    private readonly List<string> _prose = [];

    private MarkdownPage(string path, string[] lines)
    {
        FilePath = path;
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length > 0)
            {
                i = ReadBlock(lines, i);
            }
        }
    }

    public string FilePath { get; }

    /// <summary>Gets the path relative to the folder of the solution, with forward slashes.</summary>
    public string Name => Path.GetRelativePath(Repository.Root, FilePath).Replace('\\', '/');

    public IReadOnlyList<Heading> Headings => _headings;

    public IReadOnlyList<Fence> Fences => _fences;

    /// <summary>Gets the targets of links and images, in order.</summary>
    public IEnumerable<string> Targets => _prose.SelectMany(static line => Link.Matches(line)).Select(static m => m.Groups[1].Value);

    public static MarkdownPage Read(string path) => new(path, File.ReadAllLines(path));

    private int ReadBlock(string[] lines, int start)
    {
        int end = start;
        if (lines[start].StartsWith("```", StringComparison.Ordinal))
        {
            end = Array.IndexOf(lines, "```", start + 1);
            string[] info = lines[start][3..].Split(' ', 2);
            _fences.Add(new Fence(info[0], info.ElementAtOrDefault(1) ?? "", string.Join('\n', lines[(start + 1)..end]), start + 1));
            return end;
        }

        while (end + 1 < lines.Length && lines[end + 1].Length > 0)
        {
            end++;
        }

        _prose.AddRange(lines[start..(end + 1)]);
        if (HeadingLine.Match(lines[start]) is { Success: true } heading)
        {
            string text = heading.Groups[2].Value;
            _headings.Add(new Heading(heading.Groups[1].Length, text, GetAnchor(text)));
        }

        return end;
    }

    // Like GitHub, keeps the letters and digits of any script, and replaces spaces with hyphens.
    private static string GetAnchor(string heading) => NoAnchor.Replace(heading.ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex("^(#+) (.+)$")]
    private static partial Regex HeadingLine { get; }

    [GeneratedRegex(@"\]\(([^()\s]+)\)")]
    private static partial Regex Link { get; }

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoAnchor { get; }
}
