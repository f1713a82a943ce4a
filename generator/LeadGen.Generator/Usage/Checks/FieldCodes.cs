using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace LeadGen.Generator.Usage.Checks;

/// <summary>Distinguishes field codes from other strings, and reports invalid ones.</summary>
internal static class FieldCodes
{
    /// <summary>The diagnostic property that contains the suggestion: a code, a value or a method.</summary>
    public const string Suggestion = nameof(Suggestion);

    /// <summary>The suggestion to send a single value as a list of one.</summary>
    public const string AsList = "[]";

    /// <summary>The suggestion to send the only element of a list.</summary>
    public const string AsSingle = "1";

    /// <summary>The suggestion to send a single value as an entry of a multi-value field.</summary>
    public const string AsEntry = "{}";

    /// <summary>The suggestion to send a single value as an entry that is a dictionary, because the serializer renames members.</summary>
    public const string AsEntryWithKeys = "{[]}";

    /// <summary>The suggestion not to write the field.</summary>
    public const string Removed = "";

    private const string Prefix = "UF_CRM_";

    /// <summary>Determines whether a string has the form of a custom field code.</summary>
    public static bool IsCustom(string text)
    {
        if (text.Length <= Prefix.Length || text[0] != 'U' || !text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        foreach (char c in text)
        {
            if (c is not ('_' or (>= 'A' and <= 'Z') or (>= '0' and <= '9')))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Determines whether a custom field code can belong to a lead, and not to another module or a smart process (<c>UF_CRM_5_…</c>).</summary>
    public static bool CanBeLeadField(string code)
    {
        if (code is "UF_CRM_TASK" or "UF_CRM_CAL_EVENT")
        {
            return false;
        }

        int i = Prefix.Length;
        while (i < code.Length && code[i] is >= '0' and <= '9')
        {
            i++;
        }

        return i == Prefix.Length || i == code.Length || code[i] != '_';
    }

    /// <summary>Gets the diagnostic for a code that is used as a lead field; <see langword="null"/> if the code is valid or can't be checked.</summary>
    public static Diagnostic? Check(PortalCatalog catalog, string code, Location place)
    {
        if (!catalog.IsComplete || catalog.HasField(code))
        {
            return null;
        }

        return catalog.FindSpelling(code) is { } meant
            ? UsageRules.Create(UsageRules.UnsupportedSpelling, place, Properties(meant), code, OneLine.Format(meant))
            : Unknown(catalog, UsageRules.UnknownField, code, place);
    }

    /// <summary>Creates the diagnostic for a code that no portal has, with a suggestion if there is a similar code.</summary>
    public static Diagnostic Unknown(PortalCatalog catalog, DiagnosticDescriptor rule, string code, Location place)
    {
        string? near = catalog.Suggest(code);
        string advice = near is null ? "" : $"; did you mean '{OneLine.Format(near)}'?";
        return rule == UsageRules.UnknownField
            ? UsageRules.Create(rule, place, Properties(near), code, catalog.Names, "ignores it", advice)
            : UsageRules.Create(rule, place, Properties(near), code, catalog.Names, advice);
    }

    public static ImmutableDictionary<string, string?> Properties(string? suggestion) =>
        suggestion is null ? ImmutableDictionary<string, string?>.Empty : ImmutableDictionary<string, string?>.Empty.Add(Suggestion, suggestion);
}
