namespace LeadGen;

/// <summary>Converts the IDs of a list field's items to their labels, and back.</summary>
internal sealed class ItemLabels
{
    private readonly Dictionary<long, string> _labels;
    private readonly Dictionary<string, long?> _ids = new(StringComparer.Ordinal);

    public ItemLabels(IReadOnlyList<(long Id, string Label)> items)
    {
        _labels = items.ToDictionary(static i => i.Id, static i => i.Label);
        foreach ((long id, string label) in items)
        {
            // A label that several items have is not found.
            string text = label.Trim();
            _ids[text] = text.Length == 0 || _ids.ContainsKey(text) ? null : id;
        }
    }

    public static ItemLabels None { get; } = new([]);

    public string? GetLabel(long id) => _labels.GetValueOrDefault(id);

    public long? FindId(string? label) => label is null ? null : _ids.GetValueOrDefault(label.Trim());
}
