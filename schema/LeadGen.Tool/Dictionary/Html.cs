using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace LeadGen.Tool.Dictionary;

/// <summary>Represents HTML markup. Text is always encoded, so that a portal's label can't inject markup.</summary>
internal readonly record struct Html
{
    private static readonly HtmlEncoder s_encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private Html(string markup) => Markup = markup;

    public static Html Empty { get; } = new("");

    private string Markup { get; }

    /// <summary>Creates markup from an interpolated string. Literal parts are markup; interpolated text is encoded.</summary>
    public static Html Create(Template template) => new(template.Markup);

    /// <summary>Creates markup from an embedded file of the tool without encoding.</summary>
    public static Html Raw(string content) => new(content);

    /// <summary>Encodes text for use between tags and in quoted attributes.</summary>
    /// <remarks>Control characters become spaces, because HTML can't represent them. An unpaired surrogate becomes U+FFFD.</remarks>
    public static Html Text(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            clean.Append(char.IsControl(c) ? ' ' : c);
        }

        return new(EscapeCommands(s_encoder.Encode(clean.ToString())));
    }

    /// <summary>Concatenates markup.</summary>
    public static Html Join(IEnumerable<Html> parts) => new(string.Concat(parts.Select(static p => p.Markup)));

    // A page may be printed to a build log, where a build agent would execute commands.
    private static string EscapeCommands(string markup)
    {
        var escaped = new StringBuilder(markup.Length);
        for (int i = 0; i < markup.Length; i++)
        {
            escaped.Append(OneLine.StartsCommand(markup, i) ? $"&#{(int)markup[i]};" : markup[i].ToString());
        }

        return escaped.ToString();
    }

    /// <summary>Returns the markup.</summary>
    public override string ToString() => Markup;

    /// <summary>Builds markup from an interpolated string.</summary>
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
