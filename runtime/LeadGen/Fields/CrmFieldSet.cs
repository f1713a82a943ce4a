using System.Collections;
using System.Collections.Frozen;
using System.ComponentModel;
using System.Text;

namespace LeadGen;

/// <summary>Represents all fields of a portal's records, by code.</summary>
public sealed class CrmFieldSet : IReadOnlyList<CrmField>
{
    private readonly CrmField[] _fields;
    private readonly FrozenDictionary<string, int> _byCode;
    private readonly int[] _nextIndexes;
    private ItemNames? _itemNames;
    private CrmField[]? _itemOnly;

    /// <summary>Initializes a set of fields. Called by generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public CrmFieldSet(params CrmField[] fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        _fields = [.. fields];
        _byCode = _fields.Select(static (f, i) => (f.Code, Index: i)).ToFrozenDictionary(static f => f.Code, static f => f.Index, StringComparer.Ordinal);
        _nextIndexes = new int[fields.Length + 1];
        for (int i = 0; i < fields.Length; i++)
        {
            // The ordinal is only a hint, which IndexOf checks. A field that is in another set keeps its ordinal there, and this set finds it by its code.
            fields[i].Ordinal = fields[i].Ordinal < 0 ? i : fields[i].Ordinal;
        }
    }

    /// <inheritdoc/>
    public int Count => _fields.Length;

    /// <inheritdoc/>
    public CrmField this[int index] => _fields[index];

    /// <summary>Gets the names of the fields in <c>crm.item.*</c>.</summary>
    internal ItemNames ItemNames => _itemNames ??= new ItemNames(_fields);

    /// <summary>Gets the fields that only <c>crm.item.*</c> has.</summary>
    internal IReadOnlyList<CrmField> ItemOnly => _itemOnly ??= Array.FindAll(_fields, static f => f.IsItemOnly);

    /// <summary>Gets the field with this code, which must match exactly; <see langword="null"/> if the schema has none.</summary>
    public CrmField? Find(string code) => IndexOf(code) is >= 0 and var index ? _fields[index] : null;

    /// <inheritdoc/>
    public IEnumerator<CrmField> GetEnumerator() => ((IEnumerable<CrmField>)_fields).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Gets the index of the field; -1 if the set has no field with its code.</summary>
    internal int IndexOf(CrmField field)
    {
        int ordinal = field.Ordinal;
        return (uint)ordinal < (uint)_fields.Length && ReferenceEquals(_fields[ordinal], field) ? ordinal : IndexOf(field.Code);
    }

    /// <summary>Gets the index of the field with the code; -1 if the set has none.</summary>
    internal int IndexOf(string code) => _byCode.TryGetValue(code, out int index) ? index : -1;

    /// <summary>Gets the index of the field with the code in UTF-8; -1 if the set has none.</summary>
    /// <param name="code">The code.</param>
    /// <param name="last">
    /// The index of the previous field; -1 if there is none. A portal returns its fields in the same order each time, so the index of the
    /// next field is cached. With a dictionary lookup for each field, reading a record takes 1.1 times as long (LeadReadingBenchmarks, goal 1.2).
    /// </param>
    internal int IndexOf(ReadOnlySpan<byte> code, int last)
    {
        // Another thread may replace the guess at any time, so it is read once: the guess that is returned is the one that was compared.
        int guess = Volatile.Read(ref _nextIndexes[last + 1]);
        if (guess < _fields.Length && Ascii.Equals(code, _fields[guess].Code))
        {
            return guess;
        }

        int found = IndexOf(code);
        if (found >= 0)
        {
            Volatile.Write(ref _nextIndexes[last + 1], found);
        }

        return found;
    }

    private int IndexOf(ReadOnlySpan<byte> code)
    {
#if NET9_0_OR_GREATER
        const int MaxCodeLength = 64;
        if (code.Length <= MaxCodeLength)
        {
            Span<char> letters = stackalloc char[MaxCodeLength];
            int length = Encoding.UTF8.GetChars(code, letters);
            return _byCode.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(letters[..length], out int found) ? found : -1;
        }
#endif
        return IndexOf(Encoding.UTF8.GetString(code));
    }
}
