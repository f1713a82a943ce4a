using CsCheck;

namespace LeadGen.TestKit;

/// <summary>Generates random hostile texts.</summary>
public static class Generators
{
    /// <summary>Characters that break naive code: quotes, controls, combining marks, half a surrogate pair, other scripts, and the syntax of C# and JSON.</summary>
    private static readonly Gen<string> s_fragment = Gen.OneOf(
        Gen.OneOf(
            " ", "_", "-", "'", "ʼ", "\"", "\\", "/", "*/", "<", "&", "\0", "\t", "\b", "\f", "\r", "\n", "\u0085", "\u2028", "\u00AD", "\u200D", "\uFEFF", "\uFFFF",
            "\u0306", "\u0301", "\uD83D", "\uDE9A", "🚚", "ь", "Ъ", "й", "и\u0306", "Щ", "ё", "Ї", "қ", "中", "ﬃ", "ß", "İ", "ı", "ǅ", "٣", "5", "Ⅷ", "\uFACF",
            "int", "class", "Equals", "Lead", "LeadUpdate", "LeadDraft", "value__", "get_", "Название", "ИНН", "Phone", "A", "a", "@", "{0}"),
        Gen.Char.Select(static c => c.ToString()));

    public static Gen<string> HostileText { get; } = s_fragment.Array[0, 6].Select(static parts => string.Concat(parts));

    /// <summary>Gets codes as portals generate them (a time in seconds, milliseconds or hexadecimal) or as administrators enter them.</summary>
    public static Gen<string> CustomCode { get; } = Gen.OneOf(
        Gen.Int[1_400_000_000, 1_900_000_000].Select(static t => $"UF_CRM_{t}"),
        Gen.Int[1_400_000_000, 1_900_000_000].Select(static t => $"UF_CRM_{t}123"),
        Gen.Int[1_400_000_000, 1_900_000_000].Select(static t => $"UF_CRM_{t:X8}1CD5C"),
        Gen.Int[0, 99].Select(static n => $"UF_CRM_CODE_{n}"));

    /// <summary>Truncates a text, or inserts, removes, replaces or duplicates parts of it.</summary>
    public static Gen<string> Mutations(string text) =>
        Gen.Select(Gen.Int[0, text.Length], Gen.Int[0, text.Length], Gen.Int[0, 4], Gen.OneOf(HostileText, Gen.OneOf("{", "}", "[", "]", ",", ":", "\"", "null", "-", "1e", "true", "\\u", "1e99")))
            .Array[1, 4]
            .Select(edits =>
            {
                string result = text;
                foreach ((int first, int second, int kind, string fragment) in edits)
                {
                    int at = Math.Min(first, result.Length);
                    int few = Math.Min(second % 4, result.Length - at);
                    result = kind switch
                    {
                        0 => result[..at],
                        1 => result.Remove(at, few),
                        2 => result.Insert(at, fragment),
                        3 => result.Remove(at, few).Insert(at, fragment),
                        _ => result.Insert(at, result.Substring(at, few)),
                    };
                }

                return result;
            });
}
