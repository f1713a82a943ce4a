using LeadGen.Testing;
using LeadGen.Tool.Output;
using LeadGen.Tool.Tests.Harness;

namespace LeadGen.Tool.Tests;

/// <summary>Tests the output and the exit codes of <c>check</c> and <c>diff</c>.</summary>
public sealed class CheckTests : IDisposable
{
    private readonly Workspace _work = new();

    [Fact]
    public async Task The_exit_code_of_a_check_depends_on_the_changes()
    {
        PortalFolderBuilder portal = new PortalFolderBuilder().With("TITLE").With("UF_CRM_1", label: "Карта").WriteTo(_work, "old");
        portal.WriteTo(_work, "same", reversed: true);
        portal.With("UF_CRM_1", label: "Номер карты").With("UF_CRM_2").WriteTo(_work, "compatible");
        portal.With("UF_CRM_1", "integer", "Номер карты").WriteTo(_work, "breaking");
        _work.Write("compatible/leadgen.names.json", """{"fields": {"UF_CRM_1": "Karta"}}""");

        ToolRun same = await CheckAsync("same");
        Assert.Equal((0, "'same' has the same schema as 'old'.\n", ""), (same.ExitCode, same.Output, same.Errors));
        ToolRun compatible = await CheckAsync("compatible");
        Assert.Equal(1, compatible.ExitCode);
        Assert.EndsWith("\n'compatible' differs from 'old': no breaking changes, 2 compatible changes.\n", compatible.Output, StringComparison.Ordinal);
        ToolRun breaking = await CheckAsync("breaking");
        Assert.Equal(2, breaking.ExitCode);
        Assert.Contains("'breaking' differs from 'old': 2 breaking changes, 2 compatible changes.", breaking.Output, StringComparison.Ordinal);
        Assert.Matches(@"(^|\n)breaking: Type changed\. .+\n[^U]+UF_CRM_1\s+Karta\s+Номер карты\s+string\s+integer", breaking.Output);

        Task<ToolRun> CheckAsync(string other) => ToolRun.RunAsync(_work.Path, ["check", "old", "--against", other]);
    }

    [Theory]
    [InlineData("table")]
    [InlineData("json")]
    [InlineData("MARKDOWN")]
    [InlineData("sarif")]
    public async Task The_exit_code_does_not_depend_on_the_format(string format)
    {
        new PortalFolderBuilder().With("TITLE").With("NAME").WriteTo(_work, "old");
        new PortalFolderBuilder().With("TITLE").WriteTo(_work, "new");

        Assert.Equal(2, (await ToolRun.RunAsync(_work.Path, ["check", "old", "--against", "new", "--format", format])).ExitCode);
        Assert.Equal(1, (await ToolRun.RunAsync(_work.Path, ["check", "new", "--against", "old", "--format", format])).ExitCode);
        Assert.Equal(0, (await ToolRun.RunAsync(_work.Path, ["check", "new", "--against", "new", "--format", format])).ExitCode);
        Assert.Equal(0, (await ToolRun.RunAsync(_work.Path, ["diff", "old", "new", "--format", format])).ExitCode);
    }

    [Fact]
    public async Task A_check_of_the_portal_reports_changes_and_writes_nothing()
    {
        await using PortalEmulator portal = await PortalEmulator.StartAsync(SamplePortals.Harbor);
        string webhook = portal.Webhook.ToString();
        await ToolRun.SucceedAsync(_work.Path, ["fetch", "portals/acme"], webhook);
        SortedDictionary<string, string> before = _work.Snapshot();
        ToolRun same = await ToolRun.RunAsync(_work.Path, ["check"], webhook);
        Assert.Equal((0, "The portal has the same schema as 'portals/acme'.\n", ""), (same.ExitCode, same.Output, same.Errors));

        portal.UpdateField("UF_CRM_1690000001", f => f["formLabel"] = "Quay");
        ToolRun compatible = await ToolRun.RunAsync(_work.Path, ["check", "portals/acme/crm.lead.fields.json"], webhook);
        Assert.Equal((1, ""), (compatible.ExitCode, compatible.Errors));
        Assert.Contains("Quay", compatible.Output, StringComparison.Ordinal);

        portal.RemoveField("UF_CRM_1690000001");
        ToolRun breaking = await ToolRun.RunAsync(_work.Path, ["check", "portals/acme", "--json"], webhook);
        Assert.Equal((2, ""), (breaking.ExitCode, breaking.Errors));
        Assert.Contains("\"rule\": \"field-removed\"", breaking.Output, StringComparison.Ordinal);
        Assert.Equal(before, _work.Snapshot());
    }

    public static TheoryData<string[], string> Failures => new()
    {
        { ["diff", "old", "nowhere"], "'nowhere' is not a portal folder: it has no crm.lead.fields.json." },
        { ["diff", "nowhere", "old"], "'nowhere' is not a portal folder" },
        { ["diff", "old", "file"], "'file' is not a portal folder" },
        { ["diff", "old", "empty"], "'empty' is not a portal folder" },
        { ["diff", "old", "web page"], "crm.lead.fields.json(1,1): error LG0002: crm.lead.fields.json contains a web page" },
        { ["diff", "old", "merge"], "crm.lead.fields.json(2,1): error LG0022" },
        { ["diff", "old"], "Required argument missing" },
        { ["diff", "old", "old", "--format", "xml"], "--format must be one of table|markdown|json|sarif, not 'xml'." },
        { ["diff", "old", "old", "--json", "--format", "sarif"], "--json is the same as --format json. Use only one of them." },
        { ["diff", "old", "old", "--output", "x.txt"], "A table can't be written to a file." },
        { ["diff", "old", "old", "--json", "--output", "empty"], "" },
        { ["diff", "old", "old", "--format", "sarif", "--output", "no/such/folder/x.sarif"], "" },
        { ["diff", "old", "old", "--format", "markdown", "--output", "file/x.md"], "" },
        { ["check", "old", "--against", "nowhere"], "'nowhere' is not a portal folder" },
        { ["check", "nowhere", "--against", "old"], "'nowhere' is not a portal folder" },
        { ["check", "old", "--against", "other"], "'other' lacks 2 of the 2 custom fields in the snapshot" },
        { ["check", "merge"], "(2,1): error LG0022" },
        { ["check", "nowhere"], "'nowhere' is not a portal folder" },
        { ["check", "old"], "No webhook was found for 'old': neither LEADGEN_WEBHOOK_OLD nor LEADGEN_WEBHOOK is set." },
        { ["check"], "There are several portal folders: merge, old, other, web page." },
        { ["check", "old", "--timeout", "0"], "--timeout must be a number of seconds from 1 to 3600." },
        { ["check", "old", "--timeout", "soon"], "--timeout must be a number of seconds from 1 to 3600." },
        { ["check", "old", "--language", "russian"], "--language must be a two-letter language code" },
        { ["check", "old", "--aganist", "other"], "'--aganist'" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_failed_comparison_exits_with_3_and_writes_nothing(string[] arguments, string expected)
    {
        new PortalFolderBuilder().With("TITLE").With("UF_CRM_1").With("UF_CRM_2").WriteTo(_work, "old");
        new PortalFolderBuilder().With("TITLE").With("UF_CRM_3").WriteTo(_work, "other");
        _work.Write("web page/crm.lead.fields.json", "<html></html>");
        _work.Write("merge/crm.lead.fields.json", "{\n<<<<<<< HEAD");
        _work.Write("file", "");
        Directory.CreateDirectory(_work.File("empty"));
        SortedDictionary<string, string> before = _work.Snapshot();
        ToolRun run = await ToolRun.RunAsync(_work.Path, arguments);

        Assert.Equal((3, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("error: ", run.Errors, StringComparison.Ordinal);
        Assert.Contains(expected, run.Errors, StringComparison.Ordinal);
        Assert.StartsWith("remedy: ", run.Errors.TrimEnd('\n').Split('\n')[^1], StringComparison.Ordinal);
        Assert.Equal(before, _work.Snapshot());
    }

    [Fact]
    public async Task An_unreachable_portal_exits_with_3()
    {
        new PortalFolderBuilder().With("TITLE").WriteTo(_work, "old");
        PortalEmulator portal = await PortalEmulator.StartAsync(SamplePortals.Harbor);
        await portal.DisposeAsync();
        ToolRun run = await ToolRun.RunAsync(_work.Path, ["check", "old", "--format", "sarif", "--output", "x.sarif"], portal.Webhook.ToString());

        Assert.Equal((3, ""), (run.ExitCode, run.Output));
        Assert.Contains("did not answer profile", run.Errors, StringComparison.Ordinal);
        Assert.Contains("remedy: check that the webhook's address belongs to a Bitrix24 portal", run.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(_work.File("x.sarif")));
    }

    [Theory]
    [InlineData("markdown")]
    [InlineData("json")]
    [InlineData("sarif")]
    public async Task A_report_file_has_the_same_content_as_the_output(string format)
    {
        new PortalFolderBuilder().With("TITLE").With("NAME", label: "Имя").WriteTo(_work, "old");
        new PortalFolderBuilder().With("TITLE").WriteTo(_work, "new");
        string[] command = ["check", "old", "--against", "new", "--format", format];
        string report = (await ToolRun.RunAsync(_work.Path, command)).Output;
        _work.Write("report", "an older one, and longer: " + new string('x', report.Length));
        ToolRun run = await ToolRun.RunAsync(_work.Path, [.. command, "--output", "report"]);

        Assert.Equal((2, "'new' differs from 'old': 1 breaking change, no compatible changes.\n", ""), (run.ExitCode, run.Output, run.Errors));
        Assert.Equal(report, _work.Read("report"));
        Assert.NotEqual(0xEF, File.ReadAllBytes(_work.File("report"))[0]);
        Assert.Equal(["new/crm.lead.fields.json", "old/crm.lead.fields.json", "report"], _work.Snapshot().Keys);
    }

    [Fact]
    public async Task A_report_that_cannot_be_written_keeps_the_old_file()
    {
        _work.Write("report", "the last one");
        using var canceled = new CancellationTokenSource();
        await canceled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AtomicFile.WriteAsync(_work.File("report"), "half of ", AtomicFile.Utf8, Here, canceled.Token));
        await Assert.ThrowsAnyAsync<IOException>(() => AtomicFile.WriteAsync(_work.File("report/new"), "half of ", AtomicFile.Utf8, Here, CancellationToken.None));
        Assert.Equal("the last one", _work.Read("report"));
        Assert.Single(Directory.GetFileSystemEntries(_work.Path));
    }

    [Fact]
    public async Task A_link_is_neither_written_through_nor_replaced()
    {
        _work.Write("target", "the last one");
        File.CreateSymbolicLink(_work.File("report"), _work.File("target"));
        File.CreateSymbolicLink(_work.File("dangling"), _work.File("nothing"));
        foreach (string name in new[] { "report", "dangling" })
        {
            ToolException rejected = await Assert.ThrowsAsync<ToolException>(() => AtomicFile.WriteAsync(_work.File(name), "the new one", AtomicFile.Utf8, Here, CancellationToken.None));
            Assert.Contains("is a symbolic link to", rejected.Message, StringComparison.Ordinal);
            Assert.NotNull(new FileInfo(_work.File(name)).LinkTarget);
        }

        Assert.Equal("the last one", _work.Read("target"));
        Assert.False(File.Exists(_work.File("nothing")));
    }

    [Fact]
    public async Task A_device_can_be_written()
    {
        if (!OperatingSystem.IsWindows())
        {
            await AtomicFile.WriteAsync("/dev/null", "report", AtomicFile.Utf8, Here, CancellationToken.None);
            Assert.True(File.Exists("/dev/null"));
        }
    }

    // A file in shared memory is a regular file: it is replaced atomically, and links are rejected.
    [Fact]
    public async Task A_file_in_shared_memory_is_not_a_device()
    {
        const string Memory = "/dev/shm";
        if (OperatingSystem.IsWindows() || !Directory.Exists(Memory))
        {
            return;
        }

        string link = $"{Memory}/leadgen-{Guid.NewGuid():N}";
        _work.Write("target", "the last one");
        File.CreateSymbolicLink(link, _work.File("target"));
        try
        {
            await Assert.ThrowsAsync<ToolException>(() => AtomicFile.WriteAsync(link, "the new one", AtomicFile.Utf8, Here, CancellationToken.None));
            Assert.Equal("the last one", _work.Read("target"));
        }
        finally
        {
            File.Delete(link);
        }
    }

    [Theory]
    [InlineData("portals/link/report", false, "portals/link")]
    [InlineData("portals/link/deep/report", false, "portals/link")]
    [InlineData("portals/link/empty", false, "portals/link")]
    [InlineData("portals/link/report", true, "portals/link")]
    [InlineData("report", true, "report")]
    public async Task A_report_is_not_written_through_a_link_in_its_path(string report, bool isPage, string link)
    {
        using var outside = new Workspace();
        outside.Write("deep/kept", "kept");
        outside.Write("empty", "");
        SortedDictionary<string, string> before = outside.Snapshot();
        new PortalFolderBuilder().With("TITLE").With("NAME", label: "Имя").WriteTo(_work, "old");
        new PortalFolderBuilder().With("TITLE").WriteTo(_work, "new");
        Directory.CreateDirectory(_work.File("portals"));
        Directory.CreateSymbolicLink(_work.File(link), outside.Path);
        ToolRun run = await ToolRun.RunAsync(
            _work.Path, isPage ? ["show", "old", "--html", report] : ["check", "old", "--against", "new", "--format", "sarif", "--output", report]);

        Assert.Equal(3, run.ExitCode);
        Assert.Contains($"'{link}' is a symbolic link to '{outside.Path}'", run.Errors, StringComparison.Ordinal);
        Assert.Contains("remedy: specify the real path of the file", run.Errors, StringComparison.Ordinal);
        Assert.Equal(before, outside.Snapshot());
    }

    // A link above the repository, such as /tmp on macOS, does not come from the repository and is allowed.
    [Fact]
    public async Task A_link_above_the_project_is_followed()
    {
        using var outside = new Workspace();
        using var links = new Workspace();
        string link = links.File("link");
        Directory.CreateSymbolicLink(link, outside.Path);
        await AtomicFile.WriteAsync(Path.Combine(link, "report"), "the new one", AtomicFile.Utf8, Here, CancellationToken.None);

        Assert.Equal("the new one", outside.Read("report"));
    }

    public void Dispose() => _work.Dispose();

    private ToolEnvironment Here => new()
    {
        In = TextReader.Null,
        Out = TextWriter.Null,
        Error = TextWriter.Null,
        WorkingFolder = _work.Path,
        Variable = static _ => null,
    };
}
