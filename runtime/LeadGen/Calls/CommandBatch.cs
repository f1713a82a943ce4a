using System.Runtime.ExceptionServices;
using System.Text.Json;
using LeadGen.Access;
using LeadGen.Bulk;
using LeadGen.Limits;
using LeadGen.Transport;
using LeadGen.Wire;

namespace LeadGen.Calls;

/// <summary>Sends the commands of a batch until each has a result.</summary>
/// <remarks>
/// A command is sent again only if the portal certainly did not process it, or if it is repeatable. If the batch halts on errors, the commands after a failed one are sent again with it,
/// and so are the repeatable commands to which they refer.
/// </remarks>
internal sealed class CommandBatch
{
    private readonly PortalCalls _calls;
    private readonly bool _haltOnError;
    private readonly PendingCommand[] _entries;

    // The commands of the next attempt, in their order.
    private List<PendingCommand> _pending;
    private bool _hasAnswer;
    private AccessCredentials? _rejected;

    /// <exception cref="ArgumentException">A command can't be sent.</exception>
    public CommandBatch(PortalCalls calls, IReadOnlyList<Bitrix24Command> commands, bool haltOnError)
    {
        if (commands.Count > BatchBody.MaxCommands)
        {
            throw new ArgumentException($"The batch has {commands.Count} commands, and a portal accepts {BatchBody.MaxCommands}. Send the others in another batch.", nameof(commands));
        }

        _calls = calls;
        _haltOnError = haltOnError;
        var entries = new Dictionary<string, PendingCommand>(StringComparer.Ordinal);
        foreach (Bitrix24Command command in commands)
        {
            PendingCommand entry = Encode(command, entries, haltOnError);
            if (!entries.TryAdd(command.Name, entry))
            {
                throw new ArgumentException($"The batch has two commands with the name '{command.Name}'.", nameof(commands));
            }
        }

        _entries = [.. commands.Select(command => entries[command.Name])];
        _pending = [.. _entries];
    }

    /// <summary>Sends the batch.</summary>
    /// <exception cref="Bitrix24Exception">The portal answered no command.</exception>
    public async Task<Bitrix24BatchReply> SendAsync(CancellationToken cancellationToken)
    {
        for (int refreshes = 0; _pending.Count > 0; refreshes++)
        {
            _rejected = null;
            CallTraits traits = WithCommands(new CallTraits(RestMethod.Batch), _pending);
            try
            {
                await _calls.RunAsync(traits, ct => PostAsync(traits, ct), cancellationToken).ConfigureAwait(false);
            }
            catch (Bitrix24Exception)
            {
                // The commands without a result have this failure.
            }
            catch (CanceledBeforeSendException) when (_hasAnswer || Array.Exists(_entries, static entry => entry.State.IsOutcomeUnknown))
            {
                // This attempt was not sent, but one before it was.
                throw new OperationCanceledException("The batch was canceled. An earlier attempt may have been processed.", cancellationToken);
            }

            if (_rejected is not { } rejected || !rejected.CanRefreshAfter(refreshes) || !_calls.Connection.TryExpire(rejected))
            {
                break;
            }
        }

        if (!_hasAnswer && (Array.Find(_entries, static entry => entry.State.IsOutcomeUnknown) ?? Array.Find(_entries, static entry => entry.State.Error is not null)) is { } failed)
        {
            ExceptionDispatchInfo.Throw(failed.State.Error!);
        }

        return new Bitrix24BatchReply(_entries.Select(static entry => entry.ToResult()));
    }

    private async Task PostAsync(CallTraits traits, CancellationToken cancellationToken)
    {
        List<PendingCommand> sent = _pending;
        var body = new BatchBody(_haltOnError);
        foreach (PendingCommand entry in sent)
        {
            entry.Begin();
            body.Add(entry.Command.Name, entry.Command.Method, entry.Row.Span);
        }

        body.End();
        Bitrix24Exception? again;
        try
        {
            using PortalReply reply = await _calls.Connection.PostAsync(WithCommands(traits, sent), body.Buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
            again = Read(sent, reply);
        }
        catch (Bitrix24Exception e)
        {
            sent.ForEach(entry => entry.Fail(e));
            bool isUnit = _haltOnError && sent.Exists(static entry => !entry.IsRepeatable);
            _pending = e.IsTransient && !(e.IsOutcomeUnknown && isUnit) ? sent.FindAll(entry => !e.IsOutcomeUnknown || entry.IsRepeatable) : [];
            if (_pending.Count == 0)
            {
                return;
            }

            throw;
        }

        if (again is not null)
        {
            throw again;
        }
    }

    private static CallTraits WithCommands(CallTraits traits, List<PendingCommand> entries) => traits with
    {
        MeteredMethod = entries[0].Command.Method,
        MeteredCalls = [.. entries.GroupBy(static entry => entry.Command.Method).Select(static group => (group.Key, group.Count()))],
        Commands = entries.Count,
        CommandMethods = [.. entries.Select(static entry => entry.Command.Method)],
        CommandNames = [.. entries.Select(static entry => entry.Command.Name)],
    };

    /// <summary>Reads the results of the commands.</summary>
    /// <returns>The reason to send some of them again; <see langword="null"/> if they are final, or if they are sent again after a refresh of the tokens.</returns>
    private Bitrix24Exception? Read(List<PendingCommand> sent, PortalReply reply)
    {
        BatchReply batch = reply.Batch!;
        Bitrix24Exception? halting = null, again = null;
        for (int i = 0; i < sent.Count; i++)
        {
            PendingCommand entry = sent[i];
            BatchReply.Command command = batch[i];
            if (halting is not null && command is { Result: null, Error: null, IsContradictory: false })
            {
                entry.IsSkipped = true;
                continue;
            }

            PortalTime? time = batch.GetTime(i);
            Bitrix24Exception? failure = _calls.ReadCommand(
                entry.Command.Method, recordId: null, command, reply, result => entry.Reply = new(MethodCalls.ReadElement(result), command.Total, command.Next, time));
            _hasAnswer |= failure is null or { IsTransient: false } && !(failure is { } rejected && PortalErrors.IsTokenRejected(rejected));
            if (failure is null)
            {
                _calls.Connection.Throttle.RecordAccepted(entry.Command.Method);
                continue;
            }

            entry.Fail(failure);
            halting ??= _haltOnError && command.Error is not null ? failure : null;
            if (failure is Bitrix24LimitException { IsTransient: true } limit)
            {
                _calls.Connection.Throttle.RecordRejection(entry.Command.Method, limit);
            }

            if (CanRepeat(entry, failure))
            {
                again ??= failure;
            }
        }

        _pending = FindPending(sent);
        if (_pending.Count == 0)
        {
            return null;
        }

        if (_pending.Exists(static entry => entry.State.LastError is { } error && PortalErrors.IsTokenRejected(error)))
        {
            _rejected = reply.Credentials;
            return null;
        }

        return again;
    }

    private static bool CanRepeat(PendingCommand entry, Bitrix24Exception failure) =>
        (failure.IsTransient || PortalErrors.IsTokenRejected(failure)) && (!failure.IsOutcomeUnknown || entry.IsRepeatable);

    private List<PendingCommand> FindPending(List<PendingCommand> sent)
    {
        List<PendingCommand> failed = sent.FindAll(static entry => !entry.IsSkipped && entry.Reply is null);
        List<PendingCommand> again = failed.FindAll(static entry => CanRepeat(entry, entry.State.LastError!));
        if (!_haltOnError)
        {
            return again;
        }

        // Only the whole rest of the batch can be sent again: commands after a failed one depend on it, and may have been processed if its outcome is unknown.
        if (again.Count == 0 || again.Count < failed.Count || (failed.Count > 1 && !failed.TrueForAll(static entry => entry.IsRepeatable)))
        {
            return [];
        }

        HashSet<PendingCommand> rest = [.. sent.Where(static entry => entry.Reply is null)];
        foreach (PendingCommand referenced in sent.AsEnumerable().Reverse())
        {
            if (rest.Any(entry => entry.References.Contains(referenced.Command.Name)) && rest.Add(referenced) && !referenced.IsRepeatable)
            {
                return [];
            }
        }

        return sent.FindAll(rest.Contains);
    }

    private static PendingCommand Encode(Bitrix24Command command, Dictionary<string, PendingCommand> earlier, bool haltOnError)
    {
        ArgumentNullException.ThrowIfNull(command);
        Bitrix24Command.CheckName(command.Name, nameof(command));
        RestMethod.Check(command.Method, nameof(command));
        var buffer = new WireBuffer();
        HashSet<string> references = new(StringComparer.Ordinal);
        new JsonArguments(new RowWireWriter(buffer), command.ToString(), reference =>
        {
            references.Add(reference.Name);
            return !earlier.ContainsKey(reference.Name) ? $"it refers to '{reference.Name}', which is not an earlier command of the batch"
                : !haltOnError ? "it refers to the result of another command, and the portal would process the command with an empty value if the other one fails; set haltOnError"
                : null;
        }).Write(command.Arguments);
        return new PendingCommand(command, buffer.WrittenMemory, references);
    }

    /// <summary>Represents a command in progress.</summary>
    private sealed class PendingCommand(Bitrix24Command command, ReadOnlyMemory<byte> row, HashSet<string> references)
    {
        public Bitrix24Command Command => command;

        public ReadOnlyMemory<byte> Row => row;

        /// <summary>Gets the names of the commands whose results it contains.</summary>
        public HashSet<string> References => references;

        public bool IsRepeatable { get; } = command.IsRepeatable ?? RestMethod.IsRead(command.Method);

        // A method that reads has an effect if the caller says that it is not repeatable.
        private bool ChangesData => !IsRepeatable || !RestMethod.IsRead(command.Method);

        // The reply of an earlier attempt. The command was sent again because another command refers to it.
        private Bitrix24Reply<JsonElement>? _earlierReply;

        /// <summary>Gets the failures of all attempts.</summary>
        public BulkEntry<Bitrix24Command> State { get; } = new(command, index: 0);

        public Bitrix24Reply<JsonElement>? Reply { get; set; }

        /// <summary>Gets or sets whether the portal skipped the command in the last attempt.</summary>
        public bool IsSkipped { get; set; }

        /// <summary>Begins an attempt.</summary>
        public void Begin()
        {
            _earlierReply = Reply ?? _earlierReply;
            Reply = null;
            IsSkipped = false;
        }

        /// <summary>Records a failure. Its message says whether the portal may have processed the command.</summary>
        public void Fail(Bitrix24Exception failure) =>
            State.Fail(ChangesData && !failure.Failure.ChangesRecord ? failure.With(failure.Failure with { ChangesRecord = true }) : failure);

        public Bitrix24CommandResult ToResult() =>
            (Reply ?? _earlierReply) is { } reply ? new(command, Bitrix24CommandStatus.Succeeded, reply)
            : IsSkipped && !State.IsOutcomeUnknown ? new(command, Bitrix24CommandStatus.Skipped)
            : new(command, State.Error is { IsOutcomeUnknown: true } && ChangesData ? Bitrix24CommandStatus.Unknown : Bitrix24CommandStatus.Failed, error: State.Error);
    }
}
