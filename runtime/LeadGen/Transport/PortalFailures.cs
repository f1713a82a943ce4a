using System.Net;
using LeadGen.Access;
using LeadGen.Limits;
using LeadGen.Wire;

namespace LeadGen.Transport;

/// <summary>Creates the exceptions of failed calls. They name the portal and the record, and contain no secret.</summary>
/// <param name="portal">Gets the portal's current name.</param>
/// <param name="redact">Removes the secrets of the client from a text.</param>
internal sealed class PortalFailures(Func<string> portal, Func<string, string> redact)
{
    /// <summary>Gets the name of the portal in messages.</summary>
    public string Portal => portal();

    /// <summary>Gets the details of a failed call, for its exception.</summary>
    public CallFailure CreateFailure(CallTraits call, HttpStatusCode? status = null) =>
        CreateFailure(call.Method, call.RecordId, status) with { ChangesRecord = call.ChangesRecord };

    /// <summary>Creates the exception for a reply whose result cannot be read.</summary>
    public Bitrix24ReplyException Unreadable(CallTraits call, HttpStatusCode status, Exception e) =>
        Unreadable(call.MeteredMethod, status, e, call.RecordId);

    /// <summary>Creates the exception for a result that cannot be read.</summary>
    public Bitrix24ReplyException Unreadable(string method, HttpStatusCode? status, Exception e, long? recordId) => Unreadable(
        method, status, Describe(e), recordId, isOverLimit: e is UnexpectedReplyException { IsOverLimit: true }, isFinal: e is UnexpectedReplyException { IsFinal: true });

    /// <summary>Creates the exception for a reply with unexpected content.</summary>
    public Bitrix24ReplyException Unreadable(string method, HttpStatusCode? status, string content, long? recordId = null, bool isOverLimit = false, bool isFinal = false)
    {
        CallFailure failure = CreateFailure(method, recordId, status);
        return new Bitrix24ReplyException($"{Portal} answered {failure.Call} with {content}.", failure, isTransient: !isFinal && !isOverLimit) { IsOverLimit = isOverLimit };
    }

    /// <summary>Describes a result that cannot be read.</summary>
    public static string Describe(Exception e) => e is UnexpectedReplyException ? e.Message : "a result of an unexpected type";

    /// <summary>Creates the exception for records without a field of a condition, which the portal therefore ignored.</summary>
    public Bitrix24FieldNotFoundException FieldNotFound(string method, CrmField field) => new(
        $"{Portal} answered {method} with records without {CrmValueException.Describe(field)}, so it ignored the condition on the field and found records that do not meet it. "
            + "The field was removed, or the user of the webhook or application may not see it. Fetch the schema again and remove the condition, or allow the user to see the field.",
        CreateFailure(method, null, HttpStatusCode.OK),
        field.Code);

    /// <summary>Creates the exception for a new record that has another assignee than requested, or whose assignee could not be read.</summary>
    /// <param name="method">The method that created it.</param>
    /// <param name="recordId">The ID of the record.</param>
    /// <param name="isSimpleMode">Whether the portal is in simple CRM mode.</param>
    /// <param name="assigneeId">The user to whom the record is assigned; <see langword="null"/> if it could not be read.</param>
    /// <param name="e">The reason why it could not be read.</param>
    public Bitrix24AssigneeException NotAssigned(string method, long recordId, bool? isSimpleMode, long? assigneeId, Exception? e) => new(
        $"Record {recordId} was created on {Portal}, " + (assigneeId is null
            ? $"but its assignee could not be read, so it may be assigned to the user who created it instead of the user in ASSIGNED_BY_ID: {e?.Message}"
            : "but it is assigned to the user who created it instead of the user in ASSIGNED_BY_ID. Let this user create records for others, use another user, or send an update with ASSIGNED_BY_ID.")
            + (isSimpleMode == true ? " The portal is in simple CRM mode: if the lead became a deal, change the assignee of the deal." : "")
            + " Do not create the record again.",
        CreateFailure(method, recordId, HttpStatusCode.OK) with { ChangesRecord = false, IsOutcomeUnknown = true },
        isSimpleMode,
        assigneeId,
        e);

    /// <summary>Creates the exception for a field that does not have the expected files after an update.</summary>
    /// <param name="method">The method of the update.</param>
    /// <param name="recordId">The ID of the record.</param>
    /// <param name="field">The field.</param>
    /// <param name="files">The files that the field has.</param>
    /// <param name="missing">The IDs of the files that were to be kept and are missing.</param>
    /// <param name="remaining">The IDs of the files that were to be removed and are still there.</param>
    /// <param name="lost">The number of new files that were not stored.</param>
    public Bitrix24FileException FilesDiffer(string method, long recordId, CrmField field, IReadOnlyList<CrmFile> files, IReadOnlyList<long> missing, IReadOnlyList<long> remaining, int lost)
    {
        CallFailure failure = CreateFailure(method, recordId, HttpStatusCode.OK) with { ChangesRecord = false, IsOutcomeUnknown = true };
        string[] parts =
        [
            .. missing.Count == 0 ? [] : new[] { $"the files to keep {string.Join(", ", missing)} are missing, and their content may be lost" },
            .. remaining.Count == 0 ? [] : new[] { $"the files to remove {string.Join(", ", remaining)} are still there" },
            .. lost == 0 ? [] : new[] { $"{lost} of the new files were not stored" },
        ];
        return new Bitrix24FileException(
            $"{Portal} processed {failure.Call}, but {CrmValueException.Describe(field)} does not have the expected files: {string.Join("; ", parts)}. "
                + "A user or another program may have changed the field at the same time, or the settings of the field do not permit a new file. Read the record before you repeat the call.",
            failure, field.Code, files, missing, remaining, lost);
    }

    /// <summary>Creates the exception that ends a bulk run after many failed calls in a row.</summary>
    public Bitrix24Exception Blocked(int calls, Bitrix24Exception last) => last is Bitrix24LimitException ? last : new Bitrix24ReplyException(
        $"{calls} calls in a row failed, so the run ended: {Portal} is down, or a firewall or proxy blocks all calls. The last failure: {last.Message}",
        new CallFailure(last.Method, last.StatusCode, last.ErrorCode, last.ErrorDescription, last.RetryAfter) { ChangesRecord = false },
        last.IsTransient);

    /// <summary>Creates the exception for a record that a bulk run did not read.</summary>
    public Bitrix24TransportException NotRead(string method, long recordId) =>
        new($"Record {recordId} was not read because the run ended first.", CreateFailure(method, recordId), wasSent: false);

    /// <summary>Creates the exception for an update that a bulk run sent, and whose reply it did not receive before it ended.</summary>
    public Bitrix24TransportException Unanswered(string method, long? recordId)
    {
        CallFailure failure = CreateFailure(method, recordId);
        return new Bitrix24TransportException($"The run ended before {Portal} answered {failure.Call}.", failure, wasSent: true);
    }

    /// <summary>Creates the exception for an error in a command of a batch.</summary>
    public Bitrix24Exception RowFailure(string method, long? recordId, string code, string? description)
    {
        CallFailure failure = CreateFailure(method, recordId) with { ErrorCode = code, ErrorDescription = description };
        return PortalErrors.IsPortalError(code, description, status: null, isBatch: false)
            ? PortalErrors.ToException(failure, Portal)
            : PortalErrors.ToUnknownOutcome(failure, $"{Portal} answered {failure.Call} with “{failure.QuotedError}”, which does not prove that nothing was changed.");
    }

    /// <summary>Creates the exception for a redirect that the client does not follow.</summary>
    public Bitrix24ReplyException Redirected(CallTraits call, HttpStatusCode status, Uri? location, string validationError)
    {
        CallFailure failure = CreateFailure(call, status);
        string target = location is { IsAbsoluteUri: true } ? $" to {WebAddress.Authority(location)}" : "";
        return new Bitrix24ReplyException(
            $"{Portal} redirects {failure.Call}{target}, and the client does not follow: {validationError}. If the portal was renamed, use its new address.",
            failure,
            isTransient: false);
    }

    /// <summary>Creates the exception for a call without a reply.</summary>
    public Bitrix24TransportException Unanswered(CallTraits call, Exception e, bool wasSent)
    {
        CallFailure failure = CreateFailure(call);
        string reason = e is ObjectDisposedException ? "the client was disposed"
            : e is OperationCanceledException && !wasSent ? "the connection timed out"
            : TransportErrors.Describe(e);
        return new Bitrix24TransportException(
            $"{Portal} did not answer {failure.Call}: {reason}.{(wasSent ? "" : " Nothing was sent.")}",
            failure,
            wasSent,
            isTransient: e is not ObjectDisposedException);
    }

    private CallFailure CreateFailure(string method, long? recordId, HttpStatusCode? status = null) => new(method, status)
    {
        RecordId = recordId,
        ChangesRecord = !RestMethod.IsRead(method),
        Redact = redact,
    };
}
