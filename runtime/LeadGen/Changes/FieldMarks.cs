using System.Runtime.CompilerServices;

namespace LeadGen;

/// <summary>Bloom filter over changed fields: it rules out most fields without a search of the changes.</summary>
/// <remarks>One bit for each of 256 hashes. Without it, building and writing an update takes 1.1 to 1.3 times as long (UpdateBodyBenchmarks; the goal for 20 of 200 fields is at least 3 times as fast as Newtonsoft.Json).</remarks>
internal struct FieldMarks
{
    private Bits _bits;

    public readonly bool MayContain(CrmField field) => (_bits[(field.Hash >> 6) & 3] & (1UL << field.Hash)) != 0;

    public void Add(CrmField field) => _bits[(field.Hash >> 6) & 3] |= 1UL << field.Hash;

    [InlineArray(4)]
    private struct Bits
    {
        private ulong _first;
    }
}
