using System.Diagnostics;
using System.Text.Json;
using LeadGen.Limits;
using LeadGen.Settings;
using LeadGen.Wire;
using Polly;
using Polly.Retry;

namespace LeadGen.Transport;

/// <summary>Reads the result of a command of a batch.</summary>
internal delegate void CommandReader(ReadOnlySpan<byte> result);

/// <summary>Sends calls: retries transient failures, and records whether an attempt may have been processed.</summary>
internal sealed class PortalCalls : IDisposable
{
    private static readonly ResiliencePropertyKey<Run> s_run = new("run");

    private readonly Bitrix24ClientOptions _options;
    private readonly RetryBudget _budget;
    private readonly ResiliencePipeline _retries;

    public PortalCalls(PortalConnection connection, Bitrix24ClientOptions options)
    {
        Connection = connection;
        _options = options;
        _budget = new RetryBudget(options.Retries.BudgetPerCall);
        _retries = options.Retries.MaxRetries == 0 ? ResiliencePipeline.Empty : new ResiliencePipelineBuilder { TimeProvider = options.TimeProvider }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = int.MaxValue, // HasAttemptsLeft limits them.
                Delay = options.Retries.Delay,
                MaxDelay = options.Retries.MaxDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = retry => ValueTask.FromResult(
                    retry.Context.Properties.TryGetValue(s_run, out Run? run) && (run.IsAttemptDue = ShouldRetry(run.Traits, retry))),
                DelayGenerator = retry => ValueTask.FromResult(DelayBefore((Bitrix24Exception)retry.Outcome.Exception!, retry.AttemptNumber)),
                OnRetry = retry =>
                {
                    if (retry.Context.Properties.TryGetValue(s_run, out Run? run))
                    {
                        run.Traits.Progress.Retries++;
                    }

                    RaiseRetry((Bitrix24Exception)retry.Outcome.Exception!, retry.AttemptNumber + 1, retry.RetryDelay);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }

    public PortalConnection Connection { get; }

    public Bitrix24ClientOptions Options => _options;

    public TimeProvider Time => _options.TimeProvider;

    public Bitrix24ClientEvents? Events => _options.Events;

    /// <summary>Gets the protocol for an update or a draft.</summary>
    public CrmProtocol GetProtocol(CrmValues values, CrmUpdateOptions? options) => CrmRoutes.For(values, options, _options.Api);

    /// <summary>Gets the protocol for a call that reads one item.</summary>
    /// <param name="api">The requested API; <see langword="null"/> for that of the client.</param>
    public CrmProtocol GetProtocol(LeadApi? api) => CrmRoutes.ForGet(api ?? _options.Api);

    /// <summary>Gets the protocol for a query.</summary>
    /// <exception cref="ArgumentException">No API can send the query, or the requested one does not support its groups of conditions.</exception>
    public CrmProtocol GetProtocol(CrmQuery query, CrmFieldSet fields, LeadApi? api) => CrmRoutes.For(query, fields, api ?? _options.Api);

    /// <summary>Makes a call and reads its result. A reply that can't be read is a failed attempt.</summary>
    /// <exception cref="Bitrix24Exception">The call failed, and no further retry was possible.</exception>
    public async Task<TAnswer> CallAsync<TCall, TAnswer>(
        CallTraits traits, TCall call, Action<WireWriter, TCall> write, Func<PortalReply, TAnswer> read, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> body = PortalConnection.WriteBody(call, write);
        TAnswer answer = default!;
        await RunAsync(
            traits,
            async ct =>
            {
                using PortalReply reply = await Connection.PostAsync(traits, body, ct).ConfigureAwait(false);
                answer = Connection.Responses.ReadResult(traits, reply, read);
            },
            cancellationToken).ConfigureAwait(false);
        return answer;
    }

    /// <summary>Makes attempts until one succeeds or its failure must not be retried.</summary>
    /// <remarks>The exception says whether the portal may have processed any of the attempts.</remarks>
    public async Task RunAsync(CallTraits traits, Func<CancellationToken, Task> attempt, CancellationToken cancellationToken)
    {
        _budget.Earn();
        Activity? activity = Telemetry.StartCall(traits, Connection.Portal);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Connection.Disposal);
        ResilienceContext context = ResilienceContextPool.Shared.Get(either.Token);
        var run = new Run(attempt, traits, cancellationToken);
        context.Properties.Set(s_run, run);
        try
        {
            try
            {
                await _retries.ExecuteAsync(static (_, run) => run.AttemptAsync(), context, run).ConfigureAwait(false);
            }
            catch (Exception) when (run.IsAttemptDue && Connection.Disposal.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                // Disposing the client ended the delay. The attempt fails before it sends anything, and its exception says why.
                await run.AttemptAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException e) when (run.IsAttemptDue && e is not CanceledBeforeSendException)
        {
            // Before the first attempt, or in the delay after an attempt.
            throw traits.HadUnknownAttempt ? Run.CanceledAfterUnknownAttempt(cancellationToken) : new CanceledBeforeSendException(cancellationToken);
        }
        catch (Bitrix24Exception e)
        {
            Telemetry.SetError(activity, e);
            throw;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
            Telemetry.SetProgress(activity, traits.Progress);
            SafeEvents.Raise(() => activity?.Dispose());
        }
    }

    /// <summary>Checks that an update was not created from data of another portal, whose IDs belong to other records and entries.</summary>
    /// <exception cref="ArgumentException">The update was created from data of another portal.</exception>
    public async ValueTask CheckPortalAsync(CrmUpdate update, bool isBulk, CancellationToken cancellationToken)
    {
        if (update.Portal is not { } portal || Connection.IsOrigin(portal))
        {
            return;
        }

        var traits = new CallTraits(update.Entity.Methods.Update, isBulk) { RecordId = update.RecordId };
        await RunAsync(traits, ct => Connection.FindPortalAsync(traits, ct), cancellationToken).ConfigureAwait(false);
        if (!Connection.IsOrigin(portal))
        {
            throw new ArgumentException(
                $"The update of {update.Entity.Name} {update.RecordId} was created from data of {portal}, but this client is for {Connection.Portal}. Nothing was sent. Use the client that read the data.",
                nameof(update));
        }
    }

    /// <summary>Checks that the portal knows the codes and items that are sent.</summary>
    /// <exception cref="CrmValueException">A value is not in the schema, was not read from this portal, and is not allowed by the options.</exception>
    public void CheckValues(CrmValues values, CrmUpdateOptions? options)
    {
        if (!_options.AllowUnknownValues && options?.AllowUnknownValues != true)
        {
            values.CheckValues(Connection.IsOrigin);
        }
    }

    /// <summary>Compares values with the item that a reply contains.</summary>
    /// <param name="protocol">The protocol of the reply.</param>
    /// <param name="id">The ID of the item.</param>
    /// <param name="result">The result of the call, or of a command of a batch.</param>
    /// <param name="values">The values that were sent.</param>
    /// <param name="reply">The reply that contains the result.</param>
    /// <returns>The comparison. If the result is not that item, its <see cref="CrmVerification.Error"/> says so: the portal has processed the values.</returns>
    public CrmVerification Verify(CrmProtocol protocol, long id, ReadOnlySpan<byte> result, CrmValues values, PortalReply reply)
    {
        try
        {
            return CrmVerification.Create(id, values, CrmReading.ReadStored(protocol, id, result, values, reply.Time, Connection.Origin, reply.Read));
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            CrmMethods methods = protocol.GetMethods(values.Entity);
            return new CrmVerification(id, [], [], Connection.Failures.Unreadable(!protocol.ReturnsStoredValues(values) ? methods.Get : values is CrmDraft ? methods.Add : methods.Update, null, PortalFailures.Describe(e), id));
        }
    }

    /// <summary>Reads the result of a command of a batch.</summary>
    /// <param name="method">The method of the command.</param>
    /// <param name="recordId">The ID of its record; <see langword="null"/> if it is not about exactly one record.</param>
    /// <param name="command">The command in the reply.</param>
    /// <param name="reply">The reply to the batch.</param>
    /// <param name="read">Reads the result.</param>
    /// <returns>The failure; <see langword="null"/> if the result was read.</returns>
    public Bitrix24Exception? ReadCommand(string method, long? recordId, BatchReply.Command command, PortalReply reply, CommandReader read)
    {
        string content;
        if (command.IsContradictory)
        {
            content = "both a result and an error, or an error that is not from the portal";
        }
        else if (command.Error is not null)
        {
            return Connection.Failures.RowFailure(method, recordId, command.Error, command.ErrorDescription);
        }
        else if (command.Result is not { } range)
        {
            content = "no result in the reply to a batch";
        }
        else
        {
            try
            {
                read(reply.Result[range]);
                return null;
            }
            catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
            {
                return Connection.Failures.Unreadable(method, null, e, recordId);
            }
        }

        return Connection.Failures.Unreadable(method, null, content, recordId);
    }

    public void Dispose() => Connection.Dispose();

    // The retry budget does not apply to bulk runs: they have few calls in progress, and failing fast would fail the whole source.
    private bool ShouldRetry(CallTraits call, RetryPredicateArguments<object> retry) =>
        retry.Outcome.Exception is Bitrix24Exception { IsTransient: true } failure
        && failure is not Bitrix24LimitException { IsFromClient: true }
        && HasAttemptsLeft(call, failure, retry.AttemptNumber)
        && (!failure.IsOutcomeUnknown || call.IsIdempotent)
        && (!call.IsProbe || failure is Bitrix24LimitException or { Failure.IsUnsent: true })
        && (call.IsBulk || IsSoonEnough(failure))
        && (failure is Bitrix24LimitException || call.IsBulk || _budget.TrySpend());

    // The operating time that other processes have used is free again after a whole window at the latest.
    private bool HasAttemptsLeft(CallTraits call, Bitrix24Exception failure, int retries)
    {
        if (failure is not Bitrix24LimitException { IsOperatingTime: true })
        {
            return retries < _options.Retries.MaxRetries;
        }

        call.Progress.OperatingTimeRejectedAt ??= Time.GetTimestamp();
        return retries < _options.Retries.MaxRetries || Time.GetElapsedTime(call.Progress.OperatingTimeRejectedAt.Value) < _options.Limits.OperatingWindow;
    }

    // A single call does not wait for a long Retry-After. The exception contains it.
    private bool IsSoonEnough(Bitrix24Exception failure)
    {
        TimeSpan maxDelay = failure is Bitrix24LimitException ? _options.MaxWait : _options.Retries.MaxDelay;
        return failure.RetryAfter is not { } asked || asked <= maxDelay || maxDelay == Timeout.InfiniteTimeSpan;
    }

    // A call that a limit rejected waits in the throttle. Of the others, only calls of bulk runs wait longer than MaxDelay.
    private TimeSpan? DelayBefore(Bitrix24Exception failure, int attempt)
    {
        if (failure is Bitrix24LimitException)
        {
            return TimeSpan.Zero;
        }

        if (failure.RetryAfter is not { } asked)
        {
            return null;
        }

        // A short Retry-After must not disable the back-off.
        Bitrix24RetryOptions retries = _options.Retries;
        double jitter = 0.5 + Random.Shared.NextDouble();
        double own = Math.Min(retries.Delay.Ticks * Math.Pow(2, attempt) * jitter, retries.MaxDelay.Ticks);
        long longest = Math.Max(retries.MaxDelay.Ticks, _options.Limits.OperatingWindow.Ticks);
        return TimeSpan.FromTicks(Math.Max((long)own, Math.Min(asked.Ticks, longest)));
    }

    private void RaiseRetry(Bitrix24Exception failure, int attempt, TimeSpan delay)
    {
        Telemetry.RecordRetry(failure.Method, Connection.Portal, failure);
        _options.Events?.OnRetry(Connection.Portal, failure, attempt, delay);
    }

    private sealed class Run(Func<CancellationToken, Task> attempt, CallTraits traits, CancellationToken cancellationToken)
    {
        public CallTraits Traits => traits;

        /// <summary>Gets or sets whether an attempt follows: the first one, or a retry.</summary>
        public bool IsAttemptDue { get; set; } = true;

        public static OperationCanceledException CanceledAfterUnknownAttempt(CancellationToken cancellationToken) =>
            new("The call was canceled. An earlier attempt may have been processed.", cancellationToken);

        // Disposing the client does not cancel an attempt that was sent: its reply may still arrive.
        public async ValueTask AttemptAsync()
        {
            IsAttemptDue = false;
            try
            {
                await attempt(cancellationToken).ConfigureAwait(false);
            }
            catch (Bitrix24Exception e)
            {
                // Each row of a batch has a separate outcome, because not all rows were in all attempts.
                traits.HadUnknownAttempt |= e.IsOutcomeUnknown;
                CallFailure failure = e.Failure with
                {
                    IsOutcomeUnknown = traits.IsBatch ? e.IsOutcomeUnknown : traits.HadUnknownAttempt,
                    ChangesRecord = e.Failure.ChangesRecord || traits.ChangesRecord,
                };
                if (failure == e.Failure)
                {
                    throw;
                }

                throw e.With(failure);
            }
            catch (CanceledBeforeSendException) when (traits.HadUnknownAttempt)
            {
                // This attempt was not sent, but one before it was.
                throw CanceledAfterUnknownAttempt(cancellationToken);
            }
            catch (Exception e) when (e is not CanceledBeforeSendException)
            {
                traits.HadUnknownAttempt = true;
                throw;
            }
        }
    }
}
