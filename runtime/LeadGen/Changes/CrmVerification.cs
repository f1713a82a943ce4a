namespace LeadGen;

/// <summary>Represents the comparison of an update or a draft with the record as a portal stores it.</summary>
/// <remarks>
/// A portal reports success even if it ignores or changes a value. The comparison finds these values. Trimmed texts, comments with encoded
/// characters, phone numbers in another format and lists in another order count as stored. Robots, other users and later updates change
/// records too, so a mismatch does not prove that the portal lost the value.
/// </remarks>
/// <param name="RecordId">The ID of the record.</param>
/// <param name="Mismatches">The fields whose stored values differ from the values that were sent.</param>
/// <param name="Unverified">The fields that were not compared because the portal did not return them: CONTACT_IDS, which <c>crm.lead.get</c> never returns, and custom fields that were removed or that the user may not see.</param>
/// <param name="Error">The reason why the record could not be read; <see langword="null"/> if it was read.</param>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/leads/crm-lead-get.html"/>
public sealed record CrmVerification(
    long RecordId, IReadOnlyList<CrmFieldMismatch> Mismatches, IReadOnlyList<CrmField> Unverified, Bitrix24Exception? Error = null)
{
    /// <summary>
    /// Gets why an update of <see cref="Bitrix24Client.VerifyManyAsync(IAsyncEnumerable{CrmUpdate}, CancellationToken)"/> can't be verified: it was
    /// created from data of another portal, or it is an empty difference and another update has sent a field of the record since the record was
    /// read. <see langword="null"/> if it can be verified.
    /// </summary>
    public ArgumentException? ValidationError { get; init; }

    /// <summary>Gets whether the record has everything that was sent: it was read, all fields were compared, and none differs.</summary>
    public bool IsStored => Error is null && ValidationError is null && Mismatches.Count == 0 && Unverified.Count == 0;

    /// <summary>Returns the result on one line, without values of the record.</summary>
    public override string ToString() => $"record {RecordId}: " + (
        (Error ?? (Exception?)ValidationError) is { } reason ? reason.Message
        : IsStored ? "stored"
        : string.Join("; ", Mismatches.Select(static m => m.ToString()).Concat(Unverified.Select(static f => $"{f.Code} was not returned"))));

    internal static CrmVerification Create(long recordId, CrmValues values, CrmRecord stored)
    {
        List<CrmFieldMismatch> mismatches = [];
        List<CrmField> unverified = [];
        foreach (FieldChange change in values.AllChanges)
        {
            // Setting the amount also sets this flag, which older portals do not have.
            if (ReferenceEquals(change.Field, values.Entity.IsManualAmount) && !stored.IsReturned(change.Field))
            {
                continue;
            }

            // A portal leaves out a field that was removed or that the user may not see, and drops writes to it.
            if (!stored.IsReturned(change.Field) && (change.Field.IsWriteOnly || change.Field.IsRemovable || !stored.WasRequested(change.Field)))
            {
                unverified.Add(change.Field);
            }
            else if (change.FindMismatch(stored) is { } mismatch)
            {
                mismatches.Add(mismatch with { LikelyReason = GetLikelyReason(values.Entity, mismatch) });
            }
        }

        return new CrmVerification(recordId, mismatches, unverified);
    }

    private static string GetLikelyReason(CrmEntity entity, CrmFieldMismatch mismatch) =>
        mismatch.Field.Code == entity.AmountCode ? $"the portal computes the amount from the product rows of the {entity.Name}"
        : mismatch is { Sent: string sent, Stored: string { Length: > 0 } stored } && sent.StartsWith(stored, StringComparison.Ordinal) ? "the portal truncated the text"
        : mismatch.Field.Type.IsStatusList ? "the portal does not accept the code, the user may not set it, or a robot changed it"
        : mismatch.Field.Type.IsMultiField ? "the portal dropped or changed an entry, or it was changed after the update"
        : mismatch.Sent is null ? "the portal kept the value, or a robot or another user set it after the update"
        : mismatch.Stored is null ? "the portal ignored the value, or a robot or another user cleared the field after the update"
        : "the portal kept the old value or changed the new one, or a robot or another user changed it after the update";
}

/// <summary>Represents a field whose stored value differs from the value that was sent.</summary>
/// <param name="Field">The field.</param>
/// <param name="Sent">The value that was sent; <see langword="null"/> if the field was cleared. For a multi-value field, the entries that the record lacks and the removed entries that it still has.</param>
/// <param name="Stored">The value that the record has; <see langword="null"/> if the field is empty. A <see cref="System.Text.Json.JsonElement"/> if the value has an unexpected format.</param>
public sealed record CrmFieldMismatch(CrmField Field, object? Sent, object? Stored)
{
    /// <summary>Gets the likely reason of the mismatch, as a part of a sentence without values. A comparison can't prove it.</summary>
    public string LikelyReason { get; init; } = "";

    /// <summary>Returns the field and the kind of the mismatch on one line, without values.</summary>
    public override string ToString() => CrmField.Describe(Field.Code, Field.Label) + (
        Sent is null ? " was cleared but has a value" : Stored is null ? " has no value" : " has another value")
        + (LikelyReason.Length > 0 ? $" (probably {LikelyReason})" : "");
}

/// <summary>Represents the record that is compared. Its values are found by the fields of the update.</summary>
internal sealed class StoredRecord(CrmPayload payload) : CrmRecord(payload)
{
    public static CrmFieldSet NoFields { get; } = new();
}
