using System.Collections;
using System.Collections.Frozen;
using System.ComponentModel;
using System.Text.Json;

namespace LeadGen;

/// <summary>All fields of a portal's leads, by code.</summary>
public sealed class LeadFieldSet : IReadOnlyList<LeadField>
{
    private readonly LeadField[] _fields;
    private readonly FrozenDictionary<string, LeadField> _byCode;

    /// <summary>Numbers and indexes the fields. Called by generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public LeadFieldSet(params LeadField[] fields)
    {
        _fields = fields;
        for (int i = 0; i < fields.Length; i++)
        {
            fields[i].Ordinal = i;
        }

        _byCode = fields.ToFrozenDictionary(static f => f.Code, StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public int Count => _fields.Length;

    /// <inheritdoc/>
    public LeadField this[int index] => _fields[index];

    /// <summary>The field of that code, compared as portals do: exactly. <see langword="null"/> where the schema has none.</summary>
    public LeadField? Find(string code) => _byCode.GetValueOrDefault(code);

    /// <inheritdoc/>
    public IEnumerator<LeadField> GetEnumerator() => ((IEnumerable<LeadField>)_fields).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The field whose code the reader stands at.</summary>
    internal LeadField? Find(ref Utf8JsonReader reader)
    {
#if NET9_0_OR_GREATER
        const int LongestCode = 64;
        if (!reader.HasValueSequence && !reader.ValueIsEscaped && reader.ValueSpan.Length <= LongestCode)
        {
            Span<char> code = stackalloc char[LongestCode];
            int length = System.Text.Encoding.UTF8.GetChars(reader.ValueSpan, code);
            return _byCode.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(code[..length], out LeadField? found) ? found : null;
        }
#endif
        return Find(reader.GetString()!);
    }
}
