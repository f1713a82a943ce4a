using System.Diagnostics;

namespace LeadGen.Fuzz.Running;

/// <summary>Specifies when a run ends, and how it starts.</summary>
/// <param name="Time">The duration; <see langword="null"/> for no limit.</param>
/// <param name="Count">The number of inputs for each subject; <see langword="null"/> for no limit.</param>
/// <param name="Seed">The seed of the input that made an earlier run fail, which is the first input of this run.</param>
internal sealed record FuzzPlan(TimeSpan? Time, long? Count, string? Seed = null)
{
    /// <summary>Gets the number of inputs for a subject before the next subject's turn.</summary>
    public int RoundSize { get; init; } = 500;
}

/// <summary>Passes inputs to several subjects in turn.</summary>
internal static class FuzzRun
{
    /// <summary>Runs until the plan is completed, an input fails, or the run is canceled.</summary>
    /// <param name="subjects">The subjects.</param>
    /// <param name="plan">The end of the run and its first input.</param>
    /// <param name="reportProgress">Called after each round with the progress of the run, from 0 to 1.</param>
    /// <param name="cancellationToken">Ends the run. The results so far are kept.</param>
    public static Failure? Run(IReadOnlyList<Subject> subjects, FuzzPlan plan, Action<double>? reportProgress, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        string? seed = plan.Seed;
        while (!cancellationToken.IsCancellationRequested && GetProgress(subjects, plan, watch.Elapsed) < 1)
        {
            foreach (Subject subject in subjects)
            {
                long left = plan.Count is { } count ? count - subject.Tally.Inputs : plan.RoundSize;
                if (left > 0 && subject.Show((int)Math.Min(left, plan.RoundSize), seed, cancellationToken) is { } failure)
                {
                    return failure;
                }

                reportProgress?.Invoke(GetProgress(subjects, plan, watch.Elapsed));
            }

            seed = null;
        }

        return null;
    }

    private static double GetProgress(IReadOnlyList<Subject> subjects, FuzzPlan plan, TimeSpan elapsed) => Math.Max(
        plan.Time is { } time ? elapsed / time : 0,
        plan.Count is { } count ? subjects.Min(s => (double)s.Tally.Inputs / count) : 0);
}
