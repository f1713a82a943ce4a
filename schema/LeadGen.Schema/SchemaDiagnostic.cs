using System.Globalization;
using LeadGen.Schema.Json;

namespace LeadGen.Schema;

/// <summary>Where in a file something stands: offsets for tools, lines and columns (zero-based) for people.</summary>
public readonly record struct SchemaLocation(string Path, TextRange Range, TextPosition Start, TextPosition End);

/// <summary>One finding: the rule, the place, and what the message names.</summary>
public sealed record SchemaDiagnostic(SchemaRule Rule, SchemaLocation Location, EquatableArray<string> Arguments)
{
    /// <summary>What the message names, each in one line.</summary>
    public EquatableArray<string> Arguments { get; } = Arguments.Select(static a => OneLine.Of(a)).ToEquatableArray();

    /// <summary>What is wrong and what to do, in one or two sentences.</summary>
    public string Message => string.Format(CultureInfo.InvariantCulture, Rule.Message, Arguments.ToArray<object>());

    /// <summary>The finding as compilers print it: <c>file(line,column): severity id: message</c>, counted from one.</summary>
    public override string ToString() =>
        $"{Location.Path}({Location.Start.Line + 1},{Location.Start.Column + 1}): {Severity} {Rule.Id}: {Message}";

    private string Severity => Rule.Severity switch
    {
        SchemaSeverity.Error => "error",
        SchemaSeverity.Warning => "warning",
        _ => "info",
    };
}
