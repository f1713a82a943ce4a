namespace LeadGen.Benchmarks.Portals;

/// <summary>Represents a field of a generated portal.</summary>
/// <param name="Code">The code on the portal.</param>
/// <param name="Type">The type on the portal.</param>
/// <param name="Shape">The form of its values.</param>
/// <param name="Label">The label.</param>
/// <param name="IsReadOnly">Whether the portal ignores writes.</param>
/// <param name="Dictionary">The dictionary of its codes.</param>
public sealed record PortalField(string Code, string Type, FieldShape Shape, string Label, bool IsReadOnly = false, string? Dictionary = null)
{
    public bool IsCustom => Code.StartsWith("UF_", StringComparison.Ordinal);

    public bool IsMultiple => Shape is FieldShape.Texts or FieldShape.Ids or FieldShape.Entries;

    /// <summary>Gets the name of the generated property.</summary>
    public string Name => IsCustom
        ? Label.Replace("Поле ", "Pole", StringComparison.Ordinal)
        : string.Concat(Code.Split('_').Select(static part => part[..1] + part[1..].ToLowerInvariant()));
}
