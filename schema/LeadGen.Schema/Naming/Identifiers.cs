using System.Globalization;
using System.Text;

namespace LeadGen.Schema.Naming;

/// <summary>How labels with non-ASCII letters are converted to identifiers.</summary>
public enum IdentifierStyle
{
    /// <summary>In ASCII letters: «Способ доставки» is <c>SposobDostavki</c>, «Situação» is <c>Situacao</c>. Scripts other than Latin, Cyrillic and Greek are left out.</summary>
    Transliterated,

    /// <summary>As they are: «Способ доставки» is <c>СпособДоставки</c>.</summary>
    Native,
}

/// <summary>Makes C# identifiers of codes and labels.</summary>
public static class Identifiers
{
    /// <summary>Longer labels are cut: the compiler refuses identifiers of more than 511 characters, and people read about this many.</summary>
    private const int MaxLength = 64;

    private static readonly HashSet<string> s_keywords = new(StringComparer.Ordinal)
    {
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const",
        "continue", "decimal", "default", "delegate", "do", "double", "else", "enum", "event", "explicit", "extern",
        "false", "field", "finally", "fixed", "float", "for", "foreach", "goto", "if", "implicit", "in", "int", "interface",
        "internal", "is", "lock", "long", "namespace", "new", "null", "object", "operator", "out", "override",
        "params", "private", "protected", "public", "readonly", "ref", "return", "sbyte", "sealed", "short",
        "sizeof", "stackalloc", "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof",
        "uint", "ulong", "unchecked", "unsafe", "ushort", "using", "virtual", "void", "volatile", "while",

        // Words that are keywords in some places only, among them where a type or a member is named.
        "allows", "async", "await", "dynamic", "extension", "file", "nint", "notnull", "nuint", "partial", "required", "scoped",
        "unmanaged", "var", "where",
    };

    /// <summary>A code in Pascal case: <c>STATUS_ID</c> is <c>StatusId</c>. Empty where nothing of it can stand in a name.</summary>
    public static string FromCode(string code) => FromLabel(code, IdentifierStyle.Native);

    /// <summary>A label in Pascal case: punctuation separates words, words in capitals are written as words. Empty where no letter or digit is left.</summary>
    public static string FromLabel(string label, IdentifierStyle style)
    {
        var name = new StringBuilder();
        foreach (string word in Words(label))
        {
            string part = ToPascal(word, style);
            if (name.Length + part.Length > MaxLength)
            {
                name.Append(part, 0, MaxLength - name.Length);
                break;
            }

            name.Append(part);
        }

        return name.Length > 0 && !IsStart(name[0]) ? "_" + name : name.ToString();
    }

    /// <summary>A name that another field has, with the field's own part of its code behind it.</summary>
    public static string Distinguish(string name, string code) => $"{name}_{DistinctionOf(code)}";

    /// <summary>What of a field's code tells it from another one of the same name.</summary>
    internal static string DistinctionOf(string code) => FromCode(FieldAge.OwnPart(code)).TrimStart('_');

    /// <summary>Why a name can't name a C# member; <see langword="null"/> where it can.</summary>
    public static string? GetValidationError(string name)
    {
        if (name.Length == 0)
        {
            return "it is empty";
        }

        if (!IsStart(name[0]) && name[0] != '_')
        {
            return $"it starts with '{name[0]}'";
        }

        foreach (char c in name)
        {
            if (!IsPart(c) && c != '_')
            {
                return $"it contains '{c}'";
            }
        }

        if (name.Length > 256)
        {
            return "it is longer than 256 characters";
        }

        if (name.StartsWith("get_", StringComparison.Ordinal) || name.StartsWith("set_", StringComparison.Ordinal) || name == "value__")
        {
            return "the compiler reserves such names";
        }

        return s_keywords.Contains(name) ? "it is a keyword" : null;
    }

    /// <summary>Whether a text is a namespace: identifiers with dots between.</summary>
    public static bool IsNamespace(string text) => text.Split('.').All(static part => GetValidationError(part) is null);

    private static IEnumerable<string> Words(string label)
    {
        var word = new StringBuilder();
        foreach (char c in Compose(label))
        {
            // An apostrophe is a sign inside a word (пам'ять); what can't stand in a name separates.
            if (c is '\'' or '’' or 'ʼ' || IsInvisible(c))
            {
                continue;
            }

            if (IsPart(c))
            {
                word.Append(c);
            }
            else if (word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
        }

        if (word.Length > 0)
        {
            yield return word.ToString();
        }
    }

    // й may come as и with a breve; half a surrogate pair can't be normalized and is no letter either.
    private static string Compose(string label)
    {
        var text = new StringBuilder(label.Length);
        foreach (char c in label)
        {
            text.Append(char.IsSurrogate(c) || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.OtherNotAssigned ? ' ' : c);
        }

        return text.ToString().Normalize(NormalizationForm.FormC);
    }

    private static string ToPascal(string word, IdentifierStyle style)
    {
        bool isShouted = word.Count(char.IsLetter) > 1 && !word.Any(char.IsLower);
        var part = new StringBuilder(word.Length);
        for (int i = 0; i < word.Length; i++)
        {
            char lower = char.ToLowerInvariant(word[i]);
            bool isCapital = part.Length == 0 || (char.IsUpper(word[i]) && !isShouted);
            string letter = style == IdentifierStyle.Transliterated ? Transliteration.Of(lower) : lower.ToString();
            if (letter.Length == 0)
            {
                continue;
            }

            part.Append(isCapital ? char.ToUpperInvariant(letter[0]) : letter[0]).Append(letter, 1, letter.Length - 1);
        }

        return part.ToString();
    }

    // What Unicode tells programs not to show, among it letters and marks that C# would take: two names that look alike must
    // not be two fields. The commonest is the U+FE0F that an emoji ends with.
    private static bool IsInvisible(char c) => CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Format
        || c is '\u034F' or '\u115F' or '\u1160' or '\u17B4' or '\u17B5' or (>= '\u180B' and <= '\u180F') or '\u3164' or (>= '\uFE00' and <= '\uFE0F') or '\uFFA0';

    private static bool IsStart(char c) => !IsInvisible(c) && CharUnicodeInfo.GetUnicodeCategory(c) is
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
        or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber;

    private static bool IsPart(char c) => IsStart(c) || (!IsInvisible(c) && CharUnicodeInfo.GetUnicodeCategory(c) is
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark);
}
