namespace LeadGen.Wire;

/// <summary>The reply is not what the call asks for, or exceeds a limit. The text completes "the portal answered with" and contains no value of a lead.</summary>
internal sealed class UnexpectedReplyException(string what, bool isOverLimit = false) : FormatException(what)
{
    /// <summary>Whether the reply exceeds a limit. The next one would too, and reading it is what the limit prevents.</summary>
    public bool IsOverLimit { get; } = isOverLimit;
}
