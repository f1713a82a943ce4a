namespace LeadGen;

/// <summary>What became of one update of a bulk run.</summary>
public enum LeadUpdateStatus
{
    /// <summary>The portal processed it.</summary>
    Updated,

    /// <summary>It changes nothing, and was not sent.</summary>
    Unchanged,

    /// <summary>The portal answered with an error of its own, and did not process it; <see cref="LeadUpdateOutcome.Error"/> says why.</summary>
    Refused,

    /// <summary>It was sent, and the portal may have processed it though no answer of its own says so; <see cref="LeadUpdateOutcome.Error"/> says what came instead.</summary>
    Unknown,

    /// <summary>
    /// It was taken from the source, and the run ended before it was sent. <see cref="LeadUpdateOutcome.Error"/> says why sending
    /// it failed, where that was tried.
    /// </summary>
    NotSent,
}
