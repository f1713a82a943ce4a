using System.Globalization;
using LeadGen.Schema.Kinds;

namespace LeadGen.Drift;

/// <summary>Compares the fields of a portal with those that a program was compiled with, and describes the effect on writes.</summary>
internal static class SchemaComparison
{
    // A reply of five megabytes can contain 200,000 items, and their messages would be twenty times as long.
    private const int MaxAddedItems = 100;

    private const string Refresh = "Refresh the schema snapshot and rebuild";
    private const string Remedy = Refresh + ": the compiler then shows where the field is used.";

    /// <summary>Gets all differences, by code.</summary>
    public static CrmSchemaDifference[] Compare(CrmEntity entity, CrmFieldSet compiled, IReadOnlyDictionary<string, PortalField> portal)
    {
        IEnumerable<CrmSchemaDifference> changed = compiled.Except(compiled.ItemOnly).SelectMany(f => OfField(f, portal.GetValueOrDefault(f.Code), entity.CanWrite(f)));
        IEnumerable<CrmSchemaDifference> added = portal.Where(f => compiled.Find(f.Key) is null).Select(static f => Added(f.Key, f.Value));
        return [.. changed.Concat(added).OrderBy(static d => d.Code, StringComparer.Ordinal).ThenBy(static d => d.Kind).ThenBy(static d => d.ItemId ?? long.MaxValue)];
    }

    private static IEnumerable<CrmSchemaDifference> OfField(CrmField field, PortalField? now, bool isWritten)
    {
        if (now is null)
        {
            return
            [
                CreateDifference(field, CrmSchemaDifferenceKind.Removed, isWritten, isWritten
                    ? $"The field does not exist, or is hidden from the webhook's user: the portal ignores every write, and the field reads as null. {Remedy}"
                    : $"The field does not exist, or is hidden from the webhook's user: the field reads as null. {Remedy}"),
            ];
        }

        return OfType(field, now, isWritten).Concat(OfAccess(field, now.Flags, isWritten)).Concat(OfOtherFlags(field, now, isWritten)).Concat(OfItems(field, now, isWritten));
    }

    private static IEnumerable<CrmSchemaDifference> OfType(CrmField field, PortalField now, bool isWritten)
    {
        if (now.Type == field.Type)
        {
            yield break;
        }

        string types = $"The field's type is '{CrmField.ToShortText(now.Type.Name)}', no longer '{field.PortalType}'";
        bool isSame = AreSame(field.Type, now.Type);
        yield return CreateDifference(field, CrmSchemaDifferenceKind.Retyped, isWritten && !isSame, (isSame, isWritten) switch
        {
            (true, _) => $"{types}; both have the same values. {Refresh} at your convenience.",
            (_, true) => $"{types}: the portal ignores the values that are sent, or stores other values, and reading may fail. {Remedy}",
            _ => $"{types}: reading may fail. {Remedy}",
        });
    }

    private static IEnumerable<CrmSchemaDifference> OfAccess(CrmField field, CrmFieldFlags now, bool isWritten)
    {
        const CrmFieldFlags Closed = CrmFieldFlags.ReadOnly | CrmFieldFlags.Immutable;
        bool wasOpen = (field.Flags & Closed) == 0;
        if ((field.Flags & CrmFieldFlags.ReadOnly) == 0 && (now & CrmFieldFlags.ReadOnly) != 0)
        {
            yield return CreateDifference(field, CrmSchemaDifferenceKind.BecameReadOnly, isWritten, $"The field is read-only: the portal ignores every write. {Remedy}");
        }
        else if (wasOpen && (now & CrmFieldFlags.Immutable) != 0)
        {
            yield return CreateDifference(
                field, CrmSchemaDifferenceKind.BecameImmutable, isWritten, $"The field can be set only when a record is created: the portal ignores every later write. {Remedy}");
        }
        else if (!wasOpen && (now & Closed) == 0)
        {
            yield return CreateDifference(field, CrmSchemaDifferenceKind.BecameWritable, false, $"The portal accepts writes to the field. {Refresh} to get a setter.");
        }
    }

    private static IEnumerable<CrmSchemaDifference> OfOtherFlags(CrmField field, PortalField now, bool isWritten)
    {
        bool wasMultiple = (field.Flags & CrmFieldFlags.Multiple) != 0;
        bool isMultiple = (now.Flags & CrmFieldFlags.Multiple) != 0 || now.Type.IsMultiField;
        if (isMultiple && !wasMultiple)
        {
            yield return CreateDifference(field, CrmSchemaDifferenceKind.BecameMultiple, isWritten, isWritten
                ? $"The field contains a list, and a single value is sent: the portal ignores it. {Remedy}"
                : $"The field contains a list: reading may fail. {Remedy}");
        }
        else if (wasMultiple && !isMultiple)
        {
            yield return CreateDifference(field, CrmSchemaDifferenceKind.BecameSingle, isWritten, isWritten
                ? $"The field contains a single value, and a list is sent: the portal ignores it, or stores 1 or an empty text. {Remedy}"
                : $"The field contains a single value, and reads as a list with one element. {Remedy}");
        }

        if (IsNew(CrmFieldFlags.Required))
        {
            yield return CreateDifference(
                field, CrmSchemaDifferenceKind.BecameRequired, false,
                "The field is required: if the portal is set to check this, it rejects updates of records without a value. Make sure that every record has one.");
        }

        if (IsNew(CrmFieldFlags.Deprecated))
        {
            yield return CreateDifference(
                field, CrmSchemaDifferenceKind.BecameDeprecated, false,
                $"The portal marks the field as deprecated, but still accepts writes. {Remedy}");
        }

        bool IsNew(CrmFieldFlags flag) => (now.Flags & ~field.Flags & flag) != 0;
    }

    private static IEnumerable<CrmSchemaDifference> OfItems(CrmField field, PortalField now, bool isWritten)
    {
        if (!now.Type.IsEnumeration || field.Items is not { } compiled || now.Items is not { } items)
        {
            yield break;
        }

        foreach ((long id, string name) in compiled.Where(i => !items.ContainsKey(i.Id)))
        {
            yield return CreateDifference(
                field, CrmSchemaDifferenceKind.ItemRemoved, isWritten,
                string.Create(CultureInfo.InvariantCulture, $"Item {id} ({name}) was removed: the portal ignores its ID. {Remedy}"), id);
        }

        HashSet<long> known = [.. compiled.Select(static i => i.Id)];
        long[] added = [.. items.Keys.Where(id => !known.Contains(id)).Order()];
        foreach (long id in added.Take(MaxAddedItems))
        {
            yield return CreateDifference(
                field, CrmSchemaDifferenceKind.ItemAdded, false,
                string.Create(CultureInfo.InvariantCulture, $"Item {id} ({CrmField.ToShortText(items[id])}) is new; it reads as its ID. {Refresh} to get a named member."), id);
        }

        if (added.Length > MaxAddedItems)
        {
            yield return CreateDifference(
                field, CrmSchemaDifferenceKind.ItemAdded, false,
                string.Create(CultureInfo.InvariantCulture, $"{added.Length - MaxAddedItems} more items are new; each reads as its ID. {Refresh} to get named members."));
        }
    }

    private static CrmSchemaDifference Added(string code, PortalField field) => new(
        code, field.Label ?? code, CrmSchemaDifferenceKind.Added, null, LosesWrites: false,
        $"The field is new, of type '{CrmField.ToShortText(field.Type.Name)}'; it can be read by its code. {Refresh} to get a property.");

    private static CrmSchemaDifference CreateDifference(CrmField field, CrmSchemaDifferenceKind kind, bool losesWrites, string message, long? itemId = null) =>
        new(field.Code, field.Label, kind, itemId, losesWrites, message);

    // In other types with the same format, such as IDs of companies and of contacts, the same value has another meaning.
    // The table of field kinds is not available at run time. TypeAgreementTests compare the two.
    internal static bool AreSame(FieldType one, FieldType other) => (IsText(one) && IsText(other)) || (IsInteger(one) && IsInteger(other));

    private static bool IsText(FieldType type) =>
        type == FieldType.String || type == FieldType.Text || type == FieldType.Url || type.IsRegisteredByApplication;

    private static bool IsInteger(FieldType type) => type == FieldType.Integer || type == FieldType.Int;
}
