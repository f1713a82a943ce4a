using System.Text;

namespace LeadGen;

/// <summary>Texts from outside as a message may hold them: in one line, which nobody can forge a second one with, and no longer than people read.</summary>
internal static class OneLine
{
    /// <summary>The beginning of a text, without what ends a line, steers a terminal or turns the direction of writing.</summary>
    public static string Of(string text, int longest)
    {
        var line = new StringBuilder(Math.Min(text.Length, longest) + 1);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (line.Length >= longest)
            {
                return line.Append('…').ToString();
            }

            line.Append(IsControl(rune) ? " " : rune.ToString());
        }

        return line.ToString();
    }

    private static bool IsControl(Rune rune) =>
        Rune.IsControl(rune) || rune.Value is '\u061C' or '\u200E' or '\u200F' or (>= '\u2028' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
