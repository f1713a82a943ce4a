using System.Globalization;
using System.Text.Json;
using LeadGen.Schema;
using LeadGen.Schema.Naming;
using LeadGen.Schema.Reading;
using LeadGen.Tool.Reports;

namespace LeadGen.Tool.Snapshots;

/// <summary>Represents the content of <c>leadgen.names.json</c>: the pinned C# names of a portal's fields, items and values.</summary>
internal sealed class NamesFile
{
    /// <summary>The URL of the JSON schema that editors use for the file.</summary>
    public const string SchemaUrl = "https://raw.githubusercontent.com/leadgen-net/leadgen/main/schema/leadgen.names.schema.json";

    private readonly SortedDictionary<(PinTarget Target, string Owner, string Key), string> _pins = new(new PinComparer());
    private readonly SortedDictionary<(PinTarget Target, string Owner, string Key), string> _former = new(new PinComparer());

    // In the order in which they were reserved.
    private readonly List<((PinTarget Target, string Owner, string Key) Subject, string Name)> _reserved = [];

    /// <summary>Creates a file from the pinned names and the former names of a portal folder.</summary>
    public static NamesFile Create(PortalReading reading)
    {
        var names = new NamesFile();
        foreach (NamePin pin in reading.Pins)
        {
            names._pins[(pin.Target, pin.Owner, pin.Key)] = pin.Name;
        }

        foreach (NamePin pin in reading.FormerNames)
        {
            names._former[(pin.Target, pin.Owner, pin.Key)] = pin.Name;
        }

        foreach (NamePin pin in reading.ReservedNames)
        {
            names.Reserve((pin.Target, pin.Owner, pin.Key), pin.Name);
        }

        return names;
    }

    /// <summary>Pins the current names of custom fields, items and values, and of everything that is already pinned.</summary>
    public void PinAll(NamedPortal portal)
    {
        foreach ((PinTarget target, string owner, string key, string name) in PinnableNames(portal))
        {
            _pins[(target, owner, key)] = name;
        }
    }

    /// <summary>Reserves the names of fields, items and values that no longer exist, instead of pinning them. Returns a description of each.</summary>
    public IReadOnlyList<string> ReserveUnknown(PortalSchema schema)
    {
        HashSet<(PinTarget, string, string)> subjects = PinTargets.Get(schema);
        var unknown = _pins.Where(pin => !subjects.Contains(pin.Key)).ToList();
        foreach (((PinTarget, string, string) subject, string name) in unknown)
        {
            _pins.Remove(subject);
            if (_former.Remove(subject, out string? former))
            {
                Reserve(subject, former);
            }

            Reserve(subject, name);
        }

        return [.. unknown.Select(static pin => $"{pin.Value} ({Describe(pin.Key)})")];
    }

    /// <summary>Reserves the names of standard fields that no longer exist.</summary>
    public void ReserveUnknown(NamedPortal before, PortalSchema schema)
    {
        foreach (FieldSchema field in before.Schema.AllFields.Where(f => !schema.AllFields.Any(other => other.Code == f.Code)))
        {
            Reserve((PinTarget.Field, field.Code, ""), before.Names.GetFieldName(field.Code));
        }
    }

    /// <summary>Pins the reserved names of fields, items and values that exist again.</summary>
    public void RestoreReserved(PortalSchema schema)
    {
        HashSet<(PinTarget, string, string)> subjects = PinTargets.Get(schema);
        foreach (var names in _reserved.Where(r => subjects.Contains(r.Subject) && !_pins.ContainsKey(r.Subject)).GroupBy(static r => r.Subject).ToList())
        {
            // A field that was also renamed has several. The last one is the name that it had when it was removed, the first one its alias.
            _pins[names.Key] = names.Last().Name;
            _reserved.Remove(names.Last());
            if (names.First() != names.Last())
            {
                _former[names.Key] = names.First().Name;
                _reserved.Remove(names.First());
            }
        }
    }

    /// <summary>Reserves the former names, which are no longer aliases. Returns a description of each.</summary>
    public IReadOnlyList<string> ReserveFormerNames()
    {
        string[] words = [.. _former.Select(f => $"{f.Value} ({Describe(f.Key)}, now {_pins.GetValueOrDefault(f.Key)})")];
        foreach (((PinTarget, string, string) subject, string name) in _former)
        {
            Reserve(subject, name);
        }

        _former.Clear();
        return words;
    }

    private void Reserve((PinTarget Target, string Owner, string Key) subject, string name)
    {
        // A name that was given to another field or value by hand is in use.
        if (!_pins.Any(pin => pin.Value == name && pin.Key != subject && GetScope(pin.Key) == GetScope(subject)))
        {
            _reserved.RemoveAll(r => r.Name == name && GetScope(r.Subject) == GetScope(subject));
            _reserved.Add((subject, name));
        }
    }

    // All fields share a scope; each list and each dictionary has its own.
    private static (PinTarget Target, string Scope) GetScope((PinTarget Target, string Owner, string Key) subject) =>
        (subject.Target, subject.Target == PinTarget.Field ? "" : subject.Owner);

    /// <summary>Changes a name. The previous name is kept as a former name. A name has one former name, so that after another change, the name in between is only reserved.</summary>
    public void Rename((PinTarget Target, string Owner, string Key) subject, string from, string to)
    {
        _pins[subject] = to;
        _reserved.RemoveAll(r => r.Subject == subject && r.Name == to);
        if (_former.TryGetValue(subject, out string? first) && first == to)
        {
            _former.Remove(subject);
            Reserve(subject, from);
        }
        else if (!_former.TryAdd(subject, from))
        {
            Reserve(subject, from);
        }
    }

    /// <summary>Gets the number of pinned names.</summary>
    public int Count => _pins.Count;

    /// <summary>Gets the subject that has the specified former name in the same scope, or <see langword="null"/> if there is none.</summary>
    public (PinTarget Target, string Owner, string Key)? GetFormerOwner(PinTarget target, string owner, string name)
    {
        foreach (((PinTarget, string, string) subject, string former) in _former)
        {
            if (former == name && subject.Item1 == target && (target == PinTarget.Field || subject.Item2 == owner))
            {
                return subject;
            }
        }

        return null;
    }

    public bool IsPinned((PinTarget Target, string Owner, string Key) subject) => _pins.ContainsKey(subject);

    /// <summary>Gets the former name of a subject, or <see langword="null"/> if there is none.</summary>
    public string? GetFormer((PinTarget Target, string Owner, string Key) subject) => _former.GetValueOrDefault(subject);

    /// <summary>Gets all subjects whose names depend on labels or are pinned, with their current names.</summary>
    public static IEnumerable<(PinTarget Target, string Owner, string Key, string Name)> PinnableNames(NamedPortal portal)
    {
        var pinned = portal.Reading.Pins.Where(static p => p.Target == PinTarget.Field).Select(static p => p.Owner).ToHashSet(StringComparer.Ordinal);
        foreach (FieldSchema field in portal.Schema.AllFields)
        {
            if (field.IsDynamic || pinned.Contains(field.Code))
            {
                yield return (PinTarget.Field, field.Code, "", portal.Names.GetFieldName(field.Code));
            }

            if (field.Type.IsEnumeration)
            {
                foreach (EnumerationItem item in field.Items)
                {
                    yield return (PinTarget.Item, field.Code, item.Id.ToString(CultureInfo.InvariantCulture), portal.Names.GetItemName(field.Code, item.Id));
                }
            }
        }

        var used = portal.Schema.Fields.Where(static f => f.Type.IsStatusList).Select(static f => f.StatusType).ToHashSet(StringComparer.Ordinal);
        foreach (StatusDictionary dictionary in portal.Schema.Dictionaries.Where(d => used.Contains(d.Id)))
        {
            foreach (StatusValue value in dictionary.Values)
            {
                yield return (PinTarget.Status, dictionary.Id, value.Code, portal.Names.GetStatusName(dictionary.Id, value.Code));
            }
        }
    }

    /// <summary>Formats the content of the file. The order of the names is stable.</summary>
    public string ToText() => IndentedJson.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("$schema", SchemaUrl);
        WriteSections(writer, _pins);
        if (_former.Count > 0)
        {
            writer.WriteStartObject("renamed");
            WriteSections(writer, _former);
            writer.WriteEndObject();
        }

        if (_reserved.Count > 0)
        {
            // The names are the keys, and the codes and IDs are the values.
            writer.WriteStartObject("reserved");
            WriteSections(writer, _reserved.Select(static r => r.Subject.Target == PinTarget.Field
                ? KeyValuePair.Create((PinTarget.Field, r.Name, ""), r.Subject.Owner)
                : KeyValuePair.Create((r.Subject.Target, r.Subject.Owner, r.Name), r.Subject.Key)));
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    });

    private static string Describe((PinTarget Target, string Owner, string Key) pin) => pin.Key.Length == 0 ? pin.Owner : $"{pin.Owner}:{pin.Key}";

    private static void WriteSections(Utf8JsonWriter writer, IEnumerable<KeyValuePair<(PinTarget Target, string Owner, string Key), string>> pins)
    {
        writer.WriteStartObject("fields");
        foreach (((_, string code, _), string name) in pins.Where(static p => p.Key.Target == PinTarget.Field))
        {
            writer.WriteString(code, name);
        }

        writer.WriteEndObject();
        foreach ((string section, PinTarget target) in new[] { ("items", PinTarget.Item), ("statuses", PinTarget.Status) })
        {
            writer.WriteStartObject(section);
            foreach (var owner in pins.Where(p => p.Key.Target == target).GroupBy(static p => p.Key.Owner))
            {
                writer.WriteStartObject(owner.Key);
                foreach (((_, _, string key), string name) in owner)
                {
                    writer.WriteString(key, name);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }
    }

    /// <summary>Sorts by target and owner, then by key: IDs as numbers, codes as text.</summary>
    private sealed class PinComparer : IComparer<(PinTarget Target, string Owner, string Key)>
    {
        public int Compare((PinTarget Target, string Owner, string Key) x, (PinTarget Target, string Owner, string Key) y)
        {
            int order = x.Target.CompareTo(y.Target);
            order = order != 0 ? order : string.CompareOrdinal(x.Owner, y.Owner);
            if (order == 0 && long.TryParse(x.Key, out long left) && long.TryParse(y.Key, out long right))
            {
                order = left.CompareTo(right);
            }

            return order != 0 ? order : string.CompareOrdinal(x.Key, y.Key);
        }
    }
}
