using System.Globalization;
using System.Text;

namespace LeadGen.Storage;

/// <summary>Represents a PHP value: null, a scalar, or an ordered map.</summary>
/// <remarks>
/// Portals are written in PHP, in which a list is a map with the keys 0…n-1. So portals do not distinguish between an empty map and
/// an empty list.
/// </remarks>
public sealed class PhpValue : IEquatable<PhpValue>
{
    private const int MaxUnhashed = 8;

    private static readonly IReadOnlyList<KeyValuePair<string, PhpValue>> s_noEntries = [];

    private PhpValue(string? text, IReadOnlyList<KeyValuePair<string, PhpValue>>? entries)
    {
        Text = text;
        Entries = entries ?? s_noEntries;
        IsArray = entries is not null;
    }

    /// <summary>Gets the value <c>null</c>.</summary>
    public static PhpValue Null { get; } = new(null, null);

    /// <summary>Gets the value <c>""</c>.</summary>
    public static PhpValue EmptyText { get; } = new("", null);

    /// <summary>Gets the value <c>[]</c>.</summary>
    public static PhpValue EmptyArray { get; } = new(null, s_noEntries);

    /// <summary>Gets the scalar as PHP casts it to text: <c>true</c> is <c>1</c>, <c>false</c> is empty.</summary>
    public string? Text { get; }

    /// <summary>Gets the entries of a map, in order. Empty for other values.</summary>
    public IReadOnlyList<KeyValuePair<string, PhpValue>> Entries { get; }

    /// <summary>Gets whether this is a map or list.</summary>
    public bool IsArray { get; }

    /// <summary>Gets whether this is <c>null</c>.</summary>
    public bool IsNull => Text is null && !IsArray;

    /// <summary>Gets whether PHP serializes the map as a JSON array.</summary>
    public bool IsList
    {
        get
        {
            int index = 0;
            return IsArray && Entries.All(e => e.Key == PhpNumbers.Format(index++));
        }
    }

    /// <summary>Creates a scalar.</summary>
    public static PhpValue Scalar(string text) => new(text, null);

    /// <summary>Creates a list.</summary>
    public static PhpValue List(IEnumerable<PhpValue> items) =>
        new(null, items.Select(static (item, i) => new KeyValuePair<string, PhpValue>(PhpNumbers.Format(i), item)).ToArray());

    /// <summary>Creates a map. If several entries have the same key, the last one is used, as in PHP.</summary>
    public static PhpValue Map(IEnumerable<KeyValuePair<string, PhpValue>> entries)
    {
        var kept = new List<KeyValuePair<string, PhpValue>>();
        Dictionary<string, int>? places = null;
        foreach (KeyValuePair<string, PhpValue> entry in entries)
        {
            int place = places is null ? IndexOf(kept, entry.Key) : places.TryGetValue(entry.Key, out int found) ? found : -1;
            if (place >= 0)
            {
                kept[place] = entry;
                continue;
            }

            places?.Add(entry.Key, kept.Count);
            kept.Add(entry);
            // Most maps have few entries, for which a linear search is faster than hashing.
            if (places is null && kept.Count > MaxUnhashed)
            {
                places = new Dictionary<string, int>(StringComparer.Ordinal);
                for (int i = 0; i < kept.Count; i++)
                {
                    places.Add(kept[i].Key, i);
                }
            }
        }

        return new(null, kept);
    }

    /// <summary>Gets the value of a key, or <see langword="null"/> if there is none.</summary>
    public PhpValue? Find(string key)
    {
        int place = IndexOf(Entries, key);
        return place < 0 ? null : Entries[place].Value;
    }

    /// <inheritdoc/>
    public bool Equals(PhpValue? other) =>
        other is not null && Text == other.Text && IsArray == other.IsArray
        && Entries.Count == other.Entries.Count
        && Entries.Zip(other.Entries, static (a, b) => a.Key == b.Key && a.Value.Equals(b.Value)).All(static same => same);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PhpValue);

    /// <inheritdoc/>
    public override int GetHashCode() => Text is null ? Entries.Count : StringComparer.Ordinal.GetHashCode(Text);

    /// <summary>Gets the value as JSON.</summary>
    public override string ToString() => IsNull ? "null"
        : !IsArray ? Quote(Text!)
        : IsList ? $"[{string.Join(",", Entries.Select(static e => e.Value))}]"
        : $"{{{string.Join(",", Entries.Select(static e => $"{Quote(e.Key)}:{e.Value}"))}}}";

    private static string Quote(string text)
    {
        var json = new StringBuilder(text.Length + 2).Append('"');
        foreach (char c in text)
        {
            if (c is '"' or '\\')
            {
                json.Append('\\').Append(c);
            }
            else if (c < ' ')
            {
                json.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            }
            else
            {
                json.Append(c);
            }
        }

        return json.Append('"').ToString();
    }

    private static int IndexOf(IReadOnlyList<KeyValuePair<string, PhpValue>> entries, string key)
    {
        for (int i = 0; i < entries.Count; i++)
        {
            if (entries[i].Key == key)
            {
                return i;
            }
        }

        return -1;
    }
}
