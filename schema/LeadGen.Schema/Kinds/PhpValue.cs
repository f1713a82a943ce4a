using System.Globalization;
using System.Text;

namespace LeadGen.Schema.Kinds;

/// <summary>A value as PHP, in which portals are written, sees it: nothing, a scalar, or an ordered map.</summary>
/// <remarks>A list is a map whose keys are 0…n-1; that is why an empty map and an empty list are one thing to a portal.</remarks>
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

    /// <summary><c>null</c>.</summary>
    public static PhpValue Null { get; } = new(null, null);

    /// <summary><c>""</c>.</summary>
    public static PhpValue EmptyText { get; } = new("", null);

    /// <summary><c>[]</c>.</summary>
    public static PhpValue EmptyArray { get; } = new(null, s_noEntries);

    /// <summary>The scalar as PHP casts it to text: <c>true</c> is <c>1</c>, <c>false</c> is empty.</summary>
    public string? Text { get; }

    /// <summary>The entries of a map, in order; empty for anything else.</summary>
    public IReadOnlyList<KeyValuePair<string, PhpValue>> Entries { get; }

    /// <summary>Whether this is a map or list.</summary>
    public bool IsArray { get; }

    /// <summary>Whether this is <c>null</c>.</summary>
    public bool IsNull => Text is null && !IsArray;

    /// <summary>Whether PHP would write the map as a JSON list.</summary>
    public bool IsList
    {
        get
        {
            int index = 0;
            return IsArray && Entries.All(e => e.Key == PhpNumbers.Format(index++));
        }
    }

    /// <summary>A scalar.</summary>
    public static PhpValue Scalar(string text) => new(text, null);

    /// <summary>A list.</summary>
    public static PhpValue List(IEnumerable<PhpValue> items) =>
        new(null, items.Select(static (item, i) => new KeyValuePair<string, PhpValue>(PhpNumbers.Format(i), item)).ToArray());

    /// <summary>A map; of entries with the same key the last one counts, as in PHP.</summary>
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
            // Most maps have a few entries, among which looking is quicker than hashing.
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

    /// <summary>The entry of that key, or <see langword="null"/>.</summary>
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
