using System.Collections.Immutable;
using System.Globalization;
using LeadGen.Schema;
using LeadGen.Schema.Kinds;
using Microsoft.CodeAnalysis;

namespace LeadGen.Generator.Usage;

/// <summary>Foretells what the portals would do with a value that untyped code sends.</summary>
internal static class FieldValues
{
    // Which day it is, and in which zone the portal lives, decides nothing about whether a value is lost.
    private static readonly PortalClock s_clock = new(TimeSpan.FromHours(3), new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.FromHours(3)));

    /// <summary>What is wrong with a write to a field; <see langword="null"/> where nothing is, or one of the portals takes it.</summary>
    public static Diagnostic? Check(PortalCatalog catalog, string code, Location keyPlace, IOperation value, bool isNewLead)
    {
        Diagnostic? first = null;
        foreach (Portal portal in catalog.Portals)
        {
            if (portal.FindByCode(code) is { } field)
            {
                Diagnostic? found = CheckWrite(field, keyPlace, isNewLead) ?? CheckValue(portal, field, value);
                if (found is null)
                {
                    return null;
                }

                first ??= found;
            }
        }

        return first;
    }

    /// <summary>Whether a constant is beyond the limits of a field, or can't be checked.</summary>
    public static Diagnostic? CheckLimits(FieldSchema field, string text, Location place) =>
        FieldLimits.Check(field, text) is { } limit ? UsageRules.Create(UsageRules.BeyondLimit, place, field.Code, limit.Problem, limit.Demand)
        : text.Length > 0 && FieldLimits.HasUnreadablePattern(field) ? UsageRules.Create(UsageRules.UnreadablePattern, place, OneLine.Of(field.Settings.Pattern!), field.Code)
        : null;

    /// <summary>Says that a value is no item of an enumeration, and which one is meant.</summary>
    public static Diagnostic NoItem(FieldSchema field, string shown, Location place)
    {
        string text = shown.Trim('\'');
        EnumerationItem? meant = field.Items.FirstOrDefault(
            i => string.Equals(i.Value.Trim(), text.Trim(), StringComparison.OrdinalIgnoreCase) || string.Equals(i.XmlId, text, StringComparison.OrdinalIgnoreCase));
        string? id = meant?.Id.ToString(CultureInfo.InvariantCulture);
        return UsageRules.Create(
            UsageRules.NotPermitted, place, FieldCodes.Properties(id),
            shown, "item's id", field.Code, "ignores it without a word", id is null ? "" : $"; the id of '{OneLine.Of(meant!.Value)}' is {id}");
    }

    /// <summary>Says that a value is no code of a dictionary, and which one is meant.</summary>
    public static Diagnostic NoCode(StatusDictionary dictionary, string owner, string code, Location place)
    {
        string? meant = dictionary.Values
            .FirstOrDefault(v => string.Equals(v.Name, code, StringComparison.OrdinalIgnoreCase) || string.Equals(v.Code, code, StringComparison.OrdinalIgnoreCase))?.Code;
        return UsageRules.Create(
            UsageRules.NotPermitted, place, FieldCodes.Properties(meant),
            $"'{code}'", "code", owner, "keeps it all the same, so that the lead has a value that nobody can choose", meant is null ? "" : $"; did you mean '{OneLine.Of(meant)}'?");
    }

    private static Diagnostic? CheckWrite(FieldSchema field, Location place, bool isNewLead)
    {
        if (LeadStorage.WhyIgnored(field) is { } reason && !(isNewLead && !field.IsReadOnly && field.IsImmutable))
        {
            return UsageRules.Create(UsageRules.NotWritable, place, field.Code, reason, "ignores the value without a word");
        }

        return field.IsDeprecated
            ? UsageRules.Create(UsageRules.NotWritable, place, field.Code, "deprecated", "asks not to write it any more")
            : null;
    }

    private static Diagnostic? CheckValue(Portal portal, FieldSchema field, IOperation value)
    {
        Location place = value.Syntax.GetLocation();
        if (UntypedValue.ToPhp(value) is not { } sent)
        {
            return null;
        }

        Stored stored = LeadStorage.Store(field, sent, s_clock with { Schema = portal.Schema });
        if (stored.Remark is null)
        {
            return sent.Text is { } text ? CheckLimits(field, text, place) : null;
        }

        return (field.Type, sent.Text) switch
        {
            ("crm_multifield", not null) => UsageRules.Create(UsageRules.MultiFieldAsText, place, field.Code),
            ("enumeration", { Length: > 0 } item) when !field.IsMultiple => NoItem(field, $"'{item}'", place),
            ("crm_status", { Length: > 0 } code) when !field.IsMultiple && portal.Schema.FindDictionary(field.StatusType) is { } dictionary =>
                NoCode(dictionary, field.Code, code, place),
            _ => UsageRules.Create(
                UsageRules.LostValue, place, ImmutableDictionary<string, string?>.Empty,
                stored.Value is null ? "ignores" : "alters", field.Code, stored.Remark),
        };
    }
}
