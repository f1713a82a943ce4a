namespace LeadGen.Transport;

/// <summary>The exception that is thrown when a call was canceled before it was sent, so that the portal did not receive it.</summary>
internal sealed class CanceledBeforeSendException(CancellationToken cancellationToken)
    : OperationCanceledException("The call was canceled before it was sent.", cancellationToken);
