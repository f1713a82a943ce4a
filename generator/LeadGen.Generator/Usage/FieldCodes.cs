using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace LeadGen.Generator.Usage;

/// <summary>Tells codes of fields from other texts, and says what is wrong with one.</summary>
internal static class FieldCodes
{
    /// <summary>The property of a diagnostic that holds what is meant: a code, a value, a method.</summary>
    public const string Suggestion = nameof(Suggestion);

    private const string Prefix = "UF_CRM_";

    /// <summary>Whether a text is a custom field's code and can be nothing else.</summary>
    public static bool IsCustom(string text) =>
        text.Length > Prefix.Length && text[0] == 'U' && text.StartsWith(Prefix, StringComparison.Ordinal)
        && text.All(static c => c is '_' or (>= 'A' and <= 'Z') or (>= '0' and <= '9'));

    /// <summary>Whether a text is the spelling of crm.item.*: <c>ufCrm_1712</c>, <c>ufCrm1712</c>.</summary>
    public static bool IsAlias(string text) => text.StartsWith("ufCrm", StringComparison.Ordinal);

    /// <summary>What is wrong with a code where a lead's field belongs; <see langword="null"/> where nothing is, or nobody can know.</summary>
    public static Diagnostic? Check(PortalCatalog catalog, string code, Location place)
    {
        if (!catalog.IsComplete || catalog.Knows(code))
        {
            return null;
        }

        return IsAlias(code) && catalog.Suggest(code) is { } meant
            ? UsageRules.Create(UsageRules.Alias, place, Properties(meant), code, OneLine.Of(meant))
            : Unknown(catalog, code, place);
    }

    /// <summary>Says that no portal has the code, and which one is near.</summary>
    public static Diagnostic Unknown(PortalCatalog catalog, string code, Location place)
    {
        string? near = catalog.Suggest(code);
        return UsageRules.Create(
            UsageRules.UnknownField, place, Properties(near), code, catalog.Names, near is null ? "" : $"; did you mean '{OneLine.Of(near)}'?");
    }

    public static ImmutableDictionary<string, string?> Properties(string? suggestion) =>
        suggestion is null ? ImmutableDictionary<string, string?>.Empty : ImmutableDictionary<string, string?>.Empty.Add(Suggestion, suggestion);
}
