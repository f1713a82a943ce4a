using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace LeadGen.Tool.Dictionary;

/// <summary>Markup. Text becomes markup by being encoded and in no other way, so that no label of a portal can be more than text.</summary>
internal readonly record struct Html
{
    private static readonly HtmlEncoder s_encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private Html(string markup) => Markup = markup;

    public static Html Empty { get; } = new("");

    private string Markup { get; }

    /// <summary>An interpolated string whose literal parts are markup; a text in a hole is encoded.</summary>
    public static Html Of(Template template) => new(template.Markup);

    /// <summary>A file of the tool's own: markup, style or script as it stands.</summary>
    public static Html OwnFile(string content) => new(content);

    /// <summary>An encoded text, safe between tags and within a quoted attribute.</summary>
    /// <remarks>A control character becomes a blank, because HTML has no way to write one; half a surrogate pair becomes U+FFFD.</remarks>
    public static Html Text(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            clean.Append(char.IsControl(c) ? ' ' : c);
        }

        return new(EscapeCommands(s_encoder.Encode(clean.ToString())));
    }

    /// <summary>One after the other.</summary>
    public static Html Join(IEnumerable<Html> parts) => new(string.Concat(parts.Select(static p => p.Markup)));

    // A page may be printed to a build log, where an agent looks for commands anywhere in a line.
    private static string EscapeCommands(string markup)
    {
        var escaped = new StringBuilder(markup.Length);
        for (int i = 0; i < markup.Length; i++)
        {
            escaped.Append(OneLine.StartsCommand(markup, i) ? $"&#{(int)markup[i]};" : markup[i].ToString());
        }

        return escaped.ToString();
    }

    /// <summary>The markup.</summary>
    public override string ToString() => Markup;

    /// <summary>Puts an interpolated string together.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Template(int literalLength, int formattedCount)
    {
        private readonly StringBuilder _markup = new(literalLength + (32 * formattedCount));

        public string Markup => _markup.ToString();

        public void AppendLiteral(string markup) => _markup.Append(markup);

        public void AppendFormatted(Html html) => _markup.Append(html.Markup);

        public void AppendFormatted(string text) => _markup.Append(Text(text).Markup);
    }
}
