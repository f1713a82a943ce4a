namespace LeadGen.Benchmarks.Portals;

/// <summary>A field of a portal that was made up for measuring.</summary>
/// <param name="Code">The portal's code.</param>
/// <param name="Type">The portal's type.</param>
/// <param name="Shape">What its values look like.</param>
/// <param name="Label">What people call it.</param>
/// <param name="IsReadOnly">Whether the portal ignores writes.</param>
/// <param name="Dictionary">The dictionary of its codes.</param>
public sealed record PortalField(string Code, string Type, FieldShape Shape, string Label, bool IsReadOnly = false, string? Dictionary = null)
{
    public bool IsCustom => Code.StartsWith("UF_", StringComparison.Ordinal);

    public bool IsMultiple => Shape is FieldShape.Texts or FieldShape.Ids or FieldShape.Entries;

    /// <summary>The name that the generator gives it.</summary>
    public string Name => IsCustom
        ? Label.Replace("Поле ", "Pole", StringComparison.Ordinal)
        : string.Concat(Code.Split('_').Select(static part => part[..1] + part[1..].ToLowerInvariant()));
}
