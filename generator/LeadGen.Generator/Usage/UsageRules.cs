using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace LeadGen.Generator.Usage;

/// <summary>The rules about the user's code. Each says what is wrong, what the portal would do, and what to write instead.</summary>
internal static class UsageRules
{
    private const string Category = "LeadGen.Usage";

    public static readonly DiagnosticDescriptor UnknownField = new(
        "LG1001", "No portal has this field",
        "'{0}' is no field of portal {1}, and Bitrix24 ignores it without a word{2}",
        Category, DiagnosticSeverity.Warning, true, helpLinkUri: Rules.HelpAddress + "LG1001.md");

    public static readonly DiagnosticDescriptor Alias = new(
        "LG1002", "Another spelling of a field's code",
        "'{0}' is how crm.item.* spells '{1}'; crm.lead.* ignores it without a word. Write '{1}'.",
        Category, DiagnosticSeverity.Warning, true, helpLinkUri: Rules.HelpAddress + "LG1002.md");

    public static readonly DiagnosticDescriptor NotWritable = new(
        "LG1003", "The field can't be written",
        "'{0}' is {1}, and Bitrix24 {2}",
        Category, DiagnosticSeverity.Warning, true, helpLinkUri: Rules.HelpAddress + "LG1003.md");

    public static readonly DiagnosticDescriptor NotPermitted = new(
        "LG1004", "The value is none that the field permits",
        "{0} is no {1} of '{2}', and Bitrix24 {3}{4}",
        Category, DiagnosticSeverity.Warning, true, helpLinkUri: Rules.HelpAddress + "LG1004.md");

    public static readonly DiagnosticDescriptor BeyondLimit = new(
        "LG1005", "The value is beyond the field's limits",
        "The value of '{0}' {1}; the portal's settings demand {2}, and it may cut or refuse the value",
        Category, DiagnosticSeverity.Warning, true, helpLinkUri: Rules.HelpAddress + "LG1005.md");

    public static readonly DiagnosticDescriptor UnreadablePattern = new(
        "LG1006", "The field's pattern can't be checked here",
        "The pattern {0} of '{1}' is none that .NET can read; values are not checked against it",
        Category, DiagnosticSeverity.Info, true, helpLinkUri: Rules.HelpAddress + "LG1006.md");

    public static readonly DiagnosticDescriptor IdNotPositive = new(
        "LG1007", "A lead's id is positive",
        "{0} is no lead's id: ids are positive, and Bitrix24 refuses the call",
        Category, DiagnosticSeverity.Warning, true, helpLinkUri: Rules.HelpAddress + "LG1007.md");

    public static readonly DiagnosticDescriptor AddressInParts = new(
        "LG1008", "An address is written in parts",
        "The address is written without {0}; two writers of parts leave an address that exists nowhere, so send all of its parts",
        Category, DiagnosticSeverity.Warning, true, helpLinkUri: Rules.HelpAddress + "LG1008.md");

    public static readonly DiagnosticDescriptor MultiFieldAsText = new(
        "LG1009", "A multi-field wants entries",
        "'{0}' wants a list of entries, and Bitrix24 ignores a single value without a word; write a list of {{ VALUE, VALUE_TYPE }}",
        Category, DiagnosticSeverity.Warning, true, helpLinkUri: Rules.HelpAddress + "LG1009.md");

    public static readonly DiagnosticDescriptor NeverSent = new(
        "LG1010", "The update or new lead is never sent",
        "{0} is built and never sent; pass it to {1}",
        Category, DiagnosticSeverity.Warning, true, helpLinkUri: Rules.HelpAddress + "LG1010.md");

    public static readonly DiagnosticDescriptor SentTwice = new(
        "LG1011", "What is sent twice is added twice",
        "{0} more than once; Bitrix24 {1} each time",
        Category, DiagnosticSeverity.Warning, true, helpLinkUri: Rules.HelpAddress + "LG1011.md");

    public static readonly DiagnosticDescriptor BatchReference = new(
        "LG1012", "A batch replaces $result",
        "Inside a batch Bitrix24 replaces '{0}' in any value by the result of an earlier command, however it is encoded",
        Category, DiagnosticSeverity.Warning, true, helpLinkUri: Rules.HelpAddress + "LG1012.md");

    public static readonly DiagnosticDescriptor Secret = new(
        "LG1013", "A secret stands in the source",
        "This text holds a {0}, which gives whoever reads it access to the portal; take it from the configuration, and have the portal issue a new one",
        Category, DiagnosticSeverity.Warning, true, helpLinkUri: Rules.HelpAddress + "LG1013.md");

    public static readonly DiagnosticDescriptor IgnoredArgument = new(
        "LG1014", "crm.lead.update ignores this argument",
        "crm.lead.update has no argument '{0}', and Bitrix24 ignores it without a word; {1}",
        Category, DiagnosticSeverity.Warning, true, helpLinkUri: Rules.HelpAddress + "LG1014.md");

    public static readonly DiagnosticDescriptor LostValue = new(
        "LG1015", "The portal loses or alters this value",
        "Bitrix24 {0} this value of '{1}' without a word: {2}",
        Category, DiagnosticSeverity.Warning, true, helpLinkUri: Rules.HelpAddress + "LG1015.md");

    public static readonly DiagnosticDescriptor CodeAsText = new(
        "LG1016", "The code has a constant",
        "'{0}' is field '{1}'; '{2}' is its constant, which the compiler checks",
        Category, DiagnosticSeverity.Hidden, true, helpLinkUri: Rules.HelpAddress + "LG1016.md");

    /// <summary>Every rule, by its id.</summary>
    public static readonly ImmutableArray<DiagnosticDescriptor> All = ImmutableArray.Create(
        UnknownField, Alias, NotWritable, NotPermitted, BeyondLimit, UnreadablePattern, IdNotPositive, AddressInParts,
        MultiFieldAsText, NeverSent, SentTwice, BatchReference, Secret, IgnoredArgument, LostValue, CodeAsText);

    // An argument is a text of the portal with some words around it.
    private const int LongestArgument = 2 * OneLine.MessageLength;

    /// <summary>A diagnostic whose arguments, which may be texts of the portal, are safe for a build log.</summary>
    public static Diagnostic Create(DiagnosticDescriptor rule, Location place, params object[] arguments) =>
        Create(rule, place, properties: null, arguments);

    /// <summary>A diagnostic with properties for its code fix.</summary>
    public static Diagnostic Create(
        DiagnosticDescriptor rule, Location place, ImmutableDictionary<string, string?>? properties, params object[] arguments) =>
        Diagnostic.Create(rule, place, properties, [.. arguments.Select(static a => a is string text ? OneLine.Of(text, LongestArgument) : a)]);
}
