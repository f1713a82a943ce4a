namespace LeadGen.Schema;

/// <summary>How much a finding weighs.</summary>
public enum SchemaSeverity
{
    /// <summary>Worth knowing; nothing is lost.</summary>
    Info,

    /// <summary>Probably a mistake; the portal's types are generated all the same.</summary>
    Warning,

    /// <summary>The portal's types can't be trusted and are left out whole.</summary>
    Error,
}

/// <summary>One thing that can be wrong with a portal folder. <paramref name="Message"/> is a composite format string.</summary>
public sealed record SchemaRule(string Id, SchemaSeverity Severity, string Title, string Message);

/// <summary>Everything that can be wrong with a portal folder. Each rule has a page under <c>generator/docs</c>.</summary>
public static class SchemaRules
{
    /// <summary>The file is not JSON.</summary>
    public static readonly SchemaRule MalformedJson = new(
        "LG0001", SchemaSeverity.Error, "Malformed schema file",
        "{0} is not valid JSON: {1}. {2} Until then no types are generated for this portal.");

    /// <summary>The file holds an error answer or a web page.</summary>
    public static readonly SchemaRule NotASchema = new(
        "LG0002", SchemaSeverity.Error, "File without a schema",
        "{0} contains {1} instead of the reply to {2}. {3}");

    /// <summary>The file is empty.</summary>
    public static readonly SchemaRule EmptyFile = new(
        "LG0003", SchemaSeverity.Error, "Empty schema file",
        "{0} is empty. {1}");

    /// <summary>The schema lists no field.</summary>
    public static readonly SchemaRule NoFields = new(
        "LG0004", SchemaSeverity.Error, "Schema without fields",
        "{0} contains no fields. A portal always has standard fields: save the reply to crm.lead.fields again.");

    /// <summary>A type that LeadGen does not know.</summary>
    public static readonly SchemaRule UnknownType = new(
        "LG0005", SchemaSeverity.Info, "Unknown field type",
        "LeadGen does not know the type '{1}' of field '{0}', so the field is generated as raw JSON and its values are not checked");

    /// <summary>A flag that is neither true nor false.</summary>
    public static readonly SchemaRule FlagOfWrongType = new(
        "LG0006", SchemaSeverity.Error, "Invalid flag value",
        "'{1}' of field '{0}' is {2}, but must be true or false. Save the reply to crm.lead.fields again.");

    /// <summary>A key that stands twice in one object.</summary>
    public static readonly SchemaRule DuplicateKey = new(
        "LG0007", SchemaSeverity.Error, "Duplicate key",
        "'{0}' occurs twice in {1}. Remove one of the two.");

    /// <summary>An enumeration without permitted values.</summary>
    public static readonly SchemaRule EnumerationWithoutItems = new(
        "LG0008", SchemaSeverity.Warning, "Enumeration without items",
        "The list field '{0}' has no items, so no value can be written to it. Add items in the portal, or fetch the schema as a user who can see them.");

    /// <summary>A pin for something that the portal does not have.</summary>
    public static readonly SchemaRule PinNamesNothing = new(
        "LG0009", SchemaSeverity.Warning, "Unused pinned name",
        "{0} pinned to {1}, {2}");

    /// <summary>A pin that C# can't use as a name.</summary>
    public static readonly SchemaRule PinIsNoIdentifier = new(
        "LG0010", SchemaSeverity.Error, "Invalid pinned name",
        "'{1}', pinned to {0}, can't name a C# member: {2}");

    /// <summary>A pin that is already taken.</summary>
    public static readonly SchemaRule PinCollides = new(
        "LG0011", SchemaSeverity.Error, "Conflicting pinned name",
        "'{1}', pinned to {0}, is already the name of {2}. Pin another name.");

    /// <summary>A file beside the schema that a field needs and that is not there.</summary>
    public static readonly SchemaRule SidecarMissing = new(
        "LG0012", SchemaSeverity.Info, "Missing named values",
        "{0}, so the codes of {1} have no names. {2}");

    /// <summary>A label without a letter that an identifier can keep.</summary>
    public static readonly SchemaRule LabelGivesNoName = new(
        "LG0013", SchemaSeverity.Info, "Label without a valid identifier",
        "The label '{1}' of field '{0}' has no characters that are valid in a C# name, so the field is named {2}. {3}");

    /// <summary>Two schemas that would generate the same types.</summary>
    public static readonly SchemaRule SameNamespace = new(
        "LG0014", SchemaSeverity.Error, "Namespace shared by two schemas",
        "The namespace '{0}' is already used for {1}. Set a different Namespace for each LeadSchema item, for example with 'leadgen init FOLDER --namespace NAME'.");

    /// <summary>A C# version without what the generated code needs.</summary>
    public static readonly SchemaRule LanguageVersionTooLow = new(
        "LG0015", SchemaSeverity.Error, "Unsupported C# version",
        "LeadGen generates C# {1}, and this project compiles C# {0}. Remove LangVersion from the project, or set it to {1} or later.");

    /// <summary>A part of the answer that is not what the method answers.</summary>
    public static readonly SchemaRule WrongShape = new(
        "LG0016", SchemaSeverity.Error, "Unexpected structure of the response",
        "{0} is {1}, but must be {2}. {3}");

    /// <summary>One page of a longer list.</summary>
    public static readonly SchemaRule IncompleteList = new(
        "LG0017", SchemaSeverity.Warning, "Incomplete list",
        "{0} contains {1} of {2} rows. Fetch the schema with 'leadgen fetch', which reads all pages, or fetch the other pages (parameter 'start') and save them in one list.");

    /// <summary>A metadata of the <c>LeadSchema</c> item that can't be used.</summary>
    public static readonly SchemaRule InvalidMetadata = new(
        "LG0018", SchemaSeverity.Error, "Invalid LeadSchema metadata",
        "{0}=\"{1}\" on the LeadSchema item {2} is invalid: {3}");

    /// <summary>A target framework for which the package has no runtime. The package's targets report it with the same message.</summary>
    public static readonly SchemaRule UnsupportedFramework = new(
        "LG0020", SchemaSeverity.Error, "Unsupported target framework",
        "LeadGen needs .NET 8 or later, and this project targets {0}. Target net8.0 or later, or put the schema and the code that uses its types into a library that targets net8.0.");

    /// <summary>A compilation that references the generator but not the runtime.</summary>
    public static readonly SchemaRule RuntimeNotReferenced = new(
        "LG0021", SchemaSeverity.Error, "LeadGen runtime not referenced",
        "This project does not reference LeadGen.dll, which the generated types use. Reference the package LeadGen, without excluding its compile assets, from a project that targets .NET 8 or later.");

    /// <summary>A file with conflict markers of a merge.</summary>
    public static readonly SchemaRule MergeConflict = new(
        "LG0022", SchemaSeverity.Error, "Unresolved merge conflict",
        "{0} has an unresolved merge conflict: line {1} is '{2}'. {3} Until then no types are generated for this portal.");

    /// <summary>Every rule, by its id.</summary>
    public static IReadOnlyList<SchemaRule> All { get; } =
    [
        MalformedJson, NotASchema, EmptyFile, NoFields, UnknownType, FlagOfWrongType, DuplicateKey,
        EnumerationWithoutItems, PinNamesNothing, PinIsNoIdentifier, PinCollides, SidecarMissing,
        LabelGivesNoName, SameNamespace, LanguageVersionTooLow, WrongShape, IncompleteList, InvalidMetadata,
        UnsupportedFramework, RuntimeNotReferenced, MergeConflict,
    ];
}
