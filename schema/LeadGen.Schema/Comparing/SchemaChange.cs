namespace LeadGen.Schema.Comparing;

/// <summary>One difference between two schemas of a portal.</summary>
public sealed record SchemaChange
{
    /// <summary>What changed.</summary>
    public required ChangeRule Rule { get; init; }

    /// <summary>The field's code, or the dictionary's id for a value of one.</summary>
    public required string Code { get; init; }

    /// <summary>The item's id or the value's code; <see langword="null"/> where the whole field changed.</summary>
    public string? Key { get; init; }

    /// <summary>What people call the field or the value.</summary>
    public required string Label { get; init; }

    /// <summary>Its name in C#; <see langword="null"/> where it has none.</summary>
    public string? Name { get; init; }

    /// <summary>What it was; <see langword="null"/> where it was not there.</summary>
    public string? Before { get; init; }

    /// <summary>What it is; <see langword="null"/> where it is gone.</summary>
    public string? After { get; init; }

    /// <summary>Whether code that was right before may no longer compile, or no longer arrive.</summary>
    public required bool IsBreaking { get; init; }

    /// <summary>What the change means for code that was compiled before, and why it is breaking or not.</summary>
    public required string Consequence { get; init; }

    /// <summary>Where the changed thing stands in the older schema; the top of its file for what is new.</summary>
    public required SchemaLocation Place { get; init; }

    /// <summary>The changed thing in one word: the code, with the item or value behind it.</summary>
    public string Subject => Key is null ? Code : $"{Code} / {Key}";
}
