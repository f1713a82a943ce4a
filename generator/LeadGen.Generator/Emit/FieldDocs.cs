using LeadGen.Generator.Model;
using LeadGen.Schema.Kinds;

namespace LeadGen.Generator.Emit;

/// <summary>Creates the documentation of a field: its label, code, type, flags and permitted values.</summary>
/// <remarks>The property of the field's descriptor has the text, which is inherited by the other members of the field.</remarks>
internal static class FieldDocs
{
    // A dictionary can have hundreds of values, which the documentation of the type lists. A portal can require a hundred fields, each of which is documented as required.
    private const int MaxListed = 20;

    /// <summary>Writes the documentation of a field.</summary>
    /// <remarks>The remarks are one paragraph, because elements for paragraphs would be a tenth of the generated code.</remarks>
    public static void Write(SourceWriter w, FieldModel field)
    {
        w.Line($"/// <summary>{Summary(field)}</summary>");
        w.Line($"/// <remarks>{Identity(field)}{Sentence(Text.Xml(field.Description))}{Sentence(Permitted(field))}{Sentence(Clear(field))}</remarks>");
    }

    /// <summary>Writes the documentation of a member that shows the documentation of its field.</summary>
    public static void Inherit(SourceWriter w, PortalTypes types, string fieldName) => w.Line($"/// <inheritdoc cref=\"{types.Fields}.{fieldName}\"/>");

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

    private static string Clear(FieldModel field) => field is { Role: FieldRole.Settable, Clear: not "None" }
        ? $"Cleared with <c>{field.Clear switch { "EmptyText" => "\"\"", "Zero" => "0", _ => "[]" }}</c>."
        : "";

    private static string Sentence(string text) => text.Length == 0 ? "" : " " + text;

    private static string Describe(string flag) => flag switch
    {
        "ReadOnly" => "read-only",
        "Immutable" => "immutable: set when a lead is created, ignored later",
        "WriteOnly" => "write-only: never returned by the portal",
        "ItemOnly" => "only in crm.item.*",
        _ => flag.ToLowerInvariant(),
    };
}
