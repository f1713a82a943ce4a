using System.Globalization;
using System.Text.Json;
using LeadGen.Schema;
using LeadGen.Schema.Comparing;
using LeadGen.Schema.Naming;
using LeadGen.Schema.Reading;
using LeadGen.Tool.Reports;

namespace LeadGen.Tool.Snapshots;

/// <summary>The content of <c>leadgen.names.json</c>: which C# name belongs to what on the portal.</summary>
internal sealed class NamesFile
{
    /// <summary>The JSON schema of the file, for editors.</summary>
    public const string SchemaUrl = "https://raw.githubusercontent.com/leadgen-net/leadgen/main/schema/leadgen.names.schema.json";

    private readonly SortedDictionary<(PinTarget Target, string Owner, string Key), string> _pins = new(new PinOrder());
    private readonly SortedDictionary<(PinTarget Target, string Owner, string Key), string> _former = new(new PinOrder());

    /// <summary>The pins that a reading found, and the names that went before them.</summary>
    public static NamesFile Of(PortalReading reading)
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

        return names;
    }

    /// <summary>Pins the names that everything has now: what an administrator made, and what is pinned already.</summary>
    public void PinAll(NamedPortal portal)
    {
        foreach ((PinTarget target, string owner, string key, string name) in PinnableNames(portal))
        {
            _pins[(target, owner, key)] = name;
        }
    }

    /// <summary>Drops the pins of what a portal does not have any more; returns them in words.</summary>
    public IReadOnlyList<string> RemoveUnknown(PortalSchema schema)
    {
        HashSet<(PinTarget, string, string)> subjects = NamedSubjects.Of(schema);
        var unknown = _pins.Keys.Where(pin => !subjects.Contains(pin)).ToList();
        string[] words = [.. unknown.Select(pin => $"{_pins[pin]} ({Describe(pin)})")];
        unknown.ForEach(pin => _pins.Remove(pin));
        return words;
    }

    /// <summary>Ends the time of the names that went before the current ones; returns them in words.</summary>
    public IReadOnlyList<string> DropFormerNames()
    {
        string[] words = [.. _former.Select(f => $"{f.Value} ({Describe(f.Key)}, now {_pins.GetValueOrDefault(f.Key)})")];
        _former.Clear();
        return words;
    }

    /// <summary>Pins one name.</summary>
    public void Pin((PinTarget Target, string Owner, string Key) subject, string name) => _pins[subject] = name;

    /// <summary>Gives something another name; the one that it had stays known for one refresh.</summary>
    public void Rename((PinTarget Target, string Owner, string Key) subject, string from, string to)
    {
        _pins[subject] = to;
        if (_former.TryGetValue(subject, out string? first) && first == to)
        {
            // Back to where it came from: nothing was ever built with the name between.
            _former.Remove(subject);
        }
        else
        {
            _former.TryAdd(subject, from);
        }
    }

    /// <summary>How many names are pinned.</summary>
    public int Count => _pins.Count;

    /// <summary>What had a name before it was renamed, among things whose names must differ; <see langword="null"/> where nothing had.</summary>
    public (PinTarget Target, string Owner, string Key)? FormerOwnerOf(PinTarget target, string owner, string name)
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

    /// <summary>The name from before a rename; <see langword="null"/> where there is none.</summary>
    public string? FormerOf((PinTarget Target, string Owner, string Key) subject) => _former.GetValueOrDefault(subject);

    /// <summary>Everything of a portal whose name could change with a label, or is pinned, and its name.</summary>
    public static IEnumerable<(PinTarget Target, string Owner, string Key, string Name)> PinnableNames(NamedPortal portal)
    {
        var pinned = portal.Reading.Pins.Where(static p => p.Target == PinTarget.Field).Select(static p => p.Owner).ToHashSet(StringComparer.Ordinal);
        foreach (FieldSchema field in portal.Schema.Fields)
        {
            if (field.IsDynamic || pinned.Contains(field.Code))
            {
                yield return (PinTarget.Field, field.Code, "", portal.Names.OfField(field.Code));
            }

            if (field.Type == "enumeration")
            {
                foreach (EnumerationItem item in field.Items)
                {
                    yield return (PinTarget.Item, field.Code, item.Id.ToString(CultureInfo.InvariantCulture), portal.Names.OfItem(field.Code, item.Id));
                }
            }
        }

        var used = portal.Schema.Fields.Where(static f => f.Type == "crm_status").Select(static f => f.StatusType).ToHashSet(StringComparer.Ordinal);
        foreach (StatusDictionary dictionary in portal.Schema.Dictionaries.Where(d => used.Contains(d.Id)))
        {
            foreach (StatusValue value in dictionary.Values)
            {
                yield return (PinTarget.Status, dictionary.Id, value.Code, portal.Names.OfStatus(dictionary.Id, value.Code));
            }
        }
    }

    /// <summary>The file's text: sorted, the same bytes for the same names.</summary>
    public string ToText() => JsonText.Write(writer =>
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

        writer.WriteEndObject();
    });

    private static string Describe((PinTarget Target, string Owner, string Key) pin) => pin.Key.Length == 0 ? pin.Owner : $"{pin.Owner}:{pin.Key}";

    private static void WriteSections(Utf8JsonWriter writer, SortedDictionary<(PinTarget Target, string Owner, string Key), string> pins)
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

    /// <summary>By kind and owner, then ids as numbers and codes as texts.</summary>
    private sealed class PinOrder : IComparer<(PinTarget Target, string Owner, string Key)>
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
