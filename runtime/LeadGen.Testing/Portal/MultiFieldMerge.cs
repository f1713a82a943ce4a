using System.Globalization;
using LeadGen.Schema.Kinds;

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
        int index = id.Length == 0 ? -1 : entries.FindIndex(e => e.Find("ID")?.Text == id);
        if (!item.IsArray)
        {
            _remarks.Add($"{item} is not an entry and is ignored");
        }
        else if (isDeletion || value.Length == 0)
        {
            Remove(entries, index, id, isDeletion);
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
                _remarks.Add($"entry {id} does not exist on this lead; it is added as a new entry");
            }

            entries.Add(CreateEntry(nextId().ToString(CultureInfo.InvariantCulture), value, GetValueType(item)));
            HasEffect = true;
        }
    }

    private void Remove(List<PhpValue> entries, int index, string id, bool isDeletion)
    {
        if (index < 0)
        {
            _remarks.Add(id.Length > 0 ? $"entry {id} does not exist on this lead and is ignored"
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
