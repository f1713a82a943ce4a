using LeadGen.Schema.Naming;
using LeadGen.Schema.Reading;
using LeadGen.Tool.Projects;

namespace LeadGen.Tool.Snapshots;

/// <summary>Represents the naming options of the command line.</summary>
/// <param name="ClassName">The name of the read model class, or <see langword="null"/> for the setting of the project's item.</param>
/// <param name="Style">How labels with non-ASCII letters are converted to names, or <see langword="null"/> for the setting of the project's item.</param>
internal sealed record NamingChoice(string? ClassName, IdentifierStyle? Style)
{
    /// <summary>Gets the naming options for a folder: from the command line, then from the project's item, then from the style of most pinned names.</summary>
    public NamingOptions For(SnapshotFolder folder, PortalReading? reading)
    {
        SchemaItemMetadata? item = folder.Item;
        IdentifierStyle style = Style ?? (item is null ? GetStyle(reading)
            : nameof(IdentifierStyle.Native).Equals(item.Identifiers, StringComparison.OrdinalIgnoreCase) ? IdentifierStyle.Native
            : IdentifierStyle.Transliterated);
        return new NamingOptions(ClassName ?? item?.ClassName, style);
    }

    private static IdentifierStyle GetStyle(PortalReading? reading)
    {
        NamePin[] pins = [.. reading?.Pins ?? []];
        return pins.Count(static p => !p.Name.All(char.IsAscii)) * 2 > pins.Length ? IdentifierStyle.Native : IdentifierStyle.Transliterated;
    }
}
