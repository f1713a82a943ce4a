using System.Globalization;

namespace LeadGen.Drift;

/// <summary>Holds the fields of a portal against those that a program was compiled with, and says what becomes of a write.</summary>
internal static class SchemaComparison
{
    // A reply of five megabytes may have 200,000 items, whose messages would take twenty times as much.
    private const int MostAddedItems = 100;

    private const string Enumeration = "enumeration";
    private const string Refresh = "Refresh crm.lead.fields.json and rebuild";
    private const string Mend = Refresh + ": the compiler then shows where the field is used.";

    /// <summary>All differences, by code.</summary>
    public static LeadSchemaDifference[] Compare(LeadFieldSet compiled, IReadOnlyDictionary<string, PortalField> portal)
    {
        IEnumerable<LeadSchemaDifference> changed = compiled.SelectMany(f => OfField(f, portal.GetValueOrDefault(f.Code)));
        IEnumerable<LeadSchemaDifference> added = portal.Where(f => compiled.Find(f.Key) is null).Select(static f => Added(f.Key, f.Value));
        return [.. changed.Concat(added).OrderBy(static d => d.Code, StringComparer.Ordinal).ThenBy(static d => d.Kind).ThenBy(static d => d.ItemId ?? long.MaxValue)];
    }

    private static IEnumerable<LeadSchemaDifference> OfField(LeadField field, PortalField? now)
    {
        if (now is null)
        {
            return
            [
                Of(field, LeadSchemaDifferenceKind.Removed, field.IsWritten, field.IsWritten
                    ? $"The portal has no such field, or hides it from the webhook's user: it ignores every write, and the field reads as null. {Mend}"
                    : $"The portal has no such field, or hides it from the webhook's user: the field reads as null. {Mend}"),
            ];
        }

        return OfType(field, now).Concat(OfAccess(field, now.Flags)).Concat(OfOtherFlags(field, now)).Concat(OfItems(field, now));
    }

    private static IEnumerable<LeadSchemaDifference> OfType(LeadField field, PortalField now)
    {
        if (now.Type == field.PortalType)
        {
            yield break;
        }

        string types = $"The field's type is '{LeadSchemaDifference.ShownAs(now.Type)}', no longer '{field.PortalType}'";
        bool isSame = AreSame(field.PortalType, now.Type);
        yield return Of(field, LeadSchemaDifferenceKind.Retyped, field.IsWritten && !isSame, (isSame, field.IsWritten) switch
        {
            (true, _) => $"{types}; both have the same values. {Refresh} at your convenience.",
            (_, true) => $"{types}: the portal ignores what is sent, or keeps something else, and reading may fail. {Mend}",
            _ => $"{types}: reading may fail. {Mend}",
        });
    }

    private static IEnumerable<LeadSchemaDifference> OfAccess(LeadField field, LeadFieldFlags now)
    {
        const LeadFieldFlags Closed = LeadFieldFlags.ReadOnly | LeadFieldFlags.Immutable;
        bool wasOpen = (field.Flags & Closed) == 0;
        if ((field.Flags & LeadFieldFlags.ReadOnly) == 0 && (now & LeadFieldFlags.ReadOnly) != 0)
        {
            yield return Of(field, LeadSchemaDifferenceKind.BecameReadOnly, field.IsWritten, $"The field is read-only: the portal ignores every write. {Mend}");
        }
        else if (wasOpen && (now & LeadFieldFlags.Immutable) != 0)
        {
            yield return Of(
                field, LeadSchemaDifferenceKind.BecameImmutable, field.IsWritten, $"The field is set when a lead is created: the portal ignores every later write. {Mend}");
        }
        else if (!wasOpen && (now & Closed) == 0)
        {
            yield return Of(field, LeadSchemaDifferenceKind.BecameWritable, false, $"The portal takes writes of the field. {Refresh} to have them typed.");
        }
    }

    private static IEnumerable<LeadSchemaDifference> OfOtherFlags(LeadField field, PortalField now)
    {
        bool wasMultiple = (field.Flags & LeadFieldFlags.Multiple) != 0;
        bool isMultiple = (now.Flags & LeadFieldFlags.Multiple) != 0 || now.Type == "crm_multifield";
        if (isMultiple && !wasMultiple)
        {
            yield return Of(field, LeadSchemaDifferenceKind.BecameMultiple, field.IsWritten, field.IsWritten
                ? $"The field holds a list, and a single value is sent: the portal ignores it. {Mend}"
                : $"The field holds a list: reading may fail. {Mend}");
        }
        else if (wasMultiple && !isMultiple)
        {
            yield return Of(field, LeadSchemaDifferenceKind.BecameSingle, field.IsWritten, field.IsWritten
                ? $"The field holds a single value, and a list is sent: the portal ignores it, or keeps 1 or an empty text. {Mend}"
                : $"The field holds a single value, and reads as a list of one. {Mend}");
        }

        if (IsNew(LeadFieldFlags.Required))
        {
            yield return Of(
                field, LeadSchemaDifferenceKind.BecameRequired, false,
                "The field is required: a portal that is set to check this answers updates of a lead without a value with an error. See that every lead has one.");
        }

        if (IsNew(LeadFieldFlags.Deprecated))
        {
            yield return Of(
                field, LeadSchemaDifferenceKind.BecameDeprecated, false,
                $"The portal asks not to use the field any more, and still takes writes. {Mend}");
        }

        bool IsNew(LeadFieldFlags flag) => (now.Flags & ~field.Flags & flag) != 0;
    }

    private static IEnumerable<LeadSchemaDifference> OfItems(LeadField field, PortalField now)
    {
        if (now.Type != Enumeration || field.Items is not { } compiled || now.Items is not { } items)
        {
            yield break;
        }

        foreach ((long id, string name) in compiled.Where(i => !items.ContainsKey(i.Id)))
        {
            yield return Of(
                field, LeadSchemaDifferenceKind.ItemRemoved, field.IsWritten,
                string.Create(CultureInfo.InvariantCulture, $"Item {id} ({name}) is gone: the portal ignores its id. {Mend}"), id);
        }

        HashSet<long> known = [.. compiled.Select(static i => i.Id)];
        long[] added = [.. items.Keys.Where(id => !known.Contains(id)).Order()];
        foreach (long id in added.Take(MostAddedItems))
        {
            yield return Of(
                field, LeadSchemaDifferenceKind.ItemAdded, false,
                string.Create(CultureInfo.InvariantCulture, $"Item {id} ({LeadSchemaDifference.ShownAs(items[id])}) is new; it reads as its number. {Refresh} to have it by name."), id);
        }

        if (added.Length > MostAddedItems)
        {
            yield return Of(
                field, LeadSchemaDifferenceKind.ItemAdded, false,
                string.Create(CultureInfo.InvariantCulture, $"{added.Length - MostAddedItems} more items are new; each reads as its number. {Refresh} to have them by name."));
        }
    }

    private static LeadSchemaDifference Added(string code, PortalField field) => new(
        code, field.Label ?? code, LeadSchemaDifferenceKind.Added, null, LosesWrites: false,
        $"The field is new, of type '{LeadSchemaDifference.ShownAs(field.Type)}'; it can be read by its code. {Refresh} to have it typed.");

    private static LeadSchemaDifference Of(LeadField field, LeadSchemaDifferenceKind kind, bool losesWrites, string message, long? itemId = null) =>
        new(field.Code, field.Label, kind, itemId, losesWrites, message);

    // Other types with equal forms, such as ids of companies and of contacts, mean something else by the same value.
    internal static bool AreSame(string one, string other) => (ValuesOf(one), ValuesOf(other)) is ({ } left, { } right) && left == right;

    // The table of field kinds is not there at run time: TypeAgreementTests hold this against it.
    private static string? ValuesOf(string type) => type switch
    {
        "string" or "text" or "url" => "text",
        // Types that an application registers have texts.
        _ when type.StartsWith("rest_", StringComparison.Ordinal) && type.Length > "rest_".Length => "text",
        "integer" or "int" => "whole numbers",
        _ => null,
    };
}
