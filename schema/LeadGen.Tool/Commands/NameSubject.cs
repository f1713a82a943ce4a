using System.Globalization;
using LeadGen.Schema;
using LeadGen.Schema.Comparing;
using LeadGen.Schema.Reading;
using LeadGen.Tool.Snapshots;

namespace LeadGen.Tool.Commands;

/// <summary>Something of a portal that has a C# name.</summary>
/// <param name="Target">What it is.</param>
/// <param name="Owner">The field's code, or the dictionary's id.</param>
/// <param name="Key">The item's id or the value's code; empty for a field.</param>
/// <param name="Name">Its C# name.</param>
internal sealed record NameSubject(PinTarget Target, string Owner, string Key, string Name)
{
    /// <summary>The name that code may still use, as an alias; <see langword="null"/> where there is none.</summary>
    public string? FormerNameIn(NamedPortal portal) => Target switch
    {
        PinTarget.Field => portal.Names.FormerOfField(Owner),
        PinTarget.Item => portal.Names.FormerOfItem(Owner, long.Parse(Key, CultureInfo.InvariantCulture)),
        _ => portal.Names.FormerOfStatus(Owner, Key),
    };

    /// <summary>The thing as people write it.</summary>
    public string Subject => Write(Owner, Key);

    public static string Write(string owner, string key) => key.Length == 0 ? owner : $"{owner}:{key}";

    /// <summary>The portal's labels of the named parts of a schema.</summary>
    public static Dictionary<(PinTarget Target, string Owner, string Key), string> Labels(PortalSchema schema)
    {
        var labels = new Dictionary<(PinTarget, string, string), string>();
        foreach (FieldSchema field in schema.Fields)
        {
            labels.Add((PinTarget.Field, field.Code, ""), field.Label);
            foreach (EnumerationItem item in field.Items)
            {
                labels.Add((PinTarget.Item, field.Code, item.Id.ToString(CultureInfo.InvariantCulture)), item.Value);
            }
        }

        foreach (StatusDictionary dictionary in schema.Dictionaries)
        {
            foreach (StatusValue value in dictionary.Values)
            {
                labels.Add((PinTarget.Status, dictionary.Id, value.Code), value.Name);
            }
        }

        return labels;
    }

    /// <summary>Everything that has a name: fields, then items and values.</summary>
    public static IEnumerable<NameSubject> All(NamedPortal portal) => portal.Schema.Fields
        .Select(f => new NameSubject(PinTarget.Field, f.Code, "", portal.Names.OfField(f.Code)))
        .Concat(NamesFile.PinnableNames(portal).Where(static n => n.Target != PinTarget.Field).Select(static n => new NameSubject(n.Target, n.Owner, n.Key, n.Name)));

    /// <summary>Finds what a text means: a code, a code with an item's id or a value's code behind a colon, or a field's C# name.</summary>
    /// <exception cref="ToolException">The portal has no such thing.</exception>
    public static NameSubject Find(NamedPortal portal, string text)
    {
        NameSubject[] all = [.. All(portal)];
        return all.FirstOrDefault(s => s.Subject == text)
            ?? all.FirstOrDefault(s => s.Target == PinTarget.Field && s.Name == text)
            ?? all.FirstOrDefault(s => string.Equals(s.Subject, text, StringComparison.OrdinalIgnoreCase))
            ?? throw new ToolException(
                $"The portal has no field, item or value '{text}'.",
                "specify a field (UF_CRM_…), an item (UF_CRM_…:177) or a dictionary value (SOURCE:WEB). To list them, run 'leadgen names list'.");
    }
}
