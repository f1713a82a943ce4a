using LeadGen.Generator.Model;

namespace LeadGen.Generator.Emit;

/// <summary>What IntelliSense says of a field: its label, code, type, flags, and the values that the portal permits.</summary>
internal static class FieldDocs
{
    // A dictionary can have hundreds of values, which the docs of the enum list; a portal can require a hundred fields, which each say it.
    private const int MostListed = 20;

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
            .Concat(field.Flags.Where(static f => f is not ("NotUpdatable" or "NotFilterable")).Select(static f => Words(f)));
        return string.Join(", ", parts) + ".";
    }

    /// <summary>The permitted values, or nothing.</summary>
    public static string Permitted(FieldModel field) =>
        field.Permitted.Count == 0 ? "" : $"Permitted: {List(field.Permitted.Select(Text.Xml), field.Permitted.Count, "; ")}.";

    /// <summary>The first of several things, which are XML already, and how many more there are.</summary>
    public static string List(IEnumerable<string> things, int count, string separator)
    {
        int more = count - MostListed;
        return $"{string.Join(separator, things.Take(MostListed))}{(more > 0 ? $"{separator}and {more} more" : "")}";
    }

    private static string Words(string flag) => flag switch
    {
        "ReadOnly" => "read-only",
        "Immutable" => "immutable: set when a lead is created, ignored later",
        "WriteOnly" => "write-only: never returned by the portal",
        _ => flag.ToLowerInvariant(),
    };
}
