using System.Globalization;

namespace LeadGen.Schema.Naming;

/// <summary>Transliterates Latin, Cyrillic and Greek letters to ASCII. Letters of other scripts are not supported.</summary>
/// <remarks>
/// Each letter has one transliteration, regardless of the language of the label (г is always g). Otherwise, the same word could
/// result in two names. The table is similar to BGN/PCGN. It does not use Unicode normalization, which depends on the libraries of the machine.
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
        // Ukrainian, Belarusian
        ['ґ'] = "g", ['є'] = "ye", ['і'] = "i", ['ї'] = "yi", ['ў'] = "w",
        // Kazakh, Kyrgyz, Mongolian, Tatar, Bashkir, Yakut
        ['ә'] = "a", ['ғ'] = "gh", ['қ'] = "q", ['ң'] = "ng", ['ө'] = "o", ['ұ'] = "u", ['ү'] = "u", ['һ'] = "h",
        ['җ'] = "j", ['ҙ'] = "z", ['ҡ'] = "q", ['ҫ'] = "s", ['ҕ'] = "gh", ['ҥ'] = "ng",
        // Tajik, Chuvash
        ['ӣ'] = "i", ['ӯ'] = "u", ['ҳ'] = "h", ['ҷ'] = "j", ['ӑ'] = "a", ['ӗ'] = "e", ['ӳ'] = "u",
        // Serbian, Macedonian, Bulgarian
        ['ђ'] = "dj", ['ј'] = "j", ['љ'] = "lj", ['њ'] = "nj", ['ћ'] = "c", ['џ'] = "dz", ['ѓ'] = "gj", ['ќ'] = "kj",
        ['ѕ'] = "dz", ['ѐ'] = "e", ['ѝ'] = "i",

        ['α'] = "a", ['β'] = "v", ['γ'] = "g", ['δ'] = "d", ['ε'] = "e", ['ζ'] = "z", ['η'] = "i", ['θ'] = "th",
        ['ι'] = "i", ['κ'] = "k", ['λ'] = "l", ['μ'] = "m", ['ν'] = "n", ['ξ'] = "x", ['ο'] = "o", ['π'] = "p",
        ['ρ'] = "r", ['σ'] = "s", ['ς'] = "s", ['τ'] = "t", ['υ'] = "y", ['φ'] = "f", ['χ'] = "ch", ['ψ'] = "ps",
        ['ω'] = "o", ['ά'] = "a", ['έ'] = "e", ['ή'] = "i", ['ί'] = "i", ['ό'] = "o", ['ύ'] = "y", ['ώ'] = "o",
        ['ϊ'] = "i", ['ϋ'] = "y", ['ΐ'] = "i", ['ΰ'] = "y",
    };

    // Latin letters with diacritics, grouped by base letter.
    private static readonly Dictionary<string, string> s_latin = new()
    {
        ["a"] = "ªàáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ",
        ["b"] = "ḃḅḇ",
        ["c"] = "çćĉċčḉ",
        ["d"] = "ďḋḍḏḑḓđð",
        ["e"] = "èéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệəǝ",
        ["f"] = "ḟƒ",
        ["g"] = "ĝğġģǧǵḡ",
        ["h"] = "ĥȟḣḥḧḩḫẖħ",
        ["i"] = "ìíîïĩīĭįǐȉȋḭḯỉịıİ",
        ["j"] = "ĵǰ",
        ["k"] = "ķǩḱḳḵĸ",
        ["l"] = "ĺļľḷḹḻḽł",
        ["m"] = "ḿṁṃµ",
        ["n"] = "ñńņňǹṅṇṉṋŉ",
        ["o"] = "ºòóôõöōŏőơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợøǿ",
        ["p"] = "ṕṗ",
        ["r"] = "ŕŗřȑȓṙṛṝṟ",
        ["s"] = "śŝşšſșṡṣṥṧṩẛ",
        ["t"] = "ţťțṫṭṯṱẗŧ",
        ["u"] = "ùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự",
        ["v"] = "ṽṿ",
        ["w"] = "ŵẁẃẅẇẉẘ",
        ["x"] = "ẋẍ",
        ["y"] = "ýÿŷȳẏẙỳỵỷỹ",
        ["z"] = "źżžẑẓẕ",
        ["ae"] = "æǽǣ",
        ["dz"] = "ǆǳ",
        ["ij"] = "ĳ",
        ["lj"] = "ǉ",
        ["ng"] = "ŋ",
        ["nj"] = "ǌ",
        ["oe"] = "œ",
        ["ss"] = "ß",
        ["th"] = "þ",
    };

    static Transliteration()
    {
        foreach (KeyValuePair<string, string> group in s_latin)
        {
            foreach (char letter in group.Value)
            {
                s_letters.Add(letter, group.Key);
            }
        }
    }

    /// <summary>Gets the ASCII letters of a lower-case letter, or the ASCII digit of a digit; empty if there are none.</summary>
    public static string GetLetters(char lower) =>
        lower < 0x80 ? lower.ToString()
        : s_letters.TryGetValue(lower, out string? latin) ? latin
        : CharUnicodeInfo.GetDecimalDigitValue(lower) is >= 0 and var digit ? ((char)('0' + digit)).ToString()
        : "";
}
