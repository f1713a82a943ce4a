using LeadGen.Testing;
using LeadGen.Tool.Tests.Harness;

namespace LeadGen.Tool.Tests;

/// <summary>Tests where the tool finds the webhook, and that it never prints or stores it.</summary>
public sealed class CredentialTests : IAsyncLifetime, IDisposable
{
    private const string Secret = "k7q2w9x4m1p8z5r3";
    private const string Address = "https://acme.bitrix24.example/rest/1/" + Secret + "/";

    // Nothing listens on the discard port, so the command fails if it uses this webhook.
    private const string Unreachable = "http://127.0.0.1:9/rest/1/";

    private readonly Workspace _work = new();
    private readonly string _secretsId = "leadgen-tests-" + Guid.NewGuid().ToString("N");
    private PortalEmulator _portal = null!;

    public async Task InitializeAsync()
    {
        _portal = await PortalEmulator.StartAsync(SamplePortals.Harbor);
        _work.Write("App.csproj", $"<Project><PropertyGroup><UserSecretsId>{_secretsId}</UserSecretsId></PropertyGroup></Project>");
    }

    [Theory]
    [InlineData("portals/acme-2", "LEADGEN_WEBHOOK_ACME_2")]
    [InlineData("portals/acme 2.ru/", "LEADGEN_WEBHOOK_ACME_2_RU")]
    [InlineData("./Acme", "LEADGEN_WEBHOOK_ACME")]
    public async Task The_variable_of_the_folder_takes_precedence(string folder, string variable)
    {
        ToolRun run = await ToolRun.RunAsync(
            _work.Path, ["fetch", folder, "--verbose"], webhook: Unreachable + Secret, variables: new Dictionary<string, string> { [variable] = _portal.Webhook.ToString() });

        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"Using the webhook from {variable}.", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_folders_key_takes_precedence_in_the_user_secrets_of_the_nearest_project()
    {
        await WriteSecretsAsync($$"""{"LeadGen:Webhook": "{{Unreachable}}{{Secret}}", "LeadGen:Webhooks:acme": "{{_portal.Webhook}}"}""");
        ToolRun own = await ToolRun.RunAsync(_work.Path, ["fetch", "portals/acme", "-v"]);
        Assert.Equal(0, own.ExitCode);
        Assert.Contains("Using the webhook from user-secrets (LeadGen:Webhooks:acme).", own.Errors, StringComparison.Ordinal);

        await WriteSecretsAsync($$"""{"LeadGen:Webhook": "{{_portal.Webhook}}"}""");
        ToolRun all = await ToolRun.RunAsync(_work.Path, ["fetch", "portals/other", "-v"]);
        Assert.Equal(0, all.ExitCode);
        Assert.Contains("Using the webhook from user-secrets (LeadGen:Webhook).", all.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_user_secrets_ID_comes_from_a_project_above_or_from_an_option()
    {
        await WriteSecretsAsync($$"""{"LeadGen:Webhook": "{{_portal.Webhook}}"}""");
        Directory.CreateDirectory(_work.File("a/b"));
        _work.Write("broken/App.csproj", "<Project");

        Assert.Equal(0, (await ToolRun.RunAsync(_work.File("a/b"), ["fetch", "acme"])).ExitCode);
        Assert.Equal(0, (await ToolRun.RunAsync(_work.File("broken"), ["fetch", "acme"])).ExitCode);
        using var elsewhere = new Workspace();
        Assert.Equal(3, (await ToolRun.RunAsync(elsewhere.Path, ["fetch", "acme"])).ExitCode);
        Assert.Equal(0, (await ToolRun.RunAsync(elsewhere.Path, ["fetch", "acme", "--user-secrets-id", _secretsId])).ExitCode);
    }

    [Theory]
    [InlineData("{ not json, but " + Secret)]
    [InlineData("[\"" + Secret + "\"]")]
    public async Task Invalid_user_secrets_are_not_quoted(string secrets)
    {
        await WriteSecretsAsync(secrets);
        AssertFails(await ToolRun.RunAsync(_work.Path, ["fetch", "acme"]), $"The user-secrets '{_secretsId}' can't be read.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../etc")]
    public async Task An_invalid_user_secrets_ID_is_reported(string id) =>
        AssertFails(await ToolRun.RunAsync(_work.Path, ["fetch", "acme", "--user-secrets-id", id]), $"The user-secrets '{id}' can't be read.");

    [Fact]
    public async Task Standard_input_takes_precedence_and_only_its_first_line_is_read()
    {
        ToolRun run = await ToolRun.RunAsync(
            _work.Path, ["fetch", "acme", "--webhook-stdin", "-v"], webhook: Unreachable + Secret, input: $"  {_portal.Webhook}crm.lead.fields.json \r\nmore\n");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Using the webhook from standard input.", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "The webhook from standard input is invalid")]
    [InlineData(Secret, "is not a valid URL")]
    [InlineData("http://acme.bitrix24.example/rest/1/" + Secret + "/", "uses http, which sends the secret unencrypted")]
    [InlineData("ftp://acme.bitrix24.example/rest/1/" + Secret + "/", "is not a valid URL")]
    [InlineData("https://acme.bitrix24.example/" + Secret + "/", "path is not the path of a webhook")]
    [InlineData("https://acme.bitrix24.example/rest/" + Secret + "/1/", "path is not the path of a webhook")]
    [InlineData("https://acme.bitrix24.example/rest/1/" + Secret + "/a/b/c", "path is not the path of a webhook")]
    [InlineData("https://acme.bitrix24.example/rest/1/abc/", "is incomplete: its secret has fewer than 8 characters")]
    public async Task An_invalid_webhook_is_rejected_without_revealing_it(string webhook, string expected)
    {
        AssertFails(await ToolRun.RunAsync(_work.Path, ["fetch", "acme", "--webhook-stdin"], input: webhook), expected);
        AssertFails(await ToolRun.RunAsync(_work.Path, ["fetch", "acme"], webhook), webhook.Length == 0 ? "No webhook was found" : expected);
    }

    [Fact]
    public async Task Without_a_webhook_the_remedy_lists_all_sources()
    {
        ToolRun run = await ToolRun.RunAsync(_work.Path, ["fetch", "portals/acme"]);

        AssertFails(run, "No webhook was found for 'portals/acme': neither LEADGEN_WEBHOOK_ACME nor LEADGEN_WEBHOOK is set.");
        Assert.All(["LEADGEN_WEBHOOK", "user-secrets as LeadGen:Webhook", "--webhook-stdin"], place => Assert.Contains(place, run.Errors, StringComparison.Ordinal));
    }

    public static TheoryData<string[]> Spellings =>
    [
        ["fetch", "acme", Address],
        ["fetch", Address],
        [Address],
        ["fetch", "acme", "--webhook", Secret],
        ["fetch", "acme", "--webhook=" + Secret],
        ["fetch", "acme", "--webhook:" + Secret],
        ["fetch", "acme", "--WEBHOOK", Secret],
        ["fetch", "acme", "-webhook", Secret],
        ["fetch", "acme", "/webhook:" + Secret],
        ["fetch", "acme", "--webhook-stdin=" + Address],
        ["fetch", "acme", "--webhook-stdin", Address],
        ["fetch", "acme", "--language", Address],
        ["check", "acme", "--output=" + Address],
        ["show", "acme", "--search", Address],
        ["explain", Address],
        ["fetch", "acme", "--", Address],
        ["fetch", "acme", "acme.bitrix24.example/rest/1/" + Secret],
        ["fetch", "acme", "/rest/1/" + Secret],
        ["fetch", "acme", "rest/1/" + Secret + "/crm.lead.fields"],
        ["fetch", "acme", "LEADGEN_WEBHOOK=" + Address],
        ["fetch", "acme", "HTTPS://ACME.BITRIX24.EXAMPLE/REST/1/" + Secret],
        ["fetch", "acme", "https:\\\\acme.bitrix24.example\\rest\\1\\" + Secret],
        ["fetch", "acme", Uri.EscapeDataString(Address)],
        ["fetch", "acme", Uri.EscapeDataString(Uri.EscapeDataString(Address))],
        ["fetch", "acme", "https%3a%2f%2facme.bitrix24.example%2frest%2f1%2f" + Secret],
        ["fetch", "acme", "http://127.0.0.1/rest/1/" + Secret + "/"],
        ["fetch", "acme", "https://acme.bitrix24.example/rest/crm.lead.fields?auth=" + Secret],
        ["[suggest:20]", "leadgen fetch acme " + Address],
    ];

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task A_webhook_in_the_arguments_is_rejected(string[] arguments)
    {
        ToolRun run = await ToolRun.RunAsync(_work.Path, arguments, _portal.Webhook.ToString());

        AssertFails(run, "A webhook is a secret and must not be passed as an argument");
        Assert.Empty(_portal.Journal);
    }

    [Fact]
    public async Task Response_files_are_not_read()
    {
        _work.Write("acme.rsp", $"fetch acme {Address} {Secret}");
        ToolRun run = await ToolRun.RunAsync(_work.Path, ["fetch", "acme", "@acme.rsp"]);

        AssertFails(run, "Unrecognized command or argument '@acme.rsp'.");
    }

    [Theory]
    [InlineData("src/rest/portals")]
    [InlineData("rest/acme")]
    [InlineData("webhook")]
    [InlineData("50%/rest")]
    public async Task A_folder_name_similar_to_a_webhook_is_accepted(string folder) =>
        Assert.Contains($"'{folder}' is not a portal folder", (await ToolRun.RunAsync(_work.Path, ["show", folder])).Errors, StringComparison.Ordinal);

    public static TheoryData<string> Echoes => ["description", "code", "upper case", "encoded", "encoded letters", "page", "redirect", "result", "label", "status code"];

    [Theory]
    [MemberData(nameof(Echoes))]
    public async Task A_secret_in_a_reply_is_neither_printed_nor_stored(string where)
    {
        string webhook = _portal.Webhook.ToString();
        string secret = _portal.Webhook.Segments[^1].Trim('/');
        string letters = string.Concat(secret.Select(c => $"%{(int)c:X2}"));
        _portal.InjectFault(
            where switch
            {
                "description" => PortalFault.Error(400, "", $"Can't call {webhook}crm.lead.fields.json for {secret}"),
                "code" => PortalFault.Error(401, secret),
                "upper case" => PortalFault.Error(403, "ACCESS_DENIED", webhook.ToUpperInvariant() + secret.ToLowerInvariant()),
                "encoded" => PortalFault.Error(400, "", Uri.EscapeDataString(webhook)),
                "encoded letters" => PortalFault.Error(400, "", $"see /rest/1/{letters}/"),
                "page" => PortalFault.Json(200, $"<html><title>{webhook}</title><a href=\"{webhook}\">{secret}</a></html>"),
                "redirect" => PortalFault.Redirect(new Uri(webhook.Replace("127.0.0.1", secret + ".example", StringComparison.Ordinal))),
                "result" => PortalFault.Json(200, $"{{\"result\": \"{webhook}\"}}"),
                "label" => PortalFault.Json(200, $$"""{"result": {"{{secret}}": {"title": "{{webhook}}"} } }"""),
                _ => PortalFault.Json(503, $"{{\"error\": \"{webhook}\"}}"),
            },
            calls: 4,
            method: "crm.lead.fields");
        ToolRun run = await ToolRun.RunAsync(_work.Path, ["fetch", "acme", "--verbose"], webhook);

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("\nremedy: ", run.Errors, StringComparison.Ordinal);
        Assert.All(new[] { secret, letters }, s => Assert.DoesNotContain(s, run.Output + run.Errors + Uri.UnescapeDataString(run.Errors), StringComparison.OrdinalIgnoreCase));
        Assert.Equal(["App.csproj"], _work.Snapshot().Keys);
    }

    [Fact]
    public async Task An_unexpected_exception_exits_with_3_and_does_not_print_the_webhook()
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var environment = new ToolEnvironment
        {
            In = TextReader.Null,
            Out = output,
            Error = errors,
            WorkingFolder = _work.Path,
            Variable = name => name.StartsWith("LEADGEN", StringComparison.Ordinal) ? throw new NotSupportedException($"no {Address}\nat all") : null,
        };

        Assert.Equal(3, await CommandLine.RunAsync(["fetch", "acme"], environment));
        Assert.Equal("", output.ToString());
        Assert.Matches(
            "^error: NotSupportedException in LeadGen\\.Tool\\.[^ /]+\\.\nremedy: this is a bug in the tool; report it with this message\\.\n$", errors.ToString());
    }

    [Theory]
    [InlineData("\"{0}\"")]
    [InlineData(" '{0}' ")]
    [InlineData("\uFEFF\"{0}\"\r\n")]
    public async Task Quotes_around_a_pasted_webhook_are_stripped(string pasted)
    {
        string input = string.Format(System.Globalization.CultureInfo.InvariantCulture, pasted, _portal.Webhook);
        Assert.Equal(0, (await ToolRun.RunAsync(_work.Path, ["fetch", "acme", "--webhook-stdin"], input: input)).ExitCode);
    }

    [Theory]
    [InlineData("https://acme.bitrix24.ru@evil.example/rest/1/" + Secret + "/")]
    [InlineData("https://user:" + Secret + "@acme.bitrix24.ru/rest/1/" + Secret + "/")]
    [InlineData("https://acme.bitrix24.ru/rest/1/" + Secret + "\u0001/")]
    [InlineData("https://acme.bitrix24.ru\t.evil.example/rest/1/" + Secret + "/")]
    public async Task A_webhook_with_a_user_or_a_control_character_is_rejected(string webhook) =>
        AssertFails(await ToolRun.RunAsync(_work.Path, ["fetch", "acme"], webhook), "is invalid");

    [Fact]
    public async Task The_password_of_a_proxy_is_not_printed()
    {
        const string Password = "pr0xypassw0rd";
        using var proxy = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        proxy.Start();
        Task serving = Task.Run(async () =>
        {
            while (true)
            {
                using System.Net.Sockets.TcpClient call = await proxy.AcceptTcpClientAsync();
                _ = await call.GetStream().ReadAsync(new byte[4096]);
                await call.GetStream().WriteAsync("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
            }
        });
        string tool = Path.Combine(
            AppContext.BaseDirectory, "../../LeadGen.Tool", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "LeadGen.Tool.dll");
        var start = new System.Diagnostics.ProcessStartInfo("dotnet", [tool, "fetch", "acme", "--verbose"])
        {
            WorkingDirectory = _work.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LEADGEN_WEBHOOK"] = Address;
        start.Environment["HTTPS_PROXY"] = start.Environment["https_proxy"] = $"http://user:{Password}@127.0.0.1:{((System.Net.IPEndPoint)proxy.LocalEndpoint).Port}/";
        start.Environment["NO_PROXY"] = start.Environment["no_proxy"] = "";
        using System.Diagnostics.Process process = System.Diagnostics.Process.Start(start)!;
        string[] output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        proxy.Stop();
        await Assert.ThrowsAnyAsync<Exception>(() => serving);

        Assert.Equal(3, process.ExitCode);
        Assert.Contains("did not answer", output[1], StringComparison.Ordinal);
        Assert.DoesNotContain(Password, string.Concat(output), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, string.Concat(output), StringComparison.Ordinal);
    }

    public Task DisposeAsync() => _portal.DisposeAsync().AsTask();

    public void Dispose()
    {
        _work.Dispose();
        string folder = Path.GetDirectoryName(SecretsPath)!;
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // The path that the configuration provider uses. It can't be configured.
    private string SecretsPath => OperatingSystem.IsWindows()
        ? Path.Combine(Environment.GetEnvironmentVariable("APPDATA")!, "Microsoft", "UserSecrets", _secretsId, "secrets.json")
        : Path.Combine(Environment.GetEnvironmentVariable("HOME")!, ".microsoft", "usersecrets", _secretsId, "secrets.json");

    private async Task WriteSecretsAsync(string json)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(SecretsPath)!);
        await File.WriteAllTextAsync(SecretsPath, json);
    }

    private void AssertFails(ToolRun run, string expected)
    {
        Assert.Equal((3, ""), (run.ExitCode, run.Output));
        Assert.Contains(expected, run.Errors, StringComparison.Ordinal);
        Assert.Contains("\nremedy: ", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, run.Errors, StringComparison.OrdinalIgnoreCase);
        Assert.False(Directory.Exists(_work.File("acme")));
    }
}
