using System.Runtime.CompilerServices;

namespace LeadGen;

/// <summary>Tells of most fields at once that they are not among the changes; only the others are looked for.</summary>
/// <remarks>A bit for each of 256 hashes: comparing each new field with all before it would be most of the work of a long update.</remarks>
internal struct FieldMarks
{
    private Bits _bits;

    public readonly bool MayHave(CrmField field) => (_bits[(field.Hash >> 6) & 3] & (1UL << field.Hash)) != 0;

    public void Add(CrmField field) => _bits[(field.Hash >> 6) & 3] |= 1UL << field.Hash;

    [InlineArray(4)]
    private struct Bits
    {
        private ulong _first;
    }
}
