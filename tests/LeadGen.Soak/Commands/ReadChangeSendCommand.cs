using System.CommandLine;
using System.Globalization;
using LeadGen.Soak.Editing;
using LeadGen.Soak.Output;

namespace LeadGen.Soak.Commands;

/// <summary>Reads tens of thousands of leads partially, changes them and sends them back, and compares each with the intent.</summary>
internal static class ReadChangeSendCommand
{
    public static Command Create()
    {
        var results = new Option<int>("--results") { Description = "The number of results that must report success.", DefaultValueFactory = static _ => 50_000 };
        var seed = new Option<int?>("--seed") { Description = "The seed of the run to repeat." };
        var command = new Command("read-change-send", "Read leads partially, change them and send them back while replies are lost and another writer changes the same leads; then compare the portal's state with the intent.") { results, seed };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new EditPlan { Results = parsed.GetValue(results), Seed = parsed.GetValue(seed) ?? Random.Shared.Next(1_000_000) }, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(EditPlan plan, CancellationToken cancellationToken)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Seed {plan.Seed}."));
        Report report = await EditRun.RunAsync(
            plan, successes => Console.WriteLine($"{Figures.Count(successes)} of {Figures.Count(plan.Results)} successful results"), cancellationToken);
        report.WriteTo(Console.WriteLine);
        return report.ExitCode;
    }
}
