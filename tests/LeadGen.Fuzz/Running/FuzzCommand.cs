using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace LeadGen.Fuzz.Running;

/// <summary>Creates a command that passes inputs to its subjects and prints the results.</summary>
internal static class FuzzCommand
{
    private const double DefaultSeconds = 60;

    /// <summary>The exit code if nothing can be run, because a program is missing on this machine or the subject is unknown.</summary>
    public const int Unavailable = 2;

    public static Command Create(string name, string description, Func<IReadOnlyList<Subject>> subjects)
    {
        var seconds = new Option<double?>("--seconds") { Description = $"End the run after this number of seconds. The default is {DefaultSeconds} if --count is not set." };
        var count = new Option<long?>("--count") { Description = "End the run after this number of inputs for each subject." };
        var seed = new Option<string?>("--seed") { Description = "Start with the input that made an earlier run fail. Use it together with --only." };
        seed.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && !Subject.IsSeed(text))
            {
                result.AddError($"'{PrintedText.EscapeControls(text)}' is not a valid --seed. Copy the seed that the failed run printed.");
            }
        });
        var only = new Option<string?>("--only") { Description = "Run only this subject." };
        var command = new Command(name, description) { seconds, count, seed, only };
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () =>
            {
                TimeSpan? time = parsed.GetValue(seconds) is { } given ? TimeSpan.FromSeconds(given) : null;
                var plan = new FuzzPlan(time ?? (parsed.GetValue(count) is null ? TimeSpan.FromSeconds(DefaultSeconds) : null), parsed.GetValue(count), parsed.GetValue(seed));
                return Run(name, subjects, plan, parsed.GetValue(only), AnsiConsole.Console, cancellationToken);
            },
            CancellationToken.None));
        return command;
    }

    /// <summary>Runs the subjects and prints the results.</summary>
    /// <returns>0 if no input failed, 1 if one failed, <see cref="Unavailable"/> if nothing could be run.</returns>
    public static int Run(
        string name, Func<IReadOnlyList<Subject>> subjects, FuzzPlan plan, string? only, IAnsiConsole console, CancellationToken cancellationToken)
    {
        IReadOnlyList<Subject> chosen;
        try
        {
            chosen = [.. subjects().Where(s => only is null || s.Name == only)];
        }
        catch (PlatformNotSupportedException e)
        {
            console.WriteLine($"{name}: {e.Message}");
            return Unavailable;
        }

        if (chosen.Count == 0)
        {
            console.WriteLine($"{name} has no subject '{only}'.");
            return Unavailable;
        }

        var watch = Stopwatch.StartNew();
        Failure? failure = null;
        console.Progress().AutoClear(true).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new SpinnerColumn()).Start(progress =>
        {
            ProgressTask task = progress.AddTask(name);
            failure = FuzzRun.Run(
                chosen,
                plan,
                done =>
                {
                    task.Description = $"{name}: {Figure(chosen.Sum(static s => s.Tally.Inputs))} inputs";
                    task.Value = done * task.MaxValue;
                },
                cancellationToken);
        });
        Report(name, chosen, watch.Elapsed, failure, cancellationToken.IsCancellationRequested, console);
        return failure is null ? 0 : 1;
    }

    // In plain lines, which are readable in a log as well as in a terminal.
    private static void Report(
        string name, IReadOnlyList<Subject> subjects, TimeSpan elapsed, Failure? failure, bool isCanceled, IAnsiConsole console)
    {
        foreach (Subject subject in subjects)
        {
            Line($"{name} {subject.Name}: {Figure(subject.Tally.Inputs)} inputs");
            foreach ((string result, long times) in subject.Tally.Results)
            {
                Line($"  {Figure(times),12}  {result}");
            }
        }

        string seconds = elapsed.TotalSeconds.ToString("N1", CultureInfo.InvariantCulture);
        Line($"{Figure(subjects.Sum(static s => s.Tally.Inputs))} inputs in {seconds} s{(isCanceled ? ", canceled" : "")}.");
        if (failure is null)
        {
            Line("None failed.");
            return;
        }

        Line($"FAILED: {name} {failure.Subject}");
        Line(failure.Example);
        Line(failure.Reason?.ToString() ?? "");
        Line($"To repeat: {name} --only {failure.Subject} --seed {failure.Seed}");

        void Line(string text) => console.Profile.Out.Writer.WriteLine(PrintedText.EscapeControls(text));
    }

    private static string Figure(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
