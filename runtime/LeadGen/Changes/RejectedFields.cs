using System.Diagnostics.CodeAnalysis;

namespace LeadGen.Changes;

/// <summary>Finds the fields that a portal names in the text of an error.</summary>
internal static class RejectedFields
{
    private static readonly (string Open, string Close)[] s_quotes = [("\"", "\""), ("«", "»"), ("“", "”"), ("'", "'"), ("&quot;", "&quot;")];

    /// <summary>Adds the fields to an exception about rejected values. Other exceptions are returned unchanged.</summary>
    /// <param name="failure">The exception.</param>
    /// <param name="values">The values that were sent. The portal can also name a required field without a value.</param>
    [return: NotNullIfNotNull(nameof(failure))]
    public static Bitrix24Exception? AddTo(Bitrix24Exception? failure, CrmValues values) =>
        failure is Bitrix24RejectedException { Fields.Count: 0, ErrorDescription: { Length: > 0 } text } rejected && Find(text, values.KnownFields) is { Count: > 0 } fields
            ? rejected.WithFields(fields)
            : failure;

    private static List<CrmRejectedField> Find(string text, IEnumerable<CrmField> fields) =>
        [.. fields.Where(field => IsNamed(text, field)).Select(static field => new CrmRejectedField(field.Code, field.Name ?? field.Code, field.Label))];

    // A label is quoted. A code is a word that does not occur in ordinary text: it has an underscore, or is the name of a custom field of crm.item.*.
    private static bool IsNamed(string text, CrmField field) =>
        (field.Label.Length > 0 && Array.Exists(s_quotes, q => text.Contains(q.Open + field.Label + q.Close, StringComparison.OrdinalIgnoreCase)))
        || (field.Code.Contains('_', StringComparison.Ordinal) && ContainsWord(text, field.Code))
        || (field.IsCustom && ContainsWord(text, field.ItemName));

    private static bool ContainsWord(string text, string word)
    {
        for (int at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            int end = at + word.Length;
            if ((at == 0 || !IsWordCharacter(text[at - 1])) && (end == text.Length || !IsWordCharacter(text[end])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsWordCharacter(char character) => char.IsLetterOrDigit(character) || character == '_';
}
