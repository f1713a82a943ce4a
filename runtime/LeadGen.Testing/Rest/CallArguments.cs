using LeadGen.Storage;

namespace LeadGen.Testing.Rest;

/// <summary>
/// Represents the arguments of a call. Names are case-insensitive: portals accept <c>FIELDS</c>, <c>fields</c> and
/// <c>Fields</c>. The content of an argument, including field codes, is case-sensitive.
/// </summary>
internal readonly record struct CallArguments(PhpValue All)
{
    /// <summary>Returns the argument with a name, which must be in lower case; <see langword="null"/> if there is none.</summary>
    public PhpValue? Find(string name) => IndexOf(name) is var index and >= 0 ? All.Entries[index].Value : null;

    /// <summary>Returns whether the entry is the one that <see cref="Find"/> returns for the name.</summary>
    public bool IsUsed(int index, string name) => index == IndexOf(name);

    // If a name occurs in several spellings, portals prefer upper case, then lower case.
    private int IndexOf(string name)
    {
        int found = -1;
        int rank = 0;
        for (int i = 0; i < All.Entries.Count; i++)
        {
            int next = GetRank(All.Entries[i].Key, name);
            if (next > rank)
            {
                (found, rank) = (i, next);
            }
        }

        return found;
    }

    private static int GetRank(string sentName, string name) =>
        !string.Equals(sentName, name, StringComparison.OrdinalIgnoreCase) ? 0
        : string.Equals(sentName, name.ToUpperInvariant(), StringComparison.Ordinal) ? 3
        : string.Equals(sentName, name, StringComparison.Ordinal) ? 2
        : 1;
}
