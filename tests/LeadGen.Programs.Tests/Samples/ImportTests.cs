using System.Text;
using LeadGen.Samples.Import;
using LeadGen.TestKit;
using LeadGen.Testing;

namespace LeadGen.Programs.Tests.Samples;

/// <summary>Runs the sample that imports a CSV file.</summary>
public sealed class ImportTests : IAsyncLifetime
{
    private const int Rows = 10_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("leadgen").FullName;
    private PortalEmulator _portal = null!;
    private Bitrix24Client _client = null!;

    private string FilePath => Path.Combine(_folder, "leads.csv");

    public async Task InitializeAsync()
    {
        _portal = await PortalEmulator.StartAsync(Path.Combine(Repository.Root, "schema/portals/romashka"), new PortalEmulatorOptions { JournalCapacity = 100 });
        _client = new Bitrix24Client(new Bitrix24ClientOptions { Webhook = _portal.Webhook.ToString(), Limits = PortalLimits.None });
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _portal.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Ten_thousand_rows_are_imported_once_in_spite_of_a_cancellation()
    {
        Write(Enumerable.Range(1, Rows).Select(static i => $"K{i};Анна {i};+7 999 {i:0000000};{i % 100}.50"));
        using var canceled = new CancellationTokenSource();
        var reported = new List<int>();
        ImportSummary first = await new LeadImport(_client, FilePath).RunAsync(
            new SynchronousProgress(rows =>
            {
                reported.Add(rows);
                if (rows == Rows / 4)
                {
                    canceled.Cancel();
                }
            }),
            canceled.Token);
        Assert.Equal((true, 0), (first.WasCanceled, first.Failed));
        Assert.InRange(first.Created, Rows / 4, Rows - 1);
        Assert.Equal(first.Created, reported[^1]);
        Assert.Equal(reported.Order(), reported);

        // A process that is killed loses the keys of the last leads.
        string[] done = await File.ReadAllLinesAsync(FilePath + ".done");
        Assert.Equal(first.Created, done.Length);
        await File.WriteAllLinesAsync(FilePath + ".done", done[..^30]);
        ImportSummary second = await new LeadImport(_client, FilePath).RunAsync();

        Assert.Equal((0, false), (second.Failed, second.WasCanceled));
        Assert.InRange(second.Found, 30, Rows);
        Assert.Equal(Rows, first.Created - 30 + second.Found + second.Created);
        Assert.Equal(Rows, await _client.CountAsync<LeadGen.Samples.Import.Crm.Lead>());
    }

    [Fact]
    public async Task Rows_that_fail_are_in_the_error_file_and_are_sent_again()
    {
        Write(["K1;Анна;;", "K2;Борис;;1.005", "K3;Вера;;"]);
        ImportSummary summary = await new LeadImport(_client, FilePath).RunAsync();

        Assert.Equal(new ImportSummary(2, 0, 1, false), summary);
        string[] errors = await File.ReadAllLinesAsync(FilePath + ".errors.csv");
        Assert.Equal("Key;Status;Reason", errors[0]);
        Assert.StartsWith("K2;Invalid;", errors[1], StringComparison.Ordinal);

        Write(["K1;Анна;;", "K2;Борис;;1.01", "K3;Вера;;"]);
        Assert.Equal(new ImportSummary(1, 0, 0, false), await new LeadImport(_client, FilePath).RunAsync());
    }

    private void Write(IEnumerable<string> rows) => File.WriteAllLines(FilePath, rows.Prepend("Key;Name;Phone;Amount"), Encoding.UTF8);

    private sealed class SynchronousProgress(Action<int> report) : IProgress<int>
    {
        public void Report(int value) => report(value);
    }
}
