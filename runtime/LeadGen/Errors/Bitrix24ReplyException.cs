namespace LeadGen;

/// <summary>What came back is no answer of a portal: a web page, half a text, a redirect, or JSON of another shape. The call may have been carried out, unless it was redirected.</summary>
public sealed class Bitrix24ReplyException : Bitrix24Exception
{
    internal Bitrix24ReplyException(string message, CallFailure failure, bool isRedirect = false)
        : base(message, failure)
    {
        // Whoever redirects does not carry out, and will not the next time.
        IsOutcomeUnknown = IsTransient = !isRedirect;
    }

    /// <inheritdoc/>
    public override bool IsTransient { get; }
}
