using LeadGen.Soak.Portal;

namespace LeadGen.Soak.Editing;

/// <summary>Represents a change that a program makes to a lead that it has read.</summary>
/// <param name="Name">The kind of the change, for the figures.</param>
/// <param name="MustBeRejected">Whether LeadGen must reject it, because it needs a field that was not read or an entry of another lead.</param>
/// <param name="Apply">Makes the change through the public API: on the copy of the record (the second argument), or on the builder.</param>
/// <param name="Plan">Records the intended change in the model.</param>
internal sealed record Operation(string Name, bool MustBeRejected, Action<Lead, Lead, LeadUpdate> Apply, Action<Patch> Plan);
