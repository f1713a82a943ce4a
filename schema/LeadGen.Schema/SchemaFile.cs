using LeadGen.Schema.Json;
using LeadGen.Schema.Kinds;

namespace LeadGen.Schema;

/// <summary>Represents a file of a portal folder.</summary>
public sealed record SchemaFile(string Path, string Text)
{
    private LineMap? _lines;

    /// <summary>Gets the name of the file without the folder.</summary>
    public string Name => Path.Substring(Path.LastIndexOfAny(['/', '\\']) + 1);

    /// <inheritdoc/>
    public bool Equals(SchemaFile? other) => other is not null && Path == other.Path && Text == other.Text;

    /// <inheritdoc/>
    public override int GetHashCode() => unchecked((StringComparer.Ordinal.GetHashCode(Path) * 31) + Text.Length);

    /// <summary>Gets the location of a range of this file.</summary>
    public SchemaLocation Locate(TextRange range)
    {
        LineMap lines = _lines ??= new LineMap(Text);
        return new SchemaLocation(Path, range, lines.At(range.Start), lines.At(range.End));
    }
}

/// <summary>Represents the files of a portal folder: the portal's replies and the pinned names.</summary>
public sealed record PortalFiles(SchemaFile Fields, SchemaFile? Statuses = null, SchemaFile? UserFields = null, SchemaFile? Names = null, SchemaFile? ItemFields = null)
{
    /// <summary>The name of the file with the reply to <c>crm.lead.fields</c>.</summary>
    public static readonly string FieldsName = EntitySchema.Lead.FieldsMethod + ".json";

    /// <summary>The name of the file with the reply to <c>crm.status.list</c>.</summary>
    public const string StatusesName = "crm.status.list.json";

    /// <summary>The name of the file with the reply to <c>crm.lead.userfield.list</c>.</summary>
    public static readonly string UserFieldsName = EntitySchema.Lead.UserFieldsMethod + ".json";

    /// <summary>The method that returns the names of fields in <c>crm.item.*</c>, and the fields that only items have.</summary>
    public const string ItemFieldsMethod = "crm.item.fields";

    /// <summary>The name of the file with the reply to <see cref="ItemFieldsMethod"/>.</summary>
    public static readonly string ItemFieldsName = $"{ItemFieldsMethod}.{EntitySchema.Lead.EntityTypeId}.json";

    /// <summary>The name of the file with the pinned C# names.</summary>
    public const string NamesName = "leadgen.names.json";

    /// <summary>
    /// The folder where a refresh stores its files before it moves them to the portal folder. If it exists, it contains a complete
    /// snapshot that is newer than the files of the portal folder, some of which may already be replaced.
    /// </summary>
    public const string StagedFolder = ".leadgen/staged";
}
