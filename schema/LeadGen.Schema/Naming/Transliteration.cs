namespace LeadGen.Schema.Naming;

/// <summary>Cyrillic letters of Russian, Ukrainian, Belarusian and Kazakh in Latin ones.</summary>
/// <remarks>
/// One reading for each letter, whatever the language of the label (г is always g): a language guessed from a label
/// would let the same word give two names. Close to BGN/PCGN, which people can read back.
/// </remarks>
internal static class Transliteration
{
    private static readonly Dictionary<char, string> s_letters = new()
    {
        ['а'] = "a", ['б'] = "b", ['в'] = "v", ['г'] = "g", ['д'] = "d", ['е'] = "e", ['ё'] = "yo", ['ж'] = "zh",
        ['з'] = "z", ['и'] = "i", ['й'] = "y", ['к'] = "k", ['л'] = "l", ['м'] = "m", ['н'] = "n", ['о'] = "o",
        ['п'] = "p", ['р'] = "r", ['с'] = "s", ['т'] = "t", ['у'] = "u", ['ф'] = "f", ['х'] = "kh", ['ц'] = "ts",
        ['ч'] = "ch", ['ш'] = "sh", ['щ'] = "shch", ['ъ'] = "", ['ы'] = "y", ['ь'] = "", ['э'] = "e", ['ю'] = "yu",
        ['я'] = "ya",
        ['ґ'] = "g", ['є'] = "ye", ['і'] = "i", ['ї'] = "yi",
        ['ў'] = "w",
        ['ә'] = "a", ['ғ'] = "gh", ['қ'] = "q", ['ң'] = "ng", ['ө'] = "o", ['ұ'] = "u", ['ү'] = "u", ['һ'] = "h",
    };

    /// <summary>The Latin letters of a lower-case Cyrillic one; <see langword="null"/> for any other character.</summary>
    public static string? Of(char lower) => s_letters.TryGetValue(lower, out string? latin) ? latin : null;
}
