using System.Runtime.ExceptionServices;
using LeadGen.Transport;

namespace LeadGen.Related;

/// <summary>Finds the record with the key of a draft, and creates it if it does not exist.</summary>
/// <remarks>
/// The record is created again only if an attempt with an unknown outcome was followed by a delay and by a search that found nothing. Callers of one process with a common key wait for each
/// other. Callers of different processes do not, because portals have no unique keys.
/// </remarks>
internal sealed class FindOrCreate(Bitrix24Client client, CrmDraft draft, CrmFindOrCreateOptions options, RecordKey key)
{
    // Shared by all clients of the process.
    private static readonly KeyedLocks s_locks = new();

    private readonly PortalCalls _calls = client.Calls;

    /// <exception cref="Bitrix24Exception">A search failed, the record could not be created, or it is unknown whether it was created.</exception>
    public async Task<CrmFindOrCreateReply> RunAsync(CancellationToken cancellationToken)
    {
        string scope = $"{_calls.Connection.Portal} {draft.Entity.Name} ";
        using IDisposable held = await s_locks.AcquireAsync(key.Texts.Select(text => scope + text), cancellationToken).ConfigureAwait(false);
        CrmMatches found = await key.FindAsync(_calls, cancellationToken).ConfigureAwait(false);
        if (found.Ids.Count > 0)
        {
            return CreateReply(found, wasCreated: false);
        }

        for (int retries = 0; ; retries++)
        {
            try
            {
                CrmCreateReply created = await client.CreateAsync(draft, options.CreateOptions, cancellationToken).ConfigureAwait(false);
                return await CreateReplyAsync(created, hadUnknownAttempt: retries > 0, cancellationToken).ConfigureAwait(false);
            }
            catch (Bitrix24Exception e) when (e is { IsOutcomeUnknown: true } and not Bitrix24AssigneeException)
            {
                bool canRetry = e.IsTransient && retries < _calls.Options.Retries.MaxRetries && await IsClassicModeAsync(cancellationToken).ConfigureAwait(false);
                found = await SearchAgainAsync(e, canRetry, cancellationToken).ConfigureAwait(false);
                if (found.Ids.Count > 0)
                {
                    return CreateReply(found, wasCreated: true) with { HadUnknownAttempt = true };
                }

                if (!canRetry)
                {
                    throw;
                }
            }
            catch (OperationCanceledException) when (retries > 0)
            {
                throw CanceledAfterUnknownAttempt(cancellationToken);
            }
            catch (Bitrix24Exception e) when (retries > 0 && !e.IsOutcomeUnknown)
            {
                // The portal has not processed this attempt, but it may have processed an earlier one.
                throw e.With(e.Failure with { IsOutcomeUnknown = true, IsUnsent = true, ChangesRecord = true });
            }
        }
    }

    // In simple mode, the record may already be a deal, which no search finds. If the mode is unknown, the record is not created again either.
    private async Task<bool> IsClassicModeAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await client.IsSimpleModeAsync(cancellationToken).ConfigureAwait(false) == false;
        }
        catch (OperationCanceledException)
        {
            throw CanceledAfterUnknownAttempt(cancellationToken);
        }
    }

    // Usually, the portal has processed the attempt, and the first search finds the record. Otherwise the portal may still be processing it.
    private async Task<CrmMatches> SearchAgainAsync(Bitrix24Exception failure, bool canRetry, CancellationToken cancellationToken)
    {
        try
        {
            CrmMatches found = await key.FindAsync(_calls, cancellationToken).ConfigureAwait(false);
            if (found.Ids.Count > 0 || !canRetry)
            {
                return found;
            }

            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _calls.Connection.Disposal);
            await Task.Delay(options.RetryDelay ?? _calls.Options.Timeout, _calls.Time, either.Token).ConfigureAwait(false);
            return await key.FindAsync(_calls, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw CanceledAfterUnknownAttempt(cancellationToken);
        }
        catch (Exception e) when (e is Bitrix24Exception or OperationCanceledException)
        {
            // The caller must know that the record may exist.
            ExceptionDispatchInfo.Throw(failure);
            throw;
        }
    }

    private CrmFindOrCreateReply CreateReply(CrmMatches found, bool wasCreated) =>
        new(found.Ids.Count == 1 || options.UseLowestId ? found.Ids[0] : null, wasCreated, found.Ids) { IsTruncated = found.IsTruncated };

    // After an earlier attempt with an unknown outcome, a last search shows whether the portal has created two records.
    private async Task<CrmFindOrCreateReply> CreateReplyAsync(CrmCreateReply created, bool hadUnknownAttempt, CancellationToken cancellationToken)
    {
        CrmMatches found = new([], IsTruncated: false);
        try
        {
            found = hadUnknownAttempt ? await key.FindAsync(_calls, cancellationToken).ConfigureAwait(false) : found;
        }
        catch (Exception e) when (e is Bitrix24Exception or OperationCanceledException)
        {
            // The record was created. The reply says that an earlier attempt was unknown.
        }

        return new CrmFindOrCreateReply(created.RecordId, WasCreated: true, [.. found.Ids.Append(created.RecordId).Distinct().Order()])
        {
            Created = created,
            HadUnknownAttempt = hadUnknownAttempt,
            IsTruncated = found.IsTruncated,
        };
    }

    private static OperationCanceledException CanceledAfterUnknownAttempt(CancellationToken cancellationToken) =>
        new("The call was canceled. An earlier attempt may have been processed.", cancellationToken);
}
