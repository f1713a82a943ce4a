using LeadGen.Generator.Model;

namespace LeadGen.Generator.Emit;

/// <summary>What IntelliSense says of a field: its label, code, type, flags, and the values that the portal permits.</summary>
internal static class FieldDocs
{
    // A dictionary can have hundreds of values; the docs of the enum list them all.
    private const int MostPermitted = 20;

    /// <summary>The label as a summary. A label without visible characters is named by its code.</summary>
    public static string Summary(FieldModel field)
    {
        string label = Text.Xml(field.Label);
        return label.Length == 0 ? Code(field) : label;
    }

    /// <summary>The code, as code.</summary>
    public static string Code(FieldModel field) => $"<c>{Text.Xml(field.Code)}</c>";

    /// <summary>Code, type and flags on one line.</summary>
    public static string Identity(FieldModel field)
    {
        IEnumerable<string> parts = new[] { Code(field), Text.Xml(field.PortalType) }
            .Concat(field.Flags.Where(static f => f != "NotUpdatable").Select(static f => Words(f)));
        return string.Join(", ", parts) + ".";
    }

    /// <summary>The permitted values, or nothing.</summary>
    public static string Permitted(FieldModel field)
    {
        if (field.Permitted.Count == 0)
        {
            return "";
        }

        string values = string.Join("; ", field.Permitted.Take(MostPermitted).Select(Text.Xml));
        int more = field.Permitted.Count - MostPermitted;
        return $"Permitted: {values}{(more > 0 ? $"; and {more} more" : "")}.";
    }

    private static string Words(string flag) => flag switch
    {
        "ReadOnly" => "read-only",
        "Immutable" => "immutable: set when a lead is created, ignored later",
        _ => flag.ToLowerInvariant(),
    };
}
