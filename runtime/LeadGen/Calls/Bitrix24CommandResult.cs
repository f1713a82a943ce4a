using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using System.Text.Json;

namespace LeadGen;

/// <summary>Represents the result of a command of a batch.</summary>
public sealed class Bitrix24CommandResult
{
    internal Bitrix24CommandResult(Bitrix24Command command, Bitrix24CommandStatus status, Bitrix24Reply<JsonElement>? reply = null, Bitrix24Exception? error = null)
    {
        Command = command;
        Status = status;
        Reply = reply;
        Error = error;
    }

    /// <summary>Gets the command.</summary>
    public Bitrix24Command Command { get; }

    /// <summary>Gets whether the portal processed the command.</summary>
    public Bitrix24CommandStatus Status { get; }

    /// <summary>Gets the result, and <c>total</c> and <c>next</c> of a list; <see langword="null"/> unless the status is <see cref="Bitrix24CommandStatus.Succeeded"/>.</summary>
    public Bitrix24Reply<JsonElement>? Reply { get; }

    /// <summary>Gets the failure; <see langword="null"/> unless the status is <see cref="Bitrix24CommandStatus.Failed"/> or <see cref="Bitrix24CommandStatus.Unknown"/>.</summary>
    public Bitrix24Exception? Error { get; }

    /// <summary>Gets whether the command succeeded.</summary>
    [MemberNotNullWhen(true, nameof(Reply))]
    public bool IsSuccess => Reply is not null;

    /// <summary>Returns the reply, or throws the failure of the command.</summary>
    /// <exception cref="Bitrix24Exception">The command failed, or its outcome is unknown.</exception>
    /// <exception cref="InvalidOperationException">The portal skipped the command, because an earlier one failed.</exception>
    public Bitrix24Reply<JsonElement> GetReply()
    {
        if (Error is not null)
        {
            ExceptionDispatchInfo.Throw(Error);
        }

        return Reply ?? throw new InvalidOperationException($"The portal skipped the {Command}, because an earlier command of the batch failed.");
    }

    /// <summary>Returns the command, its status and its failure, without values of records.</summary>
    public override string ToString() => $"{Command}: {Status}{(Error is null ? "" : $". {Error.Message}")}";
}

/// <summary>Specifies the status of a command in a batch.</summary>
public enum Bitrix24CommandStatus
{
    /// <summary>The portal processed the command.</summary>
    Succeeded,

    /// <summary>The portal did not process the command, or the command only reads and its result could not be read.</summary>
    Failed,

    /// <summary>The portal may have processed the command: its reply was lost, incomplete or contradictory. The command can change data and is not repeatable.</summary>
    Unknown,

    /// <summary>The portal did not process the command, because an earlier one failed and the batch halts on errors.</summary>
    Skipped,
}
