using LeadGen.Schema;

namespace LeadGen.Generator.Model;

/// <summary>Represents fields whose members are in the same files. An edit of one field regenerates only the files of its group.</summary>
/// <param name="Types">The names of the generated types.</param>
/// <param name="Number">The number of the group; the first is 1.</param>
/// <param name="FirstIndex">The index of the first field among all fields.</param>
/// <param name="Fields">The fields.</param>
/// <param name="Header">The parts of the types that do not belong to a field; <see langword="null"/> except in the first group.</param>
internal sealed record FieldGroup(PortalTypes Types, int Number, int FirstIndex, EquatableArray<FieldModel> Fields, PortalHeader? Header)
{
    private const int Size = 64;

    /// <summary>Gets the fields with their indexes among all fields.</summary>
    public IEnumerable<(FieldModel Field, int Index)> IndexedFields => Fields.Select((f, i) => (f, FirstIndex + i));

    public static IEnumerable<FieldGroup> Create(PortalModel portal)
    {
        // A portal without fields also has one group, which contains the header.
        for (int i = 0; i == 0 || i < portal.Fields.Count; i += Size)
        {
            yield return new FieldGroup(portal.Types, (i / Size) + 1, i, portal.Fields.Skip(i).Take(Size).ToEquatableArray(), i == 0 ? PortalHeader.Create(portal) : null);
        }
    }
}

/// <summary>Represents the rows of all fields.</summary>
internal sealed record FieldTable(PortalTypes Types, EquatableArray<FieldModel> Fields)
{
    public static FieldTable Create(PortalModel portal) => new(portal.Types, portal.Fields);
}

/// <summary>Represents list fields whose enums are in the same file.</summary>
internal sealed record EnumerationGroup(PortalTypes Types, int Number, EquatableArray<EnumerationModel> Enumerations)
{
    private const int Size = 32;

    public static IEnumerable<EnumerationGroup> Create(PortalModel portal)
    {
        for (int i = 0; i < portal.Enumerations.Count; i += Size)
        {
            yield return new EnumerationGroup(portal.Types, (i / Size) + 1, portal.Enumerations.Skip(i).Take(Size).ToEquatableArray());
        }
    }
}

/// <summary>Represents the dictionaries.</summary>
internal sealed record StatusGroup(PortalTypes Types, EquatableArray<StatusModel> Statuses)
{
    public static IEnumerable<StatusGroup> Create(PortalModel portal)
    {
        if (portal.Statuses.Count > 0)
        {
            yield return new StatusGroup(portal.Types, portal.Statuses);
        }
    }
}
