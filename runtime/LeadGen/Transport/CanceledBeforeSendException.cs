namespace LeadGen.Transport;

/// <summary>A call was canceled before it was sent, so the portal did not receive it.</summary>
internal sealed class CanceledBeforeSendException(CancellationToken cancellationToken)
    : OperationCanceledException("The call was canceled before it was sent.", cancellationToken);
