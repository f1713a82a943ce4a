using System.Collections;
using System.Collections.Frozen;
using System.ComponentModel;
using System.Text;

namespace LeadGen;

/// <summary>All fields of a portal's leads, by code.</summary>
public sealed class LeadFieldSet : IReadOnlyList<LeadField>
{
    private readonly LeadField[] _fields;
    private readonly FrozenDictionary<string, LeadField> _byCode;
    private readonly int[] _followers;

    /// <summary>Numbers and indexes the fields. Called by generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public LeadFieldSet(params LeadField[] fields)
    {
        _fields = fields;
        _followers = new int[fields.Length + 1];
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

    /// <summary>The field whose code stands there in UTF-8; <see langword="null"/> where the schema has none.</summary>
    /// <param name="code">The code.</param>
    /// <param name="last">The field before it. A portal answers its fields in the same order each time, so one mostly follows another.</param>
    internal LeadField? Find(ReadOnlySpan<byte> code, LeadField? last)
    {
        // Threads may overwrite each other's guess; a guess is compared each time.
        ref int guess = ref _followers[last is null ? 0 : last.Ordinal + 1];
        if (guess < _fields.Length && Ascii.Equals(code, _fields[guess].Code))
        {
            return _fields[guess];
        }

        LeadField? found = Find(code);
        guess = found is null ? guess : found.Ordinal;
        return found;
    }

    private LeadField? Find(ReadOnlySpan<byte> code)
    {
#if NET9_0_OR_GREATER
        const int LongestCode = 64;
        if (code.Length <= LongestCode)
        {
            Span<char> letters = stackalloc char[LongestCode];
            int length = Encoding.UTF8.GetChars(code, letters);
            return _byCode.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(letters[..length], out LeadField? found) ? found : null;
        }
#endif
        return Find(Encoding.UTF8.GetString(code));
    }
}
