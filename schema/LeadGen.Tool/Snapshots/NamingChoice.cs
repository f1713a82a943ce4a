using LeadGen.Schema.Naming;
using LeadGen.Schema.Reading;

namespace LeadGen.Tool.Snapshots;

/// <summary>How a portal's types are called, as far as the command line says.</summary>
/// <param name="ClassName">The read model's name.</param>
/// <param name="Style">How Cyrillic labels become names; <see langword="null"/> to go on as the pinned names began.</param>
internal sealed record NamingChoice(string ClassName, IdentifierStyle? Style)
{
    public NamingOptions For(PortalReading? reading) => new(
        ClassName,
        Style ?? (reading?.Pins.Any(static p => p.Name.Any(IsCyrillic)) == true ? IdentifierStyle.Native : IdentifierStyle.Transliterated));

    // Other scripts stand in names of either style: only Cyrillic is transliterated.
    private static bool IsCyrillic(char c) => c is >= '\u0400' and <= '\u052f';
}
