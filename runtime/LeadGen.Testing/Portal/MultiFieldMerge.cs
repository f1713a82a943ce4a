using System.Globalization;
using LeadGen.Schema.Kinds;

namespace LeadGen.Testing.Portal;

/// <summary>How a portal merges the entries of a multi-field that it gets with those that it has.</summary>
/// <remarks>See https://apidocs.bitrix24.com/api-reference/crm/auxiliary/multifield/index.html.</remarks>
internal sealed class MultiFieldMerge(string code, Func<long> nextId)
{
    private readonly List<string> _remarks = [];

    public string? Remark => _remarks.Count == 0 ? null : string.Join("; ", _remarks);

    public PhpValue Merge(PhpValue kept, PhpValue sent)
    {
        var entries = kept.Entries.Select(static e => e.Value).ToList();
        foreach ((_, PhpValue item) in sent.Entries)
        {
            string id = item.Find("ID")?.Text ?? "";
            string value = (item.Find("VALUE")?.Text ?? "").Trim();
            bool isRemoval = item.Find("DELETE")?.Text == "Y" || value.Length == 0;
            int place = id.Length == 0 ? -1 : entries.FindIndex(e => e.Find("ID")?.Text == id);
            if (place >= 0 && isRemoval)
            {
                entries.RemoveAt(place);
                if (item.Find("DELETE")?.Text != "Y")
                {
                    _remarks.Add($"entry {id} has no VALUE, and is deleted for that");
                }
            }
            else if (place >= 0)
            {
                entries[place] = Entry(id, value, TypeOf(item));
            }
            else if (isRemoval)
            {
                _remarks.Add(id.Length == 0 ? "an entry without ID and VALUE is skipped" : $"entry {id} is not on this lead");
            }
            else
            {
                if (id.Length > 0 && id != "0")
                {
                    _remarks.Add($"entry {id} is not on this lead, and is added as a new one");
                }

                entries.Add(Entry(nextId().ToString(CultureInfo.InvariantCulture), value, TypeOf(item)));
            }
        }

        return PhpValue.List(entries);
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

        _remarks.Add("an entry without VALUE_TYPE falls back to the field's first type");
        return code == "IM" ? "TELEGRAM" : "WORK";
    }
}
