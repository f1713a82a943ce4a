using System.Globalization;
using LeadGen.Schema.Kinds;
using LeadGen.Storage;

namespace LeadGen.Testing.Portal;

/// <summary>Merges the sent entries of a multi-value field into the stored ones, as a portal does.</summary>
/// <remarks>See https://apidocs.bitrix24.com/api-reference/crm/auxiliary/multifield/index.html.</remarks>
internal sealed class MultiFieldMerge(string code, Func<long> nextId)
{
    private readonly List<string> _remarks = [];

    /// <summary>Gets the remarks on entries that were ignored or changed; <see langword="null"/> if there are none.</summary>
    public string? Remark => _remarks.Count == 0 ? null : string.Join("; ", _remarks);

    /// <summary>Gets whether an entry was added, changed or removed.</summary>
    public bool HasEffect { get; private set; }

    /// <summary>Determines whether the sent entries change the values of the field.</summary>
    public bool ChangesValues(PhpValue kept, PhpValue sent)
    {
        (PhpValue[] loaded, PhpValue[] hidden) = Load(kept);
        return !GetValues(Apply(loaded, sent, hidden)).SequenceEqual(GetValues(loaded));
    }

    /// <summary>Merges the entries.</summary>
    /// <param name="kept">The stored entries.</param>
    /// <param name="sent">The sent entries.</param>
    /// <param name="isSaved">Whether the call changes the values of any multi-value field, so that the portal saves all of them.</param>
    public PhpValue Merge(PhpValue kept, PhpValue sent, bool isSaved)
    {
        (PhpValue[] loaded, PhpValue[] hidden) = Load(kept);
        List<PhpValue> entries = Apply(loaded, sent, hidden);

        // A portal compares the values of all fields without their IDs.
        if (!isSaved && GetValues(entries).SequenceEqual(GetValues(loaded)))
        {
            if (entries.Exists(e => Array.Exists(loaded, old => GetId(old) == GetId(e) && GetValue(old) != GetValue(e))))
            {
                HasEffect = false;
                _remarks.Add("the values are only exchanged between the entries, which is ignored");
            }

            return kept;
        }

        // Entries that became equal are merged. New entries are added even if they are equal to others, as some versions of portals do.
        HashSet<string> ids = [.. loaded.Select(GetId)];
        return PhpValue.List(
            entries.Where(e => ids.Contains(GetId(e))).DistinctBy(GetValue)
                .Concat(hidden).Concat(entries.Where(e => !ids.Contains(GetId(e))))
                .OrderBy(static e => long.Parse(GetId(e), CultureInfo.InvariantCulture)));
    }

    // If entries are equal, a portal loads only the first one.
    private static (PhpValue[] Loaded, PhpValue[] Hidden) Load(PhpValue kept)
    {
        PhpValue[] stored = [.. kept.Entries.Select(static e => e.Value)];
        PhpValue[] loaded = [.. stored.DistinctBy(GetValue)];
        return (loaded, [.. stored.Except(loaded, ReferenceEqualityComparer.Instance).Cast<PhpValue>()]);
    }

    private List<PhpValue> Apply(PhpValue[] loaded, PhpValue sent, PhpValue[] hidden)
    {
        var entries = loaded.ToList();
        foreach ((_, PhpValue item) in sent.Entries)
        {
            MergeItem(entries, item, hidden);
        }

        return entries;
    }

    private static IEnumerable<string> GetValues(IEnumerable<PhpValue> entries) => entries.Select(GetValue).Order(StringComparer.Ordinal);

    private static string GetId(PhpValue entry) => entry.Find("ID")!.Text!;

    private static string GetValue(PhpValue entry) => $"{entry.Find("VALUE")?.Text}\0{entry.Find("VALUE_TYPE")?.Text}";

    private void MergeItem(List<PhpValue> entries, PhpValue item, PhpValue[] hidden)
    {
        string id = item.Find("ID")?.Text ?? "";
        string value = PhpText.Trim(item.Find("VALUE")?.Text ?? "");
        bool isDeletion = item.Find("DELETE")?.Text == "Y";
        int index = id.Length == 0 ? -1 : entries.FindIndex(e => e.Find("ID")?.Text == id);
        if (!item.IsArray)
        {
            _remarks.Add($"{item} is not an entry and is ignored");
        }
        else if (isDeletion || value.Length == 0)
        {
            Remove(entries, index, id, isDeletion, hidden);
        }
        else if (index >= 0)
        {
            entries[index] = CreateEntry(id, value, GetValueType(item));
            HasEffect = true;
        }
        else
        {
            if (id.Length > 0 && id != "0")
            {
                _remarks.Add(Array.Exists(hidden, e => GetId(e) == id)
                    ? $"entry {id} is equal to an entry before it and is not changed; the value is added as a new entry"
                    : $"entry {id} does not exist on this lead; it is added as a new entry");
            }

            entries.Add(CreateEntry(nextId().ToString(CultureInfo.InvariantCulture), value, GetValueType(item)));
            HasEffect = true;
        }
    }

    private void Remove(List<PhpValue> entries, int index, string id, bool isDeletion, PhpValue[] hidden)
    {
        if (index < 0)
        {
            _remarks.Add(Array.Exists(hidden, e => GetId(e) == id) ? $"entry {id} is equal to an entry before it and is not removed"
                : id.Length > 0 ? $"entry {id} does not exist on this lead and is ignored"
                : isDeletion ? "an entry without ID cannot be deleted and is ignored"
                : "an entry without ID and VALUE is ignored");
            return;
        }

        entries.RemoveAt(index);
        HasEffect = true;
        if (!isDeletion)
        {
            _remarks.Add($"entry {id} has no VALUE and is therefore deleted");
        }
    }

    private PhpValue CreateEntry(string id, string value, string type) => PhpValue.Map(
    [
        new("ID", PhpValue.Scalar(id)),
        new("VALUE_TYPE", PhpValue.Scalar(type)),
        new("VALUE", PhpValue.Scalar(value)),
        new("TYPE_ID", PhpValue.Scalar(code)),
    ]);

    private string GetValueType(PhpValue item)
    {
        if (item.Find("VALUE_TYPE")?.Text is { Length: > 0 } type)
        {
            return type;
        }

        string first = code == "IM" ? "TELEGRAM" : "WORK";
        _remarks.Add($"an entry without VALUE_TYPE gets the field's first type, {first}");
        return first;
    }
}
