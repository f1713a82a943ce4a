using System.Globalization;
using System.Text;
using CsCheck;
using LeadGen.Fuzz.Running;
using LeadGen.Schema;
using LeadGen.Schema.Naming;
using LeadGen.Schema.Reading;
using Microsoft.CodeAnalysis.CSharp;

namespace LeadGen.Fuzz.Names;

/// <summary>Checks that any labels, codes and pinned names result in valid identifiers that people can distinguish.</summary>
internal static class NameSubjects
{
    // Longer than any label that makes sense, and short enough for the compiler.
    private const int MaxLength = 140;

    private static readonly string[] s_fragments =
    [
        "Title", "title", "TITLE", "Тitle", "Titlе", "class", "record", "await", "value__", "get_Title", "int", "Имя", "имя", "ИМЯ", "Вес, кг", " ", "_", "__", "-", ".", "'",
        "\ufe0f", "\u200d", "\u200c", "\u00ad", "\u034f", "\u115f", "\u1160", "\u17b4", "\u180e", "\u3164", "\uffa0", "\u2060", "\ufeff", "\u202e", "\u2066", "\u061c",
        "❤️", "☎️ Телефон", "👩‍💻", "\ud83d", "\udc00", "𝐓itle", "e\u0301", "é", "и\u0306", "й", "\u0301", "İ", "ı", "ß", "ǅ", "ﬁ", "Ⅷ", "٣", "3", "中", "한", "Ａ", "K", "Å", "ª", "ʹ", "ͺ",
        "\0", "\r\n", "\u2028", "\u0085", "*/", "///", "#if X", "</summary>", "\"", "\\u0041", "@", "{0}", "Equals", "Lead", "LeadUpdate", "Task", "Money",
    ];

    private static readonly Gen<string> s_text = Gen.Frequency(
        (6, Gen.Int[0, s_fragments.Length - 1].Select(static i => s_fragments[i]).Array[0, 5].Select(static parts => string.Concat(parts))),
        (2, Generators.HostileText),
        (1, Gen.Char.Array[0, 8].Select(static letters => new string(letters))),
        (1, Gen.Select(Gen.Int[0, s_fragments.Length - 1], Gen.Int[1, 400]).Select(static x => string.Concat(Enumerable.Repeat(s_fragments[x.Item1], x.Item2)))));

    private static readonly Gen<string> s_code = Gen.Frequency((6, Generators.CustomCode), (2, s_text.Select(static t => "UF_CRM_" + t)), (1, s_text), (1, Gen.OneOf("TITLE", "ADDRESS", "PHONE")));

    private static readonly Gen<Field> s_field = Gen.Select(s_code, s_text, Gen.Bool, s_text.Array[0, 5])
        .Select(static x => new Field(x.Item1, x.Item2, x.Item3, x.Item4));

    private sealed record Field(string Code, string Label, bool IsEnumeration, string[] Items)
    {
        public string Json => $"{JsonTexts.Quote(Code)}:{{\"type\":\"{(IsEnumeration ? "enumeration" : "string")}\",\"isDynamic\":{(Code.StartsWith("UF_", StringComparison.Ordinal) ? "true" : "false")},"
            + $"\"title\":{JsonTexts.Quote(Code)},\"formLabel\":{JsonTexts.Quote(Label)},\"items\":[{string.Join(',', Items.Select(static (t, i) => $"{{\"ID\":\"{i + 1}\",\"VALUE\":{JsonTexts.Quote(t)}}}"))}]}}";
    }

    public static IReadOnlyList<Subject> All() =>
    [
        Subject.Create("labels", Gen.Select(s_text, Gen.Bool), CheckLabel, static x => JsonTexts.Quote(x.Item1)),
        Subject.Create("pins", s_text, CheckPin, JsonTexts.Quote),
        Subject.Create("portals", Gen.Select(s_field.Array[1, 8], Gen.Bool), CheckPortal, static x => string.Join('\n', x.Item1.Select(static f => f.Json))),
        Subject.Create("statuses", Gen.Select(s_text, s_text).Array[1, 8], CheckStatuses, static x => string.Join('\n', x.Select(static s => JsonTexts.Quote(s.Item1) + ": " + JsonTexts.Quote(s.Item2)))),
    ];

    private static void CheckLabel((string Label, bool IsNative) input, Tally tally)
    {
        string name = Identifiers.FromLabel(input.Label, GetStyle(input.IsNative));
        tally.Add(name.Length == 0 ? "yielded no name" : "yielded a name");
        if (name.Length > 0)
        {
            CheckName(name);
        }
    }

    private static void CheckPin(string name, Tally tally)
    {
        if (Identifiers.GetValidationError(name) is { } validationError)
        {
            tally.Add("was rejected");
            return;
        }

        tally.Add("was accepted");
        CheckIdentifier(name);
    }

    private static void CheckPortal((Field[] Fields, bool IsNative) input, Tally tally)
    {
        Field[] fields = [.. input.Fields.Where(static f => f.Code.Length > 0).DistinctBy(static f => f.Code)];
        PortalNames? names = GetNames(fields, input.IsNative, "en-US");
        PortalNames? reversed = GetNames([.. fields.Reverse()], input.IsNative, "tr-TR");
        if (names is null || reversed is null)
        {
            tally.Add("yielded no schema");
            return;
        }

        tally.Add("gave names");
        CheckNames([.. fields.Select(f => names.GetFieldName(f.Code)), "Lead", "LeadUpdate", "LeadDraft", "LeadFields"]);
        Field[] enumerations = [.. fields.Where(static f => f.IsEnumeration)];
        CheckNames([.. enumerations.Select(f => names.GetEnumerationName(f.Code)), .. ReservedNames.RuntimeTypes]);
        Array.ForEach(enumerations, f => CheckNames([.. f.Items.Select((_, i) => names.GetItemName(f.Code, i + 1))]));
        string? moved = fields.Select(static f => f.Code).FirstOrDefault(c => names.GetFieldName(c) != reversed.GetFieldName(c));
        if (moved is not null)
        {
            throw new CheckFailedException($"{JsonTexts.Quote(moved)} is {names.GetFieldName(moved)}, and {reversed.GetFieldName(moved)} in another order and culture");
        }
    }

    private static void CheckStatuses((string Code, string Name)[] input, Tally tally)
    {
        (string Code, string Name)[] rows = [.. input.Where(static r => r.Code.Length > 0).DistinctBy(static r => r.Code)];
        var statuses = new SchemaFile(PortalFiles.StatusesName, "{\"result\":[" + string.Join(',', rows.Select(
            static r => $"{{\"ENTITY_ID\":\"STATUS\",\"STATUS_ID\":{JsonTexts.Quote(r.Code)},\"NAME\":{JsonTexts.Quote(r.Name)}}}")) + "]}");
        var fields = new SchemaFile(PortalFiles.FieldsName, """{"STATUS_ID": {"type": "crm_status", "statusType": "STATUS"}}""");
        PortalNames names = PortalNamer.Name(PortalReader.Read(new PortalFiles(fields, statuses)), new NamingOptions());
        CheckNames([.. rows.Select(r => names.GetStatusName("STATUS", r.Code)), .. ReservedNames.StatusMembers]);
        tally.Add("gave names");
    }

    private static PortalNames? GetNames(Field[] fields, bool isNative, string culture)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            PortalReading reading = PortalReader.Read(new PortalFiles(new SchemaFile(PortalFiles.FieldsName, "{" + string.Join(',', fields.Select(static f => f.Json)) + "}")));
            return reading.Schema is null ? null : PortalNamer.Name(reading, new NamingOptions(Style: GetStyle(isNative)));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static IdentifierStyle GetStyle(bool isNative) => isNative ? IdentifierStyle.Native : IdentifierStyle.Transliterated;

    private static void CheckNames(string[] names)
    {
        Array.ForEach(names, CheckName);
        if (names.GroupBy(static n => n.Normalize(NormalizationForm.FormC), StringComparer.Ordinal).FirstOrDefault(static g => g.Count() > 1) is { } same)
        {
            throw new CheckFailedException($"two items have the name {same.Key}");
        }
    }

    private static void CheckName(string name)
    {
        CheckIdentifier(name);
        if (Identifiers.GetValidationError(name) is { } validationError)
        {
            throw new CheckFailedException($"{JsonTexts.Quote(name)} is not accepted as a pinned name: {validationError}");
        }

        if (name.Length > MaxLength)
        {
            throw new CheckFailedException($"a name of {name.Length} letters");
        }
    }

    // Uses the compiler's rules, and rejects the invisible letters that Unicode calls default-ignorable.
    private static void CheckIdentifier(string name)
    {
        if (!SyntaxFacts.IsValidIdentifier(name) || SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None)
        {
            throw new CheckFailedException($"{JsonTexts.Quote(name)} is not an identifier");
        }

        if (name.FirstOrDefault(IsInvisible) is var invisible and not '\0')
        {
            throw new CheckFailedException(string.Create(CultureInfo.InvariantCulture, $"{JsonTexts.Quote(name)} has the invisible letter U+{(int)invisible:X4}"));
        }
    }

    private static bool IsInvisible(char c) => c is '\u00ad' or '\u034f' or '\u061c' or '\u115f' or '\u1160' or '\u17b4' or '\u17b5'
        or (>= '\u180b' and <= '\u180f') or (>= '\u200b' and <= '\u200f') or (>= '\u202a' and <= '\u202e') or (>= '\u2060' and <= '\u206f')
        or '\u3164' or (>= '\ufe00' and <= '\ufe0f') or '\ufeff' or '\uffa0' or (>= '\ufff0' and <= '\ufff8');
}
