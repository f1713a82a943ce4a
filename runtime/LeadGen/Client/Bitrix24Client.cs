using System.Net;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using LeadGen.Access;
using LeadGen.Authentication;
using LeadGen.Bulk;
using LeadGen.Changes;
using LeadGen.Calls;
using LeadGen.Client;
using LeadGen.Drift;
using LeadGen.Limits;
using LeadGen.Transport;
using LeadGen.Wire;

namespace LeadGen;

/// <summary>Reads, updates and creates the records of one portal. The client is thread-safe. Use one client per portal, so that all calls share the portal's limits.</summary>
/// <remarks>
/// Each call is a POST with a JSON body. Calls are delayed to stay within the portal's limits, and transient failures are retried
/// if a retry is safe. Failures are <see cref="Bitrix24Exception"/>s, and their messages contain no secrets.
/// </remarks>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/leads/index.html"/>
public sealed class Bitrix24Client : IDisposable
{
    private readonly PortalCalls _calls;
    private readonly CrmMode _mode;
    private readonly HttpClient? _ownHttp;
    private volatile bool _isDisposed;

    /// <summary>Initializes a client for an inbound webhook.</summary>
    /// <param name="webhook">The URL of the inbound webhook: <c>https://acme.bitrix24.ru/rest/1/…/</c>. It is a secret: read it from the configuration. Plain http is allowed only for the local machine.</param>
    /// <exception cref="ArgumentException">The text is not a webhook. The message does not repeat the text.</exception>
    public Bitrix24Client(string webhook)
        : this(CreateOptions(webhook))
    {
    }

    /// <summary>Initializes a client with a custom <see cref="HttpClient"/>, which the client does not dispose.</summary>
    /// <param name="webhook">The URL of the inbound webhook. It is a secret.</param>
    /// <param name="httpClient">
    /// The HTTP client. Configure its handler with <see cref="ConfigureHandler"/>: a redirected POST loses its body and sends the secret
    /// to another host, and the activities of <see cref="HttpClient"/> contain the whole address with the secret.
    /// </param>
    /// <exception cref="ArgumentException">The text is not a webhook. The message does not repeat the text.</exception>
    public Bitrix24Client(string webhook, HttpClient httpClient)
        : this(CreateOptions(webhook), NotNull(httpClient))
    {
    }

    /// <summary>Initializes a client with options.</summary>
    /// <param name="options">The credentials, limits and retries. Later changes to the object have no effect.</param>
    /// <param name="httpClient">
    /// The HTTP client, which the client does not dispose. Configure its handler with <see cref="ConfigureHandler"/>. By default, the
    /// client creates one.
    /// </param>
    /// <exception cref="ArgumentException">An option is invalid, or not exactly one of Webhook and OAuth is set. The message contains no secrets.</exception>
    public Bitrix24Client(Bitrix24ClientOptions options, HttpClient? httpClient = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options = options.Snapshot();
        Webhook? webhook = options.OAuth is null ? Webhook.Parse(options.Webhook) : null;
        _ownHttp = httpClient is null ? PortalConnection.CreateHttpClient() : null;
        HttpClient http = httpClient ?? _ownHttp!;
        PortalAccess access = webhook ?? (PortalAccess)new OAuthAccess(options.OAuth!, http, options);
        _calls = new PortalCalls(new PortalConnection(access, http, options), options);
        _mode = new CrmMode(_calls);
    }

    /// <summary>Configures the handler of a custom <see cref="HttpClient"/> for calls to a portal: without redirects, cookies and activities.</summary>
    /// <param name="handler">The handler, before its first request.</param>
    public static void ConfigureHandler(SocketsHttpHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        PortalConnection.ConfigureHandler(handler);
    }

    /// <summary>Sends an update. An update that changes nothing is not sent.</summary>
    /// <param name="update">The update.</param>
    /// <param name="options">The options for side effects, such as events, and for unknown values.</param>
    /// <param name="cancellationToken">Cancels the wait; the portal may process the update anyway.</param>
    /// <exception cref="ArgumentException">The update was created from data of another portal. Nothing was sent.</exception>
    /// <exception cref="CrmValueException">
    /// Another update of the record has sent, or is sending, a field that this one compared with a value that was read, or any field if this
    /// one is an empty difference: read the record again. Or the update has a code that a portal may ignore
    /// (<see cref="CrmUpdateOptions.AllowUnknownValues"/>), or only swaps the values of entries, which a portal ignores. Nothing was sent.
    /// </exception>
    /// <exception cref="Bitrix24NotFoundException">The record does not exist.</exception>
    /// <exception cref="Bitrix24Exception">The portal did not process the update, or the outcome is unknown (<see cref="Bitrix24Exception.IsOutcomeUnknown"/>).</exception>
    public async Task<CrmUpdateReply> UpdateAsync(CrmUpdate update, CrmUpdateOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        CrmProtocol protocol = Calls.GetProtocol(update, options);
        if (update.IsEmpty && !update.IsStale)
        {
            return new CrmUpdateReply(WasSent: false, Time: null) { Api = protocol.Api, Verification = options?.Verify == true ? new CrmVerification(update.RecordId, [], []) : null };
        }

        if (options?.Verify == true && !protocol.ReturnsStoredValues(update))
        {
            return await UpdateAndReadAsync(update, options, cancellationToken).ConfigureAwait(false);
        }

        bool isChecked = false;
        try
        {
            update.BeginSend(Portal.Records);
            await Calls.CheckPortalAsync(update, isBulk: false, cancellationToken).ConfigureAwait(false);
            Calls.CheckValues(update, options);
            isChecked = true;
            var traits = new CallTraits(protocol.GetMethods(update.Entity).Update, IsIdempotent: CrmCalls.IsIdempotent(update, options)) { RecordId = update.RecordId };
            CrmUpdateReply result = await NameFieldsAsync(update, Calls.CallAsync(
                traits,
                (protocol, update, options),
                static (writer, call) => call.protocol.WriteUpdate(writer, call.update, call.options),
                reply =>
                {
                    protocol.CheckUpdated(reply.Result, update, isVerified: options?.Verify == true);
                    return new CrmUpdateReply(WasSent: true, reply.Time)
                    {
                        HadUnknownAttempt = traits.HadUnknownAttempt,
                        Api = protocol.Api,
                        Verification = options?.Verify == true ? Calls.Verify(protocol, update.RecordId, reply.Result, update, reply) : null,
                    };
                },
                cancellationToken)).ConfigureAwait(false);
            update.OnSent(Portal.Records);
            return result;
        }
        catch (Exception e) when (isChecked && e is not (Bitrix24Exception { IsOutcomeUnknown: false } or CanceledBeforeSendException))
        {
            update.OnSent(Portal.Records);
            throw;
        }
        catch
        {
            update.OnNotSent(Portal.Records);
            throw;
        }
    }

    // One batch with two commands, or two calls if the update can't be part of a batch.
    private async Task<CrmUpdateReply> UpdateAndReadAsync(CrmUpdate update, CrmUpdateOptions options, CancellationToken cancellationToken)
    {
        CrmUpdateResult? result = null;
        var work = new UpdateWork(new CrmBulkOptions { UpdateOptions = options }, Calls);
        var sender = new BatchSender<CrmUpdate, CrmUpdateResult>(Calls, work, Report, isBulk: false);
        try
        {
            await work.CheckAsync(update, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            update.OnNotSent(Portal.Records);
            throw;
        }

        Bitrix24Exception? fatal = await sender.SendAsync([new BulkEntry<CrmUpdate>(update, index: 0)], cancellationToken).ConfigureAwait(false);
        if ((result!.Error ?? fatal) is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        return new CrmUpdateReply(WasSent: true, Time: null) { HadUnknownAttempt = result.HadUnknownAttempt, Api = result.Api, Verification = result.Verification };

        ValueTask Report(CrmUpdateResult reported)
        {
            result = reported;
            return default;
        }
    }

    /// <inheritdoc cref="UpdateAsync(CrmUpdate, CrmUpdateOptions?, CancellationToken)"/>
    public Task<CrmUpdateReply> UpdateAsync(CrmUpdate update, CancellationToken cancellationToken) => UpdateAsync(update, null, cancellationToken);

    /// <summary>Creates a record.</summary>
    /// <remarks>
    /// The call is not retried if the portal may have processed it, because a retry could create a second record. The exception then has
    /// <see cref="Bitrix24Exception.IsOutcomeUnknown"/> set. To find out whether the record exists, search for the keys that identify
    /// it in your system: <c>ORIGINATOR_ID</c> and <c>ORIGIN_ID</c>.
    /// <para>
    /// If the user of the webhook or application may only create records for themselves, as the role Manager by default, a portal
    /// silently ignores <c>ASSIGNED_BY_ID</c> and assigns the record to this user. So if the draft sets <c>ASSIGNED_BY_ID</c>, a second call reads
    /// the assignee of the new record. If the portal ignored the value, a <see cref="Bitrix24AssigneeException"/> with the ID of the record is thrown. A record that a robot or
    /// a handler assigned to someone else is not reported.
    /// </para>
    /// <para>
    /// In simple CRM mode, a portal converts a new lead to a deal: <see cref="CrmCreateReply.IsSimpleCrmMode"/>. The client reads the
    /// mode in a separate call before the first lead, and keeps it for an hour. If the portal rejects that call, the mode is unknown, also for
    /// an hour; after another failure, for a minute. These failures do not cause an exception.
    /// </para>
    /// </remarks>
    /// <param name="draft">The values of the new record.</param>
    /// <param name="options">The options for side effects, such as events, and for unknown values.</param>
    /// <param name="cancellationToken">Cancels the wait; the portal may create the record anyway.</param>
    /// <returns>The ID of the record, and whether the portal is in simple CRM mode.</returns>
    /// <exception cref="CrmValueException">The record has a code that a portal may ignore (<see cref="CrmUpdateOptions.AllowUnknownValues"/>). Nothing was sent.</exception>
    /// <exception cref="Bitrix24RejectedException">
    /// The portal rejected the values, such as a required field without a value; or it created the record, and a later step failed. If the text is
    /// not about a value, check whether the record exists before you repeat the call.
    /// </exception>
    /// <exception cref="Bitrix24AssigneeException">The record was created, but it is assigned to the user who created it, or its assignee could not be read, for example because the call was canceled.</exception>
    /// <exception cref="Bitrix24Exception">The portal returned an error before it created the record, or the outcome is unknown.</exception>
    /// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/leads/crm-lead-add.html"/>
    public async Task<CrmCreateReply> CreateAsync(CrmDraft draft, CrmUpdateOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(draft);
        Calls.CheckValues(draft, options);
        long? assignee = CrmCalls.FindAssignee(draft);
        CrmProtocol protocol = Calls.GetProtocol(draft, options);
        bool? isSimpleMode = await _mode.IsSimpleAsync(cancellationToken).ConfigureAwait(false);
        string method = protocol.GetMethods(draft.Entity).Add;
        bool isVerified = options?.Verify == true;
        CrmCreateReply created = await NameFieldsAsync(draft, Calls.CallAsync(
            new CallTraits(method, IsIdempotent: false),
            (protocol, draft, options),
            static (writer, call) => call.protocol.WriteAdd(writer, call.draft, call.options),
            reply =>
            {
                long id = protocol.GetCreatedId(reply.Result, draft, isVerified);
                return new CrmCreateReply(id, isSimpleMode)
                {
                    Api = protocol.Api,
                    Verification = isVerified && protocol.ReturnsStoredValues(draft) ? Calls.Verify(protocol, id, reply.Result, draft, reply) : null,
                };
            },
            cancellationToken)).ConfigureAwait(false);
        if (assignee is { } expected)
        {
            await CheckAssigneeAsync(draft.Entity, method, created, expected, cancellationToken).ConfigureAwait(false);
        }

        return isVerified && created.Verification is null
            ? created with { Verification = await VerifyCreatedAsync(created.RecordId, draft, protocol, cancellationToken).ConfigureAwait(false) }
            : created;
    }

    private static async Task<TReply> NameFieldsAsync<TReply>(CrmValues values, Task<TReply> call)
    {
        try
        {
            return await call.ConfigureAwait(false);
        }
        catch (Bitrix24RejectedException e)
        {
            throw RejectedFields.AddTo(e, values);
        }
    }

    // The record was created, even if the call that reads it fails.
    private async Task<CrmVerification> VerifyCreatedAsync(long id, CrmDraft draft, CrmProtocol protocol, CancellationToken cancellationToken)
    {
        try
        {
            return await VerifyAsync(id, draft, protocol, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is Bitrix24Exception or OperationCanceledException)
        {
            return new CrmVerification(id, [], [], e as Bitrix24Exception ?? Portal.Failures.NotRead(protocol.GetMethods(draft.Entity).Get, id));
        }
    }

    // A record that the user may not read is not assigned to the user.
    private async Task CheckAssigneeAsync(CrmEntity entity, string method, CrmCreateReply created, long expected, CancellationToken cancellationToken)
    {
        long id = created.RecordId;
        (long Assignee, long Creator)? read;
        try
        {
            read = await _calls.CallAsync(
                new CallTraits(entity.Methods.List) { RecordId = id },
                id,
                CrmCalls.WriteListAssignee,
                reply => CrmReading.ReadAssignee(id, reply.Result, reply.Read!),
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is Bitrix24Exception or OperationCanceledException)
        {
            throw Portal.Failures.NotAssigned(method, id, created.IsSimpleCrmMode, null, e);
        }

        if (CrmCalls.IsOtherAssignee(expected, read))
        {
            throw Portal.Failures.NotAssigned(method, id, created.IsSimpleCrmMode, read!.Value.Assignee, null);
        }
    }

    /// <inheritdoc cref="CreateAsync(CrmDraft, CrmUpdateOptions?, CancellationToken)"/>
    public Task<CrmCreateReply> CreateAsync(CrmDraft draft, CancellationToken cancellationToken) => CreateAsync(draft, null, cancellationToken);

    /// <summary>Sends updates in batches, and returns one result for each update, in the order in which the updates are completed.</summary>
    /// <remarks>
    /// <para>
    /// The run starts when the result is enumerated, usually with <c>await foreach</c>: without an enumeration, nothing is sent. The
    /// result can be enumerated only once.
    /// </para>
    /// <para>
    /// A failed update does not affect the others, and updates of one record keep their order. An update that can't be part of a batch is
    /// sent in a separate call. Transient failures are retried, except for updates that can add entries or post an event
    /// (<see cref="CrmUpdateOptions.RegisterSonetEvent"/>) and may have been processed: their status is
    /// <see cref="CrmUpdateStatus.Unknown"/>. A batch that fails as a whole is sent again in halves, until the update that causes
    /// the failure is alone, such as one whose text a firewall blocks.
    /// </para>
    /// <para>
    /// The source is read as fast as the portal processes the updates, so its length does not matter for memory. If the loop does not
    /// request more results, the source is not read further. Single calls have priority over the calls of a bulk run.
    /// </para>
    /// <para>
    /// After a cancellation, the loop still receives the results of all updates that were read from the source, and then the
    /// <see cref="OperationCanceledException"/>. The same applies if the source throws, and to a failure that would affect all further
    /// updates: the portal rejects the credentials or can't be reached, or 50 calls in a row fail. Updates that were not sent then have
    /// the status <see cref="CrmUpdateStatus.NotSent"/>. If the loop ends early, the results of updates in progress are lost.
    /// </para>
    /// </remarks>
    /// <param name="updates">The updates. An update is read when it is sent, and must not be changed until its result is available.</param>
    /// <param name="options">The batch size, the concurrency and the receiver of progress reports.</param>
    /// <param name="cancellationToken">Cancels the run; the portal may process updates in progress.</param>
    /// <returns>
    /// One result for each update. A failure of a single update throws nothing: <see cref="CrmUpdateResult.Error"/> contains it, or
    /// <see cref="CrmUpdateResult.ValidationError"/> if the update can't be sent (<see cref="CrmUpdateStatus.Invalid"/>). The
    /// exceptions below, except <see cref="ArgumentOutOfRangeException"/>, end the run. The loop throws them after the results of all
    /// updates that were read from the source.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range. The method itself throws this exception, not the loop.</exception>
    /// <exception cref="InvalidOperationException">The result is enumerated a second time. Nothing was sent by that enumeration.</exception>
    /// <exception cref="OperationCanceledException">The run was canceled.</exception>
    /// <exception cref="Bitrix24AuthenticationException">The portal rejected the credentials, or the application gets no new tokens.</exception>
    /// <exception cref="Bitrix24AccessDeniedException">The webhook or application may not call <c>batch</c> or <c>crm.lead.update</c>, or lacks a scope.</exception>
    /// <exception cref="Bitrix24RejectedException">The portal has no method <c>batch</c> or <c>crm.lead.update</c>.</exception>
    /// <exception cref="Bitrix24LimitException">The portal is blocked for overload, the client's own rate limiter rejects calls, or the portal's limits rejected 50 calls in a row.</exception>
    /// <exception cref="Bitrix24TransportException">The portal could not be reached in any attempt, or the client was disposed.</exception>
    /// <exception cref="Bitrix24TokenStoreException">The application's token store failed in all attempts.</exception>
    /// <exception cref="Bitrix24ReplyException">50 calls in a row failed: a firewall or proxy blocks all calls, or the portal is down.</exception>
    /// <seealso href="https://apidocs.bitrix24.com/settings/how-to-call-rest-api/batch.html"/>
    public IAsyncEnumerable<CrmUpdateResult> UpdateManyAsync(
        IAsyncEnumerable<CrmUpdate> updates, CrmBulkOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(updates);
        CrmBulkOptions checkedOptions = CrmBulkOptions.Checked(options);
        return BulkRun<CrmUpdate, CrmUpdateResult>.RunAsync(
            updates, Calls, () => new UpdateWork(checkedOptions, _calls), checkedOptions, cancellationToken).Once();
    }

    /// <inheritdoc cref="UpdateManyAsync(IAsyncEnumerable{CrmUpdate}, CrmBulkOptions?, CancellationToken)"/>
    public IAsyncEnumerable<CrmUpdateResult> UpdateManyAsync(IAsyncEnumerable<CrmUpdate> updates, CancellationToken cancellationToken) =>
        UpdateManyAsync(updates, null, cancellationToken);

    /// <inheritdoc cref="UpdateManyAsync(IAsyncEnumerable{CrmUpdate}, CrmBulkOptions?, CancellationToken)"/>
    public IAsyncEnumerable<CrmUpdateResult> UpdateManyAsync(
        IEnumerable<CrmUpdate> updates, CrmBulkOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(updates);
        return UpdateManyAsync(updates.AsAsync(), options, cancellationToken);
    }

    /// <inheritdoc cref="UpdateManyAsync(IAsyncEnumerable{CrmUpdate}, CrmBulkOptions?, CancellationToken)"/>
    public IAsyncEnumerable<CrmUpdateResult> UpdateManyAsync(IEnumerable<CrmUpdate> updates, CancellationToken cancellationToken) =>
        UpdateManyAsync(updates, null, cancellationToken);

    /// <summary>Creates records in batches, and returns one result for each draft, in the order in which the drafts are completed.</summary>
    /// <remarks>
    /// <para>
    /// The run works like <see cref="UpdateManyAsync(IAsyncEnumerable{CrmUpdate}, CrmBulkOptions?, CancellationToken)"/>: it starts when the result is enumerated, which is possible only once; the
    /// source is read as fast as the portal processes the drafts; and a failed draft does not affect the others.
    /// </para>
    /// <para>
    /// A draft whose record may have been created is never sent again: its status is <see cref="CrmCreateStatus.Unknown"/>. Drafts that the portal certainly did not process are sent again after a
    /// transient failure. If a draft sets <c>ASSIGNED_BY_ID</c>, a second command in the same batch reads the assignee of the new record, as in
    /// <see cref="CreateAsync(CrmDraft, CrmUpdateOptions?, CancellationToken)"/>; the status is <see cref="CrmCreateStatus.OtherAssignee"/> if the portal ignored it. With
    /// <see cref="CrmUpdateOptions.Verify"/>, the record is read and compared in the same batch.
    /// </para>
    /// </remarks>
    /// <param name="drafts">The drafts. A draft is read when it is sent, and must not be changed until its result is available.</param>
    /// <param name="options">The batch size, the concurrency, the options for sending each draft, and the receiver of progress reports.</param>
    /// <param name="cancellationToken">Cancels the run; the portal may create the records of drafts in progress.</param>
    /// <returns>One result for each draft. A failure of a single draft throws nothing. The exceptions of a bulk run end it, after the results of all drafts that were read from the source.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range. The method itself throws this exception, not the loop.</exception>
    /// <exception cref="InvalidOperationException">The result is enumerated a second time. Nothing was sent by that enumeration.</exception>
    /// <exception cref="OperationCanceledException">The run was canceled.</exception>
    /// <exception cref="Bitrix24Exception">Every further draft would fail too, for the reasons that are listed at <see cref="UpdateManyAsync(IAsyncEnumerable{CrmUpdate}, CrmBulkOptions?, CancellationToken)"/>.</exception>
    /// <seealso href="https://apidocs.bitrix24.com/settings/how-to-call-rest-api/batch.html"/>
    public IAsyncEnumerable<CrmCreateResult> CreateManyAsync(IAsyncEnumerable<CrmDraft> drafts, CrmBulkOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(drafts);
        CrmBulkOptions checkedOptions = CrmBulkOptions.Checked(options);
        return BulkRun<CrmDraft, CrmCreateResult>.RunAsync(
            drafts, Calls, () => new CreateWork(checkedOptions, _calls, _mode), checkedOptions, cancellationToken).Once();
    }

    /// <inheritdoc cref="CreateManyAsync(IAsyncEnumerable{CrmDraft}, CrmBulkOptions?, CancellationToken)"/>
    public IAsyncEnumerable<CrmCreateResult> CreateManyAsync(IAsyncEnumerable<CrmDraft> drafts, CancellationToken cancellationToken) => CreateManyAsync(drafts, null, cancellationToken);

    /// <inheritdoc cref="CreateManyAsync(IAsyncEnumerable{CrmDraft}, CrmBulkOptions?, CancellationToken)"/>
    public IAsyncEnumerable<CrmCreateResult> CreateManyAsync(IEnumerable<CrmDraft> drafts, CrmBulkOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(drafts);
        return CreateManyAsync(drafts.AsAsync(), options, cancellationToken);
    }

    /// <inheritdoc cref="CreateManyAsync(IAsyncEnumerable{CrmDraft}, CrmBulkOptions?, CancellationToken)"/>
    public IAsyncEnumerable<CrmCreateResult> CreateManyAsync(IEnumerable<CrmDraft> drafts, CancellationToken cancellationToken) => CreateManyAsync(drafts, null, cancellationToken);

    /// <summary>Reads the record of an update and compares it with the values that were sent.</summary>
    /// <remarks>
    /// A portal reports success even if it ignores or changes a value. LeadGen rejects the values for which this is known. For the other values, and
    /// for an update whose outcome is unknown, this method compares the update with the stored record. It does not send the update.
    /// </remarks>
    /// <param name="update">The update, which was sent before.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The fields whose stored values differ. An update that changes nothing has none, and needs no call.</returns>
    /// <exception cref="ArgumentException">The update was created from data of another portal, or is an empty difference and another update has sent a field of the record (<see cref="CrmValueException"/>).</exception>
    /// <exception cref="Bitrix24NotFoundException">The record does not exist.</exception>
    /// <exception cref="Bitrix24Exception">The portal returned an error or no valid record.</exception>
    /// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/leads/crm-lead-get.html"/>
    public async Task<CrmVerification> VerifyAsync(CrmUpdate update, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        update.ThrowIfStaleDifference();
        await Calls.CheckPortalAsync(update, isBulk: false, cancellationToken).ConfigureAwait(false);
        return await VerifyAsync(update.RecordId, update, Calls.GetProtocol(update, options: null), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads a record that was created and compares it with its draft.</summary>
    /// <param name="id">The ID of the record, which <see cref="CreateAsync(CrmDraft, CrmUpdateOptions?, CancellationToken)"/> returned.</param>
    /// <param name="draft">The draft.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentOutOfRangeException">The ID is not positive.</exception>
    /// <inheritdoc cref="VerifyAsync(CrmUpdate, CancellationToken)"/>
    public Task<CrmVerification> VerifyAsync(long id, CrmDraft draft, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(id);
        ArgumentNullException.ThrowIfNull(draft);
        return VerifyAsync(id, draft, Calls.GetProtocol(draft, options: null), cancellationToken);
    }

    /// <summary>Reads the records of updates in batches and compares them. Returns one result for each update, in the order in which the replies arrive.</summary>
    /// <remarks>If several updates change the same field of a record, only the last one can match.</remarks>
    /// <param name="updates">The updates, which were sent before. They are read as fast as the portal answers.</param>
    /// <param name="cancellationToken">Cancels the enumeration.</param>
    /// <returns>The results. If a record could not be read or does not exist, <see cref="CrmVerification.Error"/> contains the reason; if an update can't be verified, <see cref="CrmVerification.ValidationError"/> does.</returns>
    /// <exception cref="Bitrix24AuthenticationException">The portal rejected the credentials.</exception>
    /// <exception cref="Bitrix24Exception">The portal could not be reached in any attempt, or 50 calls in a row failed.</exception>
    public IAsyncEnumerable<CrmVerification> VerifyManyAsync(IAsyncEnumerable<CrmUpdate> updates, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(updates);
        return BulkRun<CrmUpdate, CrmVerification>.RunAsync(
            updates, Calls, () => new VerifyWork(_calls), CrmBulkOptions.Checked(null), cancellationToken);
    }

    /// <inheritdoc cref="VerifyManyAsync(IAsyncEnumerable{CrmUpdate}, CancellationToken)"/>
    public IAsyncEnumerable<CrmVerification> VerifyManyAsync(IEnumerable<CrmUpdate> updates, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(updates);
        return VerifyManyAsync(updates.AsAsync(), cancellationToken);
    }

    private async Task<CrmVerification> VerifyAsync(long id, CrmValues values, CrmProtocol protocol, CancellationToken cancellationToken) => values.IsEmpty
        ? new CrmVerification(id, [], [])
        : await Calls.CallAsync(
            new CallTraits(protocol.GetMethods(values.Entity).Get) { RecordId = id },
            (protocol, values.Entity, id),
            static (writer, call) => call.protocol.WriteGet(writer, call.Entity, call.id),
            reply => CrmVerification.Create(id, values, CrmReading.ReadStored(protocol, id, reply.Result, values, reply.Time, Portal.Origin, reply.Read)),
            cancellationToken).ConfigureAwait(false);

    /// <summary>Reads a record with all its fields. Returns <see langword="null"/> if the record does not exist.</summary>
    /// <typeparam name="TRecord">The generated read model.</typeparam>
    /// <exception cref="ArgumentOutOfRangeException">The ID is not positive.</exception>
    /// <exception cref="Bitrix24Exception">The portal returned an error or no valid record.</exception>
    public Task<TRecord?> GetAsync<TRecord>(long id, CancellationToken cancellationToken = default)
        where TRecord : CrmRecord, ICrmRecord<TRecord> => GetAsync<TRecord>(id, Calls.GetProtocol(api: null), cancellationToken);

    /// <param name="id">The ID of the record.</param>
    /// <param name="api">The API. <see cref="LeadApi.Item"/> does not return the parts of the address: they are not read.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <inheritdoc cref="GetAsync{TRecord}(long, CancellationToken)"/>
    public Task<TRecord?> GetAsync<TRecord>(long id, LeadApi api, CancellationToken cancellationToken = default)
        where TRecord : CrmRecord, ICrmRecord<TRecord> => GetAsync<TRecord>(id, Calls.GetProtocol(api), cancellationToken);

    private async Task<TRecord?> GetAsync<TRecord>(long id, CrmProtocol protocol, CancellationToken cancellationToken)
        where TRecord : CrmRecord, ICrmRecord<TRecord>
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(id);
        try
        {
            return await Calls.CallAsync(
                new CallTraits(protocol.GetMethods(TRecord.Entity).Get) { RecordId = id },
                (protocol, id),
                static (writer, call) => call.protocol.WriteGet(writer, TRecord.Entity, call.id),
                reply => CrmReading.ReadRecord<TRecord>(protocol, id, reply.Result, reply.Time, Portal.Origin, reply.Read!),
                cancellationToken).ConfigureAwait(false);
        }
        catch (Bitrix24NotFoundException)
        {
            return null;
        }
    }

    /// <summary>Reads records by their IDs in batches. Returns one result for each ID, in the order in which the replies arrive.</summary>
    /// <typeparam name="TRecord">The generated read model.</typeparam>
    /// <param name="ids">The IDs. They are read as fast as the portal answers.</param>
    /// <param name="cancellationToken">Cancels the enumeration.</param>
    /// <exception cref="Bitrix24AuthenticationException">The portal rejected the credentials.</exception>
    /// <exception cref="Bitrix24Exception">The portal could not be reached in any attempt, or 50 calls in a row failed.</exception>
    public IAsyncEnumerable<CrmReadResult<TRecord>> GetManyAsync<TRecord>(IAsyncEnumerable<long> ids, CancellationToken cancellationToken = default)
        where TRecord : CrmRecord, ICrmRecord<TRecord>
    {
        ArgumentNullException.ThrowIfNull(ids);
        return BulkRun<long, CrmReadResult<TRecord>>.RunAsync(
            ids, Calls, () => new GetWork<TRecord>(_calls.GetProtocol(api: null), _calls.Connection), CrmBulkOptions.Checked(null), cancellationToken);
    }

    /// <param name="ids">The IDs. They are read as fast as the portal answers.</param>
    /// <param name="api">The API. <see cref="LeadApi.Item"/> does not return the parts of the address: they are not read.</param>
    /// <param name="cancellationToken">Cancels the enumeration.</param>
    /// <inheritdoc cref="GetManyAsync{TRecord}(IAsyncEnumerable{long}, CancellationToken)"/>
    public IAsyncEnumerable<CrmReadResult<TRecord>> GetManyAsync<TRecord>(IAsyncEnumerable<long> ids, LeadApi api, CancellationToken cancellationToken = default)
        where TRecord : CrmRecord, ICrmRecord<TRecord>
    {
        ArgumentNullException.ThrowIfNull(ids);
        return BulkRun<long, CrmReadResult<TRecord>>.RunAsync(
            ids, Calls, () => new GetWork<TRecord>(_calls.GetProtocol(api), _calls.Connection), CrmBulkOptions.Checked(null), cancellationToken);
    }

    /// <inheritdoc cref="GetManyAsync{TRecord}(IAsyncEnumerable{long}, LeadApi, CancellationToken)"/>
    public IAsyncEnumerable<CrmReadResult<TRecord>> GetManyAsync<TRecord>(IEnumerable<long> ids, LeadApi api, CancellationToken cancellationToken = default)
        where TRecord : CrmRecord, ICrmRecord<TRecord>
    {
        ArgumentNullException.ThrowIfNull(ids);
        return GetManyAsync<TRecord>(ids.AsAsync(), api, cancellationToken);
    }

    /// <inheritdoc cref="GetManyAsync{TRecord}(IAsyncEnumerable{long}, CancellationToken)"/>
    public IAsyncEnumerable<CrmReadResult<TRecord>> GetManyAsync<TRecord>(IEnumerable<long> ids, CancellationToken cancellationToken = default)
        where TRecord : CrmRecord, ICrmRecord<TRecord>
    {
        ArgumentNullException.ThrowIfNull(ids);
        return GetManyAsync<TRecord>(ids.AsAsync(), cancellationToken);
    }

    /// <summary>Reads the records that a query finds, page by page as the loop continues.</summary>
    /// <remarks>In the order of IDs (the default), records that are added or deleted in the meantime do not shift the pages.</remarks>
    /// <typeparam name="TRecord">The generated read model.</typeparam>
    /// <param name="query">The filter and the selected fields. By default, all records are returned with all fields.</param>
    /// <param name="cancellationToken">Cancels the enumeration.</param>
    /// <exception cref="ArgumentException">The query has a field that the read model does not have, or a portal would leave out its last records: it is in the order of another
    /// field than the ID, reads a link <c>PARENT_ID_…</c>, and has a condition on a part of the address or on another such link.</exception>
    /// <exception cref="Bitrix24FieldNotFoundException">The portal ignored a condition, because its field was removed or is hidden from the user. No record of the page is returned.</exception>
    /// <exception cref="Bitrix24Exception">The portal returned an error or no valid records.</exception>
    /// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/leads/crm-lead-list.html"/>
    public IAsyncEnumerable<TRecord> ListAsync<TRecord>(CrmQuery? query = null, CancellationToken cancellationToken = default)
        where TRecord : CrmRecord, ICrmRecord<TRecord> => ListAsync<TRecord>(query, api: null, cancellationToken);

    /// <param name="query">The conditions and the selected fields. By default, all records are returned with all fields.</param>
    /// <param name="api">The API. A query that <see cref="LeadApi.Item"/> does not support is sent through <see cref="LeadApi.Classic"/>.</param>
    /// <param name="cancellationToken">Cancels the enumeration.</param>
    /// <exception cref="ArgumentException">The query has a group of conditions (<see cref="CrmFilter.Or"/>) and the API is not <see cref="LeadApi.Item"/>, or another part that it does not support.</exception>
    /// <inheritdoc cref="ListAsync{TRecord}(CrmQuery?, CancellationToken)"/>
    public IAsyncEnumerable<TRecord> ListAsync<TRecord>(CrmQuery? query, LeadApi api, CancellationToken cancellationToken = default)
        where TRecord : CrmRecord, ICrmRecord<TRecord> => ListAsync<TRecord>(query, (LeadApi?)api, cancellationToken);

    private IAsyncEnumerable<TRecord> ListAsync<TRecord>(CrmQuery? query, LeadApi? api, CancellationToken cancellationToken)
        where TRecord : CrmRecord, ICrmRecord<TRecord>
    {
        query ??= new CrmQuery();
        query.Check(TRecord.Fields);
        return CrmPages.ReadAsync<TRecord>(Calls, query, _calls.GetProtocol(query, TRecord.Fields, api), cancellationToken);
    }

    /// <summary>Counts the records that a query finds. The fields and the order of the query have no effect.</summary>
    /// <typeparam name="TRecord">The generated read model.</typeparam>
    /// <param name="query">The conditions. By default, all records that the user may read are counted.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">The query has a field that the read model does not have, or a condition that only the client checks, so that the portal counts other records too.</exception>
    /// <exception cref="Bitrix24FieldNotFoundException">The portal ignored a condition, because its field was removed or is hidden from the user.</exception>
    /// <exception cref="Bitrix24Exception">The portal returned an error or no count.</exception>
    /// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/leads/crm-lead-list.html"/>
    public Task<long> CountAsync<TRecord>(CrmQuery? query = null, CancellationToken cancellationToken = default)
        where TRecord : CrmRecord, ICrmRecord<TRecord> => CountAsync<TRecord>(query, api: null, cancellationToken);

    /// <param name="query">The conditions. By default, all records that the user may read are counted.</param>
    /// <param name="api">The API. A query that <see cref="LeadApi.Item"/> does not support is sent through <see cref="LeadApi.Classic"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <inheritdoc cref="CountAsync{TRecord}(CrmQuery?, CancellationToken)"/>
    public Task<long> CountAsync<TRecord>(CrmQuery? query, LeadApi api, CancellationToken cancellationToken = default)
        where TRecord : CrmRecord, ICrmRecord<TRecord> => CountAsync<TRecord>(query, (LeadApi?)api, cancellationToken);

    private async Task<long> CountAsync<TRecord>(CrmQuery? query, LeadApi? api, CancellationToken cancellationToken)
        where TRecord : CrmRecord, ICrmRecord<TRecord>
    {
        query = (query ?? new CrmQuery()).ForCount(TRecord.Fields);
        query.Check(TRecord.Fields);
        CrmProtocol protocol = Calls.GetProtocol(query, TRecord.Fields, api);
        CrmPage<TRecord> page = await CrmPages.ReadPageAsync<TRecord>(Calls, query, protocol, start: 0, cancellationToken).ConfigureAwait(false);
        return page.Total ?? throw Portal.Failures.Unreadable(protocol.GetMethods(TRecord.Entity).List, HttpStatusCode.OK, "a page without 'total'");
    }

    /// <summary>Reads one page of the records that a query finds, and the number of all these records.</summary>
    /// <remarks>
    /// Pages by position are for user interfaces. Records that are added or deleted between two calls move others to another page, and a portal counts all records for each page. To read many
    /// records, use <see cref="ListAsync{TRecord}(CrmQuery?, CancellationToken)"/>.
    /// </remarks>
    /// <typeparam name="TRecord">The generated read model.</typeparam>
    /// <param name="query">The filter, the order and the selected fields. By default, all records are found with all fields.</param>
    /// <param name="start">
    /// The number of records before the page: a multiple of 50, such as <see cref="CrmPage{TRecord}.Next"/> of the page before. With -1, the portal returns the first page and does not count, which is
    /// faster: <see cref="CrmPage{TRecord}.Total"/> and <see cref="CrmPage{TRecord}.Next"/> are then unknown.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The page; empty after the last record.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The start is neither -1 nor a multiple of 50.</exception>
    /// <exception cref="ArgumentException">The query has a field that the read model does not have, or a portal would leave out its last records: see <see cref="ListAsync{TRecord}(CrmQuery?, CancellationToken)"/>.</exception>
    /// <exception cref="Bitrix24FieldNotFoundException">The portal ignored a condition, because its field was removed or is hidden from the user. No record of the page is returned.</exception>
    /// <exception cref="Bitrix24Exception">The portal returned an error or no valid records.</exception>
    /// <seealso href="https://apidocs.bitrix24.com/settings/how-to-call-rest-api/list-methods-pecularities.html"/>
    public Task<CrmPage<TRecord>> GetPageAsync<TRecord>(CrmQuery? query = null, long start = 0, CancellationToken cancellationToken = default)
        where TRecord : CrmRecord, ICrmRecord<TRecord> => GetPageAsync<TRecord>(query, start, api: null, cancellationToken);

    /// <param name="query">The filter, the order and the selected fields.</param>
    /// <param name="start">The number of records before the page: a multiple of 50; -1 for the first page without a count.</param>
    /// <param name="api">The API. A query that <see cref="LeadApi.Item"/> does not support is sent through <see cref="LeadApi.Classic"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <inheritdoc cref="GetPageAsync{TRecord}(CrmQuery?, long, CancellationToken)"/>
    public Task<CrmPage<TRecord>> GetPageAsync<TRecord>(CrmQuery? query, long start, LeadApi api, CancellationToken cancellationToken = default)
        where TRecord : CrmRecord, ICrmRecord<TRecord> => GetPageAsync<TRecord>(query, start, (LeadApi?)api, cancellationToken);

    private Task<CrmPage<TRecord>> GetPageAsync<TRecord>(CrmQuery? query, long start, LeadApi? api, CancellationToken cancellationToken)
        where TRecord : CrmRecord, ICrmRecord<TRecord>
    {
        if (start < -1 || (start > 0 && start % ReplyLimits.PageSize != 0))
        {
            throw new ArgumentOutOfRangeException(nameof(start), start, $"A page starts at a multiple of {ReplyLimits.PageSize}, or at -1 without a count.");
        }

        query = (query ?? new CrmQuery()).ByPosition();
        query.Check(TRecord.Fields);
        return CrmPages.ReadPageAsync<TRecord>(Calls, query, Calls.GetProtocol(query, TRecord.Fields, api), start, cancellationToken);
    }

    /// <summary>Deletes a record, with its activities, history and timeline. This can't be undone.</summary>
    /// <remarks>
    /// The call is retried after an unknown outcome, because IDs are never reused. If the record does not exist when the call is retried, it counts as deleted, and <see cref="CrmDeleteReply.HadUnknownAttempt"/> is set. Records
    /// that were read before are out of date: an empty difference with one of them is rejected.
    /// </remarks>
    /// <typeparam name="TRecord">The generated read model, which identifies the entity.</typeparam>
    /// <param name="id">The ID of the record.</param>
    /// <param name="cancellationToken">Cancels the wait; the portal may delete the record anyway.</param>
    /// <exception cref="ArgumentOutOfRangeException">The ID is not positive.</exception>
    /// <exception cref="Bitrix24NotFoundException">The record does not exist, and no earlier attempt of the call can have deleted it.</exception>
    /// <exception cref="Bitrix24AccessDeniedException">The user of the webhook or application may not delete the record.</exception>
    /// <exception cref="Bitrix24Exception">The portal returned another error, or the outcome is unknown (<see cref="Bitrix24Exception.IsOutcomeUnknown"/>).</exception>
    /// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/leads/crm-lead-delete.html"/>
    public Task<CrmDeleteReply> DeleteAsync<TRecord>(long id, CancellationToken cancellationToken = default)
        where TRecord : CrmRecord, ICrmRecord<TRecord> => DeleteAsync(TRecord.Entity, id, Calls.GetProtocol(api: null), cancellationToken);

    /// <param name="id">The ID of the record.</param>
    /// <param name="api">The API.</param>
    /// <param name="cancellationToken">Cancels the wait; the portal may delete the record anyway.</param>
    /// <inheritdoc cref="DeleteAsync{TRecord}(long, CancellationToken)"/>
    public Task<CrmDeleteReply> DeleteAsync<TRecord>(long id, LeadApi api, CancellationToken cancellationToken = default)
        where TRecord : CrmRecord, ICrmRecord<TRecord> => DeleteAsync(TRecord.Entity, id, Calls.GetProtocol(api), cancellationToken);

    private async Task<CrmDeleteReply> DeleteAsync(CrmEntity entity, long id, CrmProtocol protocol, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(id);
        var traits = new CallTraits(protocol.GetMethods(entity).Delete) { RecordId = id };
        SendState deletion = Portal.Records.BeginChange(id, ItemNames.IdCode);
        bool mayBeDeleted = true;
        try
        {
            return await Calls.CallAsync(
                traits,
                (protocol, entity, id),
                static (writer, call) => call.protocol.WriteDelete(writer, call.entity, call.id),
                reply =>
                {
                    protocol.CheckDeleted(reply.Result);
                    return new CrmDeleteReply(reply.Time) { Api = protocol.Api, HadUnknownAttempt = traits.HadUnknownAttempt };
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (Bitrix24NotFoundException) when (traits.HadUnknownAttempt)
        {
            return new CrmDeleteReply(Time: null) { Api = protocol.Api, HadUnknownAttempt = true };
        }
        catch (Exception e) when (e is Bitrix24Exception { IsOutcomeUnknown: false } or CanceledBeforeSendException)
        {
            mayBeDeleted = e is Bitrix24NotFoundException;
            throw;
        }
        finally
        {
            Portal.Records.EndChange(deletion, mayBeDeleted);
        }
    }

    /// <summary>Compares the portal's fields with the compiled schema. Returns the differences, and whether they cause writes to be lost.</summary>
    /// <remarks>
    /// The webhook's user must be able to see every field, like an administrator: a hidden field is reported as removed. The call
    /// counts towards the portal's limits. Make it at the start of the program and then every few minutes, not before each update.
    /// </remarks>
    /// <typeparam name="TRecord">The generated read model, whose schema is compared.</typeparam>
    /// <exception cref="Bitrix24ReplyException">The reply is not a map of fields, or contains none of the fields of the schema. Another service may have answered.</exception>
    /// <exception cref="Bitrix24Exception">The portal returned an error or no valid fields.</exception>
    /// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/leads/crm-lead-fields.html"/>
    public async Task<CrmSchemaDrift> CheckSchemaAsync<TRecord>(CancellationToken cancellationToken = default)
        where TRecord : CrmRecord, ICrmRecord<TRecord>
    {
        Dictionary<string, PortalField> fields = await Calls.CallAsync(
            new CallTraits(TRecord.Entity.Methods.Fields),
            0,
            static (writer, _) => CrmCalls.WriteEmptyArguments(writer),
            static reply => PortalField.ReadAll(reply.Result),
            cancellationToken).ConfigureAwait(false);
        return TRecord.Fields.Any(f => fields.ContainsKey(f.Code))
            ? new CrmSchemaDrift(Portal.Portal, SchemaComparison.Compare(TRecord.Entity, TRecord.Fields, fields))
            : throw Portal.Failures.Unreadable(TRecord.Entity.Methods.Fields, HttpStatusCode.OK, "none of the fields of the compiled schema");
    }

    /// <summary>Calls any REST method, with the limits, retries, credentials and redirects of the client's other calls.</summary>
    /// <remarks>
    /// The client does not know the arguments and results of the method. In particular, it does not check field codes and values of <c>crm.lead.add</c>, <c>crm.lead.update</c> and
    /// similar methods, and it does not notice that records which were read before are now out of date. If the project has a schema, the analyzers check the codes and values of leads.
    /// <para>
    /// Transient failures are retried. If the portal may have processed an attempt, only a repeatable call is sent again: <see cref="Bitrix24CallOptions.IsRepeatable"/>.
    /// </para>
    /// </remarks>
    /// <param name="method">The name of the method, such as <c>crm.contact.get</c>: letters, digits and underscores, in parts that are separated by dots. For <c>batch</c>, use <see cref="BatchAsync(IEnumerable{Bitrix24Command}, bool, CancellationToken)"/>.</param>
    /// <param name="arguments">The arguments; <see langword="null"/> for none. They are sent as they are. <c>auth</c> and <c>access_token</c> are not allowed, because the client adds the credentials.</param>
    /// <param name="options">The options; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Cancels the wait; the portal may process the call anyway.</param>
    /// <returns>The reply, which converts to its result. The result is a copy, and needs no disposal.</returns>
    /// <exception cref="ArgumentException">The method is not a valid name, or an argument can't be sent. The message contains the path of the argument, and no value. Nothing was sent.</exception>
    /// <exception cref="Bitrix24Exception">
    /// The portal returned an error, or the outcome is unknown. <see cref="Bitrix24Exception.ErrorCode"/> contains the code of the error. If LeadGen does not know the code, the exception is a
    /// <see cref="Bitrix24ReplyException"/> whose outcome is unknown, because a gateway may have sent the error.
    /// </exception>
    /// <seealso href="https://apidocs.bitrix24.com/api-reference/index.html"/>
    public Task<Bitrix24Reply<JsonElement>> CallAsync(
        string method, JsonObject? arguments = null, Bitrix24CallOptions? options = null, CancellationToken cancellationToken = default) =>
        MethodCalls.SendAsync(Calls, method, arguments, options, cancellationToken);

    /// <inheritdoc cref="CallAsync(string, JsonObject?, Bitrix24CallOptions?, CancellationToken)"/>
    public Task<Bitrix24Reply<JsonElement>> CallAsync(string method, JsonObject? arguments, CancellationToken cancellationToken) =>
        CallAsync(method, arguments, null, cancellationToken);

    /// <summary>Calls any REST method and deserializes its result, also in programs that are compiled ahead of time.</summary>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="method">The name of the method, such as <c>crm.contact.get</c>.</param>
    /// <param name="resultType">The description of the type, which a <see cref="System.Text.Json.Serialization.JsonSerializerContext"/> generates. The type must accept <c>[]</c> for an empty object, and numbers as texts: portals return both.</param>
    /// <param name="arguments">The arguments; <see langword="null"/> for none.</param>
    /// <param name="options">The options; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Cancels the wait; the portal may process the call anyway.</param>
    /// <returns>The reply, which converts to its result. The result is <see langword="null"/> if the portal returned <c>null</c>.</returns>
    /// <exception cref="Bitrix24ReplyException">The portal processed the call, and the result can't be deserialized; or the reply is not from the portal.</exception>
    /// <inheritdoc cref="CallAsync(string, JsonObject?, Bitrix24CallOptions?, CancellationToken)"/>
    public Task<Bitrix24Reply<TResult?>> CallAsync<TResult>(
        string method, JsonTypeInfo<TResult> resultType, JsonObject? arguments = null, Bitrix24CallOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(resultType);
        return MethodCalls.SendAsync(Calls, method, resultType, arguments, options, cancellationToken);
    }

    /// <inheritdoc cref="CallAsync{TResult}(string, JsonTypeInfo{TResult}, JsonObject?, Bitrix24CallOptions?, CancellationToken)"/>
    public Task<Bitrix24Reply<TResult?>> CallAsync<TResult>(string method, JsonTypeInfo<TResult> resultType, JsonObject? arguments, CancellationToken cancellationToken) =>
        CallAsync(method, resultType, arguments, null, cancellationToken);

    /// <summary>Sends up to 50 calls of any methods as one call, and returns one result for each.</summary>
    /// <remarks>
    /// The portal processes the commands in their order. A failed command does not affect the others, unless <paramref name="haltOnError"/> is set or they refer to its result
    /// (<see cref="Bitrix24Command.ResultOf(string, string[])"/>).
    /// <para>
    /// Commands that the portal certainly did not process are sent again after a transient failure. If the portal may have processed a command, it is sent again only if it is repeatable
    /// (<see cref="Bitrix24Command.IsRepeatable"/>); otherwise its status is <see cref="Bitrix24CommandStatus.Unknown"/>. In a batch that halts on errors, this applies to the failed command
    /// and all commands after it together. A batch counts as one call for the rate limit, and each command counts for the operating time of its method.
    /// </para>
    /// </remarks>
    /// <param name="commands">The commands, with different names. They are encoded before the method returns.</param>
    /// <param name="haltOnError">Whether the portal skips the commands after a failed one. Required if a command refers to the result of another.</param>
    /// <param name="cancellationToken">Cancels the wait; the portal may process the commands anyway.</param>
    /// <returns>One result for each command, by position and by name. A failure of a single command throws nothing.</returns>
    /// <exception cref="ArgumentException">
    /// There are more than 50 commands, a name or a method is invalid, or a batch can't contain an argument. The message contains the name of the command and the path of the argument, and no
    /// value. Nothing was sent.
    /// </exception>
    /// <exception cref="Bitrix24Exception">The portal answered no command: it rejected the batch or could not be reached, or the outcome of all commands is unknown.</exception>
    /// <seealso href="https://apidocs.bitrix24.com/settings/how-to-call-rest-api/batch.html"/>
    public Task<Bitrix24BatchReply> BatchAsync(IEnumerable<Bitrix24Command> commands, bool haltOnError = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(commands);
        return new CommandBatch(Calls, [.. commands], haltOnError).SendAsync(cancellationToken);
    }

    /// <inheritdoc cref="BatchAsync(IEnumerable{Bitrix24Command}, bool, CancellationToken)"/>
    public Task<Bitrix24BatchReply> BatchAsync(IEnumerable<Bitrix24Command> commands, CancellationToken cancellationToken) => BatchAsync(commands, false, cancellationToken);

    /// <summary>Closes the client's connections and ends bulk runs: updates that were not sent are <see cref="CrmUpdateStatus.NotSent"/>, updates in progress may be <see cref="CrmUpdateStatus.Unknown"/>.</summary>
    /// <remarks>
    /// Calls that wait for a limit or a retry fail immediately with a <see cref="Bitrix24TransportException"/> that is not transient. Calls
    /// that were sent end with their replies if the <see cref="HttpClient"/> is the caller's.
    /// </remarks>
    public void Dispose()
    {
        _isDisposed = true;
        _calls.Dispose();
        _ownHttp?.Dispose();
    }

    /// <summary>Returns the portal, without secrets.</summary>
    public override string ToString() => $"{nameof(Bitrix24Client)} of {Portal.Portal}";

    /// <inheritdoc cref="CrmMode.IsSimpleAsync"/>
    internal Task<bool?> IsSimpleModeAsync(CancellationToken cancellationToken) => _mode.IsSimpleAsync(cancellationToken);

    private PortalConnection Portal => _calls.Connection;

    /// <summary>Gets the calls.</summary>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    internal PortalCalls Calls
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _calls;
        }
    }

    private static Bitrix24ClientOptions CreateOptions(string webhook)
    {
        Webhook.Parse(webhook);
        return new Bitrix24ClientOptions { Webhook = webhook };
    }

    private static HttpClient NotNull(HttpClient httpClient)
    {
        ArgumentNullException.ThrowIfNull(httpClient);
        return httpClient;
    }
}
