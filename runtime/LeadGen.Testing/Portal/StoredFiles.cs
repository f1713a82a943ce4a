using System.Globalization;
using LeadGen.Schema;
using LeadGen.Storage;

namespace LeadGen.Testing.Portal;

/// <summary>Adds the ID, the name and the content to files that are stored. They are a part of the value of the field, so they are deleted with it.</summary>
/// <remarks>See https://apidocs.bitrix24.com/api-reference/files/how-to-upload-files.html.</remarks>
internal static class StoredFiles
{
    private const string Name = "name", Content = "content";

    /// <summary>Completes a value of <c>crm.lead.*</c>.</summary>
    /// <param name="field">The field.</param>
    /// <param name="stored">The files as <see cref="LeadStorage"/> stores them.</param>
    /// <param name="sent">The value of the call.</param>
    /// <param name="clock">The clock of the portal.</param>
    /// <param name="nextId">Gets the ID of the next file.</param>
    public static PhpValue Complete(FieldSchema field, PhpValue stored, PhpValue sent, PortalClock clock, Func<long> nextId)
    {
        IEnumerable<PhpValue> files = sent.Find("fileData") is null ? sent.Entries.Select(static e => e.Value) : [sent];
        PhpValue[] pairs = [.. files.Where(f => StorageRules.Get(field).Store(field, f, clock).Value?.Find("id") is not null).Select(static f => f.Find("fileData")!)];
        return stored.IsList ? PhpValue.List(stored.Entries.Zip(pairs, (s, pair) => Complete(s.Value, pair, nextId)))
            : stored.IsArray ? Complete(stored, pairs[0], nextId)
            : stored;
    }

    /// <summary>Gets the content of a file as PHP decodes it: without the characters that Base64 does not have.</summary>
    public static byte[] Decode(PhpValue file)
    {
        string text = string.Concat((file.Find(Content)?.Text ?? "").Where(static c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/'));
        text = text.Length % 4 == 1 ? text[..^1] : text;
        return Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));
    }

    public static string GetName(PhpValue file) => file.Find(Name)?.Text ?? "";

    private static PhpValue Complete(PhpValue stored, PhpValue pair, Func<long> nextId) => PhpValue.Map(
    [
        .. stored.Entries,
        new("id", PhpValue.Scalar(nextId().ToString(CultureInfo.InvariantCulture))),
        new(Name, pair.Entries[0].Value),
        new(Content, pair.Entries[1].Value),
    ]);
}
