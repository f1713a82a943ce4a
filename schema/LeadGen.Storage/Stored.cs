namespace LeadGen.Storage;

/// <summary>Represents the result of storing a value: it was stored, changed or dropped.</summary>
/// <param name="Value">The stored value, or <see langword="null"/> if the value was dropped and the field was not changed.</param>
/// <param name="Remark">The reason why the value was changed or dropped, or <see langword="null"/> if it was stored as intended.</param>
public readonly record struct Stored(PhpValue? Value, string? Remark)
{
    /// <summary>Creates a result for a value that was stored as intended.</summary>
    public static Stored Keep(PhpValue value) => new(value, null);

    /// <summary>Creates a result for a value that was changed.</summary>
    public static Stored Change(PhpValue value, string remark) => new(value, remark);

    /// <summary>Creates a result for a value that was silently dropped.</summary>
    public static Stored Drop(string reason) => new(null, reason);
}
