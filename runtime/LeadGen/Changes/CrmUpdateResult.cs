namespace LeadGen;

/// <summary>What became of one update of a bulk run.</summary>
/// <param name="Index">The update's place in the source, from 0.</param>
/// <param name="Update">The update.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Error">Why it was refused or could not be sent, or why its outcome is unknown; <see langword="null"/> otherwise.</param>
public sealed record CrmUpdateResult(long Index, CrmUpdate Update, CrmUpdateStatus Status, Bitrix24Exception? Error = null)
{
    /// <inheritdoc cref="CrmUpdateReply.HadUnknownAttempt"/>
    public bool HadUnknownAttempt { get; init; }

    /// <summary>The outcome on one line, without a value.</summary>
    public override string ToString() => Error is null ? $"{Status}: {Update}" : $"{Status}: {Update}: {Error.Message}";
}
