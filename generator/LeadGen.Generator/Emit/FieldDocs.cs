using LeadGen.Generator.Model;

namespace LeadGen.Generator.Emit;

/// <summary>Creates the documentation of a field: its label, code, type, flags and permitted values.</summary>
internal static class FieldDocs
{
    // A dictionary can have hundreds of values, which the documentation of the type lists. A portal can require a hundred fields, each of which is documented as required.
    private const int MaxListed = 20;

    /// <summary>Gets the label as a summary; for a label without visible characters, the code.</summary>
    public static string Summary(FieldModel field)
    {
        string label = Text.Xml(field.Label);
        return label.Length == 0 ? Code(field) : label;
    }

    /// <summary>Gets the code as a code element.</summary>
    public static string Code(FieldModel field) => $"<c>{Text.Xml(field.Code)}</c>";

    /// <summary>Gets code, type and flags on one line.</summary>
    public static string Identity(FieldModel field)
    {
        IEnumerable<string> parts = new[] { Code(field), Text.Xml(field.PortalType) }
            .Concat(field.Flags.Where(static f => f is not ("NotUpdatable" or "NotFilterable")).Select(static f => Describe(f)));
        return string.Join(", ", parts) + ".";
    }

    /// <summary>Gets the permitted values, or an empty string.</summary>
    public static string Permitted(FieldModel field) =>
        field.Permitted.Count == 0 ? "" : $"Permitted: {List(field.Permitted.Select(Text.Xml), field.Permitted.Count, "; ")}.";

    /// <summary>Gets the first of several XML texts, and the number of the others.</summary>
    public static string List(IEnumerable<string> things, int count, string separator)
    {
        int more = count - MaxListed;
        return $"{string.Join(separator, things.Take(MaxListed))}{(more > 0 ? $"{separator}and {more} more" : "")}";
    }

    private static string Describe(string flag) => flag switch
    {
        "ReadOnly" => "read-only",
        "Immutable" => "immutable: set when a lead is created, ignored later",
        "WriteOnly" => "write-only: never returned by the portal",
        "ItemOnly" => "only in crm.item.*",
        _ => flag.ToLowerInvariant(),
    };
}
