namespace LeadGen;

/// <summary>What became of one update of a bulk run.</summary>
public enum LeadUpdateStatus
{
    /// <summary>The portal carried it out.</summary>
    Updated,

    /// <summary>It changes nothing, and was not sent.</summary>
    Unchanged,

    /// <summary>The portal did not carry it out; <see cref="LeadUpdateOutcome.Error"/> says why.</summary>
    Refused,

    /// <summary>It was sent, and nobody knows whether the portal carried it out; <see cref="LeadUpdateOutcome.Error"/> says why.</summary>
    Unknown,

    /// <summary>It was taken from the source, and the run ended before it was sent.</summary>
    NotSent,
}
