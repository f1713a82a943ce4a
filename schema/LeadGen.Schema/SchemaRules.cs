using LeadGen.Schema.Kinds;

namespace LeadGen.Schema;

/// <summary>Specifies the severity of a diagnostic.</summary>
public enum SchemaSeverity
{
    /// <summary>Information. Nothing is lost.</summary>
    Info,

    /// <summary>Probably a mistake. The portal's types are still generated.</summary>
    Warning,

    /// <summary>The schema is invalid, and no types are generated for the portal.</summary>
    Error,
}

/// <summary>Represents a rule for portal folders. <paramref name="Message"/> is a composite format string.</summary>
public sealed record SchemaRule(string Id, SchemaSeverity Severity, string Title, string Message);

/// <summary>Defines the rules for portal folders. Each rule has a page in <c>generator/docs</c>.</summary>
public static class SchemaRules
{
    /// <summary>The file is not JSON.</summary>
    public static readonly SchemaRule MalformedJson = new(
        "LG0001", SchemaSeverity.Error, "Malformed schema file",
        "{0} is not valid JSON: {1}. {2} Until then no types are generated for this portal.");

    /// <summary>The file contains an error reply or a web page.</summary>
    public static readonly SchemaRule NotASchema = new(
        "LG0002", SchemaSeverity.Error, "File without a schema",
        "{0} contains {1} instead of the reply of {2}. {3}");

    /// <summary>The file is empty.</summary>
    public static readonly SchemaRule EmptyFile = new(
        "LG0003", SchemaSeverity.Error, "Empty schema file",
        "{0} is empty. {1}");

    /// <summary>The schema contains no fields.</summary>
    public static readonly SchemaRule NoFields = new(
        "LG0004", SchemaSeverity.Error, "Schema without fields",
        "{0} contains no fields. A portal always has standard fields: " + $"save the reply of {EntitySchema.Lead.FieldsMethod} again.");

    /// <summary>A field has a type that LeadGen does not know.</summary>
    public static readonly SchemaRule UnknownType = new(
        "LG0005", SchemaSeverity.Info, "Unknown field type",
        "LeadGen does not know the type '{1}' of field '{0}', so the field is generated as raw JSON and its values are not checked");

    /// <summary>A flag is neither true nor false.</summary>
    public static readonly SchemaRule InvalidFlag = new(
        "LG0006", SchemaSeverity.Error, "Invalid flag value",
        "'{1}' of field '{0}' is {2}, but must be true or false. " + $"Save the reply of {EntitySchema.Lead.FieldsMethod} again.");

    /// <summary>A key occurs twice in one object.</summary>
    public static readonly SchemaRule DuplicateKey = new(
        "LG0007", SchemaSeverity.Error, "Duplicate key",
        "'{0}' occurs twice in {1}. Remove one of the two.");

    /// <summary>An enumeration field has no items.</summary>
    public static readonly SchemaRule EnumerationWithoutItems = new(
        "LG0008", SchemaSeverity.Warning, "Enumeration without items",
        "The list field '{0}' has no items, so no value can be written to it. Add items in the portal, or fetch the schema as a user who can see them.");

    /// <summary>A name is pinned to a field, item or value that the portal does not have.</summary>
    public static readonly SchemaRule UnusedPin = new(
        "LG0009", SchemaSeverity.Warning, "Unused pinned name",
        "{0} pinned to {1}, {2}");

    /// <summary>A pinned name is not a valid C# identifier.</summary>
    public static readonly SchemaRule InvalidPin = new(
        "LG0010", SchemaSeverity.Error, "Invalid pinned name",
        "'{1}', pinned to {0}, can't name a C# member: {2}");

    /// <summary>A pinned name is already in use.</summary>
    public static readonly SchemaRule ConflictingPin = new(
        "LG0011", SchemaSeverity.Error, "Conflicting pinned name",
        "'{1}', pinned to {0}, is already the name of {2}. Pin another name.");

    /// <summary>The file or dictionary with the values of a field is missing.</summary>
    public static readonly SchemaRule MissingValueNames = new(
        "LG0012", SchemaSeverity.Info, "Missing named values",
        "{0}, so the codes of {1} have no names. {2}");

    /// <summary>A label has no characters that are valid in an identifier.</summary>
    public static readonly SchemaRule LabelWithoutIdentifier = new(
        "LG0013", SchemaSeverity.Info, "Label without a valid identifier",
        "The label '{1}' of field '{0}' has no characters that are valid in a C# name, so the field is named {2}. {3}");

    /// <summary>Two schemas have the same namespace.</summary>
    public static readonly SchemaRule SharedNamespace = new(
        "LG0014", SchemaSeverity.Error, "Namespace shared by two schemas",
        "The namespace '{0}' is already used for {1}. Set a different Namespace for each LeadSchema item, for example with 'leadgen init FOLDER --namespace NAME'.");

    /// <summary>The project's C# version does not support the generated code.</summary>
    public static readonly SchemaRule UnsupportedLanguageVersion = new(
        "LG0015", SchemaSeverity.Error, "Unsupported C# version",
        "The generated code requires C# {1}, but the project uses C# {0}. Remove LangVersion from the project, or set it to {1} or later.");

    /// <summary>A part of a file has an unexpected structure.</summary>
    public static readonly SchemaRule UnexpectedStructure = new(
        "LG0016", SchemaSeverity.Error, "Unexpected JSON structure",
        "{0} is {1}, but must be {2}. {3}");

    /// <summary>The file contains only some pages of a list.</summary>
    public static readonly SchemaRule IncompleteList = new(
        "LG0017", SchemaSeverity.Warning, "Incomplete list",
        "{0} contains {1} of {2} rows. Fetch the schema with 'leadgen fetch', which reads all pages, or fetch the other pages (parameter 'start') and save them in one list.");

    /// <summary>A metadata value of the <c>LeadSchema</c> item is invalid.</summary>
    public static readonly SchemaRule InvalidMetadata = new(
        "LG0018", SchemaSeverity.Error, "Invalid LeadSchema metadata",
        "{0}=\"{1}\" on the LeadSchema item {2} is invalid: {3}");

    /// <summary>The package does not support the target framework. The package's targets report this rule with the same message.</summary>
    public static readonly SchemaRule UnsupportedFramework = new(
        "LG0020", SchemaSeverity.Error, "Unsupported target framework",
        "LeadGen needs .NET 8 or later, and this project targets {0}. Target net8.0 or later, or put the schema and the code that uses its types into a library that targets net8.0.");

    /// <summary>The project references the generator but not the runtime.</summary>
    public static readonly SchemaRule RuntimeNotReferenced = new(
        "LG0021", SchemaSeverity.Error, "LeadGen runtime not referenced",
        "This project does not reference LeadGen.dll, which the generated types use. Reference the package LeadGen, without excluding its compile assets, from a project that targets .NET 8 or later.");

    /// <summary>The file contains merge conflict markers.</summary>
    public static readonly SchemaRule MergeConflict = new(
        "LG0022", SchemaSeverity.Error, "Unresolved merge conflict",
        "{0} has an unresolved merge conflict: line {1} is '{2}'. {3} Until then no types are generated for this portal.");

    /// <summary>Gets all rules, sorted by ID.</summary>
    public static IReadOnlyList<SchemaRule> All { get; } =
    [
        MalformedJson, NotASchema, EmptyFile, NoFields, UnknownType, InvalidFlag, DuplicateKey,
        EnumerationWithoutItems, UnusedPin, InvalidPin, ConflictingPin, MissingValueNames,
        LabelWithoutIdentifier, SharedNamespace, UnsupportedLanguageVersion, UnexpectedStructure, IncompleteList, InvalidMetadata,
        UnsupportedFramework, RuntimeNotReferenced, MergeConflict,
    ];
}
