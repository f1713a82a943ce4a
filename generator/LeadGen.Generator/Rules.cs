using System.Collections.Immutable;
using LeadGen.Schema;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LeadGen.Generator;

/// <summary>Provides the diagnostic descriptors of the rules about schema files. Their texts are in <see cref="SchemaRules"/>.</summary>
internal static class Rules
{
    /// <summary>The base address of the rule pages.</summary>
    public const string HelpAddress = "https://github.com/leadgen-net/leadgen/blob/main/generator/docs/";

    private const string Category = "LeadGen.Schema";

    // IDs and severities are literals, because the analyzer that tracks releases reads only literals.
    private static readonly DiagnosticDescriptor s_malformedJson = new(
        id: "LG0001", title: SchemaRules.MalformedJson.Title, messageFormat: SchemaRules.MalformedJson.Message, category: Category, defaultSeverity: DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: HelpAddress + "LG0001.md");

    private static readonly DiagnosticDescriptor s_notASchema = new(
        id: "LG0002", title: SchemaRules.NotASchema.Title, messageFormat: SchemaRules.NotASchema.Message, category: Category, defaultSeverity: DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: HelpAddress + "LG0002.md");

    private static readonly DiagnosticDescriptor s_emptyFile = new(
        id: "LG0003", title: SchemaRules.EmptyFile.Title, messageFormat: SchemaRules.EmptyFile.Message, category: Category, defaultSeverity: DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: HelpAddress + "LG0003.md");

    private static readonly DiagnosticDescriptor s_noFields = new(
        id: "LG0004", title: SchemaRules.NoFields.Title, messageFormat: SchemaRules.NoFields.Message, category: Category, defaultSeverity: DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: HelpAddress + "LG0004.md");

    private static readonly DiagnosticDescriptor s_unknownType = new(
        id: "LG0005", title: SchemaRules.UnknownType.Title, messageFormat: SchemaRules.UnknownType.Message, category: Category, defaultSeverity: DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: HelpAddress + "LG0005.md");

    private static readonly DiagnosticDescriptor s_invalidFlag = new(
        id: "LG0006", title: SchemaRules.InvalidFlag.Title, messageFormat: SchemaRules.InvalidFlag.Message, category: Category, defaultSeverity: DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: HelpAddress + "LG0006.md");

    private static readonly DiagnosticDescriptor s_duplicateKey = new(
        id: "LG0007", title: SchemaRules.DuplicateKey.Title, messageFormat: SchemaRules.DuplicateKey.Message, category: Category, defaultSeverity: DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: HelpAddress + "LG0007.md");

    private static readonly DiagnosticDescriptor s_enumerationWithoutItems = new(
        id: "LG0008", title: SchemaRules.EnumerationWithoutItems.Title, messageFormat: SchemaRules.EnumerationWithoutItems.Message, category: Category, defaultSeverity: DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: HelpAddress + "LG0008.md");

    private static readonly DiagnosticDescriptor s_unusedPin = new(
        id: "LG0009", title: SchemaRules.UnusedPin.Title, messageFormat: SchemaRules.UnusedPin.Message, category: Category, defaultSeverity: DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: HelpAddress + "LG0009.md");

    private static readonly DiagnosticDescriptor s_invalidPin = new(
        id: "LG0010", title: SchemaRules.InvalidPin.Title, messageFormat: SchemaRules.InvalidPin.Message, category: Category, defaultSeverity: DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: HelpAddress + "LG0010.md");

    private static readonly DiagnosticDescriptor s_conflictingPin = new(
        id: "LG0011", title: SchemaRules.ConflictingPin.Title, messageFormat: SchemaRules.ConflictingPin.Message, category: Category, defaultSeverity: DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: HelpAddress + "LG0011.md");

    private static readonly DiagnosticDescriptor s_missingValueNames = new(
        id: "LG0012", title: SchemaRules.MissingValueNames.Title, messageFormat: SchemaRules.MissingValueNames.Message, category: Category, defaultSeverity: DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: HelpAddress + "LG0012.md");

    private static readonly DiagnosticDescriptor s_labelWithoutIdentifier = new(
        id: "LG0013", title: SchemaRules.LabelWithoutIdentifier.Title, messageFormat: SchemaRules.LabelWithoutIdentifier.Message, category: Category, defaultSeverity: DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: HelpAddress + "LG0013.md");

    private static readonly DiagnosticDescriptor s_sharedNamespace = new(
        id: "LG0014", title: SchemaRules.SharedNamespace.Title, messageFormat: SchemaRules.SharedNamespace.Message, category: Category, defaultSeverity: DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: HelpAddress + "LG0014.md");

    private static readonly DiagnosticDescriptor s_unsupportedLanguageVersion = new(
        id: "LG0015", title: SchemaRules.UnsupportedLanguageVersion.Title, messageFormat: SchemaRules.UnsupportedLanguageVersion.Message, category: Category, defaultSeverity: DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: HelpAddress + "LG0015.md");

    private static readonly DiagnosticDescriptor s_unexpectedStructure = new(
        id: "LG0016", title: SchemaRules.UnexpectedStructure.Title, messageFormat: SchemaRules.UnexpectedStructure.Message, category: Category, defaultSeverity: DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: HelpAddress + "LG0016.md");

    private static readonly DiagnosticDescriptor s_incompleteList = new(
        id: "LG0017", title: SchemaRules.IncompleteList.Title, messageFormat: SchemaRules.IncompleteList.Message, category: Category, defaultSeverity: DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: HelpAddress + "LG0017.md");

    private static readonly DiagnosticDescriptor s_invalidMetadata = new(
        id: "LG0018", title: SchemaRules.InvalidMetadata.Title, messageFormat: SchemaRules.InvalidMetadata.Message, category: Category, defaultSeverity: DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: HelpAddress + "LG0018.md");

    private static readonly DiagnosticDescriptor s_unsupportedFramework = new(
        id: "LG0020", title: SchemaRules.UnsupportedFramework.Title, messageFormat: SchemaRules.UnsupportedFramework.Message, category: Category, defaultSeverity: DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: HelpAddress + "LG0020.md");

    private static readonly DiagnosticDescriptor s_runtimeNotReferenced = new(
        id: "LG0021", title: SchemaRules.RuntimeNotReferenced.Title, messageFormat: SchemaRules.RuntimeNotReferenced.Message, category: Category, defaultSeverity: DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: HelpAddress + "LG0021.md");

    private static readonly DiagnosticDescriptor s_mergeConflict = new(
        id: "LG0022", title: SchemaRules.MergeConflict.Title, messageFormat: SchemaRules.MergeConflict.Message, category: Category, defaultSeverity: DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: HelpAddress + "LG0022.md");

    /// <summary>Gets all descriptors, by ID.</summary>
    public static readonly ImmutableArray<DiagnosticDescriptor> All = ImmutableArray.Create(
        s_malformedJson, s_notASchema, s_emptyFile, s_noFields, s_unknownType, s_invalidFlag, s_duplicateKey,
        s_enumerationWithoutItems, s_unusedPin, s_invalidPin, s_conflictingPin, s_missingValueNames, s_labelWithoutIdentifier,
        s_sharedNamespace, s_unsupportedLanguageVersion, s_unexpectedStructure, s_incompleteList, s_invalidMetadata,
        s_unsupportedFramework, s_runtimeNotReferenced, s_mergeConflict);

    private static readonly ImmutableDictionary<string, DiagnosticDescriptor> s_byId = All.ToImmutableDictionary(static d => d.Id, StringComparer.Ordinal);

    /// <summary>Creates the compiler's diagnostic, with its location in the schema file.</summary>
    public static Diagnostic ToRoslyn(SchemaDiagnostic diagnostic)
    {
        SchemaLocation place = diagnostic.Location;
        return Diagnostic.Create(
            s_byId[diagnostic.Rule.Id],
            Location.Create(
                place.Path,
                new TextSpan(place.Range.Start, place.Range.Length),
                new LinePositionSpan(
                    new LinePosition(place.Start.Line, place.Start.Column),
                    new LinePosition(place.End.Line, place.End.Column))),
            diagnostic.Arguments.ToArray<object>());
    }
}
