using System.Collections.Immutable;
using LeadGen.Schema.Kinds;
using Microsoft.CodeAnalysis;

namespace LeadGen.Generator.Usage;

/// <summary>Provides the rules for the user's code. Each message states the problem, what the portal would do, and what to write instead.</summary>
internal static class UsageRules
{
    private const string Category = "LeadGen.Usage";

    public static readonly DiagnosticDescriptor UnknownField = new(
        id: "LG1001",
        title: "Unknown lead field",
        messageFormat: "'{0}' is not a field of {1}, and Bitrix24 {2}{3}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Rules.HelpAddress + "LG1001.md");

    public static readonly DiagnosticDescriptor UnsupportedSpelling = new(
        id: "LG1002",
        title: "Unsupported spelling of a field code",
        messageFormat: "'{0}' is another spelling of '{1}', and " + EntitySchema.Lead.Method("*") + " ignores it; write '{1}'",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Rules.HelpAddress + "LG1002.md");

    public static readonly DiagnosticDescriptor NotWritable = new(
        id: "LG1003",
        title: "Field not writable",
        messageFormat: "'{0}' is {1}, and Bitrix24 ignores the value",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Rules.HelpAddress + "LG1003.md");

    public static readonly DiagnosticDescriptor ValueNotAllowed = new(
        id: "LG1004",
        title: "Value not allowed for this field",
        messageFormat: "{0} is not an allowed {1} of '{2}', and {3}{4}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Rules.HelpAddress + "LG1004.md");

    public static readonly DiagnosticDescriptor OutsideLimits = new(
        id: "LG1005",
        title: "Value outside the field's limits",
        messageFormat: "The value of '{0}' {1}; the portal's settings require {2}, and it may reject the value",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Rules.HelpAddress + "LG1005.md");

    public static readonly DiagnosticDescriptor UnsupportedPattern = new(
        id: "LG1006",
        title: "Field pattern not supported by .NET",
        messageFormat: "The pattern {0} of '{1}' is not a valid .NET regular expression; values are not checked against it",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: Rules.HelpAddress + "LG1006.md");

    public static readonly DiagnosticDescriptor IdNotPositive = new(
        id: "LG1007",
        title: "Lead ID must be positive",
        messageFormat: "{0} is not a valid lead ID; IDs are positive, and Bitrix24 rejects the call",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Rules.HelpAddress + "LG1007.md");

    public static readonly DiagnosticDescriptor IncompleteAddress = new(
        id: "LG1008",
        title: "Incomplete address",
        messageFormat: "The address is written without {0}; concurrent partial updates can mix two addresses, so send all parts",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Rules.HelpAddress + "LG1008.md");

    public static readonly DiagnosticDescriptor MultiFieldAsText = new(
        id: "LG1009",
        title: "Single value for a multi-value field",
        messageFormat: "'{0}' takes a list of entries, and Bitrix24 ignores a single value; write a list of {{ VALUE, VALUE_TYPE }}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Rules.HelpAddress + "LG1009.md");

    public static readonly DiagnosticDescriptor NeverSent = new(
        id: "LG1010",
        title: "Update or new lead never sent",
        messageFormat: "{0} never sent; {1}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Rules.HelpAddress + "LG1010.md");

    public static readonly DiagnosticDescriptor SentTwice = new(
        id: "LG1011",
        title: "Update or new lead sent more than once",
        messageFormat: "{0} more than once; Bitrix24 {1} each time",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Rules.HelpAddress + "LG1011.md");

    public static readonly DiagnosticDescriptor BatchReference = new(
        id: "LG1012",
        title: "$result reference in a batch",
        messageFormat: "Inside a batch, Bitrix24 replaces '{0}' in any value with the result of an earlier command, regardless of encoding",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Rules.HelpAddress + "LG1012.md");

    public static readonly DiagnosticDescriptor Secret = new(
        id: "LG1013",
        title: "Secret in source code",
        messageFormat: "This string contains a {0}, which gives anyone who reads it access to the portal; read it from configuration, and issue a new one on the portal",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Rules.HelpAddress + "LG1013.md");

    public static readonly DiagnosticDescriptor IgnoredArgument = new(
        id: "LG1014",
        title: "Ignored argument",
        messageFormat: "{0} has no argument '{1}', and Bitrix24 ignores it; {2}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Rules.HelpAddress + "LG1014.md");

    public static readonly DiagnosticDescriptor LostValue = new(
        id: "LG1015",
        title: "Value lost or altered by the portal",
        messageFormat: "Bitrix24 {0} this value of '{1}': {2}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Rules.HelpAddress + "LG1015.md");

    public static readonly DiagnosticDescriptor ConstantAvailable = new(
        id: "LG1016",
        title: "Constant available for field code",
        messageFormat: "'{0}' is field '{1}'; '{2}' is its constant, which the compiler checks",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Hidden,
        isEnabledByDefault: true,
        helpLinkUri: Rules.HelpAddress + "LG1016.md");

    public static readonly DiagnosticDescriptor Renamed = new(
        id: "LG1017",
        title: "Field renamed by the serializer",
        messageFormat: "'{0}' is sent as '{1}', because {2} renames members, and Bitrix24 ignores it; use a dictionary or [JsonPropertyName], or options that keep names",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Rules.HelpAddress + "LG1017.md");

    public static readonly DiagnosticDescriptor MalformedEntry = new(
        id: "LG1018",
        title: "Malformed multi-value entry",
        messageFormat: "An entry of '{0}' has {1}{2}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Rules.HelpAddress + "LG1018.md");

    public static readonly DiagnosticDescriptor UnsupportedFilterOrOrder = new(
        id: "LG1019",
        title: "Unsupported filter or order",
        messageFormat: EntitySchema.Lead.Method("list") + " ignores {0}; {1}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Rules.HelpAddress + "LG1019.md");

    public static readonly DiagnosticDescriptor MissingField = new(
        id: "LG1020",
        title: "Required field missing",
        messageFormat: "This new lead is sent without {0}, which the portal requires; it may reject the lead",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Rules.HelpAddress + "LG1020.md");

    public static readonly DiagnosticDescriptor UnknownCode = new(
        id: "LG1021",
        title: "Unknown custom field code",
        messageFormat: "'{0}' is not a lead field of {1}{2}; if it belongs to another entity, list it under leadgen_other_entity_codes in .editorconfig",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: Rules.HelpAddress + "LG1021.md");

    public static readonly DiagnosticDescriptor UnselectedField = new(
        id: "LG1022",
        title: "Unselected field read",
        messageFormat: "The query does not select '{0}', so reading it throws a CrmFieldNotReadException; add {1} to Select",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Rules.HelpAddress + "LG1022.md");

    /// <summary>All rules, sorted by ID.</summary>
    public static readonly ImmutableArray<DiagnosticDescriptor> All = ImmutableArray.Create(
        UnknownField, UnsupportedSpelling, NotWritable, ValueNotAllowed, OutsideLimits, UnsupportedPattern, IdNotPositive, IncompleteAddress,
        MultiFieldAsText, NeverSent, SentTwice, BatchReference, Secret, IgnoredArgument, LostValue, ConstantAvailable, Renamed, MalformedEntry,
        UnsupportedFilterOrOrder, MissingField, UnknownCode, UnselectedField);

    // An argument can be a text from the portal and a few more words.
    private const int MaxArgumentLength = 2 * OneLine.MessageLength;

    /// <summary>Creates a diagnostic. Makes its arguments, which may be texts from the portal, safe for a build log.</summary>
    public static Diagnostic Create(DiagnosticDescriptor rule, Location place, params object[] arguments) =>
        Create(rule, place, properties: null, arguments);

    /// <summary>Creates a diagnostic with properties for its code fix.</summary>
    public static Diagnostic Create(
        DiagnosticDescriptor rule, Location place, ImmutableDictionary<string, string?>? properties, params object[] arguments) =>
        Diagnostic.Create(rule, place, properties, [.. arguments.Select(static a => a is string text ? OneLine.Format(text, MaxArgumentLength) : a)]);
}
