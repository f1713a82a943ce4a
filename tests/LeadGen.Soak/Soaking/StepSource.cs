namespace LeadGen.Soak.Soaking;

/// <summary>Creates the updates of a soak lazily. The same seed gives the same updates.</summary>
internal sealed class StepSource(SoakPlan plan)
{
    private const long NoSuchLeads = 1_000_000_000;

    // In percent.
    private static readonly (StepKind Kind, int Share)[] s_shares =
    [
        (StepKind.Number, 48), (StepKind.Phone, 20), (StepKind.NumberAndPhone, 15), (StepKind.List, 8),
        (StepKind.EmptyList, 1), (StepKind.Reference, 1), (StepKind.HiddenField, 2), (StepKind.UnknownItem, 2), (StepKind.NoSuchLead, 2), (StepKind.Nothing, 1),
    ];

    private readonly List<Step> _taken = [];

    /// <summary>Gets the updates that were enumerated so far. Not thread-safe; read it after the run.</summary>
    public IReadOnlyList<Step> Taken => _taken;

    public IEnumerable<CrmUpdate> Updates()
    {
        var random = new Random(plan.Seed);
        for (int index = 0; index < plan.Updates; index++)
        {
            StepKind kind = GetKind(random.Next(100));
            long lead = 1 + random.Next(plan.Leads);
            var step = new Step(index, kind == StepKind.NoSuchLead ? NoSuchLeads + lead : lead, kind);
            _taken.Add(step);
            yield return step.ToUpdate();
        }
    }

    private static StepKind GetKind(int place)
    {
        foreach ((StepKind kind, int share) in s_shares)
        {
            if (place < share)
            {
                return kind;
            }

            place -= share;
        }

        return StepKind.Nothing;
    }
}
