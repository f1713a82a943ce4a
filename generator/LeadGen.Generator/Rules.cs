using System.Collections.Immutable;
using LeadGen.Schema;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LeadGen.Generator;

/// <summary>The rules about schema files as the compiler knows them. What they say stands in <see cref="SchemaRules"/>.</summary>
internal static class Rules
{
    /// <summary>Where each rule's page is.</summary>
    public const string HelpAddress = "https://github.com/leadgen-net/leadgen/blob/main/generator/docs/";

    private const string Category = "LeadGen.Schema";

    // Ids and severities are literals of fields: the analyzer that tracks releases reads nothing else.
    private static readonly DiagnosticDescriptor s_malformedJson = new(
        "LG0001", SchemaRules.MalformedJson.Title, SchemaRules.MalformedJson.Message, Category, DiagnosticSeverity.Error, true, helpLinkUri: HelpAddress + "LG0001.md");

    private static readonly DiagnosticDescriptor s_notASchema = new(
        "LG0002", SchemaRules.NotASchema.Title, SchemaRules.NotASchema.Message, Category, DiagnosticSeverity.Error, true, helpLinkUri: HelpAddress + "LG0002.md");

    private static readonly DiagnosticDescriptor s_emptyFile = new(
        "LG0003", SchemaRules.EmptyFile.Title, SchemaRules.EmptyFile.Message, Category, DiagnosticSeverity.Error, true, helpLinkUri: HelpAddress + "LG0003.md");

    private static readonly DiagnosticDescriptor s_noFields = new(
        "LG0004", SchemaRules.NoFields.Title, SchemaRules.NoFields.Message, Category, DiagnosticSeverity.Error, true, helpLinkUri: HelpAddress + "LG0004.md");

    private static readonly DiagnosticDescriptor s_unknownType = new(
        "LG0005", SchemaRules.UnknownType.Title, SchemaRules.UnknownType.Message, Category, DiagnosticSeverity.Info, true, helpLinkUri: HelpAddress + "LG0005.md");

    private static readonly DiagnosticDescriptor s_flagOfWrongType = new(
        "LG0006", SchemaRules.FlagOfWrongType.Title, SchemaRules.FlagOfWrongType.Message, Category, DiagnosticSeverity.Error, true, helpLinkUri: HelpAddress + "LG0006.md");

    private static readonly DiagnosticDescriptor s_duplicateKey = new(
        "LG0007", SchemaRules.DuplicateKey.Title, SchemaRules.DuplicateKey.Message, Category, DiagnosticSeverity.Error, true, helpLinkUri: HelpAddress + "LG0007.md");

    private static readonly DiagnosticDescriptor s_enumerationWithoutItems = new(
        "LG0008", SchemaRules.EnumerationWithoutItems.Title, SchemaRules.EnumerationWithoutItems.Message, Category, DiagnosticSeverity.Warning, true, helpLinkUri: HelpAddress + "LG0008.md");

    private static readonly DiagnosticDescriptor s_pinNamesNothing = new(
        "LG0009", SchemaRules.PinNamesNothing.Title, SchemaRules.PinNamesNothing.Message, Category, DiagnosticSeverity.Warning, true, helpLinkUri: HelpAddress + "LG0009.md");

    private static readonly DiagnosticDescriptor s_pinIsNoIdentifier = new(
        "LG0010", SchemaRules.PinIsNoIdentifier.Title, SchemaRules.PinIsNoIdentifier.Message, Category, DiagnosticSeverity.Error, true, helpLinkUri: HelpAddress + "LG0010.md");

    private static readonly DiagnosticDescriptor s_pinCollides = new(
        "LG0011", SchemaRules.PinCollides.Title, SchemaRules.PinCollides.Message, Category, DiagnosticSeverity.Error, true, helpLinkUri: HelpAddress + "LG0011.md");

    private static readonly DiagnosticDescriptor s_sidecarMissing = new(
        "LG0012", SchemaRules.SidecarMissing.Title, SchemaRules.SidecarMissing.Message, Category, DiagnosticSeverity.Info, true, helpLinkUri: HelpAddress + "LG0012.md");

    private static readonly DiagnosticDescriptor s_labelGivesNoName = new(
        "LG0013", SchemaRules.LabelGivesNoName.Title, SchemaRules.LabelGivesNoName.Message, Category, DiagnosticSeverity.Info, true, helpLinkUri: HelpAddress + "LG0013.md");

    private static readonly DiagnosticDescriptor s_sameNamespace = new(
        "LG0014", SchemaRules.SameNamespace.Title, SchemaRules.SameNamespace.Message, Category, DiagnosticSeverity.Error, true, helpLinkUri: HelpAddress + "LG0014.md");

    private static readonly DiagnosticDescriptor s_languageVersionTooLow = new(
        "LG0015", SchemaRules.LanguageVersionTooLow.Title, SchemaRules.LanguageVersionTooLow.Message, Category, DiagnosticSeverity.Error, true, helpLinkUri: HelpAddress + "LG0015.md");

    private static readonly DiagnosticDescriptor s_wrongShape = new(
        "LG0016", SchemaRules.WrongShape.Title, SchemaRules.WrongShape.Message, Category, DiagnosticSeverity.Error, true, helpLinkUri: HelpAddress + "LG0016.md");

    private static readonly DiagnosticDescriptor s_incompleteList = new(
        "LG0017", SchemaRules.IncompleteList.Title, SchemaRules.IncompleteList.Message, Category, DiagnosticSeverity.Warning, true, helpLinkUri: HelpAddress + "LG0017.md");

    private static readonly DiagnosticDescriptor s_invalidMetadata = new(
        "LG0018", SchemaRules.InvalidMetadata.Title, SchemaRules.InvalidMetadata.Message, Category, DiagnosticSeverity.Error, true, helpLinkUri: HelpAddress + "LG0018.md");

    private static readonly DiagnosticDescriptor s_unsupportedFramework = new(
        "LG0020", SchemaRules.UnsupportedFramework.Title, SchemaRules.UnsupportedFramework.Message, Category, DiagnosticSeverity.Error, true, helpLinkUri: HelpAddress + "LG0020.md");

    private static readonly DiagnosticDescriptor s_runtimeNotReferenced = new(
        "LG0021", SchemaRules.RuntimeNotReferenced.Title, SchemaRules.RuntimeNotReferenced.Message, Category, DiagnosticSeverity.Error, true, helpLinkUri: HelpAddress + "LG0021.md");

    private static readonly DiagnosticDescriptor s_mergeConflict = new(
        "LG0022", SchemaRules.MergeConflict.Title, SchemaRules.MergeConflict.Message, Category, DiagnosticSeverity.Error, true, helpLinkUri: HelpAddress + "LG0022.md");

    /// <summary>Every descriptor, by its id.</summary>
    public static readonly ImmutableArray<DiagnosticDescriptor> All = ImmutableArray.Create(
        s_malformedJson, s_notASchema, s_emptyFile, s_noFields, s_unknownType, s_flagOfWrongType, s_duplicateKey,
        s_enumerationWithoutItems, s_pinNamesNothing, s_pinIsNoIdentifier, s_pinCollides, s_sidecarMissing, s_labelGivesNoName,
        s_sameNamespace, s_languageVersionTooLow, s_wrongShape, s_incompleteList, s_invalidMetadata,
        s_unsupportedFramework, s_runtimeNotReferenced, s_mergeConflict);

    private static readonly ImmutableDictionary<string, DiagnosticDescriptor> s_byId = All.ToImmutableDictionary(static d => d.Id, StringComparer.Ordinal);

    /// <summary>The finding as the compiler reports it, at its place in the schema file.</summary>
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
