using LeadGen.Schema.Json;

namespace LeadGen.Schema.Reading;

/// <summary>Collects the diagnostics of a portal folder.</summary>
internal sealed class DiagnosticCollector
{
    // Limits the memory for messages about a file with an error in every value.
    private const int MaxPerRule = 2_000;

    private readonly List<SchemaDiagnostic> _diagnostics = [];
    private readonly Dictionary<SchemaRule, int> _counts = [];

    public bool HasErrors => _diagnostics.Exists(static d => d.Rule.Severity == SchemaSeverity.Error);

    public void Report(SchemaRule rule, SchemaFile file, TextRange range, params string[] arguments) =>
        Report(rule, file.Locate(range), arguments);

    public void Report(SchemaRule rule, SchemaLocation location, params string[] arguments)
    {
        _counts.TryGetValue(rule, out int count);
        if (count < MaxPerRule)
        {
            _counts[rule] = count + 1;
            _diagnostics.Add(new SchemaDiagnostic(rule, location, arguments.ToEquatableArray()));
        }
    }

    /// <summary>Gets the diagnostics, sorted by file and position. The order does not depend on the order of the checks.</summary>
    public EquatableArray<SchemaDiagnostic> ToArray() => _diagnostics
        .OrderBy(static d => d.Location.Path, StringComparer.Ordinal)
        .ThenBy(static d => d.Location.Range.Start)
        .ThenBy(static d => d.Rule.Id, StringComparer.Ordinal)
        .ToEquatableArray();
}
