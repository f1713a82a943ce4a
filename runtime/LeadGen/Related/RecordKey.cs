using LeadGen.Limits;
using LeadGen.Transport;
using LeadGen.Wire;

namespace LeadGen.Related;

/// <summary>Represents the values of a draft by which its record is found.</summary>
internal abstract class RecordKey(IReadOnlyList<string> texts)
{
    /// <summary>Gets the texts that identify the values. Two drafts with a common text have the same record.</summary>
    public IReadOnlyList<string> Texts => texts;

    /// <summary>Finds the records with the values.</summary>
    /// <exception cref="Bitrix24Exception">The search failed.</exception>
    public abstract Task<CrmMatches> FindAsync(PortalCalls calls, CancellationToken cancellationToken);

    /// <summary>Gets the key of a draft.</summary>
    /// <exception cref="ArgumentException">The draft does not have the values, or a portal can't find them.</exception>
    public static RecordKey Create(CrmDraft draft, CrmKey key) => key switch
    {
        CrmKey.Origin => OriginKey.Create(draft),
        CrmKey.Phone => EntryKey.Create(draft, DuplicateSearch.PhoneCode),
        CrmKey.Email => EntryKey.Create(draft, DuplicateSearch.EmailCode),
        CrmKey.PhoneOrEmail => EntryKey.Create(draft, DuplicateSearch.PhoneCode, DuplicateSearch.EmailCode),
        _ => throw new ArgumentOutOfRangeException(nameof(key), key, "The key is not defined."),
    };

    // A search by exact values, which finds a new record immediately.
    private sealed class OriginKey(CrmEntity entity, SetChange<string> originator, SetChange<string> origin)
        : RecordKey([$"origin {originator.Value.Length} {originator.Value} {origin.Value}"])
    {
        private const string OriginatorCode = "ORIGINATOR_ID", OriginCode = "ORIGIN_ID";

        public static OriginKey Create(CrmDraft draft) => new(draft.Entity, Find(draft, OriginatorCode), Find(draft, OriginCode));

        public override async Task<CrmMatches> FindAsync(PortalCalls calls, CancellationToken cancellationToken)
        {
            List<long> ids = [];
            string method = entity.Methods.List;
            for (long last = 0, count = ReplyLimits.PageSize; count == ReplyLimits.PageSize;)
            {
                List<StoredRecord> page = await calls.CallAsync(
                    new CallTraits(method), last, Write, static reply => CrmReading.ReadPage(reply.Result, reply.Read!), cancellationToken).ConfigureAwait(false);
                foreach (StoredRecord record in page)
                {
                    // A portal ignores a condition on a field that it does not have or hides, and finds every record.
                    string? originatorId = ReadText(calls, method, record, originator.Field);
                    string? originId = ReadText(calls, method, record, origin.Field);

                    // The portal's database ignores the letter case.
                    if (originatorId == originator.Value && originId == origin.Value)
                    {
                        ids.Add(record.KnownId!.Value);
                    }
                }

                count = page.Count;
                long next = count == 0 ? last : page[^1].KnownId!.Value;
                last = count == 0 || next > last ? next : throw calls.Connection.Failures.Unreadable(method, null, "a page that is not in the order of record IDs");
            }

            return new CrmMatches([.. ids.Distinct().Order()], IsTruncated: false);
        }

        private void Write(WireWriter writer, long last)
        {
            writer.StartMap();
            writer.Key("order");
            writer.StartMap();
            writer.Key("ID");
            writer.Text("ASC");
            writer.EndMap();
            writer.Key("filter");
            writer.StartMap();
            writer.Key("=" + OriginatorCode);
            writer.Text(originator.Value);
            writer.Key("=" + OriginCode);
            writer.Text(origin.Value);
            if (last > 0)
            {
                writer.Key(">ID");
                writer.Number(last);
            }

            writer.EndMap();
            writer.Key("select");
            writer.StartList();
            writer.Text("ID");
            writer.Text(OriginatorCode);
            writer.Text(OriginCode);
            writer.EndList();
            writer.Key("start");
            writer.Number(-1);
            writer.EndMap();
        }

        private static string? ReadText(PortalCalls calls, string method, StoredRecord record, CrmField field) =>
            record[field.Code] is { } value ? value.ToString() : throw calls.Connection.Failures.FieldNotFound(method, field);

        private static SetChange<string> Find(CrmDraft draft, string code)
        {
            SetChange<string>? change = draft.AllChanges.OfType<SetChange<string>>().FirstOrDefault(c => c.Field.Code == code);
            return change is null ? throw new ArgumentException($"The draft has no value of {code}, by which the {draft.Entity.Name} is to be found. Nothing was sent.", nameof(draft))
                : change.Value.Trim() != change.Value || change.Value is "^%^" or "^&^" ? throw new ArgumentException($"A portal can't find the value of {code} exactly: it starts or ends with a space, or is a keyword of filters. Nothing was sent.", nameof(draft))
                : change;
        }
    }

    // A search in the portal's index of duplicates.
    private sealed class EntryKey(CrmEntity entity, (string Code, string Value)[] values) : RecordKey([.. values.Select(static value => $"{value.Code} {Normalize(value)}")])
    {
        public static EntryKey Create(CrmDraft draft, params string[] codes)
        {
            (string, string)[] values =
            [
                .. draft.AllChanges.Where(c => codes.Contains(c.Field.Code)).SelectMany(static c => c.AddedValues, static (c, value) => DuplicateSearch.Check(c.Field.Code, value, nameof(draft))),
            ];
            return values.Length > 0
                ? new EntryKey(draft.Entity, values)
                : throw new ArgumentException($"The draft has no value of {string.Join(" or ", codes)}, by which the {draft.Entity.Name} is to be found. Nothing was sent.", nameof(draft));
        }

        // The digits of a number without its country code, in most countries at most.
        private const int PhoneLength = 10;

        public override async Task<CrmMatches> FindAsync(PortalCalls calls, CancellationToken cancellationToken)
        {
            string type = entity.DuplicateType;
            return (await DuplicateSearch.FindAsync(calls, values, [type], cancellationToken).ConfigureAwait(false))[type];
        }

        // Only for the lock. The portal compares the values itself, and ignores extensions. Numbers with a common end share a lock, because a
        // number can be written with the country code, with the trunk prefix, or without both.
        private static string Normalize((string Code, string Value) value)
        {
            if (value.Code != DuplicateSearch.PhoneCode)
            {
                return value.Value.ToUpperInvariant();
            }

            string digits = string.Concat(value.Value.TakeWhile(static c => !char.IsLetter(c) && c is not (';' or ',' or '#' or '*')).Where(char.IsAsciiDigit));
            return digits.Length > PhoneLength ? digits[^PhoneLength..] : digits;
        }
    }
}
