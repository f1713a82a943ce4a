using System.Diagnostics;
using LeadGen.Schema;
using LeadGen.Testing;
using LeadGen.Tool.Tests.Harness;

namespace LeadGen.Tool.Tests;

/// <summary>Tests a fetch in a separate process that is killed with SIGKILL at each of its writes.</summary>
public sealed class KillTests
{
    private const string Folder = "portals/acme";
    private const int Killed = 128 + 9;

    // The tool's output folder, because the copy next to the tests lacks the libraries that the tests' shared framework contains.
    private static readonly string s_tool = Path.Combine(
        AppContext.BaseDirectory, "../../LeadGen.Tool", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "LeadGen.Tool.dll");

    /// <summary>Kills the fetch at the system calls that replace files.</summary>
    [StraceFact]
    public Task A_fetch_that_is_killed_at_a_rename_leaves_the_complete_old_or_new_snapshot() =>
        KillAtEachAsync(atLeast: 9, "rename");

    [StraceFact]
    [Trait("Category", "Nightly")]
    public Task A_killed_fetch_leaves_the_complete_old_or_new_snapshot() =>
        KillAtEachAsync(atLeast: 15, "mkdir", "pwrite64", "copy_file_range", "rename", "unlink", "rmdir");

    private static async Task KillAtEachAsync(int atLeast, params string[] calls)
    {
        using var work = new Workspace();
        await using PortalEmulator portal = await PortalEmulator.StartAsync(SamplePortals.Romashka);
        await ToolRun.SucceedAsync(work.Path, ["fetch", Folder], portal.Webhook.ToString());
        SortedDictionary<string, string> before = work.Snapshot();
        portal.SetField("UF_CRM_1799999999", """{"type": "date", "formLabel": "День сборки"}""");
        portal.SetStatus("SOURCE", "UC_KIOSK", "Киоск");

        // One run that is not killed gives the new snapshot and the places to kill at.
        string trace = work.File("trace");
        Assert.Equal(0, await FetchAsync(work, portal, "-o", trace, "-e", "trace=" + string.Join(',', calls)));
        (string Call, int Number)[] places = GetPlaces(await File.ReadAllLinesAsync(trace));
        File.Delete(trace);
        SortedDictionary<string, string> after = work.Snapshot();
        Assert.All(before.Keys, file => Assert.NotEqual(before[file], after[file]));

        Assert.True(places.Length >= atLeast, $"The fetch has only {places.Length} places to kill it at.");
        int keptOld = 0;
        foreach ((string call, int number) in places)
        {
            Restore(work, before);
            int exitCode = await FetchAsync(work, portal, "-o", "/dev/null", "-e", $"trace={call}", "-e", $"inject={call}:signal=SIGKILL:when={number}");
            Assert.True(exitCode == Killed, $"The fetch did not reach {call} number {number}.");
            string[] seen = await TextsAsync(work);
            bool isOld = seen.SequenceEqual(before.Values, StringComparer.Ordinal);
            Assert.True(isOld || seen.SequenceEqual(after.Values, StringComparer.Ordinal), $"Killed at {call} number {number}, a reader sees neither snapshot.");
            keptOld += isOld ? 1 : 0;

            await ToolRun.SucceedAsync(work.Path, ["fetch", Folder], portal.Webhook.ToString());
            Assert.Equal(after, work.Snapshot());
        }

        Assert.InRange(keptOld, atLeast / 3, places.Length - (atLeast / 3));
    }

    // strace counts the calls of each thread separately, and kills at the first thread that reaches the number.
    private static (string Call, int Number)[] GetPlaces(string[] trace) =>
    [
        .. trace.Select(static line => line.Split([' ', '('], StringSplitOptions.RemoveEmptyEntries))
            .GroupBy(static words => (Thread: words[0], Call: words[1]))
            .SelectMany(static thread => thread.Select((_, i) => (thread.Key.Call, i + 1)))
            .Distinct(),
    ];

    private static async Task<int> FetchAsync(Workspace work, PortalEmulator portal, params string[] options)
    {
        var start = new ProcessStartInfo("strace", ["-f", "-qq", .. options, "dotnet", s_tool, "fetch", Folder])
        {
            WorkingDirectory = work.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["LEADGEN_WEBHOOK"] = portal.Webhook.ToString(),
                // On one worker thread, each number is reached in each run. The maximum alone has no effect below the minimum.
                ["DOTNET_ThreadPool_ForceMinWorkerThreads"] = "1",
                ["DOTNET_ThreadPool_ForceMaxWorkerThreads"] = "1",
            },
        };
        using Process process = Process.Start(start)!;
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        try
        {
            string[] output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(timeout.Token), process.StandardError.ReadToEndAsync(timeout.Token));
            await process.WaitForExitAsync(timeout.Token);
            Assert.True(process.ExitCode is 0 or Killed, $"{string.Join(' ', options)}: exit code {process.ExitCode}\n{string.Concat(output)}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return process.ExitCode;
    }

    // Reads the files as the compiler, the emulator and the tool do.
    private static async Task<string[]> TextsAsync(Workspace work)
    {
        PortalFiles files = await PortalFolder.ReadAsync(work.File(Folder));
        return [files.ItemFields!.Text, files.Fields.Text, files.UserFields!.Text, files.Statuses!.Text, files.Names!.Text];
    }

    private static void Restore(Workspace work, SortedDictionary<string, string> files)
    {
        Directory.Delete(work.File(Folder), recursive: true);
        foreach ((string file, string text) in files)
        {
            work.Write(file, text);
        }
    }
}

/// <summary>Marks a test that is skipped if strace, which kills a process at a specific system call, can't be used.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class StraceFactAttribute : FactAttribute
{
    public StraceFactAttribute()
    {
        if (!Runs())
        {
            Skip = "strace is not installed, or may not trace here.";
        }
    }

    private static bool Runs()
    {
        try
        {
            using Process? process = Process.Start(new ProcessStartInfo("strace", ["-qq", "-o", "/dev/null", "true"]));
            process?.WaitForExit();
            return process?.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
