using System.Text;
using LeadGen.Testing;
using LeadGen.Tool.Snapshots;
using LeadGen.Tool.Tests.Harness;

namespace LeadGen.Tool.Tests;

/// <summary>Tests files of an untrusted folder: links that lead out of it, file modes, and damaged temporary files.</summary>
public sealed class FolderFileTests : IAsyncLifetime, IDisposable
{
    private const string Acme = "portals/acme";
    private const string Secret = "do not touch";

    private static readonly string[] s_files = ["crm.lead.fields.json", "crm.status.list.json", "crm.lead.userfield.list.json", "crm.item.fields.1.json", "leadgen.names.json"];

    private readonly Workspace _work = new();
    private readonly Workspace _outside = new();
    private PortalEmulator _portal = null!;

    public async Task InitializeAsync() => _portal = await PortalEmulator.StartAsync(SamplePortals.Harbor);

    // Files with the fixed names of version 0.1.0.
    [Theory]
    [InlineData(".leadgen/copy", false)]
    [InlineData(".leadgen/staging", true)]
    [InlineData(".leadgen/moved", true)]
    [InlineData(".leadgen/staging/crm.lead.fields.json", false)]
    [InlineData(".leadgen/staging/replaced.txt", false)]
    [InlineData(".leadgen/staging-0/crm.lead.fields.json", false)]
    public async Task A_link_at_a_temporary_name_is_not_followed(string name, bool isFolder)
    {
        await FetchAsync();
        _portal.SetField("UF_CRM_1799999999", """{"type": "date", "formLabel": "Day"}""");
        Link(name, isFolder);
        await FetchAsync();

        AssertOutsideIsUntouched();
        Assert.Equal(5, _work.Snapshot().Count);
        Assert.Contains("UF_CRM_1799999999", _work.Read($"{Acme}/crm.lead.fields.json"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("crm.lead.fields.json", false)]
    [InlineData("crm.status.list.json", false)]
    [InlineData("crm.lead.userfield.list.json", false)]
    [InlineData("leadgen.names.json", false)]
    [InlineData(".leadgen", true)]
    [InlineData(".leadgen/staged", true)]
    [InlineData(".leadgen/staged/crm.lead.fields.json", false)]
    [InlineData(".leadgen/staged/replaced.txt", false)]
    [InlineData(".leadgen/lock", false)]
    public async Task A_link_instead_of_a_file_is_rejected(string name, bool isFolder)
    {
        await FetchAsync();
        _portal.SetField("UF_CRM_1799999999", """{"type": "date", "formLabel": "Day"}""");
        if (File.Exists(_work.File($"{Acme}/{name}")))
        {
            File.Delete(_work.File($"{Acme}/{name}"));
        }

        Link(name, isFolder);
        ToolRun run = await ToolRun.RunAsync(_work.Path, ["fetch", Acme], _portal.Webhook.ToString());

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("link", run.Errors, StringComparison.Ordinal);
        AssertOutsideIsUntouched();
    }

    [Theory]
    [InlineData(".leadgen/lock")]
    [InlineData(".leadgen/staged/replaced.txt")]
    [InlineData(".leadgen/staged/crm.lead.fields.json")]
    public async Task A_folder_instead_of_a_file_is_rejected(string name)
    {
        await FetchAsync();
        Directory.CreateDirectory(_work.File($"{Acme}/{name}"));
        ToolRun run = await ToolRun.RunAsync(_work.Path, ["fetch", Acme], _portal.Webhook.ToString());

        Assert.Equal(3, run.ExitCode);
        Assert.Contains($"'{Acme}/{name}' is a link or a folder", run.Errors, StringComparison.Ordinal);
        Assert.Contains($"delete '{Acme}/.leadgen'", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("App.csproj")]
    [InlineData(".gitignore")]
    [InlineData("portals/acme/leadgen.names.json")]
    public async Task Init_does_not_write_through_a_link(string name)
    {
        const string Project = "<Project Sdk=\"Microsoft.NET.Sdk\">\n</Project>\n";
        _outside.Write("secret", name == "App.csproj" ? Project : Secret);
        if (name != "App.csproj")
        {
            _work.Write("App.csproj", Project);
        }

        string before = _outside.Read("secret");
        Directory.CreateDirectory(Path.GetDirectoryName(_work.File(name))!);
        File.CreateSymbolicLink(_work.File(name), _outside.File(name == "portals/acme/leadgen.names.json" ? "new" : "secret"));
        ToolRun run = await ToolRun.RunAsync(_work.Path, ["init", Acme]);

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("is a symbolic link to", run.Errors, StringComparison.Ordinal);
        Assert.Equal(before, _outside.Read("secret"));
        Assert.False(File.Exists(_outside.File("new")));
    }

    [Theory]
    [InlineData("portals/acme", "fetch")]
    [InlineData("portals", "fetch")]
    [InlineData("portals/acme", "init")]
    [InlineData("portals", "init")]
    public async Task A_portal_folder_behind_a_link_is_rejected(string link, string command)
    {
        _work.Write("App.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\">\n</Project>\n");
        foreach (string folder in new[] { "", "acme/" })
        {
            _outside.Write(folder + "crm.lead.fields.json", Secret);
            _outside.Write(folder + ".leadgen/precious/letter", Secret);
        }

        string path = _work.File(link);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Directory.CreateSymbolicLink(path, _outside.Path);
        SortedDictionary<string, string> before = _outside.Snapshot();
        ToolRun run = command == "init"
            ? await ToolRun.RunAsync(_work.Path, [command, Acme])
            : await ToolRun.RunAsync(_work.Path, [command, Acme], _portal.Webhook.ToString());

        Assert.Equal(3, run.ExitCode);
        Assert.Contains($"'{link}' is a symbolic link to '{_outside.Path}'", run.Errors, StringComparison.Ordinal);
        Assert.Contains("real path", run.Errors, StringComparison.Ordinal);
        Assert.Equal(before, _outside.Snapshot());
    }

    [Theory]
    [InlineData("link", "link/App.csproj")]
    [InlineData("link", "link/sub/App.csproj")]
    [InlineData("src/link", "src/link/App.csproj")]
    public async Task A_project_behind_a_link_is_rejected(string link, string project)
    {
        const string Content = "<Project Sdk=\"Microsoft.NET.Sdk\">\n</Project>\n";
        _outside.Write("App.csproj", Content);
        _outside.Write("sub/App.csproj", Content);
        Directory.CreateDirectory(Path.GetDirectoryName(_work.File(link))!);
        Directory.CreateSymbolicLink(_work.File(link), _outside.Path);
        SortedDictionary<string, string> before = _outside.Snapshot();
        ToolRun run = await ToolRun.RunAsync(_work.Path, ["init", Acme, "--project", project]);

        Assert.Equal(3, run.ExitCode);
        Assert.Contains($"'{link}' is a symbolic link to '{_outside.Path}'", run.Errors, StringComparison.Ordinal);
        Assert.Contains("--project", run.Errors, StringComparison.Ordinal);
        Assert.Equal(before, _outside.Snapshot());
        Assert.False(Directory.Exists(_work.File(Acme)));
    }

    [Fact]
    public async Task Only_files_that_the_tool_created_are_deleted()
    {
        string[] kept = [".leadgen/precious/letter", ".leadgen/note", ".leadgen/moved-0/letter"];
        foreach (string name in kept.Append(".leadgen/moved-0/crm.lead.fields.json").Append(".leadgen/.crm.lead.fields.json.0.tmp"))
        {
            _work.Write($"{Acme}/{name}", Secret);
        }

        await FetchAsync();
        Assert.Equal(kept.Concat(s_files).Select(static n => $"{Acme}/{n}").Order(StringComparer.Ordinal), _work.Snapshot().Keys);
    }

    [Fact]
    public async Task Init_does_not_follow_a_link_at_a_temporary_name()
    {
        _outside.Write("secret", Secret);
        _work.Write("App.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\">\n</Project>\n");
        File.CreateSymbolicLink(_work.File("App.csproj.leadgen"), _outside.File("secret"));
        await ToolRun.SucceedAsync(_work.Path, ["init", Acme]);

        Assert.Equal(Secret, _outside.Read("secret"));
        Assert.Contains("LeadSchema", _work.Read("App.csproj"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_keep_their_mode()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const UnixFileMode Shared = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead;
        await FetchAsync();
        _work.Write("App.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\">\n</Project>\n");
        _work.Write("report.md", "old");
        string[] files = [.. s_files.Select(static f => $"{Acme}/{f}"), "App.csproj", "report.md"];
        foreach (string file in files)
        {
            File.SetUnixFileMode(_work.File(file), Shared);
        }

        _portal.SetField("UF_CRM_1799999999", """{"type": "date", "formLabel": "Day"}""");
        _portal.SetStatus("SOURCE", "UC_KIOSK", "Kiosk");
        await FetchAsync();
        await ToolRun.SucceedAsync(_work.Path, ["init", Acme]);
        await ToolRun.SucceedAsync(_work.Path, ["diff", Acme, Acme, "--format", "markdown", "--output", "report.md"]);

        foreach (string file in files)
        {
            Assert.Equal(Shared, File.GetUnixFileMode(_work.File(file)));
        }
    }

    [Theory]
    [InlineData("x\n")]
    [InlineData("\n")]
    [InlineData("0000 ../../evil\n")]
    [InlineData("0000 crm.lead.fields.json\n0000 crm.lead.fields.json\n")]
    [InlineData(" crm.lead.fields.json\n")]
    [InlineData("0000 crm.lead.fields.json")]
    [InlineData("")]
    public async Task A_damaged_record_of_a_refresh_is_reported_with_a_remedy(string record)
    {
        await StageAsync();
        _work.Write($"{Acme}/.leadgen/staged/replaced.txt", record);
        foreach (string[] command in new[] { new[] { "fetch", Acme }, ["check", Acme], ["names", "pin", Acme], ["show", Acme] })
        {
            ToolRun run = await ToolRun.RunAsync(_work.Path, command, _portal.Webhook.ToString());
            Assert.Equal(3, run.ExitCode);
            Assert.Contains($"its record '{Acme}/.leadgen/staged/replaced.txt' is damaged", run.Errors, StringComparison.Ordinal);
            Assert.Contains($"delete '{Acme}/.leadgen'", run.Errors, StringComparison.Ordinal);
        }

        Directory.Delete(_work.File(Acme + "/.leadgen"), recursive: true);
        await FetchAsync();
    }

    [Fact]
    public async Task No_record_of_a_refresh_crashes_the_tool()
    {
        await StageAsync();
        var random = new Random(22);
        byte[] whole = Encoding.UTF8.GetBytes(string.Concat(s_files.Select(static f => $"0123456789ABCDEF {f}\n")));
        for (int i = 0; i < 300; i++)
        {
            byte[] record = i % 2 == 0 ? new byte[random.Next(300)] : [.. whole];
            if (i % 2 == 0)
            {
                random.NextBytes(record);
            }
            else
            {
                record[random.Next(record.Length)] = (byte)random.Next(256);
                record = record[..random.Next(record.Length + 1)];
            }

            await File.WriteAllBytesAsync(_work.File($"{Acme}/.leadgen/staged/replaced.txt"), record);
            ToolRun run = await ToolRun.RunAsync(_work.Path, ["show", Acme]);
            Assert.Equal(3, run.ExitCode);
            Assert.Contains("A refresh of 'portals/acme' was interrupted", run.Errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_lock_file_that_is_deleted_before_it_is_locked_is_created_again()
    {
        if (OperatingSystem.IsWindows())
        {
            // On Windows, an open file keeps its name.
            return;
        }

        string root = _work.File(Acme + "/.leadgen");
        string path = Path.Combine(root, FolderLock.FileName);
        int opened = 0;
        using FolderLock second = FolderLock.TryAcquire(root, name =>
        {
            // Simulates that the previous command deletes the file after this command has opened it and before it locks it.
            FileStream file = FolderLock.Open(name);
            if (++opened == 1)
            {
                File.Delete(name);
            }

            return file;
        })!;

        Assert.NotNull(second);
        Assert.Equal(2, opened);
        Assert.True(File.Exists(path));
        Assert.Null(FolderLock.TryAcquire(root));
    }

    [Fact]
    public void The_lock_is_not_acquired_if_another_command_replaced_the_file()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string root = _work.File(Acme + "/.leadgen");
        FolderLock? third = null;
        FolderLock? second = FolderLock.TryAcquire(root, name =>
        {
            if (third is not null)
            {
                return FolderLock.Open(name);
            }

            FileStream file = FolderLock.Open(name);
            File.Delete(name);
            third = FolderLock.TryAcquire(root);
            return file;
        });

        using (third)
        {
            Assert.NotNull(third);
            Assert.Null(second);
        }
    }

    [Fact]
    public async Task Two_commands_never_hold_the_lock_at_the_same_time()
    {
        string folder = _work.File("locked");
        int holders = 0, most = 0, taken = 0;
        DateTime end = DateTime.UtcNow.AddSeconds(3);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() =>
        {
            while (DateTime.UtcNow < end)
            {
                using FolderLock? held = FolderLock.TryAcquire(folder);
                if (held is not null)
                {
                    int now = Interlocked.Increment(ref holders);
                    InterlockedMax(ref most, now);
                    Interlocked.Increment(ref taken);
                    Thread.Yield();
                    Interlocked.Decrement(ref holders);
                }
            }
        })));

        Assert.Equal(1, most);
        Assert.True(taken > 100, $"The lock was taken only {taken} times.");

        static void InterlockedMax(ref int target, int value)
        {
            int seen;
            while ((seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen)
            {
            }
        }
    }

    public Task DisposeAsync() => _portal.DisposeAsync().AsTask();

    public void Dispose()
    {
        _work.Dispose();
        _outside.Dispose();
    }

    private Task<string> FetchAsync() => ToolRun.SucceedAsync(_work.Path, ["fetch", Acme], _portal.Webhook.ToString());

    // A refresh that was interrupted before its files were moved.
    private async Task StageAsync()
    {
        await FetchAsync();
        foreach (string file in s_files)
        {
            _work.Write($"{Acme}/.leadgen/staged/{file}", _work.Read($"{Acme}/{file}") + "\n");
        }
    }

    private void Link(string name, bool isFolder)
    {
        foreach (string file in s_files.Append("secret"))
        {
            _outside.Write(file, Secret);
        }

        string path = _work.File($"{Acme}/{name}");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (isFolder)
        {
            Directory.CreateSymbolicLink(path, _outside.Path);
        }
        else
        {
            File.CreateSymbolicLink(path, _outside.File("secret"));
        }
    }

    private void AssertOutsideIsUntouched()
    {
        Assert.Equal(s_files.Append("secret").Order(StringComparer.Ordinal), Directory.GetFileSystemEntries(_outside.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(_outside.Snapshot().Values, static text => Assert.Equal(Secret, text));
    }
}
