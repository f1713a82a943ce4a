using System.Net;

namespace LeadGen.Limits;

/// <summary>Represents the properties of a call that limits and retries depend on.</summary>
/// <param name="Method">The REST method.</param>
/// <param name="IsBulk">Whether other calls have priority.</param>
/// <param name="IsIdempotent">Whether the call is idempotent.</param>
internal sealed record CallTraits(string Method, bool IsBulk = false, bool IsIdempotent = true)
{
    /// <summary>Gets the method whose operating time is used: in a batch, the method of the commands.</summary>
    public string MeteredMethod { get; init; } = Method;

    /// <summary>Gets how often <see cref="MeteredMethod"/> is called: in a batch, the number of commands.</summary>
    public int Commands { get; init; } = 1;

    /// <summary>Gets the method of each command of a batch. A batch can have commands of a second method, which read what the others changed.</summary>
    public IReadOnlyList<string> CommandMethods { get; init; } = [];

    /// <summary>Gets the names of the commands of a batch; <see langword="null"/> if they are numbered.</summary>
    public IReadOnlyList<string>? CommandNames { get; init; }

    /// <summary>Gets the methods whose operating time is used, and how often each is called. Most batches have one.</summary>
    public IReadOnlyList<(string Method, int Commands)> MeteredCalls { get => field ?? [(MeteredMethod, Commands)]; init; }

    /// <summary>Gets whether the call can change data, so that it matters whether it was processed.</summary>
    public bool ChangesRecord => !IsIdempotent || MeteredCalls.Any(static call => !RestMethod.IsRead(call.Method));

    /// <summary>Gets the ID of the record; <see langword="null"/> if the call is not about exactly one record.</summary>
    public long? RecordId { get; init; }

    /// <summary>Gets whether the call is a probe after calls that failed in all attempts. A probe has one attempt, not counting attempts that a limit rejected or that could not be sent.</summary>
    public bool IsProbe { get; init; }

    /// <summary>Gets or sets whether the portal may have processed an attempt that failed.</summary>
    public bool HadUnknownAttempt { get; set; }

    /// <summary>Gets what happened in the attempts so far. Copies of the traits share it.</summary>
    public CallProgress Progress { get; } = new();

    /// <summary>Gets whether the call is a batch.</summary>
    public bool IsBatch => MeteredMethod != Method;
}

/// <summary>Represents what happened in the attempts of a call.</summary>
internal sealed class CallProgress
{
    /// <summary>Gets or sets the HTTP status of the last attempt; <see langword="null"/> without a reply.</summary>
    public HttpStatusCode? LastStatus { get; set; }

    /// <summary>Gets or sets the number of retries.</summary>
    public int Retries { get; set; }

    /// <summary>Gets or sets how long the limits delayed all attempts together.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Gets or sets when the portal first rejected the call because of the operating time, as a timestamp.</summary>
    public long? OperatingTimeRejectedAt { get; set; }
}
