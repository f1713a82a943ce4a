using System.Globalization;
using System.Text;

namespace LeadGen.Fuzz.Running;

/// <summary>What a text must be to be printed into a terminal or a log: nobody may forge a line of it, or take the terminal over.</summary>
internal static class PrintedText
{
    // A message is read by people.
    private const int MostLength = 4000;

    /// <summary>A text as a terminal may show it: what would steer the terminal is an escape.</summary>
    public static string Shown(string text) => string.Concat(text.EnumerateRunes().Select(static rune => rune.Value == '\n' || !IsControl(rune)
        ? rune.ToString()
        : string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}")));

    public static void Check(string text)
    {
        if (text.Length > MostLength)
        {
            throw new HarmException($"a message of {text.Length} characters: {text[..100]}…");
        }

        foreach (Rune rune in text.EnumerateRunes())
        {
            if (IsControl(rune))
            {
                throw new HarmException(string.Create(CultureInfo.InvariantCulture, $"a message holds U+{rune.Value:X4}: {text}"));
            }
        }
    }

    private static bool IsControl(Rune rune) =>
        rune.Value is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
