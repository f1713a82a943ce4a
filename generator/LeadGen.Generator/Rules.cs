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

    private static readonly Dictionary<string, DiagnosticDescriptor> s_descriptors = SchemaRules.All.ToDictionary(
        static rule => rule.Id,
        static rule => new DiagnosticDescriptor(
            rule.Id, rule.Title, rule.Message, Category, SeverityOf(rule), isEnabledByDefault: true, helpLinkUri: HelpAddress + rule.Id + ".md"),
        StringComparer.Ordinal);

    /// <summary>Every descriptor, by its id.</summary>
    public static IEnumerable<DiagnosticDescriptor> All => SchemaRules.All.Select(static rule => s_descriptors[rule.Id]);

    /// <summary>The finding as the compiler reports it, at its place in the schema file.</summary>
    public static Diagnostic ToRoslyn(SchemaDiagnostic diagnostic)
    {
        SchemaLocation place = diagnostic.Location;
        return Diagnostic.Create(
            s_descriptors[diagnostic.Rule.Id],
            Location.Create(
                place.Path,
                new TextSpan(place.Range.Start, place.Range.Length),
                new LinePositionSpan(
                    new LinePosition(place.Start.Line, place.Start.Column),
                    new LinePosition(place.End.Line, place.End.Column))),
            diagnostic.Arguments.ToArray<object>());
    }

    private static DiagnosticSeverity SeverityOf(SchemaRule rule) => rule.Severity switch
    {
        SchemaSeverity.Error => DiagnosticSeverity.Error,
        SchemaSeverity.Warning => DiagnosticSeverity.Warning,
        _ => DiagnosticSeverity.Info,
    };
}
