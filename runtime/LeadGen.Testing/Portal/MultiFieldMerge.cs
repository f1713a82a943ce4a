using System.Globalization;
using LeadGen.Schema.Kinds;

namespace LeadGen.Testing.Portal;

/// <summary>How a portal merges the entries of a multi-value field that it gets with those that it has.</summary>
/// <remarks>See https://apidocs.bitrix24.com/api-reference/crm/auxiliary/multifield/index.html.</remarks>
internal sealed class MultiFieldMerge(string code, Func<long> nextId)
{
    private readonly List<string> _remarks = [];

    /// <summary>What a person should know; <see langword="null"/> when every entry did what it says.</summary>
    public string? Remark => _remarks.Count == 0 ? null : string.Join("; ", _remarks);

    /// <summary>Whether an entry was added, changed or removed.</summary>
    public bool HasEffect { get; private set; }

    public PhpValue Merge(PhpValue kept, PhpValue sent)
    {
        var entries = kept.Entries.Select(static e => e.Value).ToList();
        foreach ((_, PhpValue item) in sent.Entries)
        {
            MergeItem(entries, item);
        }

        return PhpValue.List(entries);
    }

    private void MergeItem(List<PhpValue> entries, PhpValue item)
    {
        string id = item.Find("ID")?.Text ?? "";
        string value = PhpText.Trim(item.Find("VALUE")?.Text ?? "");
        bool isDeletion = item.Find("DELETE")?.Text == "Y";
        int place = id.Length == 0 ? -1 : entries.FindIndex(e => e.Find("ID")?.Text == id);
        if (!item.IsArray)
        {
            _remarks.Add($"{item} is no entry, and is skipped");
        }
        else if (isDeletion || value.Length == 0)
        {
            Remove(entries, place, id, isDeletion);
        }
        else if (place >= 0)
        {
            entries[place] = Entry(id, value, TypeOf(item));
            HasEffect = true;
        }
        else
        {
            if (id.Length > 0 && id != "0")
            {
                _remarks.Add($"entry {id} is not on this lead, and is added as a new one");
            }

            entries.Add(Entry(nextId().ToString(CultureInfo.InvariantCulture), value, TypeOf(item)));
            HasEffect = true;
        }
    }

    private void Remove(List<PhpValue> entries, int place, string id, bool isDeletion)
    {
        if (place < 0)
        {
            _remarks.Add(id.Length > 0 ? $"entry {id} is not on this lead"
                : isDeletion ? "an entry without ID can't be deleted, and is skipped"
                : "an entry without ID and VALUE is skipped");
            return;
        }

        entries.RemoveAt(place);
        HasEffect = true;
        if (!isDeletion)
        {
            _remarks.Add($"entry {id} has no VALUE, and is deleted for that");
        }
    }

    private PhpValue Entry(string id, string value, string type) => PhpValue.Map(
    [
        new("ID", PhpValue.Scalar(id)),
        new("VALUE_TYPE", PhpValue.Scalar(type)),
        new("VALUE", PhpValue.Scalar(value)),
        new("TYPE_ID", PhpValue.Scalar(code)),
    ]);

    private string TypeOf(PhpValue item)
    {
        if (item.Find("VALUE_TYPE")?.Text is { Length: > 0 } type)
        {
            return type;
        }

        string first = code == "IM" ? "TELEGRAM" : "WORK";
        _remarks.Add($"an entry without VALUE_TYPE falls back to the field's first type, {first}");
        return first;
    }
}
