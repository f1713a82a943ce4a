using System.Collections;
using System.Collections.Frozen;
using System.ComponentModel;
using System.Text;

namespace LeadGen;

/// <summary>Represents all fields of a portal's records, by code.</summary>
/// <remarks>Generated code passes the fields as rows. A field is created from its row at its first use, so a program that uses ten of a thousand fields creates ten.</remarks>
public sealed partial class CrmFieldSet : IReadOnlyList<CrmField>
{
    private readonly CrmField?[] _created;
    private readonly FieldRows? _rows;
    private readonly Func<CrmField[]>? _others;
    private Index? _index;
    private ItemNames? _itemNames;
    private CrmField[]? _itemOnly;
    private ItemLabels?[]? _itemLabels;

    /// <summary>Initializes a set of fields.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public CrmFieldSet(params CrmField[] fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        _created = [.. fields];
        _index = new Index([.. fields]);
        for (int i = 0; i < fields.Length; i++)
        {
            // The ordinal is only a hint, which IndexOf checks. If the field is also in another set, this set finds it by its code.
            fields[i].Ordinal = fields[i].Ordinal < 0 ? i : fields[i].Ordinal;
        }
    }

    /// <inheritdoc/>
    public int Count => _created.Length;

    /// <inheritdoc/>
    public CrmField this[int index] => All.Fields[index];

    // All fields, with their codes. Threads that create it at the same time create it from the same fields.
    private Index All => _index ??= CreateAll();

    /// <summary>Gets the names of the fields in <c>crm.item.*</c>.</summary>
    internal ItemNames ItemNames => _itemNames ??= new ItemNames(All.Fields);

    /// <summary>Gets the fields that only <c>crm.item.*</c> has.</summary>
    internal IReadOnlyList<CrmField> ItemOnly => _itemOnly ??= Array.FindAll(All.Fields, static f => f.IsItemOnly);

    /// <summary>Gets the field with this code, which must match exactly; <see langword="null"/> if the schema has none.</summary>
    public CrmField? Find(string code) => IndexOf(code) is >= 0 and var index ? All.Fields[index] : null;

    /// <inheritdoc/>
    public IEnumerator<CrmField> GetEnumerator() => ((IEnumerable<CrmField>)All.Fields).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Gets the index of the field; -1 if the set has no field with its code.</summary>
    internal int IndexOf(CrmField field)
    {
        int ordinal = field.Ordinal;
        return (uint)ordinal < (uint)_created.Length && ReferenceEquals(_created[ordinal], field) ? ordinal : IndexOf(field.Code);
    }

    /// <summary>Gets the index of the field with the code; -1 if the set has none.</summary>
    internal int IndexOf(string code) => All.Find(code);

    /// <inheritdoc cref="Index.Find(ReadOnlySpan{byte}, int)"/>
    internal int IndexOf(ReadOnlySpan<byte> code, int last) => All.Find(code, last);

    /// <summary>Finds fields by their codes.</summary>
    private sealed class Index(CrmField[] fields)
    {
        private readonly FrozenDictionary<string, int> _byCode =
            fields.Select(static (f, i) => (f.Code, Index: i)).ToFrozenDictionary(static f => f.Code, static f => f.Index, StringComparer.Ordinal);

        private readonly int[] _nextIndexes = new int[fields.Length + 1];

        public CrmField[] Fields { get; } = fields;

        public int Find(string code) => _byCode.TryGetValue(code, out int index) ? index : -1;

        /// <summary>Gets the index of the field with the code in UTF-8; -1 if the set has none.</summary>
        /// <param name="code">The code.</param>
        /// <param name="last">
        /// The index of the previous field; -1 if there is none. A portal returns its fields in the same order each time, so the index of the
        /// next field is cached. With a dictionary lookup for each field, reading a record takes 1.1 times as long (LeadReadingBenchmarks; the goal is at most 1.2 of handwritten code).
        /// </param>
        public int Find(ReadOnlySpan<byte> code, int last)
        {
            // Another thread may replace the cached index at any time, so it is read only once.
            int guess = Volatile.Read(ref _nextIndexes[last + 1]);
            if (guess < Fields.Length && Ascii.Equals(code, Fields[guess].Code))
            {
                return guess;
            }

            int found = Find(code);
            if (found >= 0)
            {
                Volatile.Write(ref _nextIndexes[last + 1], found);
            }

            return found;
        }

        private int Find(ReadOnlySpan<byte> code)
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
            return Find(Encoding.UTF8.GetString(code));
        }
    }
}
