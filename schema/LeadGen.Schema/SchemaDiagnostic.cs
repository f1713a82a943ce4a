using System.Globalization;
using LeadGen.Schema.Json;

namespace LeadGen.Schema;

/// <summary>Represents a location in a file, as offsets and as zero-based lines and columns.</summary>
public readonly record struct SchemaLocation(string Path, TextRange Range, TextPosition Start, TextPosition End);

/// <summary>Represents a problem in a portal folder: the rule, the location, and the arguments of the message.</summary>
public sealed record SchemaDiagnostic(SchemaRule Rule, SchemaLocation Location, EquatableArray<string> Arguments)
{
    /// <summary>Gets the arguments of the message, each in one line.</summary>
    public EquatableArray<string> Arguments { get; } = Arguments.Select(static a => OneLine.Format(a)).ToEquatableArray();

    /// <summary>Gets the message, which describes the problem and how to fix it.</summary>
    public string Message => string.Format(CultureInfo.InvariantCulture, Rule.Message, Arguments.ToArray<object>());

    /// <summary>Formats the diagnostic in the format of compilers: <c>file(line,column): severity id: message</c>, with one-based numbers.</summary>
    public override string ToString() =>
        $"{Location.Path}({Location.Start.Line + 1},{Location.Start.Column + 1}): {Severity} {Rule.Id}: {Message}";

    private string Severity => Rule.Severity switch
    {
        SchemaSeverity.Error => "error",
        SchemaSeverity.Warning => "warning",
        _ => "info",
    };
}
