using System.Diagnostics;

namespace LeadGen.Fuzz.Running;

/// <summary>How long a run goes on, and how it begins.</summary>
/// <param name="Time">After which time it ends; <see langword="null"/> for as many inputs as it takes.</param>
/// <param name="Count">After how many inputs to each subject it ends; <see langword="null"/> for as long as it may.</param>
/// <param name="Seed">Makes the first input again that a run has failed with.</param>
internal sealed record FuzzPlan(TimeSpan? Time, long? Count, string? Seed = null)
{
    /// <summary>How many inputs a subject is shown before the next one's turn.</summary>
    public int Round { get; init; } = 500;
}

/// <summary>Shows inputs to several subjects in turn.</summary>
internal static class FuzzRun
{
    /// <summary>Goes on until the plan is done, an input did harm, or the run is cancelled.</summary>
    /// <param name="subjects">The subjects.</param>
    /// <param name="plan">How long.</param>
    /// <param name="tell">Is told after each round how much of the run is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Ends the run; what was shown until then counts.</param>
    public static Failure? Run(IReadOnlyList<Subject> subjects, FuzzPlan plan, Action<double>? tell, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        string? seed = plan.Seed;
        while (!cancellationToken.IsCancellationRequested && DoneOf(subjects, plan, watch.Elapsed) < 1)
        {
            foreach (Subject subject in subjects)
            {
                long left = plan.Count is { } count ? count - subject.Tally.Inputs : plan.Round;
                if (left > 0 && subject.Show((int)Math.Min(left, plan.Round), seed, cancellationToken) is { } failure)
                {
                    return failure;
                }

                tell?.Invoke(DoneOf(subjects, plan, watch.Elapsed));
            }

            seed = null;
        }

        return null;
    }

    private static double DoneOf(IReadOnlyList<Subject> subjects, FuzzPlan plan, TimeSpan elapsed) => Math.Max(
        plan.Time is { } time ? elapsed / time : 0,
        plan.Count is { } count ? subjects.Min(s => (double)s.Tally.Inputs / count) : 0);
}
