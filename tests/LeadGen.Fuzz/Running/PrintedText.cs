using System.Globalization;
using System.Text;

namespace LeadGen.Fuzz.Running;

/// <summary>Checks that a text is safe to print in a terminal or a log: it can neither forge lines nor control the terminal.</summary>
internal static class PrintedText
{
    // Longer messages are not readable.
    private const int MaxLength = 4000;

    /// <summary>Replaces control characters with escapes, so that the text is safe to print in a terminal.</summary>
    public static string EscapeControls(string text) => string.Concat(text.EnumerateRunes().Select(static rune => rune.Value == '\n' || !IsControl(rune)
        ? rune.ToString()
        : string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}")));

    public static void Check(string text)
    {
        if (text.Length > MaxLength)
        {
            throw new CheckFailedException($"a message of {text.Length} characters: {text[..100]}…");
        }

        foreach (Rune rune in text.EnumerateRunes())
        {
            if (IsControl(rune))
            {
                throw new CheckFailedException(string.Create(CultureInfo.InvariantCulture, $"a message contains U+{rune.Value:X4}: {text}"));
            }
        }
    }

    private static bool IsControl(Rune rune) =>
        rune.Value is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
