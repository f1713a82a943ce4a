using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using LeadGen.Access;
using LeadGen.Testing;
using LeadGen.Tool.Portal;
using LeadGen.Tool.Tests.Harness;

namespace LeadGen.Tool.Tests;

/// <summary>Tests malicious replies and files that could slow down the tool or exhaust its memory.</summary>
public sealed class LargePortalTests : IDisposable
{
    private const string Acme = "portals/acme";
    private const string Address = "https://acme.bitrix24.ru/rest/1/0123456789abcdef/";

    private readonly Workspace _work = new();

    public static TheoryData<string, string> Bombs => new()
    {
        { "[", "a body of more than 16777216 bytes" },
        { "[],", "a body of more than 16777216 bytes" },
        { "{\"a\":1},", "a body of more than 16777216 bytes" },
        { " ", "a body of more than 16777216 bytes" },
    };

    // Half a gigabyte of JSON in half a megabyte of gzip.
    [Theory]
    [MemberData(nameof(Bombs))]
    public async Task A_compressed_reply_is_read_only_up_to_the_limit(string unit, string expected)
    {
        using var bomb = new MemoryStream();
        await using (var gzip = new GZipStream(bomb, CompressionLevel.Optimal, leaveOpen: true))
        {
            byte[] block = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(unit, 64 * 1024)));
            await gzip.WriteAsync(Encoding.UTF8.GetBytes("{\"result\":["));
            for (long length = 0; length < 512 * 1024 * 1024; length += block.Length)
            {
                await gzip.WriteAsync(block);
            }
        }

        using var portal = new HttpListener();
        string address = $"http://127.0.0.1:{FreePort()}/";
        int asked = 0;
        portal.Prefixes.Add(address);
        portal.Start();
        Task serving = Task.Run(async () =>
        {
            while (portal.IsListening)
            {
                HttpListenerContext call = await portal.GetContextAsync();
                try
                {
                    if (call.Request.RawUrl!.Contains("crm.lead.fields", StringComparison.Ordinal))
                    {
                        asked++;
                        call.Response.AddHeader("Content-Encoding", "gzip");
                        await call.Response.OutputStream.WriteAsync(bomb.GetBuffer().AsMemory(0, (int)bomb.Length));
                    }
                    else
                    {
                        await call.Response.OutputStream.WriteAsync("{\"result\":[]}"u8.ToArray());
                    }

                    call.Response.Close();
                }
                catch (Exception e) when (e is HttpListenerException or IOException or ObjectDisposedException)
                {
                    // The tool has read enough.
                }
            }
        });

        ToolRun run = await ToolRun.RunAsync(_work.Path, ["fetch", Acme], address + "rest/1/0123456789abcdef/");

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("crm.lead.fields", run.Errors, StringComparison.Ordinal);
        Assert.Contains(expected, run.Errors, StringComparison.Ordinal);
        Assert.Contains("retrying does not help", run.Errors.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Equal(1, asked);
        Assert.Empty(_work.Snapshot());
        portal.Stop();
        await Assert.ThrowsAnyAsync<Exception>(() => serving);
    }

    public static TheoryData<string, string, string> Answers
    {
        get
        {
            string rows = string.Join(',', Enumerable.Range(0, 51).Select(static i => $"{{\"ID\":\"{i}\"}}"));
            return new()
            {
                { "crm.lead.fields", "{\"result\":{\"A\":[" + Repeat("[],", 500_000) + "0]}}", "crm.lead.fields with more than 500000 JSON values" },
                { "crm.lead.fields", "{\"result\":{\"A\":{\"title\":\"" + Repeat("ё", 65_536) + "\"}}}", "crm.lead.fields with a text of more than 65535 characters" },
                { "crm.lead.fields", "{\"result\":{" + string.Join(',', Enumerable.Range(0, 5_001).Select(static i => $"\"F{i}\":{{\"type\":\"string\"}}")) + "}}", "is a list of 5001 elements, but must be a list of at most 5000 elements" },
                { "crm.lead.fields", "{\"result\":{\"A\":{\"type\":\"enumeration\",\"items\":[" + string.Join(',', Enumerable.Range(0, 20_001).Select(static i => $"{{\"ID\":\"{i}\"}}")) + "]}}}", "is a list of 20001 elements, but must be a list of at most 20000 elements" },
                { "crm.status.list", "{\"result\":[" + rows + "],\"next\":51,\"total\":60}", "crm.status.list with a page of more than 50 rows" },
                { "crm.lead.userfield.list", "{\"result\":[" + Repeat("0,", 20_000) + "0]}", "crm.lead.userfield.list with a list of more than 20000 rows" },
                { "profile", "{\"result\":{\"NAME\":\"" + Repeat("x", 65_536) + "\"}}", "profile with a text of more than 65535 characters" },
                { "crm.lead.fields", "{\"result\":" + Repeat("[", 70) + Repeat("]", 70) + "}", "crm.lead.fields with" },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task A_reply_that_exceeds_the_limits_is_rejected(string method, string answer, string expected)
    {
        await using PortalEmulator portal = await PortalEmulator.StartAsync(SamplePortals.Harbor);
        portal.InjectFault(PortalFault.Json(200, answer), calls: 10, method: method);
        ToolRun run = await ToolRun.RunAsync(_work.Path, ["fetch", Acme], portal.Webhook.ToString());

        Assert.Equal(3, run.ExitCode);
        Assert.Contains(expected, run.Errors, StringComparison.Ordinal);
        Assert.Contains("\nremedy: ", run.Errors, StringComparison.Ordinal);
        Assert.Empty(_work.Snapshot());
    }

    [Fact]
    public async Task A_list_with_too_many_small_pages_is_rejected()
    {
        await using PortalEmulator portal = await PortalEmulator.StartAsync(SamplePortals.Harbor);
        for (int i = 0; i < 450; i++)
        {
            portal.InjectFault(PortalFault.Json(200, $"{{\"result\":[{{\"ID\":\"{i}\"}}],\"total\":20000,\"next\":{i + 1}}}"), calls: 1, method: "crm.status.list");
        }

        ToolRun run = await ToolRun.RunAsync(_work.Path, ["fetch", Acme], portal.Webhook.ToString());
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("or 400 pages", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("crm.lead.fields.json", "is a text of more than 16777216 characters")]
    [InlineData("crm.status.list.json", "is a text of more than 16777216 characters")]
    [InlineData("leadgen.names.json", "is a text of more than 16777216 characters")]
    [InlineData(".leadgen/staged/replaced.txt", "is longer than 16777216 bytes")]
    public async Task A_file_that_exceeds_the_limits_is_rejected(string name, string expected)
    {
        new PortalFolderBuilder().With("TITLE").WriteTo(_work, Acme);
        _work.Write($"{Acme}/{name}", new string(' ', 20_000_000));
        ToolRun run = await ToolRun.RunAsync(_work.Path, ["show", Acme]);

        Assert.Equal(3, run.ExitCode);
        Assert.Contains(expected, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endless_webhook_from_standard_input_is_rejected()
    {
        ToolRun run = await ToolRun.RunAsync(_work.Path, ["fetch", Acme, "--webhook-stdin"], input: new string('x', 10_000_000));
        Assert.Equal(3, run.ExitCode);
    }

    // 0.1.0 took 13.7 s for a label of 200 KiB.
    [Theory]
    [InlineData("?", "auth")]
    [InlineData("?", "token-")]
    [InlineData("", "?auth")]
    [InlineData("", ";signature=")]
    [InlineData("", "//acme.bitrix24.ru:1")]
    [InlineData("//acme.bitrix24.ru:", "1")]
    [InlineData("", "/rest/")]
    public void Secrets_of_a_long_label_are_masked_in_linear_time(string start, string unit)
    {
        string label = start + Repeat(unit, 1024 * 1024 / unit.Length);
        using JsonDocument answer = JsonDocument.Parse(JsonSerializer.Serialize(new { title = label }));
        var text = new ReplyFormatter(Webhook.Parse(Address));
        long started = Stopwatch.GetTimestamp();
        _ = text.FormatMap(answer.RootElement);
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 5);
    }

    [Theory]
    [InlineData("https://x/?auth=abc&x=1", "https://x/?auth=***&x=1")]
    [InlineData("https://x/?q=1;my_token=abc", "https://x/?q=1;my_token=***")]
    [InlineData("https://x/?SessId=abc d", "https://x/?SessId=*** d")]
    [InlineData("?client-secret-2=a?b", "?client-secret-2=***")]
    [InlineData("author=1 ?auth", "author=1 ?auth")]
    [InlineData("?q=auth", "?q=auth")]
    public void A_token_in_an_address_is_masked(string label, string expected)
    {
        using JsonDocument answer = JsonDocument.Parse(JsonSerializer.Serialize(new { title = label }));
        using JsonDocument saved = JsonDocument.Parse(new ReplyFormatter(Webhook.Parse(Address)).FormatMap(answer.RootElement));
        Assert.Equal(expected, saved.RootElement.GetProperty("result").GetProperty("title").GetString());
    }

    [Fact]
    public async Task Many_items_values_and_pins_take_little_time()
    {
        string items = string.Join(',', Enumerable.Range(1, 15_000).Select(static i => $"{{\"ID\":\"{i}\",\"VALUE\":\"same\"}}"));
        string moved = string.Join(',', Enumerable.Range(10_000, 15_000).Select(static i => $"{{\"ID\":\"{i}\",\"VALUE\":\"same\"}}"));
        foreach ((string folder, string list) in new[] { ("old", items), ("new", moved) })
        {
            var portal = new PortalFolderBuilder().With("TITLE").With("UF_CRM_1", "enumeration", more: $"{{\"items\":[{list}]}}").With("STATUS_ID", "crm_status", more: """{"statusType": "STATUS"}""");
            for (int i = 0; i < 15_000; i++)
            {
                portal.WithStatus("STATUS", new string('-', 1 + (i % 50)) + (char)(0x4E00 + i), "same");
            }

            portal.WriteTo(_work, folder);
        }

        long started = Stopwatch.GetTimestamp();
        await ToolRun.SucceedAsync(_work.Path, ["names", "pin", "old"]);
        await ToolRun.SucceedAsync(_work.Path, ["names", "list", "old", "--json"]);
        await ToolRun.SucceedAsync(_work.Path, ["diff", "old", "new", "--json"]);
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 30);
    }

    public void Dispose() => _work.Dispose();

    private static string Repeat(string unit, int count) => new StringBuilder(unit.Length * count).Insert(0, unit, count).ToString();

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
