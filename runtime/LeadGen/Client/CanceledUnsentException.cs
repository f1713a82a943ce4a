namespace LeadGen.Client;

/// <summary>A call was cancelled before it was sent, so that it is certain that the portal never got it.</summary>
internal sealed class CanceledUnsentException(OperationCanceledException canceled)
    : OperationCanceledException("The call was canceled before it was sent.", canceled.CancellationToken);
