using LeadGen.Schema.Kinds;

namespace LeadGen.Testing.Rest;

/// <summary>
/// The arguments of a call, found by name without regard to case: portals accept <c>FIELDS</c>, <c>fields</c> and
/// <c>Fields</c>. The content of an argument, including field codes, is case-sensitive.
/// </summary>
internal readonly record struct CallArguments(PhpValue All)
{
    /// <summary>Gets the argument with a name, given in lower case; <see langword="null"/> if there is none.</summary>
    public PhpValue? Find(string name) => PlaceOf(name) is var place and >= 0 ? All.Entries[place].Value : null;

    /// <summary>Whether the entry is the one that <see cref="Find"/> returns for the name.</summary>
    public bool IsFound(int place, string name) => place == PlaceOf(name);

    // Of several spellings, portals use the upper-case one, then the lower-case one.
    private int PlaceOf(string name)
    {
        int found = -1;
        int rank = 0;
        for (int i = 0; i < All.Entries.Count; i++)
        {
            int next = RankOf(All.Entries[i].Key, name);
            if (next > rank)
            {
                (found, rank) = (i, next);
            }
        }

        return found;
    }

    private static int RankOf(string given, string name) =>
        !string.Equals(given, name, StringComparison.OrdinalIgnoreCase) ? 0
        : string.Equals(given, name.ToUpperInvariant(), StringComparison.Ordinal) ? 3
        : string.Equals(given, name, StringComparison.Ordinal) ? 2
        : 1;
}
