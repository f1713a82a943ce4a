using System.Globalization;
using LeadGen.Schema;
using LeadGen.Schema.Naming;
using LeadGen.Schema.Reading;
using LeadGen.Tool.Snapshots;

namespace LeadGen.Tool.Commands;

/// <summary>Represents a field, an item or a dictionary value that has a C# name.</summary>
/// <param name="Target">The type of the subject.</param>
/// <param name="Owner">The code of the field, or the ID of the dictionary.</param>
/// <param name="Key">The ID of the item or the code of the value. Empty for a field.</param>
/// <param name="Name">The C# name.</param>
internal sealed record NameSubject(PinTarget Target, string Owner, string Key, string Name)
{
    /// <summary>Gets the former name that code can still use as an alias, or <see langword="null"/> if there is none.</summary>
    public string? FormerNameIn(NamedPortal portal) => Target switch
    {
        PinTarget.Field => portal.Names.GetFormerFieldName(Owner),
        PinTarget.Item => portal.Names.GetFormerItemName(Owner, long.Parse(Key, CultureInfo.InvariantCulture)),
        _ => portal.Names.GetFormerStatusName(Owner, Key),
    };

    /// <summary>Gets the text form of the subject, such as <c>SOURCE:WEB</c>.</summary>
    public string Subject => Write(Owner, Key);

    public static string Write(string owner, string key) => key.Length == 0 ? owner : $"{owner}:{key}";

    /// <summary>Gets the portal's labels of all fields, items and values of a schema.</summary>
    public static Dictionary<(PinTarget Target, string Owner, string Key), string> Labels(PortalSchema schema)
    {
        var labels = new Dictionary<(PinTarget, string, string), string>();
        foreach (FieldSchema field in schema.AllFields)
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

    /// <summary>Gets all subjects that have a name: fields first, then items and values.</summary>
    public static IEnumerable<NameSubject> All(NamedPortal portal) => portal.Schema.AllFields
        .Select(f => new NameSubject(PinTarget.Field, f.Code, "", portal.Names.GetFieldName(f.Code)))
        .Concat(NamesFile.PinnableNames(portal).Where(static n => n.Target != PinTarget.Field).Select(static n => new NameSubject(n.Target, n.Owner, n.Key, n.Name)));

    /// <summary>Finds a subject by its code, such as <c>UF_CRM_1</c>, <c>UF_CRM_1:177</c> or <c>SOURCE:WEB</c>, or by the C# name of a field.</summary>
    /// <exception cref="ToolException">The field, item or value does not exist.</exception>
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
