namespace LeadGen.Wire;

/// <summary>The reply has unexpected content or exceeds a limit. The message completes "the portal answered with" and contains no value of a record.</summary>
internal sealed class UnexpectedReplyException(string what, bool isOverLimit = false, bool isFinal = false) : FormatException(what)
{
    /// <summary>Gets whether a retry would return the same reply.</summary>
    public bool IsFinal { get; } = isOverLimit || isFinal;

    /// <summary>Gets whether the reply exceeds a limit.</summary>
    public bool IsOverLimit { get; } = isOverLimit;
}
