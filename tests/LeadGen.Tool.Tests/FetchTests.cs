using System.Text.Json.Nodes;
using LeadGen.Testing;
using LeadGen.Tool.Tests.Harness;

namespace LeadGen.Tool.Tests;

public sealed class FetchTests : IAsyncLifetime, IDisposable
{
    private const string Tulips = "UF_CRM_64C22C3DE7EE4";
    private const string Passport = "UF_CRM_1652088000";
    private const string Acme = "portals/acme";
    private const string Fields = Acme + "/crm.lead.fields.json";
    private const string Names = Acme + "/leadgen.names.json";

    private readonly Workspace _work = new();
    private PortalEmulator _portal = null!;

    public async Task InitializeAsync() => _portal = await PortalEmulator.StartAsync(SamplePortals.Romashka);

    [Fact]
    public async Task The_fields_of_items_are_kept_if_the_portal_does_not_return_them_any_more()
    {
        await FetchAsync();
        string items = _work.Read(Acme + "/crm.item.fields.1.json");
        Assert.DoesNotContain("\"items\"", items, StringComparison.Ordinal);
        Assert.Contains("\"upperName\": \"UF_CRM_", items, StringComparison.Ordinal);

        _portal.InjectFault(PortalFault.Error(400, "ERROR_METHOD_NOT_FOUND", "Method not found!"), 1, "crm.item.fields");
        await FetchAsync();
        Assert.Equal(items, _work.Read(Acme + "/crm.item.fields.1.json"));
    }

    [Fact]
    public async Task The_first_fetch_writes_five_sorted_files_and_pins_every_name_from_a_label()
    {
        string output = await FetchAsync();

        Assert.Contains("118 fields, 60 of them custom", output, StringComparison.Ordinal);
        Assert.Equal(
            [Acme + "/crm.item.fields.1.json", Fields, Acme + "/crm.lead.userfield.list.json", Acme + "/crm.status.list.json", Names],
            _work.Snapshot().Keys);
        JsonObject fields = Json(Fields)["result"]!.AsObject();
        Assert.Equal(118, fields.Count);
        Assert.Equal(fields.Select(f => f.Key).Order(StringComparer.Ordinal), fields.Select(f => f.Key));
        Assert.Equal(60, Json(Acme + "/crm.lead.userfield.list.json")["result"]!.AsArray().Count);
        Assert.Equal(60, Json(Names)["fields"]!.AsObject().Count);
        Assert.Equal("PasportProekta", (string?)Json(Names)["fields"]![Passport]);
        Assert.DoesNotContain("time", Json(Fields).Select(f => f.Key));
        Assert.All(_work.Snapshot().Values, text => Assert.EndsWith("}\n", text, StringComparison.Ordinal));
        Assert.All(_work.Snapshot().Values, text => Assert.DoesNotContain('\r', text));
    }

    [Fact]
    public async Task A_fetch_of_an_unchanged_portal_writes_no_files()
    {
        await FetchAsync();
        DateTime written = File.GetLastWriteTimeUtc(_work.File(Fields));

        Assert.Contains("Nothing changed; no files were written.", await FetchAsync(), StringComparison.Ordinal);
        Assert.Equal(written, File.GetLastWriteTimeUtc(_work.File(Fields)));
        Assert.False(Directory.Exists(_work.File(Acme + "/.leadgen")));
    }

    [Fact]
    public async Task A_snapshot_contains_neither_the_address_of_the_portal_nor_secrets()
    {
        string secret = _portal.Webhook.Segments[^1].Trim('/');
        _portal.UpdateField(Passport, f =>
        {
            f["formLabel"] = $"См. {_portal.Webhook}crm.lead.get и http://{_portal.Webhook.Authority}/crm/";
            f["settings"] = new JsonObject { ["DEFAULT_VALUE"] = "/bitrix/tools/show.php?auth=0a1b2c&fileId=7&token=secret~1" };
        });
        ToolRun run = await ToolRun.RunAsync(_work.Path, ["fetch", Acme, "--verbose"], _portal.Webhook.ToString());

        Assert.Equal(0, run.ExitCode);
        string all = string.Concat(_work.Snapshot().Values) + run.Output + run.Errors;
        Assert.DoesNotContain(secret, all, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("0a1b2c", all, StringComparison.Ordinal);
        Assert.DoesNotContain("secret~1", all, StringComparison.Ordinal);
        Assert.DoesNotContain(_portal.Webhook.Authority, string.Concat(_work.Snapshot().Values), StringComparison.Ordinal);
        Assert.Contains("fileId=7", _work.Read(Fields), StringComparison.Ordinal);
        Assert.Contains("POST " + _portal.Webhook.Authority, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edited_label_does_not_rename_a_member()
    {
        await FetchAsync();
        string names = _work.Read(Names);
        _portal.UpdateField(Passport, f => f["formLabel"] = "Документ");

        Assert.Contains("Label changed", await FetchAsync(), StringComparison.Ordinal);
        Assert.Equal(names, _work.Read(Names));
        Assert.Contains("Документ", _work.Read(Fields), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edited_label_does_not_rename_a_member_that_is_not_pinned_yet()
    {
        await FetchAsync();
        File.Delete(_work.File(Names));
        string before = await ToolRun.SucceedAsync(_work.Path, ["names", "list", "--json"]);
        _portal.UpdateField(Passport, f => f["formLabel"] = "Документ");
        await FetchAsync();

        Assert.Equal("PasportProekta", (string?)Json(Names)["fields"]![Passport]);
        Assert.Equal(NamesIn(before), NamesIn(await ToolRun.SucceedAsync(_work.Path, ["names", "list", "--json"])));
    }

    [Fact]
    public async Task Pins_of_removed_fields_are_removed_and_new_fields_are_pinned()
    {
        await FetchAsync();
        _portal.RemoveField(Passport);
        _portal.SetField("UF_CRM_1799999999", """{"type": "date", "isDynamic": true, "title": "UF_CRM_1799999999", "formLabel": "День сборки"}""");

        string output = await FetchAsync();

        Assert.Contains("Field removed", output, StringComparison.Ordinal);
        Assert.Contains($"no longer exist on the portal: PasportProekta ({Passport}). Their names are reserved", output, StringComparison.Ordinal);
        Assert.Null(Json(Names)["fields"]![Passport]);
        Assert.Equal("DenSborki", (string?)Json(Names)["fields"]!["UF_CRM_1799999999"]);
        Assert.Equal(0, (await ToolRun.RunAsync(_work.Path, ["check"], _portal.Webhook.ToString())).ExitCode);
    }

    [Fact]
    public async Task A_former_name_is_kept_until_its_alias_is_removed()
    {
        await FetchAsync();
        await ToolRun.SucceedAsync(_work.Path, ["names", "rename", Acme, Passport, "ProjectPassport"]);
        Assert.Equal("PasportProekta", (string?)Json(Names)["renamed"]!["fields"]![Passport]);

        await FetchAsync();
        Assert.Equal("PasportProekta", (string?)Json(Names)["renamed"]!["fields"]![Passport]);
        await ToolRun.SucceedAsync(_work.Path, ["names", "remove-aliases", Acme]);
        Assert.Null(Json(Names)["renamed"]);
        Assert.Equal("ProjectPassport", (string?)Json(Names)["fields"]![Passport]);
        Assert.Equal(Passport, (string?)Json(Names)["reserved"]!["fields"]!["PasportProekta"]);
        _portal.SetField("UF_CRM_PASSPORT", """{"type": "string", "formLabel": "Паспорт проекта"}""");
        await FetchAsync();
        Assert.Equal("PasportProekta_Passport", (string?)Json(Names)["fields"]!["UF_CRM_PASSPORT"]);
        await ToolRun.SucceedAsync(_work.Path, ["names", "rename", Acme, Passport, "PasportProekta"]);
        Assert.Null(Json(Names)["reserved"]);
    }

    [Fact]
    public async Task The_former_name_of_a_removed_field_is_reserved()
    {
        await FetchAsync();
        await ToolRun.SucceedAsync(_work.Path, ["names", "rename", Acme, Passport, "ProjectPassport"]);
        _portal.RemoveField(Passport);
        await FetchAsync();

        Assert.Null(Json(Names)["renamed"]);
        JsonNode reserved = Json(Names)["reserved"]!["fields"]!;
        Assert.Equal((Passport, Passport), ((string?)reserved["PasportProekta"], (string?)reserved["ProjectPassport"]));
    }

    [Fact]
    public async Task A_recreated_field_does_not_take_over_the_old_name()
    {
        await FetchAsync();
        _portal.RemoveField(Passport);
        _portal.SetField("UF_CRM_PASSPORT", """{"type": "string", "formLabel": "Паспорт проекта"}""");
        await FetchAsync();

        Assert.Equal("PasportProekta_Passport", (string?)Json(Names)["fields"]!["UF_CRM_PASSPORT"]);
    }

    [Fact]
    public async Task The_name_of_a_removed_field_is_not_used_after_several_fetches_until_its_entry_is_removed()
    {
        const string Recreated = "UF_CRM_PASSPORT";
        await FetchAsync();
        _portal.RemoveField(Passport);
        await FetchAsync();
        _portal.SetField(Recreated, """{"type": "string", "formLabel": "Паспорт проекта"}""");
        await FetchAsync();
        await FetchAsync();
        Assert.Equal("PasportProekta_Passport", (string?)Json(Names)["fields"]![Recreated]);
        Assert.Equal(Passport, (string?)Json(Names)["reserved"]!["fields"]!["PasportProekta"]);

        ToolRun run = await ToolRun.RunAsync(_work.Path, ["names", "rename", Acme, Recreated, "PasportProekta"]);
        Assert.Contains($"is already the name of field '{Passport}', which is listed under 'reserved'", run.Errors, StringComparison.Ordinal);

        JsonNode names = Json(Names);
        names.AsObject().Remove("reserved");
        _work.Write(Names, names.ToJsonString());
        await ToolRun.SucceedAsync(_work.Path, ["names", "rename", Acme, Recreated, "PasportProekta"]);
    }

    [Fact]
    public async Task A_field_that_returns_gets_its_name_back()
    {
        await FetchAsync();
        await ToolRun.SucceedAsync(_work.Path, ["names", "rename", Acme, Passport, "ProjectPassport"]);
        await FetchAsync();
        string before = _work.Read(Names);
        await using PortalEmulator limited = await PortalEmulator.StartAsync(
            SamplePortals.Romashka, new PortalEmulatorOptions { IsAdministrator = false, HiddenFields = [Passport] });
        await ToolRun.SucceedAsync(_work.Path, ["fetch", Acme], limited.Webhook.ToString());
        Assert.Null(Json(Names)["fields"]![Passport]);
        await FetchAsync();
        Assert.Equal(before, _work.Read(Names));
    }

    [Fact]
    public async Task The_metadata_of_the_LeadSchema_item_is_used()
    {
        _work.Write("App.csproj", $"""<Project><ItemGroup><LeadSchema Include="{Fields}" ClassName="CrmLead" Identifiers="Native" Language="ru" /></ItemGroup></Project>""");
        await FetchAsync();

        Assert.Equal("ПаспортПроекта", (string?)Json(Names)["fields"]![Passport]);
        Assert.Contains("new CrmLeadUpdate(1608)", await ToolRun.SucceedAsync(_work.Path, ["explain", Passport]), StringComparison.Ordinal);
        Assert.Contains(_portal.Journal, c => c.Method == "crm.lead.userfield.list" && c.Body.Contains("\"LANG\":\"ru\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task New_names_are_native_if_the_pinned_names_are()
    {
        await ToolRun.SucceedAsync(_work.Path, ["fetch", Acme, "--identifiers", "native"], _portal.Webhook.ToString());
        _portal.SetField("UF_CRM_1799999999", """{"type": "date", "formLabel": "День сборки"}""");
        await FetchAsync();

        Assert.Equal("ДеньСборки", (string?)Json(Names)["fields"]!["UF_CRM_1799999999"]);
    }

    [Fact]
    public async Task Labels_are_fetched_in_the_requested_language()
    {
        await ToolRun.SucceedAsync(_work.Path, ["fetch", Acme, "--language", "ru"], _portal.Webhook.ToString());

        Assert.Contains(_portal.Journal, c => c.Method == "crm.lead.userfield.list" && c.Body.Contains("\"LANG\":\"ru\"", StringComparison.Ordinal));
        Assert.Contains("EDIT_FORM_LABEL", _work.Read(Acme + "/crm.lead.userfield.list.json"), StringComparison.Ordinal);
        Assert.Equal(3, (await ToolRun.RunAsync(_work.Path, ["fetch", Acme, "--language", "russian"], _portal.Webhook.ToString())).ExitCode);
    }

    [Fact]
    public async Task A_user_who_is_not_an_administrator_is_warned_about_hidden_fields()
    {
        await using PortalEmulator portal = await PortalEmulator.StartAsync(
            SamplePortals.Romashka, new PortalEmulatorOptions { IsAdministrator = false, HiddenFields = [Passport] });
        ToolRun run = await ToolRun.RunAsync(_work.Path, ["fetch", Acme], portal.Webhook.ToString());

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("warning: The webhook's user is not an administrator", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(Passport, _work.Read(Fields), StringComparison.Ordinal);
        Assert.Empty((await ToolRun.RunAsync(_work.Path, ["fetch", Acme], _portal.Webhook.ToString())).Errors);
    }

    [Fact]
    public async Task A_portal_in_simple_CRM_mode_is_reported()
    {
        await using PortalEmulator portal = await PortalEmulator.StartAsync(SamplePortals.Romashka, new PortalEmulatorOptions { IsSimpleCrmMode = true });
        ToolRun run = await ToolRun.RunAsync(_work.Path, ["fetch", Acme, "--json"], portal.Webhook.ToString());

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("warning: The portal is in simple CRM mode", run.Errors, StringComparison.Ordinal);
        Assert.True((bool?)JsonNode.Parse(run.Output)!["isSimpleCrmMode"]);
    }

    [Theory]
    [InlineData(404, "ERROR_METHOD_NOT_FOUND")]
    [InlineData(403, "ACCESS_DENIED")]
    public async Task A_fetch_succeeds_if_the_CRM_mode_is_not_accessible(int status, string code)
    {
        _portal.InjectFault(PortalFault.Error(status, code), method: "crm.settings.mode.get");
        ToolRun run = await ToolRun.RunAsync(_work.Path, ["fetch", Acme, "--json"], _portal.Webhook.ToString());

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Null(JsonNode.Parse(run.Output)!["isSimpleCrmMode"]);
    }

    [Fact]
    public async Task A_fetch_succeeds_if_the_profile_is_not_accessible()
    {
        _portal.InjectFault(PortalFault.Error(401, "insufficient_scope"), method: "profile");
        ToolRun run = await ToolRun.RunAsync(_work.Path, ["fetch", Acme], _portal.Webhook.ToString());

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("does not report whether", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, "PAYMENT_REQUIRED", "renew the portal's plan or subscription")]
    [InlineData(403, "insufficient_scope", "add the scope 'crm' to the webhook.")]
    [InlineData(403, "ACCESS_DENIED", "create the webhook as an administrator")]
    [InlineData(401, "METHOD_CONFIRM_WAITING", "ask an administrator to confirm the method")]
    [InlineData(500, "PORTAL_DELETED", "use a webhook of another portal")]
    [InlineData(401, "NO_AUTH_FOUND", "check that the webhook is complete")]
    public async Task The_remedy_depends_on_the_error_code(int status, string code, string remedy)
    {
        _portal.InjectFault(PortalFault.Error(status, code), method: "crm.lead.fields");
        ToolRun run = await ToolRun.RunAsync(_work.Path, ["fetch", Acme], _portal.Webhook.ToString());

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(remedy, run.Errors.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Equal(code is "insufficient_scope" or "ACCESS_DENIED", run.Errors.Contains("scope 'crm'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_few_503_errors_are_retried()
    {
        _portal.InjectFault(PortalFault.Error(503, "QUERY_LIMIT_EXCEEDED"), 2, "crm.lead.fields");
        ToolRun run = await ToolRun.RunAsync(_work.Path, ["fetch", Acme, "-v"], _portal.Webhook.ToString());

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Retrying", run.Errors, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Faults => new()
    {
        { "error", "ACCESS_DENIED" },
        { "limit", "QUERY_LIMIT_EXCEEDED" },
        { "web page", "a web page (HTTP 502)" },
        { "web page of a proxy", "a web page" },
        { "half a body", "did not answer" },
        { "truncated", "text that is not a JSON reply of a portal" },
        { "reset", "did not answer" },
        { "slow", "the request timed out" },
        { "trickle", "the request timed out" },
        { "error with status 200", "EXPIRED" },
        { "empty list", "contains no fields" },
        { "list", "contains a list" },
        { "fields without types", "'type' of field 'TITLE' is missing" },
        { "redirect", "redirects crm.lead.fields" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_of_the_portal_is_an_error_with_a_remedy_and_overwrites_nothing(string fault, string expected)
    {
        const string Second = "portals/second";
        await FetchAsync();
        await ToolRun.SucceedAsync(_work.Path, ["fetch", Second], _portal.Webhook.ToString());
        SortedDictionary<string, string> before = _work.Snapshot();
        _portal.InjectFault(Fault(fault), 8, "crm.lead.fields");

        // Both at once, because a timeout is waited for in real time.
        ToolRun[] runs = await Task.WhenAll(
            ToolRun.RunAsync(_work.Path, ["fetch", Acme, "--force", "--timeout", "1"], _portal.Webhook.ToString()),
            ToolRun.RunAsync(_work.Path, ["check", Second, "--timeout", "1"], _portal.Webhook.ToString()));

        Assert.All(runs, run =>
        {
            Assert.Equal(3, run.ExitCode);
            Assert.Contains(expected, run.Errors, StringComparison.Ordinal);
            Assert.Contains("remedy: ", run.Errors, StringComparison.Ordinal);
            Assert.DoesNotContain(_portal.Webhook.Segments[^1].Trim('/'), run.Output + run.Errors, StringComparison.OrdinalIgnoreCase);
        });
        Assert.Equal(before, _work.Snapshot());
    }

    [Fact]
    public async Task An_error_contains_the_folder_and_a_command_that_works_in_any_folder()
    {
        await FetchAsync();
        string folder = _work.File(Acme);
        _portal.InjectFault(Fault("web page"), 4, "crm.lead.fields");
        ToolRun down = await ToolRun.RunAsync(folder, ["fetch", "."], _portal.Webhook.ToString());
        _portal.ClearFaults();
        Assert.StartsWith($"error: {Path.GetFileName(folder)}: ", down.Errors, StringComparison.Ordinal);

        new PortalFolderBuilder().With("TITLE").With("UF_CRM_1").With("UF_CRM_2").With("UF_CRM_3").WriteTo(_work, Acme);
        ToolRun other = await ToolRun.RunAsync(folder, ["fetch", "."], _portal.Webhook.ToString());
        Assert.Contains($"run 'leadgen fetch {folder} --force'", other.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_incomplete_list_is_rejected()
    {
        await FetchAsync();
        SortedDictionary<string, string> before = _work.Snapshot();
        _portal.InjectFault(PortalFault.Json(200, """{"result": [{"ID": "1", "ENTITY_ID": "STATUS", "STATUS_ID": "NEW", "NAME": "Новый"}], "total": 30}"""), method: "crm.status.list");
        ToolRun run = await ToolRun.RunAsync(_work.Path, ["fetch", Acme], _portal.Webhook.ToString());

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("contains 1 of 30 rows", run.Errors, StringComparison.Ordinal);
        Assert.Equal(before, _work.Snapshot());
    }

    [Fact]
    public async Task The_fields_of_a_different_portal_are_rejected_without_force()
    {
        await FetchAsync();
        SortedDictionary<string, string> before = _work.Snapshot();
        await using PortalEmulator other = await PortalEmulator.StartAsync(SamplePortals.Harbor);
        foreach (string command in new[] { "fetch", "check" })
        {
            ToolRun run = await ToolRun.RunAsync(_work.Path, [command, Acme], other.Webhook.ToString());
            Assert.Equal(3, run.ExitCode);
            Assert.Contains("lacks 60 of the 60 custom fields", run.Errors, StringComparison.Ordinal);
            Assert.Contains("--force", run.Errors, StringComparison.Ordinal);
            Assert.Equal(before, _work.Snapshot());
        }

        await ToolRun.SucceedAsync(_work.Path, ["fetch", Acme, "--force"], other.Webhook.ToString());
        Assert.Contains("Berth", _work.Read(Names), StringComparison.Ordinal);
        Assert.Null(Json(Names)["fields"]![Passport]);
        Assert.Equal(Passport, (string?)Json(Names)["reserved"]!["fields"]!["PasportProekta"]);
    }

    [Fact]
    public async Task Names_that_cannot_be_read_are_not_overwritten()
    {
        await FetchAsync();
        _work.Write(Names, "{\"fields\": {\n<<<<<<< HEAD\n}}");
        ToolRun run = await ToolRun.RunAsync(_work.Path, ["fetch", Acme, "--force"], _portal.Webhook.ToString());

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("leadgen.names.json(2,1): error LG0022", run.Errors, StringComparison.Ordinal);
        Assert.Equal("{\"fields\": {\n<<<<<<< HEAD\n}}", _work.Read(Names));
    }

    [Fact]
    public async Task A_broken_snapshot_is_replaced_and_its_names_are_kept()
    {
        await FetchAsync();
        await ToolRun.SucceedAsync(_work.Path, ["names", "rename", Acme, Passport, "ProjectPassport"]);
        _work.Write(Fields, "<<<<<<< HEAD");
        ToolRun run = await ToolRun.RunAsync(_work.Path, ["fetch", Acme], _portal.Webhook.ToString());

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("can't be read, so changes can't be reported", run.Errors, StringComparison.Ordinal);
        Assert.Equal("ProjectPassport", (string?)Json(Names)["fields"]![Passport]);
    }

    [Fact]
    public async Task Concurrent_fetches_write_one_complete_snapshot()
    {
        await FetchAsync();
        _portal.UpdateField(Tulips, f => f["formLabel"] = "Розы");
        ToolRun[] runs = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => ToolRun.RunAsync(_work.Path, ["fetch", Acme], _portal.Webhook.ToString())));

        Assert.Contains(runs, r => r.ExitCode == 0);
        Assert.All(runs.Where(r => r.ExitCode != 0), r => Assert.Contains("Another command is writing", r.Errors, StringComparison.Ordinal));
        Assert.Equal(5, _work.Snapshot().Count);
        Assert.Equal(0, (await ToolRun.RunAsync(_work.Path, ["check"], _portal.Webhook.ToString())).ExitCode);
    }

    [Fact]
    public async Task The_result_can_be_printed_as_JSON()
    {
        JsonNode answer = JsonNode.Parse(await ToolRun.SucceedAsync(_work.Path, ["fetch", Acme, "--json"], _portal.Webhook.ToString()))!;

        Assert.Equal((118, 60, true, 5), ((int)answer["fields"]!, (int)answer["customFields"]!, (bool)answer["isAdministrator"]!, answer["filesWritten"]!.AsArray().Count));
    }

    [Fact]
    public async Task Pinned_names_are_used_even_if_the_fields_file_is_missing()
    {
        _work.Write(Names, "{\"fields\": {\"" + Passport + "\": \"ProjectPassport\"}}");
        await FetchAsync();
        Assert.Equal("ProjectPassport", (string?)Json(Names)["fields"]![Passport]);

        File.Delete(_work.File(Fields));
        _work.Write(Names, "{");
        Assert.Equal(3, (await ToolRun.RunAsync(_work.Path, ["fetch", Acme], _portal.Webhook.ToString())).ExitCode);
        Assert.Equal("{", _work.Read(Names));
    }

    [Fact]
    public async Task An_edit_after_an_interrupted_refresh_is_not_undone()
    {
        await FetchAsync();
        foreach (string file in Directory.GetFiles(_work.File(Acme)))
        {
            _work.Write($"{Acme}/.leadgen/staged/{Path.GetFileName(file)}", await File.ReadAllTextAsync(file));
        }

        _work.Write(Acme + "/.leadgen/staged/replaced.txt", string.Concat(new[] { "crm.lead.fields.json", "leadgen.names.json" }.Select(f => $"0000 {f}\n")));
        string edited = _work.Read(Names).Replace("PasportProekta", "Passport", StringComparison.Ordinal);
        _work.Write(Names, edited);
        foreach (string[] command in new[] { new[] { "fetch", Acme }, ["check", Acme], ["names", "pin", Acme] })
        {
            ToolRun run = await ToolRun.RunAsync(_work.Path, command, _portal.Webhook.ToString());
            Assert.Equal(3, run.ExitCode);
            Assert.Contains("leadgen.names.json was changed afterwards", run.Errors, StringComparison.Ordinal);
            Assert.Equal(edited, _work.Read(Names));
        }

        Directory.Delete(_work.File(Acme + "/.leadgen"), recursive: true);
        await FetchAsync();
        Assert.Equal("Passport", (string?)Json(Names)["fields"]![Passport]);
    }

    [Fact]
    public async Task If_one_file_cannot_be_replaced_the_others_are_restored()
    {
        await FetchAsync();
        File.Delete(_work.File(Acme + "/crm.lead.userfield.list.json"));
        Directory.CreateDirectory(_work.File(Acme + "/crm.lead.userfield.list.json"));
        SortedDictionary<string, string> before = _work.Snapshot();
        _portal.SetField("UF_CRM_1799999999", """{"type": "date", "formLabel": "День сборки"}""");
        ToolRun run = await ToolRun.RunAsync(_work.Path, ["fetch", Acme], _portal.Webhook.ToString());

        Assert.Equal(3, run.ExitCode);
        Assert.Equal(before, _work.Snapshot());
    }

    [Fact]
    public async Task An_endless_list_is_rejected()
    {
        string row = string.Join(",", Enumerable.Range(1, 5000).Select(i => $"{{\"ID\": \"{i}\", \"ENTITY_ID\": \"STATUS\", \"STATUS_ID\": \"S{i}\"}}"));
        _portal.InjectFault(PortalFault.Json(200, $$"""{"result": [{{row}}], "total": 999999, "next": 900000}"""), 100, "crm.status.list");
        ToolRun run = await ToolRun.RunAsync(_work.Path, ["fetch", Acme], _portal.Webhook.ToString());

        Assert.Equal(3, run.ExitCode);
        Assert.InRange(_portal.Journal.Count(c => c.Method == "crm.status.list"), 1, 10);
    }

    [Fact]
    public async Task Lists_without_most_of_their_rows_are_rejected()
    {
        await FetchAsync();
        SortedDictionary<string, string> before = _work.Snapshot();
        foreach (string method in new[] { "crm.status.list", "crm.lead.userfield.list" })
        {
            _portal.InjectFault(PortalFault.Json(200, """{"result": [], "total": 0}"""), method: method);
            Assert.Equal(3, (await ToolRun.RunAsync(_work.Path, ["fetch", Acme], _portal.Webhook.ToString())).ExitCode);
            Assert.Equal(before, _work.Snapshot());
        }
    }

    [Fact]
    public async Task A_portal_with_few_custom_fields_can_lose_most_of_them()
    {
        await using PortalEmulator small = await PortalEmulator.StartAsync(SamplePortals.Harbor);
        foreach (string code in new[] { "UF_CRM_1690000002", "UF_CRM_1690000003", "UF_CRM_1690000004" })
        {
            small.RemoveField(code);
        }

        await ToolRun.SucceedAsync(_work.Path, ["fetch", Acme], small.Webhook.ToString());
        small.RemoveField("UF_CRM_1690000001");
        Assert.Equal(2, (await ToolRun.RunAsync(_work.Path, ["check", Acme], small.Webhook.ToString())).ExitCode);
        Assert.Equal(3, (await ToolRun.RunAsync(_work.Path, ["check", Acme], _portal.Webhook.ToString())).ExitCode);
    }

    [Fact]
    public async Task A_fetch_that_is_canceled_writes_nothing()
    {
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        _portal.InjectFault(PortalFault.Delay(TimeSpan.FromSeconds(20)), method: "crm.lead.fields");
        ToolRun run = await ToolRun.RunAsync(_work.Path, ["fetch", Acme], _portal.Webhook.ToString(), cancellationToken: cancellation.Token);

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("canceled", run.Errors, StringComparison.Ordinal);
        Assert.Empty(_work.Snapshot());
    }

    public Task DisposeAsync() => _portal.DisposeAsync().AsTask();

    public void Dispose() => _work.Dispose();

    private static PortalFault Fault(string fault) => fault switch
    {
        "error" => PortalFault.Error(403, "ACCESS_DENIED", "Access denied!"),
        "limit" => PortalFault.Error(503, "QUERY_LIMIT_EXCEEDED", "Too many requests"),
        "web page" => PortalFault.WebPage(),
        "web page of a proxy" => PortalFault.WebPage(200),
        "half a body" => PortalFault.HalfBody,
        "truncated" => PortalFault.TruncatedBody,
        "reset" => PortalFault.Reset(),
        "slow" => PortalFault.Delay(TimeSpan.FromSeconds(3)),
        "trickle" => PortalFault.Trickle(TimeSpan.FromSeconds(10)),
        "error with status 200" => PortalFault.Json(200, """{"error": "EXPIRED", "error_description": "The webhook's time is over"}"""),
        "empty list" => PortalFault.Json(200, """{"result": []}"""),
        "list" => PortalFault.Json(200, """{"result": [1, 2]}"""),
        "fields without types" => PortalFault.Json(200, """{"result": {"TITLE": {"title": "Тема"}}}"""),
        _ => PortalFault.Redirect(new Uri("https://renamed.example/rest/")),
    };

    private Task<string> FetchAsync() => ToolRun.SucceedAsync(_work.Path, ["fetch", Acme], _portal.Webhook.ToString());

    private JsonObject Json(string file) => JsonNode.Parse(_work.Read(file))!.AsObject();

    private static IEnumerable<string?> NamesIn(string json) => JsonNode.Parse(json)!.AsArray().Select(n => (string?)n!["name"]);
}
