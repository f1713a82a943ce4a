// Imports leads from a CSV file: dotnet run -- leads.csv. The webhook is read from the environment variable LEADGEN_WEBHOOK.
using System.Globalization;
using LeadGen;
using LeadGen.Samples.Import;
using Spectre.Console;

if (args is not [string file] || Environment.GetEnvironmentVariable("LEADGEN_WEBHOOK") is not { Length: > 0 } webhook)
{
    AnsiConsole.MarkupLine("Usage: import [[file.csv]], with the webhook in LEADGEN_WEBHOOK.");
    return 2;
}

using var cancellation = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    // The import saves the results that it has received, and then ends.
    e.Cancel = true;
    cancellation.Cancel();
};
using var client = new Bitrix24Client(webhook);
var import = new LeadImport(client, file);
ImportSummary summary = await AnsiConsole.Progress()
    .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), new SpinnerColumn())
    .StartAsync(async context =>
    {
        ProgressTask task = context.AddTask(Markup.Escape(Path.GetFileName(file)), maxValue: LeadImport.CountRows(file));
        return await import.RunAsync(new SynchronousProgress(rows => task.Value = rows), cancellation.Token);
    });

AnsiConsole.MarkupLineInterpolated(CultureInfo.CurrentCulture, $"{summary.Created} leads created, {summary.Found} already existed, {summary.Failed} failed.");
if (summary.Failed > 0)
{
    AnsiConsole.MarkupLineInterpolated(CultureInfo.CurrentCulture, $"The failed rows are in {import.ErrorFile}.");
}

if (summary.WasCanceled)
{
    AnsiConsole.MarkupLine("Canceled. Run the same command again to continue.");
}

return summary is { WasCanceled: false, Failed: 0 } ? 0 : 1;
