using System.Text;

namespace LeadGen.Schema;

/// <summary>Texts of a portal as a diagnostic may hold them.</summary>
public static class MessageText
{
    private const int Longest = 400;

    /// <summary>
    /// The beginning of a text, in one line and without the marks that turn the direction of writing: a label with a line
    /// break would forge a line of the build's log, in which a CI server may find a command.
    /// </summary>
    public static string OneLine(string text)
    {
        var line = new StringBuilder(Math.Min(text.Length, Longest) + 1);
        foreach (char c in text)
        {
            if (line.Length == Longest)
            {
                return line.Append('…').ToString();
            }

            line.Append(IsControl(c) ? ' ' : c);
        }

        return line.ToString();
    }

    private static bool IsControl(char c) =>
        char.IsControl(c) || c is '\u061c' or '\u200e' or '\u200f' or (>= '\u2028' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
