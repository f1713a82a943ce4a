namespace LeadGen;

/// <summary>Represents the result of one update of a bulk run.</summary>
/// <param name="Index">The zero-based position of the update in the source.</param>
/// <param name="Update">The update.</param>
/// <param name="Status">The status of the update.</param>
/// <param name="Error">The reason why the update was rejected or not sent, or why its outcome is unknown; otherwise <see langword="null"/>.</param>
public sealed record CrmUpdateResult(long Index, CrmUpdate Update, CrmUpdateStatus Status, Bitrix24Exception? Error = null)
{
    /// <summary>
    /// Gets why the update is <see cref="CrmUpdateStatus.Invalid"/>, usually a <see cref="CrmValueException"/>; otherwise <see langword="null"/>.
    /// <see cref="Bitrix24Client.UpdateAsync(CrmUpdate, CrmUpdateOptions?, CancellationToken)"/> throws this exception.
    /// </summary>
    public ArgumentException? ValidationError { get; init; }

    /// <inheritdoc cref="CrmUpdateReply.Api"/>
    public LeadApi Api { get; init; }

    /// <summary>
    /// Gets the comparison of the update with the stored record; <see langword="null"/> unless <see cref="CrmUpdateOptions.Verify"/> is set and the
    /// portal has processed the update.
    /// </summary>
    public CrmVerification? Verification { get; init; }

    /// <inheritdoc cref="CrmUpdateReply.HadUnknownAttempt"/>
    public bool HadUnknownAttempt { get; init; }

    /// <summary>Returns the status, the record and the field codes on one line, without values.</summary>
    public override string ToString() => $"{Status}: {Update}"
        + ((Error ?? (Exception?)ValidationError) is { } reason ? $": {reason.Message}" : "")
        + (Verification is { IsStored: false } ? $"; {Verification}" : "");
}
