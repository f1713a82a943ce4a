using LeadGen.Changes;
using LeadGen.Transport;
using LeadGen.Wire;

namespace LeadGen.Bulk;

/// <summary>Creates records. A draft whose record may have been created is not sent again.</summary>
internal sealed class CreateWork(CrmBulkOptions options, PortalCalls calls, CrmMode mode) : BulkWork<CrmDraft, CrmCreateResult>
{
    private readonly BulkProgress _progress = new(options.Progress);
    private bool? _isSimpleMode;

    public override string GetMethod(CrmDraft item) => GetProtocol(item).GetMethods(item.Entity).Add;

    public override void Write(WireWriter writer, CrmDraft item) => GetProtocol(item).WriteAdd(writer, item, options.UpdateOptions);

    public override long RecordId(CrmDraft item) => 0;

    public override long? NamedRecordId(CrmDraft item) => null;

    public override bool IsIdempotent(CrmDraft item) => false;

    public override async ValueTask CheckAsync(CrmDraft item, CancellationToken cancellationToken)
    {
        // Throws if neither API supports the whole draft.
        GetProtocol(item);
        calls.CheckValues(item, options.UpdateOptions);
        _isSimpleMode = await mode.IsSimpleAsync(cancellationToken).ConfigureAwait(false);
    }

    public override bool TrySkip(CrmDraft item, long index, out CrmCreateResult outcome)
    {
        _progress.CountRead();
        return base.TrySkip(item, index, out outcome);
    }

    // An invalid draft must not end the run, because the others can be sent.
    public override bool TryReject(BulkEntry<CrmDraft> entry, ArgumentException error, out CrmCreateResult outcome)
    {
        outcome = new CrmCreateResult(entry.Index, entry.Item, CrmCreateStatus.Invalid) { ValidationError = error };
        return true;
    }

    public override CrmCreateResult GetResult(BulkEntry<CrmDraft> entry, PortalReply reply, ReadOnlySpan<byte> result)
    {
        CrmDraft draft = entry.Item;
        CrmProtocol protocol = GetProtocol(draft);
        long id = protocol.GetCreatedId(result, draft, IsVerified);
        return new CrmCreateResult(entry.Index, draft, CrmCreateStatus.Created)
        {
            RecordId = id,
            IsSimpleCrmMode = _isSimpleMode,
            Api = protocol.Api,
            Verification = IsVerified && protocol.ReturnsStoredValues(draft) ? calls.Verify(protocol, id, result, draft, reply) : null,
        };
    }

    public override string? GetReadingMethod(CrmDraft item) =>
        ReadsRecord(item) ? item.Entity.Methods.Get : CrmCalls.FindAssignee(item) is not null ? item.Entity.Methods.List : null;

    public override void WriteReading(WireWriter writer, (CrmDraft Item, string? Command, CrmCreateResult? Outcome) target)
    {
        bool readsRecord = ReadsRecord(target.Item);
        if (target.Command is { } command)
        {
            string reference = GetProtocol(target.Item).GetCreatedReference(command);
            (readsRecord ? (Action<RowWireWriter, string>)CrmCalls.WriteGet : CrmCalls.WriteListAssignee)((RowWireWriter)writer, reference);
            return;
        }

        long id = target.Outcome!.RecordId!.Value;
        if (readsRecord)
        {
            CrmProtocol.Classic.WriteGet(writer, target.Item.Entity, id);
        }
        else
        {
            CrmCalls.WriteListAssignee(writer, id);
        }
    }

    public override long ReadingRecordId(CrmDraft item, CrmCreateResult outcome) => outcome.RecordId!.Value;

    public override CrmCreateResult AddReading(CrmDraft item, CrmCreateResult outcome, PortalReply reply, ReadOnlySpan<byte> result)
    {
        long id = outcome.RecordId!.Value;
        if (!ReadsRecord(item))
        {
            return CheckAssignee(item, outcome, CrmReading.ReadAssignee(id, result, reply.Read));
        }

        StoredRecord stored = CrmReading.ReadStored(CrmProtocol.Classic, id, result, item, time: null, calls.Connection.Origin, reply.Read);
        outcome = outcome with { Verification = CrmVerification.Create(id, item, stored) };
        return CrmCalls.FindAssignee(item) is null ? outcome : CheckAssignee(item, outcome, CrmReading.ReadAssignee(stored));
    }

    // The record was created, even if the command that reads it fails.
    public override CrmCreateResult AddReadingFailure(CrmDraft item, CrmCreateResult outcome, Bitrix24Exception failure)
    {
        outcome = ReadsRecord(item) ? outcome with { Verification = new CrmVerification(outcome.RecordId!.Value, [], [], failure) } : outcome;
        return CrmCalls.FindAssignee(item) is null ? outcome : NotAssigned(item, outcome, null, failure);
    }

    public override CrmCreateResult GetFailedResult(BulkEntry<CrmDraft> entry) => entry.IsOutcomeUnknown
        ? new CrmCreateResult(entry.Index, entry.Item, CrmCreateStatus.Unknown, entry.Error ?? calls.Connection.Failures.Unanswered(GetMethod(entry.Item), recordId: null)) { Api = GetProtocol(entry.Item).Api }
        : new CrmCreateResult(entry.Index, entry.Item, entry.IsRejected ? CrmCreateStatus.Rejected : CrmCreateStatus.NotSent, RejectedFields.AddTo(entry.Error, entry.Item)) { Api = GetProtocol(entry.Item).Api };

    public override void OnResult(CrmCreateResult outcome)
    {
        Telemetry.RecordBulkDraft(outcome.Status, calls.Connection.Portal);
        switch (outcome.Status)
        {
            case CrmCreateStatus.Created:
                _progress.CountUpdated();
                return;
            case CrmCreateStatus.OtherAssignee:
                _progress.CountUpdated();
                break;
            case CrmCreateStatus.Rejected or CrmCreateStatus.Invalid:
                _progress.CountRejected();
                break;
            case CrmCreateStatus.Unknown:
                _progress.CountUnknown();
                break;
            default:
                return;
        }

        calls.Events?.OnBulkFailure(calls.Connection.Portal, outcome);
    }

    public override void OnGroup(int calls) => _progress.OnGroup(calls);

    private bool IsVerified => options.UpdateOptions?.Verify == true;

    // The record contains its assignee, so one command reads both.
    private bool ReadsRecord(CrmDraft item) => IsVerified && !GetProtocol(item).ReturnsStoredValues(item);

    private CrmCreateResult CheckAssignee(CrmDraft item, CrmCreateResult outcome, (long Assignee, long Creator)? read) =>
        CrmCalls.IsOtherAssignee(CrmCalls.FindAssignee(item)!.Value, read) ? NotAssigned(item, outcome, read!.Value.Assignee, null) : outcome;

    private CrmCreateResult NotAssigned(CrmDraft item, CrmCreateResult outcome, long? assigneeId, Bitrix24Exception? failure) => outcome with
    {
        Status = CrmCreateStatus.OtherAssignee,
        Error = calls.Connection.Failures.NotAssigned(GetMethod(item), outcome.RecordId!.Value, outcome.IsSimpleCrmMode, assigneeId, failure),
    };

    private CrmProtocol GetProtocol(CrmDraft item) => calls.GetProtocol(item, options.UpdateOptions);
}
