namespace LeadGen.TestKit;

/// <summary>Provides patterns of PHP for the tests of the schema and of the runtime, which match them with different engines.</summary>
public static class PatternCases
{
    /// <summary>Gets patterns that .NET supports, with texts.</summary>
    public static IReadOnlyList<(string Pattern, string Text, bool IsMatch)> Supported { get; } =
    [
        ("/^[0-9]{4}$/", "1234", true),
        ("/^[0-9]{4}$/", "12345", false),
        ("/^[0-9]{4}$/", "", false),
        ("/b/", "abc", true),
        ("/^https?:\\/\\//", "ftp://x", false),
        ("#^a+$#i", "AA", true),
        ("#^a+$#i", "AAb", false),
        ("{^a{2}$}", "aa", true),
        ("{^a{2}$}", "a", false),
        ("/^.{2}$/", "Жж", true),
        ("/^.{2}$/u", "Ж", false),
        ("/^[А-Яа-яЁё ]+$/u", "Ёлка", true),
        ("/^[А-Яа-яЁё ]+$/u", "Elka", false),
        ("/^\\w+$/", "Ж1", true),
        ("/^\\d+$/", "\u0661", true),
        ("/^ж+$/i", "ЖЖ", true),
        ("/^ж+$/i", "Ё", false),
        ("/^(?=.*[0-9]).{3}$/", "ab1", true),
        ("/^(?=.*[0-9]).{3}$/", "abc", false),
        ("/^[]a]+$/", "]a", true),
        ("/^[]a]+$/", "b", false),
        ("/^[0-9]{3}-[A-Z]+$/", "123-A", true),
        ("/^[0-9]{3}-[A-Z]+$/", "123", false),
    ];

    /// <summary>Gets texts that match in PHP, or whose result depends on the version of PHP. In .NET, most do not match.</summary>
    public static IReadOnlyList<(string Pattern, string Text)> ReadDifferently { get; } =
    [
        ("/^.$/u", "\U0001F337"),
        ("/^\\W$/u", "\u0301"),
        ("/^\\w$/u", "\u00BD"),
        ("/^\\w$/u", "\u2160"),
        ("/^\\W$/u", "\u203F"),
        ("/^[a-z]$/iu", "\u017F"),
        ("/^(?i)[a-z]$/u", "\u017F"),
    ];

    /// <summary>Gets patterns that .NET does not support, or to which it gives another meaning.</summary>
    public static IReadOnlyList<string> Unsupported { get; } =
    [
        "/(?|a|b)/",
        "/a++/",
        "/\\p{Cyrillic}/u",
        "/^[[:alpha:]]+$/",
        "/^[a-z-[aeiou]]+$/",
        "/^a{,3}$/",
        "/\\v/",
        "/(?<year>[0-9])(x)\\1/",
        "/a/U",
        "abc",
        "/abc",
        "/",
        "",
    ];
}
