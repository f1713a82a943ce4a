using LeadGen.Schema.Reading;

namespace LeadGen.Schema.Naming;

/// <summary>Lists the parts of a portal's schema that can have a C# name.</summary>
public static class PinTargets
{
    /// <summary>Gets every field, list item and dictionary value, in the form that pinned names refer to.</summary>
    public static HashSet<(PinTarget Target, string Owner, string Key)> Get(PortalSchema schema)
    {
        var subjects = new HashSet<(PinTarget, string, string)>();
        foreach (FieldSchema field in schema.AllFields)
        {
            subjects.Add((PinTarget.Field, field.Code, ""));
            foreach (EnumerationItem item in field.Items)
            {
                subjects.Add((PinTarget.Item, field.Code, PortalNames.Key(item.Id)));
            }
        }

        foreach (StatusDictionary dictionary in schema.Dictionaries)
        {
            foreach (StatusValue value in dictionary.Values)
            {
                subjects.Add((PinTarget.Status, dictionary.Id, value.Code));
            }
        }

        return subjects;
    }
}
