using System.Globalization;
using System.Text;

namespace LeadGen.Schema.Naming;

/// <summary>Specifies how labels with non-ASCII letters are converted to identifiers.</summary>
public enum IdentifierStyle
{
    /// <summary>Letters are transliterated to ASCII: «Способ доставки» becomes <c>SposobDostavki</c>, «Situação» becomes <c>Situacao</c>. Letters of scripts other than Latin, Cyrillic and Greek are removed.</summary>
    Transliterated,

    /// <summary>Letters are kept: «Способ доставки» becomes <c>СпособДоставки</c>.</summary>
    Native,
}

/// <summary>Creates C# identifiers from codes and labels.</summary>
public static class Identifiers
{
    /// <summary>The maximum length of an identifier. The compiler's limit is 511 characters, which is too long to read.</summary>
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

        // Contextual keywords, some of which can't be the name of a type or member.
        "allows", "async", "await", "dynamic", "extension", "file", "nint", "notnull", "nuint", "partial", "required", "scoped",
        "unmanaged", "var", "where",
    };

    /// <summary>Converts a code to Pascal case: <c>STATUS_ID</c> becomes <c>StatusId</c>. Empty if the code has no valid characters.</summary>
    public static string FromCode(string code) => FromLabel(code, IdentifierStyle.Native);

    /// <summary>Converts a label to Pascal case. Punctuation separates words. Upper-case words are converted to Pascal case too. Empty if the label has no valid characters.</summary>
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

    /// <summary>Gets the part of the code that distinguishes a field from another field of the same name.</summary>
    internal static string GetSuffix(string code) => FromCode(FieldAge.WithoutPrefix(code)).TrimStart('_');

    /// <summary>Gets the reason why a text is not a valid name for a C# member, or <see langword="null"/> if it is valid.</summary>
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
            return "the compiler reserves names of this form";
        }

        return s_keywords.Contains(name) ? "it is a keyword" : null;
    }

    /// <summary>Determines whether a text is a valid namespace.</summary>
    public static bool IsNamespace(string text) => text.Split('.').All(static part => GetValidationError(part) is null);

    private static IEnumerable<string> Words(string label)
    {
        var word = new StringBuilder();
        foreach (char c in Compose(label))
        {
            // An apostrophe does not separate words (пам'ять). Other invalid characters do.
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

    // Composes letters with combining marks, such as и with a breve to й. Surrogates can't be normalized if they are unpaired, and are not valid in names.
    private static string Compose(string label)
    {
        string text = label.Any(IsUnsupported) ? new string(Array.ConvertAll(label.ToCharArray(), static c => IsUnsupported(c) ? ' ' : c)) : label;
        return text.Normalize(NormalizationForm.FormC);

        static bool IsUnsupported(char c) => char.IsSurrogate(c) || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.OtherNotAssigned;
    }

    private static string ToPascal(string word, IdentifierStyle style)
    {
        bool isAllUpperCase = word.Count(char.IsLetter) > 1 && !word.Any(char.IsLower);
        var part = new StringBuilder(word.Length);
        for (int i = 0; i < word.Length; i++)
        {
            char lower = char.ToLowerInvariant(word[i]);
            bool isCapital = part.Length == 0 || (char.IsUpper(word[i]) && !isAllUpperCase);
            string letter = style == IdentifierStyle.Transliterated ? Transliteration.GetLetters(lower) : lower.ToString();
            if (letter.Length == 0)
            {
                continue;
            }

            part.Append(isCapital ? char.ToUpperInvariant(letter[0]) : letter[0]).Append(letter, 1, letter.Length - 1);
        }

        return part.ToString();
    }

    // Characters that Unicode defines as invisible. C# allows some of them in names, but two different fields must not have names
    // that look the same. The most common one is U+FE0F at the end of an emoji.
    private static bool IsInvisible(char c) => CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Format
        || c is '\u034F' or '\u115F' or '\u1160' or '\u17B4' or '\u17B5' or (>= '\u180B' and <= '\u180F') or '\u3164' or (>= '\uFE00' and <= '\uFE0F') or '\uFFA0';

    private static bool IsStart(char c) => !IsInvisible(c) && CharUnicodeInfo.GetUnicodeCategory(c) is
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
        or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber;

    private static bool IsPart(char c) => IsStart(c) || (!IsInvisible(c) && CharUnicodeInfo.GetUnicodeCategory(c) is
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark);
}
