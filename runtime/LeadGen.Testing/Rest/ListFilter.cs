using System.Globalization;
using LeadGen.Schema;
using LeadGen.Schema.Kinds;
using LeadGen.Storage;
using LeadGen.Testing.Portal;

namespace LeadGen.Testing.Rest;

/// <summary>Implements the filter of <c>crm.lead.list</c>: a range of IDs, which is found without reading leads, and conditions that a lead must meet.</summary>
internal sealed class ListFilter
{
    private readonly List<Predicate<EmulatedLead>> _conditions = [];

    public ListFilter(EmulatedPortal portal, LeadView view, PhpValue? filter)
    {
        foreach ((string key, PhpValue value) in filter?.Entries ?? [])
        {
            string code = GetName(key);
            string sign = key[..^code.Length];
            // A portal ignores a condition on a field that does not exist, that is hidden or that it can't filter by, and finds every lead.
            if (!portal.IsHidden(code) && portal.Schema.Find(code) is { } field && EntitySchema.Lead.CanFilter(code) && !IsIgnored(sign, field) && !(code == EntitySchema.IdCode && TryNarrow(sign, value)))
            {
                _conditions.Add(CreateCondition(sign, field, value, view, portal));
                IsJoined |= EntitySchema.Lead.IsAddress(code);
            }
        }
    }

    /// <summary>Gets the lowest ID in the range.</summary>
    public long FirstId { get; private set; } = 1;

    /// <summary>Gets the highest ID in the range; less than <see cref="FirstId"/> if the range is empty.</summary>
    public long LastId { get; private set; } = long.MaxValue;

    /// <summary>Gets whether a condition is on a part of the address, which a portal joins to the leads.</summary>
    public bool IsJoined { get; private set; }

    /// <summary>Gets whether there are conditions in addition to the range, so that not all leads in the range match.</summary>
    public bool HasConditions => _conditions.Count > 0;

    /// <summary>Determines whether a lead in the range meets the conditions.</summary>
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

    /// <summary>Gets the name of the field in the key of a condition, without the operator.</summary>
    public static string GetName(string key) => key.TrimStart('!', '<', '>', '=', '@', '%');

    /// <summary>Compares two values of a field in the format in which the portal stores them.</summary>
    public static int Compare(FieldSchema field, string left, string right) => ParseNumber(field, left) is { } a && ParseNumber(field, right) is { } b
        ? a.CompareTo(b)
        : string.CompareOrdinal(left, right);

    // For custom dates, portals do not support NOT IN. Their code for other lists of custom dates and numbers fails.
    private static bool IsIgnored(string sign, FieldSchema field) =>
        sign is "@" or "!@" && FilterRules.RejectsLists(field.Type, field.IsDynamic)
        && (sign == "!@" && field.Type != FieldType.Double ? true : throw new RestException(500, "INTERNAL_SERVER_ERROR", "Internal server error"));

    private static decimal? ParseNumber(FieldSchema field, string text) =>
        (field.Type.IsEnumeration || field.Type == FieldType.Boolean || FieldKinds.Get(field).ClrType is "long" or "decimal")
        && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number)
            ? number
            : null;

    // Returns whether the range fully represents the condition.
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

    /// <summary>Creates a condition on a field.</summary>
    public static Predicate<EmulatedLead> CreateCondition(string sign, FieldSchema field, PhpValue value, LeadView view, EmulatedPortal portal)
    {
        PortalClock clock = portal.Clock;
        string[] sent = value.IsArray ? [.. value.Entries.Select(static e => e.Value.Text ?? "")] : [value.Text ?? ""];
        // No lead has a time that can't be parsed.
        string[] wanted = [.. sent.Select(text => ToComparable(field, text, clock)).OfType<string>()];
        if (FilterRules.ComparesInServerZone(field.Type, field.IsDynamic))
        {
            wanted = [.. wanted.Select(text => Shift(text, -portal.UserTimeOffset))];
        }

        bool isUnreadable = wanted.Length < sent.Length;
        HashSet<string> texts = [.. wanted];
        HashSet<decimal> numbers = [.. wanted.Select(text => ParseNumber(field, text)).OfType<decimal>()];
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

            // As with SQL's NOT IN, leads without a value do not match.
            "!@" => lead => !Equals(lead) && Any(lead, static text => text.Length > 0),
            "%" => lead => Contains(lead),
            // For standard fields, portals use LIKE and ignore the negation.
            "!%" => lead => field.IsDynamic ? !Contains(lead) : Contains(lead),
            "=%" or "%=" => lead => IsLike(lead),
            "!=%" or "!%=" => lead => field.IsDynamic ? !IsLike(lead) : IsLike(lead),
            _ => Equals,
        };

        // The start of a VALUE is compared, regardless of the operator: each % is removed, and _ matches any character.
        bool HasEntry(EmulatedLead lead) => Any(lead, text => text.Length > 0 && Array.Exists(sent, s => StartsWith(text, s.Replace("%", "", StringComparison.Ordinal))));

        // A list matches if any of its values does.
        bool Equals(EmulatedLead lead) => Any(lead, text => texts.Contains(text) || (ParseNumber(field, text) is { } number && numbers.Contains(number)));

        // An empty value is neither greater nor less than any other value.
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

    // Dates and times are compared as the portal stores them, so that the format and time zone in the filter do not matter.
    private static string? ToComparable(FieldSchema field, string text, PortalClock clock) =>
        field.Type.IsDateOrTime ? StorageRules.Get(field).Store(field, PhpValue.Scalar(text), clock).Value?.Text : text;

    private static string Shift(string text, TimeSpan difference) => text.Length == 0 || difference == TimeSpan.Zero
        ? text
        : LeadWriter.Format(DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) + difference);

    private static bool StartsWith(string text, string start) =>
        text.Length >= start.Length
        && start.Zip(text).All(static pair => pair.First == '_' || char.ToUpperInvariant(pair.First) == char.ToUpperInvariant(pair.Second));

    /// <summary>Matches a text as SQL's LIKE does. % matches any text, including an empty one; there are no other wildcards.</summary>
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
