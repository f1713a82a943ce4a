using LeadGen.Schema.Naming;
using LeadGen.Schema.Reading;
using LeadGen.Tool.Projects;

namespace LeadGen.Tool.Snapshots;

/// <summary>How a portal's types are called, as far as the command line says.</summary>
/// <param name="ClassName">The read model's name; <see langword="null"/> for that of the project's item.</param>
/// <param name="Style">How labels with non-ASCII letters are converted to names; <see langword="null"/> for the setting of the project's item.</param>
internal sealed record NamingChoice(string? ClassName, IdentifierStyle? Style)
{
    /// <summary>The command line first, then the project's item; without either, names go on as most pinned ones are.</summary>
    public NamingOptions For(SnapshotFolder folder, PortalReading? reading)
    {
        SchemaItemMetadata? item = folder.Item;
        IdentifierStyle style = Style ?? (item is null ? StyleOf(reading)
            : nameof(IdentifierStyle.Native).Equals(item.Identifiers, StringComparison.OrdinalIgnoreCase) ? IdentifierStyle.Native
            : IdentifierStyle.Transliterated);
        return new NamingOptions(ClassName ?? item?.ClassName ?? "Lead", style);
    }

    private static IdentifierStyle StyleOf(PortalReading? reading)
    {
        NamePin[] pins = [.. reading?.Pins ?? []];
        return pins.Count(static p => !p.Name.All(char.IsAscii)) * 2 > pins.Length ? IdentifierStyle.Native : IdentifierStyle.Transliterated;
    }
}
