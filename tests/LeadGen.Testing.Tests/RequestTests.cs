using System.Text.Json;

namespace LeadGen.Testing.Tests;

/// <summary>Tests request paths, body formats, and errors that occur before a method is executed.</summary>
public sealed class RequestTests(PortalFixture fixture) : IClassFixture<PortalFixture>
{
    [Theory]
    [InlineData("crm.lead.update")]
    [InlineData("crm.lead.update.json")]
    [InlineData("crm.lead.update/")]
    [InlineData("CRM.Lead.Update")]
    [InlineData("crm.lead.update?bx24_request_id=1&bx24_sdk_ver=2")]
    public async Task Method_names_are_case_insensitive(string method)
    {
        long id = fixture.AddLead();
        JsonElement answer = await fixture.CallAsync(method, $$"""{"ID": "{{id}}", "fields": {"NAME": "Анна"} }""");

        Assert.True(answer.GetProperty("result").GetBoolean());
        Assert.Equal("Анна", fixture.Portal.GetStoredValue(id, "NAME"));
        Assert.Empty(fixture.Portal.Journal.Last(c => c.LeadId == id).Parameters);
    }

    [Theory]
    [InlineData("id={0}&fields[NAME]=%D0%90+%D0%91&fields[UF_CRM_1712000001][]=1&fields[UF_CRM_1712000001][]=2")]
    [InlineData("id={0}&fields%5BNAME%5D=%D0%90%20%D0%91&fields%5BUF_CRM_1712000001%5D%5B0%5D=1&fields%5BUF_CRM_1712000001%5D%5B1%5D=2")]
    public async Task Forms_and_queries_are_read_as_PHP_reads_them(string form)
    {
        foreach (bool isQuery in new[] { false, true })
        {
            long id = fixture.AddLead();
            string arguments = string.Format(System.Globalization.CultureInfo.InvariantCulture, form, id);
            (int status, JsonElement answer) = isQuery
                ? await fixture.GetAsync(new Uri(fixture.Portal.Webhook, "crm.lead.update?" + arguments))
                : await fixture.PostAsync("crm.lead.update", arguments, "application/x-www-form-urlencoded");

            Assert.Equal(200, status);
            Assert.True(answer.GetProperty("result").GetBoolean());
            Assert.Equal("А Б", fixture.Portal.GetStoredValue(id, "NAME"));
            Assert.Equal("[\"1\",\"2\"]", fixture.Portal.GetStoredValue(id, "UF_CRM_1712000001"));
        }
    }

    [Theory]
    [InlineData("id", "fields", "params")]
    [InlineData("ID", "FIELDS", "PARAMS")]
    [InlineData("Id", "Fields", "Params")]
    [InlineData("iD", "fIELDS", "pArams")]
    public async Task Argument_names_are_case_insensitive(string idName, string fieldsName, string paramsName)
    {
        (string Method, Func<long, string> Arguments, string ContentType)[] calls =
        [
            ("crm.lead.update", id => $$"""{"{{idName}}": {{id}}, "{{fieldsName}}": {"NAME": "Анна"}, "{{paramsName}}": {"REGISTER_SONET_EVENT": "Y"} }""", "application/json"),
            ("crm.lead.update", Form, "application/x-www-form-urlencoded"),
            ("batch", id => $$"""{"CMD": {"a": "crm.lead.update?{{Form(id)}}"}, "Halt": 1}""", "application/json"),
        ];
        foreach ((string method, Func<long, string> arguments, string contentType) in calls)
        {
            long id = fixture.AddLead();
            (int status, _) = await fixture.PostAsync(method, arguments(id), contentType);
            PortalCall call = fixture.Portal.Journal.Last(c => c.LeadId == id);

            Assert.Equal((200, "Анна"), (status, fixture.Portal.GetStoredValue(id, "NAME")));
            Assert.Equal(("NAME: kept", "REGISTER_SONET_EVENT: kept"), (Assert.Single(call.Fields).ToString(), Assert.Single(call.Parameters).ToString()));
        }

        string Form(long id) => $"{idName}={id}&{fieldsName}[NAME]=%D0%90%D0%BD%D0%BD%D0%B0&{paramsName}[REGISTER_SONET_EVENT]=Y";
    }

    [Fact]
    public async Task Argument_names_of_a_query_are_case_insensitive()
    {
        (_, JsonElement added) = await fixture.GetAsync(new Uri(fixture.Portal.Webhook, "crm.lead.add.json?FIELDS[TITLE]=x"));
        Assert.Equal("x", fixture.Portal.GetStoredValue(added.GetProperty("result").GetInt64(), "TITLE"));
    }

    [Fact]
    public async Task Argument_names_of_a_list_are_case_insensitive()
    {
        await using PortalEmulator portal = await PortalEmulator.StartAsync(PortalFixture.Folder);
        foreach (string name in (string[])["Анна", "Борис", "Борис"])
        {
            portal.AddLead([new("NAME", name)]);
        }

        JsonElement answer = await fixture.CallAsync(portal, "crm.lead.list", """{"FILTER": {"NAME": "Борис"}, "SELECT": ["NAME"], "ORDER": {"ID": "DESC"}, "START": -1}""");
        Assert.Equal(["3 Борис", "2 Борис"], answer.GetProperty("result").EnumerateArray().Select(static l => string.Join(' ', l.EnumerateObject().Select(static p => p.Value.GetString()))));
        Assert.False(answer.TryGetProperty("total", out _));

        for (int i = 4; i <= 52; i++)
        {
            portal.AddLead([new("NAME", "Вера")]);
        }

        JsonElement page = (await fixture.CallAsync(portal, "crm.lead.list", """{"Start": 50}""")).GetProperty("result");
        Assert.Equal(2, page.GetArrayLength());
        JsonElement statuses = (await fixture.CallAsync(portal, "crm.status.list", """{"Filter": {"ENTITY_ID": "SOURCE"}}""")).GetProperty("result");
        Assert.All(statuses.EnumerateArray(), static row => Assert.Equal("SOURCE", row.GetProperty("ENTITY_ID").GetString()));
    }

    [Fact]
    public async Task Contents_of_arguments_are_case_sensitive()
    {
        long id = fixture.AddLead();
        await fixture.CallAsync("crm.lead.update", $$"""{"ID": {{id}}, "FIELDS": {"name": "x"}, "PARAMS": {"register_sonet_event": "Y"} }""");
        PortalCall call = fixture.Portal.Journal.Last(c => c.LeadId == id);
        Assert.Null(fixture.Portal.GetStoredValue(id, "NAME"));
        Assert.Equal([FieldOutcome.Dropped, FieldOutcome.Dropped], call.Fields.Concat(call.Parameters).Select(static f => f.Outcome));
    }

    [Theory]
    [InlineData("fields", "FIELDS", "FIELDS")]
    [InlineData("FIELDS", "fields", "FIELDS")]
    [InlineData("Fields", "fields", "fields")]
    [InlineData("Fields", "fIELDS", "Fields")]
    public async Task The_journal_lists_the_unused_of_two_spellings(string first, string second, string used)
    {
        long id = fixture.AddLead();
        await fixture.CallAsync("crm.lead.update", $$"""{"id": {{id}}, "{{first}}": {"NAME": "{{first}}"}, "{{second}}": {"NAME": "{{second}}"} }""");

        Assert.Equal(used, fixture.Portal.GetStoredValue(id, "NAME"));
        FieldResult other = Assert.Single(fixture.Portal.Journal.Last(c => c.LeadId == id).Parameters);
        Assert.Equal($"{(used == first ? second : first)}: dropped, the argument occurs again in another letter case, which has precedence", other.ToString());
    }

    public static TheoryData<string, string, int, string, string> Errors => new()
    {
        { "crm.lead.update", "{}", 400, "", "ID is not defined or invalid." },
        { "crm.lead.update", """{"id": -1, "fields": {}}""", 400, "", "ID is not defined or invalid." },
        { "crm.lead.update", """{"id": 1.5, "fields": {}}""", 400, "", "ID is not defined or invalid." },
        { "crm.lead.update", """{"id": 999999, "fields": {}}""", 400, "", "Not found" },
        { "crm.lead.update", """{"id": 1, "fields": "x"}""", 400, "", "Parameter 'fields' must be array." },
        { "crm.lead.update", """{"id": 1}""", 400, "", "Parameter 'fields' must be array." },
        { "crm.lead.update", """{"id": 1, "fields": {}, "params": "Y"}""", 400, "", "Parameter 'params' must be array." },
        { "crm.lead.get", """{"id": 0}""", 400, "", "ID is not defined or invalid." },
        { "crm.lead.get", """{"id": 999999}""", 400, "", "Not found" },
        { "crm.lead.get", "{broken", 400, "", "ID is not defined or invalid." },
        { "crm.lead.get", """{"id": 1, "note": "\ud800"}""", 400, "", "ID is not defined or invalid." },
        { "crm.lead.get", "[]", 400, "", "ID is not defined or invalid." },
        { "crm.deal.update", "{}", 404, "ERROR_METHOD_NOT_FOUND", "Method not found!" },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public async Task Errors_match_the_documentation(string method, string json, int status, string error, string description)
    {
        fixture.AddLead();
        (int actual, JsonElement answer) = await fixture.PostAsync(method, json, "application/json");

        Assert.Equal((status, error, description), (actual, answer.GetProperty("error").GetString(), answer.GetProperty("error_description").GetString()));
        Assert.False(answer.TryGetProperty("result", out _));
    }

    [Fact]
    public async Task A_multipart_form_is_read_as_PHP_reads_it()
    {
        long id = fixture.AddLead();
        using var form = new MultipartFormDataContent
        {
            { new StringContent($"{id}"), "id" },
            { new StringContent("А+Б %20\n"), "fields[NAME]" },
            { new StringContent("1"), "fields[UF_CRM_1712000001][]" },
            { new StringContent("2"), "fields[UF_CRM_1712000001][]" },
            { new ByteArrayContent([1, 2]), "fields[COMMENTS]", "upload.bin" },
        };
        JsonElement answer = await fixture.PostAsync("crm.lead.update", form);

        Assert.True(answer.GetProperty("result").GetBoolean());
        Assert.Equal(("А+Б %20\n", "[\"1\",\"2\"]", null), (fixture.Portal.GetStoredValue(id, "NAME"), fixture.Portal.GetStoredValue(id, "UF_CRM_1712000001"), fixture.Portal.GetStoredValue(id, "COMMENTS")));
    }

    [Fact]
    public async Task The_body_overrides_the_query()
    {
        long id = fixture.AddLead();
        await fixture.CallAsync("crm.lead.update?id=999999&fields[NAME]=x", $$"""{"id": {{id}}, "fields": {"LAST_NAME": "y"} }""");
        Assert.Equal((null, "y"), (fixture.Portal.GetStoredValue(id, "NAME"), fixture.Portal.GetStoredValue(id, "LAST_NAME")));
    }

    [Fact]
    public async Task Access_is_denied_even_to_leads_that_do_not_exist()
    {
        await using PortalEmulator portal = await PortalEmulator.StartAsync(PortalFixture.Folder, new PortalEmulatorOptions { DeniedLeads = [1, 7] });
        portal.AddLead([new("NAME", "Анна")]);
        portal.AddLead([new("NAME", "Ольга")]);

        foreach (string call in new[] { "crm.lead.get?id=1", "crm.lead.update?id=1&fields[NAME]=x", "crm.lead.update?id=7", "crm.lead.get?id=7" })
        {
            (int status, JsonElement answer) = await fixture.GetAsync(new Uri(portal.Webhook, call));
            Assert.Equal((400, "", "Access denied."), (status, answer.GetProperty("error").GetString(), answer.GetProperty("error_description").GetString()));
        }

        (_, JsonElement list) = await fixture.GetAsync(new Uri(portal.Webhook, "crm.lead.list"));
        Assert.Equal("2", Assert.Single(list.GetProperty("result").EnumerateArray()).GetProperty("ID").GetString());
        Assert.Equal("Анна", portal.GetStoredValue(1, "NAME"));
    }

    [Fact]
    public async Task A_wrong_and_a_missing_secret_are_rejected()
    {
        string root = fixture.Portal.Webhook.GetLeftPart(UriPartial.Authority);
        (int wrong, JsonElement credentials) = await fixture.GetAsync(new Uri(root + "/rest/1/wrong/crm.lead.fields"));
        (int other, _) = await fixture.GetAsync(new Uri(fixture.Portal.Webhook.ToString().Replace("/rest/1/", "/rest/2/", StringComparison.Ordinal) + "crm.lead.fields"));
        (int elsewhere, JsonElement nowhere) = await fixture.GetAsync(new Uri(root + "/elsewhere"));
        (int missing, JsonElement token) = await fixture.GetAsync(new Uri(root + "/rest/crm.lead.fields"));

        Assert.Equal((403, "INVALID_CREDENTIALS"), (wrong, credentials.GetProperty("error").GetString()));
        Assert.Equal(403, other);
        Assert.Equal((404, "ERROR_METHOD_NOT_FOUND"), (elsewhere, nowhere.GetProperty("error").GetString()));
        Assert.Equal((401, "NO_AUTH_FOUND"), (missing, token.GetProperty("error").GetString()));
    }

    [Fact]
    public async Task The_response_contains_its_duration()
    {
        JsonElement time = (await fixture.CallAsync("crm.lead.fields")).GetProperty("time");
        Assert.All(new[] { "start", "finish", "duration", "processing", "operating", "operating_reset_at" }, n => Assert.Equal(JsonValueKind.Number, time.GetProperty(n).ValueKind));
        Assert.EndsWith("+03:00", time.GetProperty("date_start").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_journal_has_no_secret_and_can_be_cleared()
    {
        long id = fixture.AddLead();
        string secret = fixture.Portal.Webhook.Segments[^1].Trim('/');
        await fixture.UpdateAsync(id, $$"""{"NAME": "{{secret}}", "{{secret}}": "{{secret}}"}""");
        await fixture.LeadAsync(id);
        await fixture.CallAsync("batch", $$"""{"cmd": {"{{secret}}": "crm.lead.get?id={{id}}&{{secret}}=1"} }""");
        await fixture.GetAsync(new Uri(fixture.Portal.Webhook, $"crm.lead.get?id={id}&x={secret}"));
        await fixture.GetAsync(new Uri(fixture.Portal.Webhook, "../" + secret));

        Assert.DoesNotContain(secret, JsonSerializer.Serialize(fixture.Portal.Journal), StringComparison.Ordinal);
        await using PortalEmulator own = await PortalEmulator.StartAsync(PortalFixture.Folder);
        own.ClearJournal();
        Assert.Empty(own.Journal);
    }

    [Fact]
    public async Task The_journal_contains_the_request_and_the_response()
    {
        await using PortalEmulator portal = await PortalEmulator.StartAsync(PortalFixture.Folder);
        long id = portal.AddLead([new("TITLE", "Заявка")]);
        await fixture.GetAsync(new Uri(portal.Webhook, $"crm.lead.update?id={id}&fields[NAME]=a+b"));
        await fixture.GetAsync(new Uri(portal.Webhook, $"batch?cmd[a]=crm.lead.update%3Fid%3D{id}%26fields%5BNAME%5D%3Da%252Bb&cmd[b]=crm.lead.get"));

        PortalCall[] calls = [.. portal.Journal];
        Assert.Equal(["crm.lead.update", "batch", "crm.lead.update", "crm.lead.get"], calls.Select(c => c.Method));
        Assert.Equal([null, null, "a", "b"], calls.Select(c => c.BatchKey));
        Assert.Equal([200, 200, 200, 400], calls.Select(c => c.Status));
        Assert.All(calls, c => Assert.Equal("GET", c.Verb));
        Assert.Equal(($"id={id}&fields[NAME]=a+b", "", id), (calls[0].Query, calls[0].Body, calls[0].LeadId));
        Assert.StartsWith("{\"result\":true,", calls[0].Answer, StringComparison.Ordinal);
        Assert.Equal(($"crm.lead.update?id={id}&fields[NAME]=a%2Bb", "true"), (calls[2].Body, calls[2].Answer));
        Assert.Equal("a+b", portal.GetStoredValue(id, "NAME"));
        Assert.Equal("""{"error":"","error_description":"ID is not defined or invalid."}""", calls[3].Answer);
    }

    [Fact]
    public async Task An_invalid_folder_is_rejected_with_file_and_line()
    {
        string folder = Directory.CreateTempSubdirectory("leadgen-portal-").FullName;
        try
        {
            await Assert.ThrowsAsync<FileNotFoundException>(() => PortalEmulator.StartAsync(folder));
            await File.WriteAllTextAsync(Path.Combine(folder, "crm.lead.fields.json"), "{\n  oops");
            PortalFolderException e = await Assert.ThrowsAsync<PortalFolderException>(() => PortalEmulator.StartAsync(folder));
            Assert.Contains("crm.lead.fields.json(2,3): error LG0001", e.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Concurrent_calls_lose_nothing()
    {
        long id = fixture.AddLead();
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => fixture.CallAsync(
            "crm.lead.update", $$"""{"id": {{id}}, "fields": {"PHONE": [{"VALUE": "+7{{i}}", "VALUE_TYPE": "WORK"}]} }""")));

        JsonElement[] phones = [.. (await fixture.LeadAsync(id)).GetProperty("PHONE").EnumerateArray()];
        Assert.Equal(200, phones.Select(p => p.GetProperty("VALUE").GetString()).Distinct().Count());
        Assert.Equal(200, phones.Select(p => p.GetProperty("ID").GetString()).Distinct().Count());
    }
}
