namespace LeadGen.Client;

/// <summary>A call was cancelled while it was held back, so that it is certain that the portal never got it.</summary>
internal sealed class CanceledUnsentException(OperationCanceledException canceled)
    : OperationCanceledException(canceled.Message, canceled, canceled.CancellationToken);
