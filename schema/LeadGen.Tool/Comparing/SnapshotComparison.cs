using System.Globalization;
using LeadGen.Schema;
using LeadGen.Schema.Kinds;
using LeadGen.Schema.Naming;

namespace LeadGen.Tool.Comparing;

/// <summary>Compares two schemas of a portal by their effect on code. Order, JSON formatting and unknown attributes are ignored.</summary>
internal sealed class SnapshotComparison
{
    private readonly NamedPortal _before;
    private readonly NamedPortal _after;
    private readonly List<SchemaChange> _changes = [];
    private readonly Lazy<Dictionary<string, string>> _fieldsByName;

    private SnapshotComparison(NamedPortal before, NamedPortal after)
    {
        _before = before;
        _after = after;
        _fieldsByName = new(() => after.Schema.AllFields.ToDictionary(f => after.Names.GetFieldName(f.Code), static f => f.Code, StringComparer.Ordinal));
    }

    /// <summary>Compares two schemas. The changes are sorted by code; the changes to a field are sorted by importance.</summary>
    public static EquatableArray<SchemaChange> Compare(NamedPortal before, NamedPortal after)
    {
        var comparison = new SnapshotComparison(before, after);
        comparison.CompareAddress();
        comparison.CompareFields();
        comparison.CompareDictionaries();
        return comparison._changes.ToEquatableArray();
    }

    private void CompareAddress()
    {
        if (EntitySchema.Lead.HasAddress(_before.Schema) != EntitySchema.Lead.HasAddress(_after.Schema)
            && _after.Schema.AllFields.Concat(_before.Schema.AllFields).FirstOrDefault(static f => EntitySchema.Lead.AddressParts.Contains(f.Code)) is { } part)
        {
            Report(
                ChangeRules.AddressChanged, part,
                EntitySchema.Lead.HasAddress(_before.Schema) ? "written as a whole" : "written in parts",
                EntitySchema.Lead.HasAddress(_after.Schema) ? "written as a whole" : "written in parts");
        }
    }

    private void CompareFields()
    {
        IEnumerable<string> codes = _before.Schema.AllFields.Concat(_after.Schema.AllFields).Select(static f => f.Code).Distinct()
            .OrderBy(static c => c, StringComparer.Ordinal);
        foreach (string code in codes)
        {
            switch ((_before.Schema.FindAny(code), _after.Schema.FindAny(code)))
            {
                case ({ } old, null):
                    ReportRemoved(old);
                    break;
                case (null, { } added):
                    Report(ChangeRules.FieldAdded, added, after: Describe(added));
                    if (added.IsRequired)
                    {
                        Report(ChangeRules.BecameRequired, added);
                    }

                    break;
                case ({ } old, { } now):
                    CompareField(old, now);
                    break;
            }
        }
    }

    private void ReportRemoved(FieldSchema old)
    {
        string name = _before.Names.GetFieldName(old.Code);
        SchemaChange change = Make(ChangeRules.FieldRemoved, old, Describe(old), null, null, null);
        _changes.Add(_fieldsByName.Value.TryGetValue(name, out string? replacement)
            ? change with { Consequence = $"Its C# name, {name}, now belongs to {replacement}: code that uses it compiles, but refers to a different field." }
            : change);
    }

    private void CompareField(FieldSchema old, FieldSchema now)
    {
        if (old.Type != now.Type)
        {
            Report(FieldKinds.Get(old).HasSameValues(FieldKinds.Get(now)) ? ChangeRules.TypeRenamed : ChangeRules.TypeChanged, now, old.Type.Name, now.Type.Name, attribute: "type");
        }
        else if (old.Type.IsStatusList && old.StatusType != now.StatusType)
        {
            Report(ChangeRules.DictionaryChanged, now, old.StatusType ?? "", now.StatusType ?? "", attribute: "statusType");
        }

        CompareFlag(old.IsMultiple, now.IsMultiple, ChangeRules.BecameMultiple, ChangeRules.BecameSingle, "isMultiple");
        CompareWritability(old, now);
        if (!now.IsReadOnly)
        {
            // Code can't set a read-only field, so it does not matter whether a value is required.
            CompareFlag(old.IsRequired, now.IsRequired, ChangeRules.BecameRequired, ChangeRules.BecameOptional, "isRequired");
        }

        if (now.IsDeprecated && !old.IsDeprecated)
        {
            Report(ChangeRules.BecameDeprecated, now, attribute: "isDeprecated");
        }

        CompareLimits(old, now);
        var itemsByName = new Lazy<Dictionary<string, string>>(() => ItemsByName(now));
        CompareValues(
            old.Items.Select(static i => (i.Id.ToString(CultureInfo.InvariantCulture), i.Value)),
            now.Items.Select(static i => (i.Id.ToString(CultureInfo.InvariantCulture), i.Value)),
            (rule, key, before, after) => _changes.Add(WithReplacement(Make(rule, now, before, after, key, "items"), FindReplacementItem(old, now, key, itemsByName))),
            ChangeRules.ItemAdded, ChangeRules.ItemRemoved, ChangeRules.ItemRenamed);
        if (old.Label != now.Label)
        {
            Report(ChangeRules.LabelChanged, now, old.Label, now.Label);
        }

        CompareNames(old, now);

        void CompareFlag(bool was, bool isNow, ChangeRule on, ChangeRule off, string attribute)
        {
            if (was != isNow)
            {
                Report(isNow ? on : off, now, attribute: attribute);
            }
        }
    }

    private void CompareWritability(FieldSchema old, FieldSchema now)
    {
        // An immutable field can be set in new leads.
        if (old.IsReadOnly != now.IsReadOnly && (now.IsReadOnly || EntitySchema.Lead.CanAdd(now)))
        {
            ReportWritability(now.IsReadOnly ? ChangeRules.BecameReadOnly : ChangeRules.BecameWritable, EntitySchema.Lead.CanAdd(old), "isReadOnly");
        }

        if (old.IsImmutable != now.IsImmutable && (now.IsImmutable || EntitySchema.Lead.CanUpdate(now)))
        {
            ReportWritability(now.IsImmutable ? ChangeRules.BecameImmutable : ChangeRules.BecameWritable, EntitySchema.Lead.CanUpdate(old), "isImmutable");
        }

        void ReportWritability(ChangeRule rule, bool could, string attribute)
        {
            SchemaChange change = Make(rule, now, null, null, null, attribute);
            _changes.Add(rule.IsBreaking && !could
                ? change with { IsBreaking = false, Consequence = "Updates could not change the field before either." }
                : change);
        }
    }

    private void CompareLimits(FieldSchema old, FieldSchema now)
    {
        FieldSettings was = old.Settings, isNow = now.Settings;
        Compare("at least {0} characters", was.MinLength, isNow.MinLength, isLowerBound: true);
        Compare("at most {0} characters", was.MaxLength, isNow.MaxLength, isLowerBound: false);
        Compare("at least {0}", was.MinValue, isNow.MinValue, isLowerBound: true);
        Compare("at most {0}", was.MaxValue, isNow.MaxValue, isLowerBound: false);
        if (FieldKinds.Get(old).Limits.HasFlag(ValueLimits.Precision) && FieldKinds.Get(now).Limits.HasFlag(ValueLimits.Precision))
        {
            Compare("{0} decimal places", was.Precision, isNow.Precision, isLowerBound: false);
        }

        if (was.Pattern != isNow.Pattern)
        {
            // It is not possible to tell which of two patterns accepts more, so a different pattern counts as tighter.
            Report(isNow.Pattern is null ? ChangeRules.LimitLoosened : ChangeRules.LimitTightened, now, Pattern(was), Pattern(isNow), attribute: "settings");
        }

        if (was.LinkTargets != isNow.LinkTargets)
        {
            bool lostOne = was.LinkTargets.Except(isNow.LinkTargets).Any();
            Report(lostOne ? ChangeRules.LimitTightened : ChangeRules.LimitLoosened, now, Targets(was), Targets(isNow), attribute: "settings");
        }

        void Compare(string words, decimal? before, decimal? after, bool isLowerBound)
        {
            if (before != after)
            {
                bool isTighter = after is { } limit && (before is not { } old || (isLowerBound ? limit > old : limit < old));
                Report(isTighter ? ChangeRules.LimitTightened : ChangeRules.LimitLoosened, now, Words(before), Words(after), attribute: "settings");
            }

            string Words(decimal? limit) => limit is { } number ? string.Format(CultureInfo.InvariantCulture, words, number) : "no limit";
        }

        static string Pattern(FieldSettings settings) => settings.Pattern is { } pattern ? "text that matches " + pattern : "any text";

        static string Targets(FieldSettings settings) => settings.LinkTargets.Count == 0 ? "no links" : "links to " + string.Join(", ", settings.LinkTargets);
    }

    private void CompareNames(FieldSchema old, FieldSchema now)
    {
        string code = now.Code;
        (string before, string after) = (_before.Names.GetFieldName(code), _after.Names.GetFieldName(code));
        ReportName(before, after, _after.Names.GetFormerFieldName(code), null, ofType: old.Type.IsEnumeration && now.Type.IsEnumeration);
        if (old.Type.IsEnumeration && now.Type.IsEnumeration)
        {
            (string typeBefore, string typeAfter) = (_before.Names.GetEnumerationName(code), _after.Names.GetEnumerationName(code));
            if ((typeBefore, typeAfter) != (before, after))
            {
                ReportName(typeBefore, typeAfter, _after.Names.GetFormerEnumerationName(code), null, ofType: true);
            }

            var ids = new HashSet<long>(now.Items.Select(static i => i.Id));
            foreach (EnumerationItem item in old.Items.Where(i => ids.Contains(i.Id)))
            {
                ReportName(
                    _before.Names.GetItemName(code, item.Id), _after.Names.GetItemName(code, item.Id), _after.Names.GetFormerItemName(code, item.Id),
                    item.Id.ToString(CultureInfo.InvariantCulture));
            }
        }

        void ReportName(string oldName, string newName, string? formerName, string? key, bool ofType = false)
        {
            if (oldName != newName)
            {
                SchemaChange change = WithAlias(Make(ChangeRules.NameChanged, now, oldName, newName, key, null), formerName);
                _changes.Add(ofType && formerName == oldName
                    ? change with { IsBreaking = true, Consequence = "Members of the old enum remain as [Obsolete] aliases until the next refresh, but a variable of the old enum type no longer compiles." }
                    : change);
            }
        }
    }

    // Finds the item that now has the name of a removed item. Code still compiles, but refers to the other item.
    private string? FindReplacementItem(FieldSchema old, FieldSchema now, string key, Lazy<Dictionary<string, string>> itemsByName) =>
        now.Type.IsEnumeration && _before.Names.FindValue(old.Code, key) is { } name
            && itemsByName.Value.TryGetValue(name, out string? replacement) && replacement != key ? replacement : null;

    private Dictionary<string, string> ItemsByName(FieldSchema field) => field.Items.ToDictionary(
        i => _after.Names.GetItemName(field.Code, i.Id), static i => i.Id.ToString(CultureInfo.InvariantCulture), StringComparer.Ordinal);

    private static SchemaChange WithReplacement(SchemaChange change, string? replacement) => change.Rule == ChangeRules.ItemRemoved && replacement is not null
        ? change with { Consequence = $"Its C# name now belongs to item {replacement}: code that uses it compiles, but sends the ID of the new item after a rebuild." }
        : change;

    private static SchemaChange WithAlias(SchemaChange change, string? formerName) => change.Before == formerName
        ? change with { IsBreaking = false, Consequence = "The old name remains as an [Obsolete] alias until the next refresh." }
        : change;

    private void CompareDictionaries()
    {
        IEnumerable<string> used = _before.Schema.AllFields.Concat(_after.Schema.AllFields)
            .Where(static f => f is { Type.IsStatusList: true, StatusType: not null })
            .Select(static f => f.StatusType!)
            .Distinct()
            .OrderBy(static d => d, StringComparer.Ordinal);
        foreach (string dictionary in used)
        {
            EquatableArray<StatusValue> old = _before.Schema.FindDictionary(dictionary)?.Values ?? default;
            EquatableArray<StatusValue> now = _after.Schema.FindDictionary(dictionary)?.Values ?? default;
            bool wasNamed = IsNamed(_before, dictionary), isNamed = IsNamed(_after, dictionary);
            Dictionary<string, string> labels = GetLabels(old.Concat(now));
            CompareValues(
                old.Select(static v => (v.Code, v.Name)), now.Select(static v => (v.Code, v.Name)),
                Report, ChangeRules.ValueAdded, ChangeRules.ValueRemoved, ChangeRules.ValueRenamed);
            if (wasNamed && isNamed)
            {
                var codes = new HashSet<string>(now.Select(static v => v.Code), StringComparer.Ordinal);
                foreach (StatusValue value in old.Where(v => codes.Contains(v.Code)))
                {
                    (string before, string after) = (_before.Names.GetStatusName(dictionary, value.Code), _after.Names.GetStatusName(dictionary, value.Code));
                    if (before != after)
                    {
                        _changes.Add(WithAlias(Make(ChangeRules.NameChanged, value.Code, before, after), _after.Names.GetFormerStatusName(dictionary, value.Code)));
                    }
                }
            }

            void Report(ChangeRule rule, string key, string? before, string? after) => _changes.Add(Make(rule, key, before, after));

            SchemaChange Make(ChangeRule rule, string key, string? before, string? after) => new()
            {
                Rule = rule,
                Code = dictionary,
                Key = key,
                Name = NameIn(_before, wasNamed, key) ?? NameIn(_after, isNamed, key),
                Label = labels[key],
                Before = before,
                After = after,
                IsBreaking = rule.IsBreaking,
                Consequence = rule.Consequence,
                Location = _before.Reading.LocateStatus(dictionary, key),
            };

            string? NameIn(NamedPortal portal, bool hasNames, string key) =>
                hasNames ? portal.Names.FindValue(dictionary, key) : null;
        }

        // For a value that exists in both schemas, the new name is used.
        static Dictionary<string, string> GetLabels(IEnumerable<StatusValue> values)
        {
            var labels = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (StatusValue value in values)
            {
                labels[value.Code] = value.Name;
            }

            return labels;
        }

        // A dictionary that no field uses has no generated type, so its values have no names.
        static bool IsNamed(NamedPortal portal, string dictionary) =>
            portal.Schema.AllFields.Any(f => f.Type.IsStatusList && f.StatusType == dictionary);
    }

    private static void CompareValues(
        IEnumerable<(string Key, string Text)> before, IEnumerable<(string Key, string Text)> after,
        Action<ChangeRule, string, string?, string?> report, ChangeRule added, ChangeRule removed, ChangeRule renamed)
    {
        Dictionary<string, string> old = before.ToDictionary(static v => v.Key, static v => v.Text, StringComparer.Ordinal);
        Dictionary<string, string> now = after.ToDictionary(static v => v.Key, static v => v.Text, StringComparer.Ordinal);
        foreach (KeyValuePair<string, string> value in old.Where(v => !now.ContainsKey(v.Key)))
        {
            report(removed, value.Key, value.Value, null);
        }

        foreach (KeyValuePair<string, string> value in now)
        {
            if (!old.TryGetValue(value.Key, out string? text))
            {
                report(added, value.Key, null, value.Value);
            }
            else if (text != value.Value)
            {
                report(renamed, value.Key, text, value.Value);
            }
        }
    }

    // The name that existing code uses: the old name, or the new name for an addition.
    private string? GetName(FieldSchema field, string? key) => key is null
        ? (_before.Schema.FindAny(field.Code) is null ? _after : _before).Names.GetFieldName(field.Code)
        : _before.Names.FindValue(field.Code, key) ?? _after.Names.FindValue(field.Code, key);

    private static string Describe(FieldSchema field) =>
        field.Type + (field.IsMultiple ? ", multiple" : "") + (field.IsReadOnly ? ", read-only" : "") + (field.IsRequired ? ", required" : "");

    private void Report(
        ChangeRule rule, FieldSchema field, string? before = null, string? after = null, string? key = null, string? attribute = null) =>
        _changes.Add(Make(rule, field, before, after, key, attribute));

    private SchemaChange Make(ChangeRule rule, FieldSchema field, string? before, string? after, string? key, string? attribute) => new()
    {
        Rule = rule,
        Code = field.Code,
        Key = key,
        Name = GetName(field, key),
        Label = field.Label,
        Before = before,
        After = after,
        IsBreaking = rule.IsBreaking,
        Consequence = rule.Consequence,
        Location = attribute is null ? _before.Reading.Locate(field.Code) : _before.Reading.Locate(field.Code, attribute),
    };
}
