namespace LeadGen.Limits;

/// <summary>What the limits and the repetitions must know of a call.</summary>
/// <param name="Method">The REST method.</param>
/// <param name="IsBulk">Whether others go first.</param>
/// <param name="MayRepeat">Whether processing it twice leaves no more than once.</param>
internal sealed record CallTraits(string Method, bool IsBulk = false, bool MayRepeat = true)
{
    /// <summary>The method that works, and so uses up its working time: in a batch, that of the commands.</summary>
    public string WorkingMethod { get; init; } = Method;

    /// <summary>How many times it works.</summary>
    public int Commands { get; init; } = 1;

    /// <summary>The lead that it is about; <see langword="null"/> where it is about several or none.</summary>
    public long? RecordId { get; init; }

    /// <summary>Whether the call is a probe after calls that failed in all attempts. A probe has one attempt, not counting attempts that a limit rejected or that could not be sent.</summary>
    public bool IsProbe { get; init; }

    /// <summary>Whether an attempt ended so that the portal may have processed it.</summary>
    public bool HadUnknownAttempt { get; set; }

    /// <summary>How long it was held back; the same for all its attempts.</summary>
    public CallWaits Waits { get; } = new();

    /// <summary>Whether it carries commands, which do the work.</summary>
    public bool IsBatch => WorkingMethod != Method;
}

/// <summary>How long a call was held back for the limits.</summary>
internal sealed class CallWaits
{
    /// <summary>In the attempts before this one.</summary>
    public TimeSpan Before { get; set; }

    /// <summary>When the portal first refused the call because of the operating time.</summary>
    public long? OperatingTimeRefusedAt { get; set; }
}
