using System.Globalization;
using LeadGen.Schema;
using LeadGen.Schema.Kinds;
using LeadGen.Storage;
using LeadGen.Testing.Portal;

namespace LeadGen.Testing.Rest;

/// <summary>The filter of <c>crm.lead.list</c>: a range of ids, which is found without looking at leads, and conditions, all of which a lead must meet.</summary>
internal sealed class ListFilter
{
    private readonly List<Predicate<EmulatedLead>> _conditions = [];

    public ListFilter(EmulatedPortal portal, LeadView view, PhpValue? filter)
    {
        foreach ((string key, PhpValue value) in filter?.Entries ?? [])
        {
            string code = key.TrimStart('!', '<', '>', '=', '@', '%');
            string sign = key[..^code.Length];
            // A portal ignores a condition on a field that does not exist, that is hidden or that it can't filter by, and finds every lead.
            if (!portal.IsHidden(code) && portal.Schema.Find(code) is { } field && EntitySchema.Lead.CanFilter(code) && !IsIgnored(sign, field) && !(code == EntitySchema.IdCode && TryNarrow(sign, value)))
            {
                _conditions.Add(Condition(sign, field, value, view, portal));
                IsJoined |= EntitySchema.Lead.IsAddress(code);
            }
        }
    }

    /// <summary>The least id that can be found.</summary>
    public long FirstId { get; private set; } = 1;

    /// <summary>The greatest id that can be found; less than <see cref="FirstId"/> where none can be.</summary>
    public long LastId { get; private set; } = long.MaxValue;

    /// <summary>Whether a condition is on a part of the address, which a portal joins to the leads.</summary>
    public bool IsJoined { get; private set; }

    /// <summary>Whether a lead whose id is in the range can be missing in the answer all the same.</summary>
    public bool HasConditions => _conditions.Count > 0;

    /// <summary>Whether a lead whose id is in the range meets the conditions.</summary>
    public bool Matches(EmulatedLead lead)
    {
        foreach (Predicate<EmulatedLead> condition in _conditions)
        {
            if (!condition(lead))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Compares two values of a field as the portal keeps them.</summary>
    public static int Compare(FieldSchema field, string left, string right) => Number(field, left) is { } a && Number(field, right) is { } b
        ? a.CompareTo(b)
        : string.CompareOrdinal(left, right);

    // For custom dates, portals do not support NOT IN. Their code for other lists of custom dates and numbers fails.
    private static bool IsIgnored(string sign, FieldSchema field) =>
        sign is "@" or "!@" && FilterRules.RejectsLists(field.Type, field.IsDynamic)
        && (sign == "!@" && field.Type != FieldType.Double ? true : throw new RestException(500, "INTERNAL_SERVER_ERROR", "Internal server error"));

    private static decimal? Number(FieldSchema field, string text) =>
        (field.Type.IsEnumeration || field.Type == FieldType.Boolean || FieldKinds.Of(field).ClrType is "long" or "decimal")
        && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number)
            ? number
            : null;

    // Says whether the range says all that the condition does.
    private bool TryNarrow(string sign, PhpValue value)
    {
        if (!long.TryParse(value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out long id) || id is 0 or long.MaxValue)
        {
            return false;
        }

        (long First, long Last)? range = sign switch
        {
            ">" => (id + 1, long.MaxValue),
            ">=" => (id, long.MaxValue),
            "<" => (1, id - 1),
            "<=" => (1, id),
            "" or "=" or "@" => (id, id),
            _ => null,
        };
        FirstId = Math.Max(FirstId, range?.First ?? FirstId);
        LastId = Math.Min(LastId, range?.Last ?? LastId);
        return range is not null;
    }

    private static Predicate<EmulatedLead> Condition(string sign, FieldSchema field, PhpValue value, LeadView view, EmulatedPortal portal)
    {
        PortalClock clock = portal.Clock;
        string[] sent = value.IsArray ? [.. value.Entries.Select(static e => e.Value.Text ?? "")] : [value.Text ?? ""];
        // A time that can't be read is kept by no lead.
        string[] wanted = [.. sent.Select(text => Comparable(field, text, clock)).OfType<string>()];
        if (FilterRules.ComparesInServerZone(field.Type, field.IsDynamic))
        {
            wanted = [.. wanted.Select(text => Shift(text, -portal.UserTimeOffset))];
        }

        bool isUnreadable = wanted.Length < sent.Length;
        HashSet<string> texts = [.. wanted];
        HashSet<decimal> numbers = [.. wanted.Select(text => Number(field, text)).OfType<decimal>()];
        if (value.Text is "^%^" or "^&^")
        {
            return lead => Any(lead, static text => text.Length > 0) == value.Text is "^%^";
        }

        if (field.Type.IsMultiField)
        {
            return sign.StartsWith('!') ? lead => !HasEntry(lead) : HasEntry;
        }

        return sign switch
        {
            ">" => lead => InRange(lead, static order => order > 0),
            ">=" => lead => InRange(lead, static order => order >= 0),
            "<" => lead => InRange(lead, static order => order < 0),
            "<=" => lead => InRange(lead, static order => order <= 0),
            "!" or "!=" => lead => !Equals(lead) && (!FilterRules.ExcludesEmptyValues(field.Type, field.IsDynamic) || sent is [""] || Any(lead, static text => text.Length > 0)),

            // SQL's NOT IN: no value is not among any values, but is not outside of them either.
            "!@" => lead => !Equals(lead) && Any(lead, static text => text.Length > 0),
            "%" => lead => Contains(lead),
            // For standard fields, portals write LIKE and forget the negation.
            "!%" => lead => field.IsDynamic ? !Contains(lead) : Contains(lead),
            "=%" or "%=" => lead => IsLike(lead),
            "!=%" or "!%=" => lead => field.IsDynamic ? !IsLike(lead) : IsLike(lead),
            _ => Equals,
        };

        // The start of a VALUE is compared, whatever the sign: each % is removed, and _ is any character.
        bool HasEntry(EmulatedLead lead) => Any(lead, text => text.Length > 0 && Array.Exists(sent, s => StartsWith(text, s.Replace("%", "", StringComparison.Ordinal))));

        // A list is found by any of its values.
        bool Equals(EmulatedLead lead) => Any(lead, text => texts.Contains(text) || (Number(field, text) is { } number && numbers.Contains(number)));

        // No value is neither more nor less than anything.
        bool InRange(EmulatedLead lead, Predicate<int> isMet) =>
            !isUnreadable && Any(lead, text => text.Length > 0 && Array.TrueForAll(wanted, w => isMet(Compare(field, text, w))));

        bool Contains(EmulatedLead lead) => Any(lead, text => Array.Exists(sent, s => text.Contains(s, StringComparison.OrdinalIgnoreCase)));

        bool IsLike(EmulatedLead lead) => Any(lead, text => Array.Exists(sent, s => ListFilter.IsLike(text, s)));

        bool Any(EmulatedLead lead, Predicate<string> isMet)
        {
            foreach (string text in view.GetTexts(lead, field))
            {
                if (isMet(text))
                {
                    return true;
                }
            }

            return false;
        }
    }

    // Days and moments are compared as the portal keeps them, so that it does not matter in which form or zone a filter has them.
    private static string? Comparable(FieldSchema field, string text, PortalClock clock) =>
        field.Type.IsDateOrTime ? StorageRules.Of(field).Store(field, PhpValue.Scalar(text), clock).Value?.Text : text;

    private static string Shift(string text, TimeSpan difference) => text.Length == 0 || difference == TimeSpan.Zero
        ? text
        : LeadWriter.Format(DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) + difference);

    private static bool StartsWith(string text, string start) =>
        text.Length >= start.Length
        && start.Zip(text).All(static pair => pair.First == '_' || char.ToUpperInvariant(pair.First) == char.ToUpperInvariant(pair.Second));

    /// <summary>SQL's LIKE, with % for any text, also none, and no other sign.</summary>
    private static bool IsLike(string text, string pattern)
    {
        string[] parts = pattern.Split('%');
        if (parts.Length == 1)
        {
            return string.Equals(text, pattern, StringComparison.OrdinalIgnoreCase);
        }

        if (!text.StartsWith(parts[0], StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        int place = parts[0].Length;
        foreach (string part in parts[1..^1])
        {
            int found = text.IndexOf(part, place, StringComparison.OrdinalIgnoreCase);
            if (found < 0)
            {
                return false;
            }

            place = found + part.Length;
        }

        return text.Length - place >= parts[^1].Length && text.EndsWith(parts[^1], StringComparison.OrdinalIgnoreCase);
    }
}
