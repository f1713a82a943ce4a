using LeadGen.Schema;

namespace LeadGen.Tool.Comparing;

/// <summary>Represents a difference between two schemas of a portal.</summary>
internal sealed record SchemaChange
{
    /// <summary>Gets the type of the change.</summary>
    public required ChangeRule Rule { get; init; }

    /// <summary>Gets the code of the field, or the ID of the dictionary for a dictionary value.</summary>
    public required string Code { get; init; }

    /// <summary>Gets the ID of the item or the code of the value, or <see langword="null"/> if the field itself changed.</summary>
    public string? Key { get; init; }

    /// <summary>Gets the label of the field or the value.</summary>
    public required string Label { get; init; }

    /// <summary>Gets the C# name, or <see langword="null"/> if there is none.</summary>
    public string? Name { get; init; }

    /// <summary>Gets the old value, or <see langword="null"/> if there was none.</summary>
    public string? Before { get; init; }

    /// <summary>Gets the new value, or <see langword="null"/> if there is none.</summary>
    public string? After { get; init; }

    /// <summary>Gets whether code that worked before may no longer compile, or its values may be lost.</summary>
    public required bool IsBreaking { get; init; }

    /// <summary>Gets the consequence for existing code, and why the change is breaking or compatible.</summary>
    public required string Consequence { get; init; }

    /// <summary>Gets the location in the older schema, or the start of the file for an addition.</summary>
    public required SchemaLocation Location { get; init; }

    /// <summary>Gets the code, followed by the key of the item or value if there is one.</summary>
    public string Subject => Key is null ? Code : $"{Code} / {Key}";
}
